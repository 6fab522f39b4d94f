"""Fixtures that the tests beside the code and the stories in tests/ share."""

pytest_plugins = ["tests.province"]
