"""A story that the worker never loads is never told."""

from pathlib import Path

from lienthong.flows import jobs


def test_every_story_is_loaded() -> None:
    folder = Path(jobs.__file__).parent
    stories = {each.stem for each in folder.glob("*.py")} - {"__init__", "apps", "jobs"}
    assert stories == set(jobs.__all__), "name the story in flows/jobs.py, then run make flows"
