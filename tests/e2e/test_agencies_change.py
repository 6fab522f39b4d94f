"""The administrator prepares a change of agencies, sees what it would do, and carries it out."""

from playwright.sync_api import Browser, expect
from tests.e2e.looks import Looks
from tests.e2e.people import Officer, heading, open_page, press
from tests.e2e.stack import Stack


def test_a_ward_takes_another_name_and_a_merger_is_rehearsed(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=False)
    Officer(page, stack, "quantri").sign_in()
    page.goto("/lam-viec/sap-xep/")
    looks.at(page, "reorganizations-empty")
    page.goto("/lam-viec/sap-xep/lap/?hinh-thuc=merge")
    press(page, "Lập và chạy thử")
    heading(page, "Lập phương án sắp xếp")
    looks.at(page, "reorganization-refused")
    page.get_by_label("Cơ quan thứ 1").fill("Phường Diên Hồng")
    page.get_by_label("Nhập vào cơ quan đang có").fill("Phường Pleiku")
    page.get_by_label("Số quyết định").fill("1664/NQ-UBTVQH15")
    press(page, "Lập và chạy thử")
    heading(page, ": Phường Diên Hồng")
    expect(page.get_by_role("heading", name="Chạy thử: những gì sẽ chuyển")).to_be_visible()
    looks.at(page, "reorganization")
    page.goto("/lam-viec/sap-xep/lap/?hinh-thuc=split")
    page.get_by_label("Cơ quan", exact=True).fill("Phường Diên Hồng")
    page.get_by_label("Cơ quan đang có nhận một phần (1)").fill("Phường Diên Hồng")
    page.get_by_label("Cơ quan đang có nhận một phần (2)").fill("Phường Pleiku")
    page.get_by_label("Số quyết định").fill("1664/NQ-UBTVQH15")
    looks.at(page, "reorganization-prepare-split")
    press(page, "Lập và chạy thử")
    heading(page, ": Phường Diên Hồng")
    looks.at(page, "reorganization-split")
    page.goto("/lam-viec/sap-xep/lap/?hinh-thuc=rename")
    page.get_by_label("Cơ quan", exact=True).fill("Sở Ngoại vụ")
    page.get_by_label("Tên mới", exact=True).fill("Sở Ngoại vụ và Hội nhập")
    page.get_by_label("Số quyết định").fill("2046/QĐ-UBND")
    press(page, "Lập và chạy thử")
    page.get_by_label("Tôi đã đối chiếu").check()
    press(page, "Thực hiện")
    expect(page.get_by_text("Đã thực hiện phương án.")).to_be_visible()
    looks.at(page, "reorganization-done")
    page.goto("/lam-viec/sap-xep/")
    looks.at(page, "reorganizations")
    page.get_by_role("link", name="Sở Ngoại vụ").click()
    heading(page, "Đổi tên: Sở Ngoại vụ")
    page.goto("/lam-viec/co-quan/H21.14/")
    expect(page.get_by_role("heading", name="Trước đây là")).to_be_visible()
    looks.at(page, "agency-before")
