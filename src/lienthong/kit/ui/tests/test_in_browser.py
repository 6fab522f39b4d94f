"""The living page in a real browser: no fault of access, nothing wider than the screen, keys and dialogs work."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, Page, sync_playwright

BUILT = Path("build/frontend/dev/axe.min.js")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not BUILT.exists() or not Path(CHROMIUM).exists(), reason="needs the built front end and Chromium"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        # The sync driver runs a loop in this thread, which Django would take for an async view.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": getattr(request, "param", 1280), "height": 900})
    yield page
    page.close()


@pytest.mark.parametrize("page", [390, 1280], indirect=True)
def test_axe_finds_nothing(page: Page, live_server) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/giao-dien/", wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".lt-process svg").count() > 0
    page.evaluate(BUILT.read_text("utf-8"))
    found = page.evaluate(RULES)["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert complaints == []


def test_dialog_keys_and_upload(page: Page, live_server, tmp_path: Path) -> None:
    page.goto(f"{live_server.url}/giao-dien/", wait_until="networkidle")
    page.click("text=Mở hộp thoại")
    assert page.locator("#g-mo").is_visible()
    page.click("#g-mo >> text=Không rút")
    assert not page.locator("#g-mo").is_visible()

    page.evaluate("document.activeElement.blur()")
    page.locator("#chuyen-vien .lt-queue a").first.focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Lê Thị C"
    page.locator("#id_name").focus()
    page.keyboard.press("j")
    assert "j" in page.locator("#id_name").input_value()

    movie = tmp_path / "phim.mov"
    movie.write_bytes(b"x")
    page.set_input_files("#id_paper", str(movie))
    assert "Cần ảnh JPG" in page.locator("#id_paper-files").inner_text()
