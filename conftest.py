"""Fixtures that the tests beside the code and the stories in tests/ share; which worker runs which test."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["tests.province"]
JOURNEYS = "tests/e2e/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "LoadScopeScheduling":
    """All journeys go to one worker, so that one platform is started for them; as the largest part they begin first, and the other
    worker has the rest of the tests to do meanwhile. Marks of groups (`loadgroup`) do nothing with this pytest: xdist renames a test by
    an attribute that it no longer reads."""
    from xdist.scheduler import LoadScopeScheduling

    class Journeys(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return JOURNEYS if nodeid.startswith(JOURNEYS) else nodeid

    return Journeys(config, log)
