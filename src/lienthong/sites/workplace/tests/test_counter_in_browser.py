"""The second half of the counter's day with the keyboard alone, in a real browser: folders given and received, the drawer counted."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.province import Ward

from lienthong.domain.dossiers.tests.stages import signed_in
from lienthong.domain.dossiers.tests.test_handing_over import on_paper
from lienthong.foundation.payments.tests.test_cash import take
from lienthong.kit.actor import Actor

BUILT = Path("build/frontend/dev/axe.min.js")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

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


def desk_of(browser: Browser, live_server: Any, actor: Actor) -> Page:
    """A browser of one's own, signed in."""
    session = signed_in(Client(), actor).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return context.new_page()


def test_the_evening_of_a_counter(browser: Browser, live_server: Any, ward: Ward) -> None:
    first, second = on_paper(ward), on_paper(ward)
    take(ward.one_stop)
    counter = desk_of(browser, live_server, ward.one_stop)
    counter.goto("/lam-viec/ban-giao/")
    counter.keyboard.press("F2")
    counter.keyboard.type(f"http://localhost/tra-cuu/?ma={first.code}")
    counter.keyboard.press("Enter")
    expect(counter.get_by_text(f"Đã chọn {first.code}")).to_be_visible()
    expect(counter.locator(f'[data-lt-code="{first.code}"]')).to_be_checked()
    assert counter.locator("[data-lt-mark]").input_value() == ""
    counter.get_by_role("link", name=second.code).focus()
    counter.keyboard.press("x")
    expect(counter.locator(f'[data-lt-code="{second.code}"]')).to_be_checked()
    expect(counter.locator("[data-lt-bulk-count]")).to_have_text("2")
    counter.keyboard.press("F9")
    expect(counter.get_by_role("heading", level=1)).to_contain_text("/BGHS-")

    office = desk_of(browser, live_server, ward.specialist)
    office.goto(counter.url)
    office.keyboard.press("F2")
    office.keyboard.type(first.code)
    office.keyboard.press("Enter")
    expect(office.locator(f'[data-lt-code="{first.code}"]')).to_be_checked()
    office.keyboard.press("F8")
    expect(office.locator(f'[data-lt-code="{second.code}"]')).to_be_checked()
    office.keyboard.press("F9")
    expect(office.get_by_text("Đã nhận đủ")).to_be_visible()

    counter.goto("/lam-viec/ca-thu/")
    counter.keyboard.press("F9")
    counter.get_by_role("heading", name="Đếm tiền, đóng ca").wait_for()
    counter.locator("#note-5000").focus()
    counter.keyboard.type("1")
    counter.keyboard.press("Enter")
    expect(counter.locator("#note-2000")).to_be_focused()
    expect(counter.get_by_text("Thiếu 3.000\u00a0₫ so với sổ")).to_be_visible()
    counter.keyboard.type("1")
    counter.keyboard.press("Enter")
    counter.keyboard.type("1")
    expect(counter.get_by_text("Khớp với sổ")).to_be_visible()
    counter.keyboard.press("F9")
    expect(counter.get_by_text("Đã đếm, chờ nộp quỹ").first).to_be_visible()
