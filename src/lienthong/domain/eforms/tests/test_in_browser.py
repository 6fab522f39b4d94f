"""The living page of kinds in a real browser: no fault of access, nothing wider than the screen, rows and suggestions come by script."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, Page, sync_playwright

BUILT = Path("build/frontend/dev/axe.min.js")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
KINDS = "/giao-dien/cau-hoi/"

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
def test_axe_finds_nothing(page: Page, live_server, ward) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}{KINDS}", wait_until="networkidle")
    if pictures := os.environ.get("PICTURES"):
        page.screenshot(path=Path(pictures) / f"kinds-{page.viewport_size['width']}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(BUILT.read_text("utf-8"))
    found = page.evaluate(RULES)["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:4]) for one in found] == []
    assert complaints == []


def test_rows_come_and_go(page: Page, live_server, ward) -> None:
    page.goto(f"{live_server.url}{KINDS}", wait_until="networkidle")
    group = page.locator("fieldset[data-lt-rows]").nth(1)
    rows = group.locator("[data-lt-row]")
    count = rows.count()
    group.get_by_role("button", name="Thêm thành viên").click()
    assert rows.count() == count + 1
    assert page.evaluate("document.activeElement.name").endswith(f"-{count}-full_name")
    rows.first.get_by_role("button", name="Bỏ thành viên này").click()
    assert rows.count() == count
    assert rows.first.locator("legend").first.inner_text() == "Thành viên 1"
    group.get_by_role("button", name="Hoàn tác").click()
    assert rows.count() == count + 1


def test_places_are_suggested_for_the_chosen_province(page: Page, live_server, ward) -> None:
    page.goto(f"{live_server.url}{KINDS}", wait_until="networkidle")
    address = page.locator("[data-lt-units]:has([data-lt-district]):has(optgroup[label^='Hiện'])").first
    assert not address.locator("[data-lt-district]").is_visible()
    with page.expect_response("**/don-vi-hanh-chinh/**"):
        address.locator("select").select_option("cu-64")
    address.locator("[data-lt-unit=district]").fill("Thành phố Pleiku")
    with page.expect_response("**/don-vi-hanh-chinh/**") as answer:
        address.locator("[data-lt-unit=district]").press("Tab")
    assert "Phường Diên Hồng" in answer.value.json()["communes"]
    page.wait_for_function("document.querySelector(\"datalist[id$='-communes'] option[value='Phường Hội Thương']\")")
