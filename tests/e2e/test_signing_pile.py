"""A draft from an office's template; the leader looks at each paper on a phone and signs three at once; the clerk numbers one."""

import re

from playwright.sync_api import Browser, expect
from tests.e2e.looks import Looks
from tests.e2e.people import Officer, follow, heading, open_page, press
from tests.e2e.stack import Stack

SIGNED = re.compile(r"Đã ký\s+3 / 3\s+văn bản")


def test_drafted_from_a_template_signed_at_once_and_numbered(browser: Browser, stack: Stack, looks: Looks) -> None:
    the_specialist_drafts(browser, stack, looks)
    the_leader_looks_and_signs(browser, stack, looks)
    the_clerk_numbers(browser, stack, looks)


def the_specialist_drafts(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=False)
    officer = Officer(page, stack, "chuyenvien")
    officer.sign_in()
    page.goto("/lam-viec/mau-ket-qua/")
    heading(page, "Mẫu kết quả")
    looks.at(page, "result-templates")
    page.goto("/lam-viec/xu-ly/")
    page.locator("a[href*='/lam-viec/ho-so/H']").first.click()
    officer.panel("Dự thảo")
    follow(page, "Giấy khai sinh")
    page.locator("[name='said-soan_ghi_chu']").fill("Đăng ký đúng hạn.")
    looks.at(page, "draft-template")
    press(page, "Lưu dự thảo")
    expect(page.get_by_role("main")).to_contain_text("Đã lưu dự thảo, bản 1")
    expect(page.get_by_role("heading", name="Sửa trong Word")).to_be_visible()
    officer.panel("Xử lý")
    page.get_by_label("Ý kiến").fill("Đủ điều kiện, kính trình ký")
    press(page, "Hoàn thành bước")
    expect(page.get_by_role("main")).to_contain_text("Đã chuyển hồ sơ")
    page.context.close()


def the_leader_looks_and_signs(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=True)
    officer = Officer(page, stack, "lanhdao")
    officer.sign_in()
    page.goto("/lam-viec/cho-toi/")
    heading(page, "Chờ tôi")
    looks.at(page, "waiting")
    follow(page, "Ký hàng loạt")
    # Another journey's leader may have been shown one of them already.
    unseen = page.get_by_role("main").get_by_role("link", name=re.compile("Xem (từ đầu|tiếp)"))
    heading(page, "Chờ tôi ký")
    while unseen.count():
        unseen.click()
        expect(page.get_by_role("img", name=re.compile("Trang 1"))).to_be_visible()
        last = page.url
        follow(page, "Chờ tôi ký")
        heading(page, "Chờ tôi ký")
    page.goto(last)
    looks.at(page, "look")
    follow(page, "Chờ tôi ký")
    looks.at(page, "pile")
    press(page, "Ký 3 văn bản đã xem")
    heading(page, "Ký 3 văn bản")
    looks.at(page, "batch-confirm")
    press(page, "Xác nhận")
    officer.confirm_identity()
    expect(page.get_by_role("status").filter(has_text="Đã ký")).to_contain_text(SIGNED)
    looks.at(page, "batch-done")
    page.context.close()


def the_clerk_numbers(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=False)
    officer = Officer(page, stack, "vanthu")
    officer.sign_in()
    page.goto("/lam-viec/van-thu/")
    looks.at(page, "clerk-pile")
    follow(page, "Xem văn bản đầu tiên")
    expect(page.get_by_role("button", name=re.compile("Cấp số, đóng dấu"))).to_be_visible()
    page.wait_for_load_state("load")  # keys are heard from then on
    page.keyboard.press("F9")
    officer.confirm_identity()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Đã cấp số \d+/\S+, đóng dấu"))
    page.context.close()
