"""An official changes how birth registration is handled: types, is corrected, publishes, takes running dossiers along and back."""

import re

from playwright.sync_api import Browser, expect
from tests.e2e.looks import Looks
from tests.e2e.people import Officer, follow, heading, open_page, press
from tests.e2e.stack import Stack


def test_an_official_changes_a_process(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=False)
    keeper = Officer(page, stack, "quantri")
    keeper.sign_in()
    keeper.open_room("Thủ tục", "Quy trình nội bộ")
    heading(page, "Quy trình nội bộ")
    looks.at(page, "processes")
    page.goto("/lam-viec/quy-trinh/?q=khai+sinh")
    page.locator("[data-lt-item]").first.click()
    expect(page.locator(".lt-process svg").first).to_be_visible()
    address = page.url
    looks.at(page, "process")
    press(page, "Soạn bản mới")
    expect(page.get_by_text("câu hỏi của tờ khai")).to_be_visible()
    hours = page.get_by_label("Bước 2, số giờ làm việc")
    hours.fill("hai")
    expect(page.get_by_text("Bước 2: “hai” không phải số giờ")).to_be_visible()
    expect(hours).to_have_attribute("aria-invalid", "true")
    looks.at(page, "process-editor-faults")
    hours.fill("2,5")
    expect(page.get_by_text("Ban hành được", exact=True)).to_be_visible()
    hours.press("Enter")
    expect(page.get_by_label("Bước 3, số giờ làm việc")).to_be_focused()
    expect(page.locator("#hinh-ve svg").first).to_be_visible()
    looks.at(page, "process-editor")
    page.get_by_label("Thay đổi gì, căn cứ văn bản nào").fill("Rút giờ kiểm tra hồ sơ")
    page.get_by_role("button", name=re.compile("Ban hành phiên bản")).click()
    expect(page.get_by_text(re.compile(r"Đã ban hành phiên bản \d+"))).to_be_visible()
    follow(page, "So sánh phiên bản")
    expect(page.get_by_text("2,5 giờ")).to_be_visible()
    looks.at(page, "process-compare")
    page.goto(f"{address}chuyen/")
    looks.at(page, "process-move")
    move = page.get_by_role("button", name=re.compile(r"Chuyển \d+ hồ sơ"))
    if move.count():
        move.click()
        expect(page.get_by_text(re.compile(r"Đã chuyển \d+ hồ sơ"))).to_be_visible()
        page.get_by_role("button", name=re.compile("Hoàn tác")).first.click()
        expect(page.get_by_text("về đúng trạng thái trước khi chuyển")).to_be_visible()
        looks.at(page, "process-moved")
    page.goto("/lam-viec/quy-trinh/moi/")
    looks.at(page, "process-new")
    page.goto("/lam-viec/mo-phong-quy-trinh/")
    heading(page, "Mô phỏng trên hồ sơ một năm qua")
    looks.at(page, "process-simulation")
