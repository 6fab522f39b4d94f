"""Nothing typed is lost and nothing is done twice (biểu mẫu không làm mất dữ liệu): autosave, an ended session, a doubled click."""

import re
from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.e2e import papers
from tests.e2e.looks import Looks
from tests.e2e.people import PATIENCE_MS, Citizen, choose, declare_birth, fill_date, heading, open_page, press
from tests.e2e.stack import Stack


def test_an_ended_session_and_a_doubled_click(browser: Browser, stack: Stack, looks: Looks, tmp_path: Path) -> None:
    page = open_page(browser, stack, looks, phone=True)
    uncle = Citizen(page, stack, name="Trần Quốc Bảo", email="tran.quocbao@congdan.example", last_four="4628")
    page.goto("/nop-ho-so/1.001193/")
    uncle.sign_in()
    press(page, "Bắt đầu khai")
    heading(page, "Nơi giải quyết")
    press(page, "Lưu và khai tiếp")
    page.get_by_label("Quan hệ với trẻ").select_option("Người thân thích khác")
    uncle.save_and_go_on()

    heading(page, "Trẻ được khai sinh")
    saves_each_field_by_itself(uncle)
    keeps_what_was_typed_when_the_session_ends(uncle)
    names_a_date_that_does_not_exist(uncle)
    uncle.save_and_go_on()

    page.get_by_label("Họ, chữ đệm, tên mẹ").fill("Nguyễn Thị Lan")
    page.get_by_label("Năm sinh của mẹ").fill("1990")
    uncle.save_and_go_on()
    choose(page, "Có ghi thông tin về cha không", "Không")
    uncle.save_and_go_on()
    heading(page, "Bản sao")
    uncle.save_and_go_on()

    refuses_a_disguised_file(uncle, tmp_path)
    notice = papers.photo(tmp_path, "giay-chung-sinh.jpg", "GIẤY CHỨNG SINH", ["Họ và tên mẹ: Nguyễn Thị Lan"])
    uncle.attach("Giấy chứng sinh", notice)
    press(page, "Lưu và kiểm tra lại")
    heading(page, "Kiểm tra lại")
    page.get_by_role("link", name=re.compile("Sang bước nộp")).click()
    heading(page, "Nộp hồ sơ")
    page.get_by_role("button", name=re.compile("^Nộp hồ sơ")).dblclick()
    heading(page, "Đã nộp hồ sơ")
    code = uncle.code()
    page.goto("/ho-so/")
    expect(page.get_by_role("main").get_by_role("link", name="Đăng ký khai sinh")).to_have_count(1)
    expect(page.get_by_role("main")).to_contain_text(code)


def saves_each_field_by_itself(citizen: Citizen) -> None:
    """Two fields, saved one after the other; opened again, both are there."""
    page = citizen.page
    for label, value in (("Họ, chữ đệm, tên của trẻ", "Trần Nhật Minh"), ("Nơi sinh", "Trạm y tế xã Ia Ly")):
        with page.expect_response(re.compile("/luu/$")) as saved:
            page.get_by_label(label).fill(value)
            page.get_by_label(label).blur()
        assert saved.value.ok
    page.reload()
    expect(page.get_by_label("Họ, chữ đệm, tên của trẻ")).to_have_value("Trần Nhật Minh")
    expect(page.get_by_label("Nơi sinh")).to_have_value("Trạm y tế xã Ia Ly")


def keeps_what_was_typed_when_the_session_ends(citizen: Citizen) -> None:
    """The cookie is gone when the form is sent: sign in again, and the page comes back with everything in it."""
    page = citizen.page
    declare_birth(page, child="Trần Nhật Minh Anh", gender="Nữ", commune="Phường Pleiku")
    page.context.clear_cookies(name="sessionid")
    citizen.save_and_go_on()
    heading(page, "Đăng nhập")
    citizen.sign_in()
    heading(page, "Trẻ được khai sinh")
    expect(page.get_by_label("Họ, chữ đệm, tên của trẻ")).to_have_value("Trần Nhật Minh Anh")
    expect(page.get_by_label("Nơi sinh")).to_have_value("Bệnh viện Nhi Gia Lai, phường Pleiku")


def names_a_date_that_does_not_exist(citizen: Citizen) -> None:
    """30/02 is answered beside the field; the three boxes keep what was typed."""
    page = citizen.page
    fill_date(page, "Ngày sinh", "30", "02", "2026")
    citizen.save_and_go_on()
    expect(page.get_by_role("alert")).to_contain_text(re.compile("30/0?2/2026"))
    group = page.get_by_role("group", name="Ngày sinh")
    expect(group.get_by_label("Ngày", exact=True)).to_have_value("30")
    declare_birth(page, child="Trần Nhật Minh Anh", gender="Nữ", commune="Phường Pleiku")


def refuses_a_disguised_file(citizen: Citizen, folder: Path) -> None:
    """A program that calls itself a picture."""
    page = citizen.page
    heading(page, "Giấy tờ")
    (disguised := folder / "anh.jpg").write_bytes(b"MZ" + b"\0" * 4000)
    citizen.attach("Giấy chứng sinh", disguised)
    citizen.send_chosen()
    row = page.get_by_role("listitem").filter(has_text=disguised.name)
    expect(row).to_contain_text("chương trình chạy trên Windows", timeout=PATIENCE_MS)
    expect(row).not_to_contain_text("Đã nhận")
