"""The second half of the counter's day with the keyboard alone: folders handed over and received, a result found, the drawer counted."""

import re

from playwright.sync_api import Browser, expect
from tests.e2e.looks import Looks
from tests.e2e.people import Officer, heading, open_page
from tests.e2e.stack import Stack


def test_the_evening_of_a_counter(browser: Browser, stack: Stack, looks: Looks) -> None:
    counter = open_page(browser, stack, looks, phone=False)
    Officer(counter, stack, "motcua").sign_in()
    counter.goto("/lam-viec/ban-giao/")
    # Folders for the ward's own departments; the rest go to other agencies.
    own = counter.locator("form", has=counter.get_by_role("heading", name=re.compile("^Phường Diên Hồng")))
    code = own.locator("[name=parts]").first.get_attribute("data-lt-code")
    counter.keyboard.press("F2")
    counter.keyboard.type(f"http://localhost/tra-cuu/?ma={code}")
    counter.keyboard.press("Enter")
    expect(counter.get_by_text(f"Đã chọn {code}")).to_be_visible()
    expect(counter.locator(f'[data-lt-code="{code}"]')).to_be_checked()
    expect(counter.get_by_label("Quét mã trên giấy tiếp nhận")).to_have_value("")
    looks.at(counter, "handovers")
    counter.locator(f"tr:has([data-lt-code='{code}']) a").focus()
    counter.keyboard.press("x")
    expect(counter.locator(f'[data-lt-code="{code}"]')).not_to_be_checked()
    counter.keyboard.press("x")
    counter.keyboard.press("F9")
    heading(counter, re.compile(r"Danh sách bàn giao \d{4}/BGHS-\d{4}"))
    made = counter.url

    office = open_page(browser, stack, looks, phone=False)
    Officer(office, stack, "chuyenvien").sign_in()
    office.goto(made)
    office.keyboard.press("F2")
    office.keyboard.type(str(code))
    office.keyboard.press("Enter")
    expect(office.locator(f'[data-lt-code="{code}"]')).to_be_checked()
    office.keyboard.press("F9")
    expect(office.get_by_text("Đã nhận đủ")).to_be_visible()

    counter.goto("/lam-viec/ca-thu/")
    counter.keyboard.press("F9")
    heading(counter, re.compile(r"Ca thu \d{4}/CT-\d{4}"))
    counter.keyboard.press("F2")
    counter.keyboard.type("1")
    counter.keyboard.press("Enter")
    expect(counter.get_by_label("200.000")).to_be_focused()
    expect(counter.locator("[data-lt-notes-total]")).to_have_text("500.000\u00a0₫")
    expect(counter.get_by_text(re.compile(r"^Thiếu .* so với sổ|^Thừa .* so với sổ|^Khớp với sổ"))).to_be_visible()
    looks.at(counter, "shift")
