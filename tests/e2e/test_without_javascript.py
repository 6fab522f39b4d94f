"""A citizen whose browser runs no script files all the same (không có JavaScript): every page is a plain form."""

import re
from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.e2e import papers
from tests.e2e.looks import Looks
from tests.e2e.people import CODE, Citizen, choose, declare_birth, follow, heading, open_page, press
from tests.e2e.stack import Stack


def test_a_free_dossier_from_search_to_code(browser: Browser, stack: Stack, looks: Looks, tmp_path: Path) -> None:
    page = open_page(browser, stack, looks, phone=True, script=False)
    father = Citizen(page, stack, name="Phạm Minh Đức", email="pham.minhduc@congdan.example", last_four="1730")
    page.goto("/")
    page.get_by_label("Tên việc, tên giấy tờ hoặc mã thủ tục").fill("dang ky khai sinh")
    press(page, "Tìm")
    page.get_by_role("main").get_by_role("link", name="Đăng ký khai sinh", exact=True).first.click()
    follow(page, "Nộp hồ sơ trực tuyến")
    father.sign_in()
    press(page, "Bắt đầu khai")
    heading(page, "Nơi giải quyết")
    press(page, "Lưu và khai tiếp")

    page.get_by_label("Quan hệ với trẻ").select_option("Cha")
    father.save_and_go_on()
    declare_birth(page, child="Phạm Minh Khôi", gender="Nam", commune="Phường An Khê")
    father.save_and_go_on()
    page.get_by_label("Họ, chữ đệm, tên mẹ").fill("Lê Thị Thanh")
    page.get_by_label("Năm sinh của mẹ").fill("1992")
    father.save_and_go_on()
    choose(page, "Có ghi thông tin về cha không", "Có")
    father.save_and_go_on()  # what depends on this answer is asked now, at the latest by the check of the server
    heading(page, "Cha của trẻ")
    page.get_by_label("Họ, chữ đệm, tên cha").fill(father.name)
    page.get_by_label("Năm sinh của cha").fill("1990")
    father.save_and_go_on()
    heading(page, "Bản sao")
    father.save_and_go_on()

    heading(page, "Giấy tờ")
    notice = papers.photo(tmp_path, "giay-chung-sinh.jpg", "GIẤY CHỨNG SINH", ["Họ và tên mẹ: Lê Thị Thanh"])
    father.attach("Giấy chứng sinh", notice)
    father.send_chosen()
    father.received(notice)
    press(page, "Lưu và kiểm tra lại")
    heading(page, "Kiểm tra lại")
    follow(page, "Sang bước nộp")
    expect(page.get_by_role("main")).to_contain_text("Không thu phí, lệ phí")
    press(page, "Nộp hồ sơ")
    heading(page, "Đã nộp hồ sơ")
    assert CODE.search(page.get_by_role("main").inner_text())
    expect(page.get_by_role("link", name=re.compile("Giấy xác nhận nộp"))).to_be_visible()
