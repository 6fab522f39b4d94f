"""Journeys in a real browser against everything that runs. `LIENTHONG_PICTURES=folder` keeps a PNG of every screen."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.e2e.looks import AXE, Looks
from tests.e2e.stack import Stack, running

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def chromium_path() -> str:
    """The browser of this machine."""
    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), "")
    if not found:
        pytest.fail(
            "the journeys need Chromium: `make test` installs it as root, or `apt-get install chromium`, or name it in CHROMIUM",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Everything that runs; `LIENTHONG_DEMO=DATA_DIR` takes a demo that already does."""
    if not AXE.exists():
        pytest.fail(
            "the front end is not built: `make test` does it, or `.venv/bin/python scripts/build_frontend.py`",
            pytrace=False,
        )
    if demo := os.environ.get("LIENTHONG_DEMO"):
        yield Stack.join(Path(demo))
        return
    with running(tmp_path_factory.mktemp("platform")) as everything:
        yield everything


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file: another file's own driver must not meet it."""
    path = chromium_path()
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def looks() -> Iterator[Looks]:
    """Whatever the journey, its screens bear a close look."""
    folder = os.environ.get("LIENTHONG_PICTURES")
    collected = Looks(Path(folder) if folder else None)
    if collected.pictures is not None:
        (collected.pictures / "whole").mkdir(parents=True, exist_ok=True)
    yield collected
    if collected.wrong:
        pytest.fail("\n".join(dict.fromkeys(collected.wrong)), pytrace=False)
