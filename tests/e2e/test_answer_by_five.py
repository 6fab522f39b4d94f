"""A letter of the province comes in and its answer goes out (từ văn bản đến đến văn bản trả lời), by five persons of a ward.

The clerk registers what the machine has read, the chairman directs on a phone, the head gives on, the specialist drafts, the head
approves, the vice chairman signs on a phone and the number is given, the clerk seals and issues.
"""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.e2e.looks import Looks
from tests.e2e.people import Officer, follow, heading, open_page, press
from tests.e2e.stack import Stack, until

from lienthong.domain.correspondence.tests.papers import paper

BODY = "Ủy ban nhân dân phường báo cáo kết quả chuyển đổi số quý IV như sau:\n1. Đã số hóa 1.200 hồ sơ.\n2. Đề nghị Sở hướng dẫn việc tiếp theo."
NOTATION = re.compile(r"\d+/UBND")


def test_from_an_incoming_letter_to_the_issued_answer(
    browser: Browser, stack: Stack, looks: Looks, tmp_path: Path
) -> None:
    letter = tmp_path / "van-ban.pdf"
    letter.write_bytes(paper())
    desk = open_page(browser, stack, looks, phone=False)
    clerk = Officer(desk, stack, "vanthu")
    clerk.sign_in()
    the_clerk_registers(desk, letter)
    address = the_chairman_directs(browser, stack, looks)
    the_head_gives_on(browser, stack, looks, address)
    draft = the_specialist_drafts(browser, stack, looks, address)
    the_head_approves(browser, stack, looks, draft)
    the_vice_chairman_signs(browser, stack, looks)
    the_clerk_issues(desk, clerk, looks, address)


def the_clerk_registers(page: Page, letter: Path) -> None:
    page.goto("/lam-viec/van-ban-den/vao-so/")
    page.locator("#files").set_input_files(letter)
    page.wait_for_url(re.compile(r"/vao-so/[^/]+/$"))
    expect(page.get_by_label("Số, ký hiệu")).to_have_value(re.compile(r"\d+/"))
    expect(page.get_by_label("Cơ quan ban hành")).not_to_have_value("")
    page.get_by_label("Trình", exact=True).select_option(label="Trịnh Công Sơn, Chủ tịch UBND phường Diên Hồng")
    page.keyboard.press("F9")
    expect(page.get_by_role("status").filter(has_text="Số đến")).to_be_visible()


def the_chairman_directs(browser: Browser, stack: Stack, looks: Looks) -> str:
    page = open_page(browser, stack, looks, phone=True)
    Officer(page, stack, "chutich").sign_in()
    page.goto("/lam-viec/van-ban-den/cua-toi/")
    page.get_by_role("main").locator("a[href*='/lam-viec/van-ban-den/0']").first.click()
    looks.at(page, "direct-document")
    address = page.url
    page.get_by_label("Chủ trì").select_option(label="Phạm Thị Kim Dung, Trưởng phòng Văn hóa - Xã hội")
    page.get_by_label("Bút phê", exact=True).fill("Tham mưu văn bản trả lời.")
    press(page, "Cho ý kiến, giao việc")
    expect(page.get_by_role("status").first).to_contain_text("giao 1 nơi nhận")
    page.context.close()
    return address


def the_head_gives_on(browser: Browser, stack: Stack, looks: Looks, address: str) -> None:
    page = open_page(browser, stack, looks, phone=False)
    Officer(page, stack, "truongphong").sign_in()
    page.goto(address)
    expect(page.get_by_role("main")).to_contain_text("Tham mưu văn bản trả lời.")
    page.get_by_text("Chuyển tiếp, giao phần việc").click()
    page.get_by_label("Chủ trì").select_option(label="Lê Văn Dũng, Công chức tư pháp - hộ tịch")
    press(page, "Chuyển tiếp")
    expect(page.get_by_role("status").first).to_contain_text("1 nơi nhận")
    page.context.close()


def the_specialist_drafts(browser: Browser, stack: Stack, looks: Looks, address: str) -> str:
    page = open_page(browser, stack, looks, phone=False)
    Officer(page, stack, "chuyenvien").sign_in()
    page.goto(address)
    follow(page.get_by_role("main"), "Soạn văn bản trả lời")
    heading(page, "Soạn văn bản")
    press(page, "Bắt đầu soạn")
    page.get_by_role("textbox", name="Nội dung").first.fill(BODY)
    page.keyboard.press("F9")
    expect(page.get_by_role("main")).to_contain_text("bản 2")
    follow(page, "Thông tin")
    signer = page.get_by_role("combobox", name="Người ký")
    signer.select_option(signer.locator("option", has_text="Nguyễn Hồng Hải").get_attribute("value"))
    press(page, "Lưu thông tin")
    looks.at(page, "draft-answer")
    draft = page.url.split("?")[0]
    press(page, "Trình duyệt nội dung")
    expect(page.get_by_role("main")).to_contain_text(re.compile("Chờ duyệt", re.IGNORECASE))
    page.context.close()
    return draft


def the_head_approves(browser: Browser, stack: Stack, looks: Looks, draft: str) -> None:
    page = open_page(browser, stack, looks, phone=False)
    Officer(page, stack, "truongphong").sign_in()
    page.goto(draft)
    press(page, "Duyệt và trình ký")
    expect(page.get_by_role("main")).to_contain_text("Đã trình ký")
    page.context.close()


def the_vice_chairman_signs(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=True)
    officer = Officer(page, stack, "lanhdao")
    officer.sign_in()
    until(lambda: _opened_for_signing(page) or None, 30.0, "the submitted draft did not reach the signer")
    looks.at(page, "sign-document")
    press(page, "Ký, cấp số")
    officer.confirm_identity()
    expect(page.get_by_role("status").first).to_contain_text(NOTATION)
    page.context.close()


def _opened_for_signing(page: Page) -> bool:
    """A submitted draft becomes a document by a job of the worker, a moment later."""
    page.goto("/lam-viec/van-ban-di/cho-toi-ky/")
    waiting = page.get_by_role("main").locator("a[href$='/ky/']")
    if not waiting.count():
        return False
    waiting.first.click()
    heading(page, re.compile("Công văn"))
    return True


def the_clerk_issues(page: Page, clerk: Officer, looks: Looks, address: str) -> None:
    page.goto("/lam-viec/van-ban-di/phat-hanh/")
    looks.at(page, "issuing-desk")
    page.wait_for_load_state("load")  # keys are heard from then on
    page.keyboard.press("F9")
    clerk.confirm_identity()
    expect(page.get_by_role("status").filter(has_text="Đã phát hành")).to_contain_text(NOTATION)
    until(lambda: _is_answered(page, address) or None, 30.0, "the issued answer did not complete what it answers")
    page.context.close()


def _is_answered(page: Page, address: str) -> bool:
    page.goto(address)
    return "Đã giải quyết xong" in page.get_by_role("main").inner_text()
