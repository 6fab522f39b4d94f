"""A whole reception by the keyboard alone: the next number, a card as a scanner types it, papers, form, cash, receipt, the next number."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.looks import Looks
from tests.e2e.people import CODE, PATIENCE_MS, open_page
from tests.e2e.stack import Stack

from lienthong.kit import clock

COUNTER = "/lam-viec/quay-tiep-nhan/"
# A browser without a window has no printer: being asked is what can be seen.
PRINTER = "window.print = () => { top.askedToPrint = (top.askedToPrint ?? 0) + 1; }"
# Nobody whom another journey signs in: of her the platform knows nothing yet.
CARD = "064187004126||Đinh Thị Mỹ Lệ|19051987|Nữ|Tổ 5, Phường Diên Hồng, Gia Lai|01072024"


def test_a_reception_without_a_mouse(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=False)
    key = page.keyboard
    page.add_init_script(PRINTER)
    signs_in(page, stack)
    page.goto(COUNTER)
    key.press("Enter")  # the first counter has the focus
    expect(page.get_by_role("button", name=re.compile("Gọi số sau"))).to_be_focused()
    looks.at(page, "counter-between")
    key.press("F2")
    expect(page.locator("#tim-nguoi")).to_be_focused()
    number = page.locator(".lt-ticket b").first.inner_text()

    key.type(CARD[:30])
    key.press("Enter")
    expect(page.get_by_text("Máy quét gửi chưa hết mã thẻ")).to_be_visible()
    key.press("F3")
    key.type(CARD)
    key.press("Enter")
    expect(page.get_by_text("Theo thẻ căn cước")).to_be_visible()

    expect(page.locator("#thu-tuc")).to_be_focused()
    key.type("khaisinh")
    expect(page.locator("#thu-tuc-thay").get_by_role("button").first).to_contain_text("Đăng ký khai sinh")
    key.press("ArrowDown")
    key.press("Enter")

    at_name(page, "c.verdict.birth_notice")
    key.press("1")
    at_name(page, "c.verdict.authorization")
    key.press("2")
    expect(page.get_by_text("Đã kiểm hết")).to_be_visible()
    declares_birth(page)
    a_cut_line_loses_nothing(page)
    looks.wrong = [said for said in looks.wrong if "ERR_INTERNET_DISCONNECTED" not in said]  # so it was meant
    looks.at(page, "counter-screen")

    key.press("F8")
    expect(page.locator("#dua")).to_be_focused()
    key.type("50000")
    expect(page.get_by_text(re.compile(r"Trả lại 34\.000"))).to_be_visible()
    key.press("Enter")
    expect(page.get_by_text("Đã thu tiền mặt")).to_be_visible()
    key.press("F9")
    expect(page.get_by_role("heading", name="Đã tiếp nhận")).to_be_visible(timeout=PATIENCE_MS)
    assert CODE.search(page.get_by_role("main").inner_text())
    assert page.request.get(f"{page.url}in/").headers["content-type"] == "application/pdf"
    page.wait_for_function("() => window.askedToPrint === 1")
    key.press("F9")
    page.wait_for_function("() => window.askedToPrint === 2")
    looks.at(page, "counter-done")
    key.press("F2")
    expect(page.locator("#tim-nguoi")).to_be_focused()
    assert page.locator(".lt-ticket b").first.inner_text() != number
    other_keys(page)


def signs_in(page: Page, stack: Stack) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").press_sequentially("motcua")
    page.keyboard.press("Tab")
    page.keyboard.type(stack.passwords["motcua"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/lam-viec/**")


def at_name(page: Page, name: str) -> None:
    """The focus has come to the control with this name."""
    page.wait_for_function("name => document.activeElement.name === name", arg=name)


def tab_to(page: Page, control: str) -> None:
    """Tab until the control with this id has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == control:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reached {control}")


def declares_birth(page: Page) -> None:
    key, born = page.keyboard, clock.today() - timedelta(days=9)
    key.press("F7")
    expect(page.locator("#f-req_phone")).to_be_focused()  # the first that has to be filled in
    for control, text in (
        ("f-req_phone", "0905000512"),
        ("f-req_relation", "M"),
        ("f-child_name", "Nguyễn Bảo An"),
        ("f-child_birth_date", str(born.day)),
        ("f-child_birth_date-month", str(born.month)),
        ("f-child_birth_date-year", str(born.year)),
        ("f-child_gender", " "),
        ("f-child_birth_place", "Bệnh viện Nhi Gia Lai, phường Pleiku"),
        ("f-child_ethnicity", "Ki"),
        ("f-child_nationality", "Vi"),
        ("f-child_hometown", "Phường Diên Hồng"),
        ("f-child_hometown-detail", "Tổ 5"),
    ):
        tab_to(page, control)
        key.type(text)
    key.press("Tab")
    expect(page.get_by_role("button", name=re.compile("Điền mẹ"))).to_be_focused()
    key.press("Enter")
    expect(page.locator("#f-mother_name")).to_have_value("Đinh Thị Mỹ Lệ")
    tab_to(page, "f-father_known")
    key.press("ArrowDown")
    tab_to(page, "f-copies")
    key.type("2")


def a_cut_line_loses_nothing(page: Page) -> None:
    """The fee follows the answers; what is typed without a line is sent when it is back."""
    expect(page.locator("#phi")).to_contain_text("16.000", timeout=PATIENCE_MS)
    page.context.set_offline(True)
    tab_to(page, "ghi-them")
    page.keyboard.type("Bà mẹ đến nhận chiều mai")
    expect(page.get_by_text("Mất mạng")).to_be_visible(timeout=PATIENCE_MS)
    page.context.set_offline(False)
    expect(page.locator("[data-lt-autosave-status]")).to_contain_text("Đã lưu lúc", timeout=PATIENCE_MS)
    page.reload()
    expect(page.locator("#ghi-them")).to_have_value("Bà mẹ đến nhận chiều mai")
    expect(page.locator("#f-child_name")).to_have_value("Nguyễn Bảo An")


def other_keys(page: Page) -> None:
    """Keys can be moved and switched off, on this machine."""
    page.keyboard.press("F1")
    box = page.get_by_label("Người nộp: quét thẻ, tìm")
    box.press("Alt+n")
    expect(box).to_have_value("Alt+N")
    page.keyboard.press("Escape")
    page.keyboard.press("F4")
    page.keyboard.press("Alt+n")
    expect(page.locator("#tim-nguoi")).to_be_focused()
