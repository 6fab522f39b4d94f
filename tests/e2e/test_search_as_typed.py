"""Finding a procedure while typing (tìm khi đang gõ): keyboard alone, an input method that composes, a screen reader that is told."""

import re

from playwright.sync_api import Browser, Page, expect
from tests.e2e.looks import Looks
from tests.e2e.people import open_page
from tests.e2e.stack import Stack

FIELD = "Tên việc, tên giấy tờ hoặc mã thủ tục"


def _type(page: Page, words: str) -> None:
    field = page.get_by_label(FIELD)
    field.fill("")
    with page.expect_response(lambda answer: "/thu-tuc/?q=" in answer.url and answer.status == 200):
        field.press_sequentially(words, delay=15)


def test_results_follow_the_fingers(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=False)
    page.goto("/thu-tuc/")
    for words in ("đăng ký khai sinh", "dang ky khai sinh", "khaisinh", "khai sinhh"):
        _type(page, words)
        expect(page.locator("#ket-qua .proc-list a").first).to_have_text("Đăng ký khai sinh")
    expect(page.get_by_role("status").filter(has_text="gần nhất")).to_have_count(1)
    assert "q=khai" in page.url
    looks.at(page, "search-as-typed")

    page.get_by_label(FIELD).press("ArrowDown")
    expect(page.locator("#ket-qua .proc-list a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label(FIELD)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký khai sinh")
    looks.at(page, "procedure-read")


def test_half_a_syllable_is_not_searched(browser: Browser, stack: Stack, looks: Looks) -> None:
    """What Unikey and the telephone do: composition events around letters that are not yet the word."""
    page = open_page(browser, stack, looks, phone=False)
    page.goto("/thu-tuc/")
    field = page.get_by_label(FIELD)
    told = field.evaluate(
        """field => {
          let told = 0;
          field.addEventListener('lt:typed', () => told++);
          field.focus();
          field.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true}));
          for (const half of ['k', 'kê', 'kêt', 'kết ho']) {
            field.value = half;
            field.dispatchEvent(new InputEvent('input', {bubbles: true, isComposing: true}));
          }
          return told;
        }"""
    )
    assert told == 0
    with page.expect_response(re.compile("q=")):
        field.evaluate(
            """field => { field.value = 'kết hôn'; field.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true})); }"""
        )
    expect(page.locator("#ket-qua .proc-list a").first).to_have_text("Đăng ký kết hôn")


def test_what_was_not_found_is_told_once_the_person_stops(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=False)
    page.goto("/thu-tuc/")
    with page.expect_request(lambda request: request.url.endswith("/thu-tuc/khong-thay/"), timeout=15_000) as told:
        _type(page, "nuoi chim yen")
    assert "nuoi" in (told.value.post_data or "")
    expect(page.get_by_role("status").filter(has_text="thủ tục").first).to_be_attached()
