"""An official prepares the next version beside a colleague, publishes it with the decision, suspends a procedure; citizens read it so."""

from datetime import date, timedelta

from playwright.sync_api import Browser, Page, expect
from tests.e2e.looks import Looks
from tests.e2e.people import Officer, fill_date, follow, heading, open_page, press
from tests.e2e.stack import Stack

MARRIAGE = "/lam-viec/thu-tuc/1.000894/"


def test_the_next_version_is_prepared_and_published(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = keeper(browser, stack, looks)
    page.goto("/lam-viec/thu-tuc/")
    heading(page, "Danh mục thủ tục hành chính")
    looks.at(page, "catalogue-list")
    page.get_by_role("searchbox", name="Tìm", exact=True).fill("kết hôn")
    press(page, "Lọc")
    page.get_by_role("link", name="Đăng ký kết hôn", exact=True).click()
    heading(page, "Đăng ký kết hôn")
    expect(page.get_by_text("hồ sơ đang giải quyết")).to_be_visible()
    looks.at(page, "catalogue-detail")
    press(page, "Chuẩn bị phiên bản tiếp theo")
    looks.at(page, "catalogue-general")
    colleague = keeper(browser, stack, looks)
    colleague.goto(f"{MARRIAGE}du-thao/general/")
    change_summary(page, "Hai người đủ tuổi đăng ký kết hôn, nhận Giấy chứng nhận kết hôn ngay trong ngày.")
    expect(page.get_by_text("Đã lưu dự thảo")).to_be_visible()
    change_summary(colleague, "Câu của đồng nghiệp.")
    expect(colleague.get_by_text("Phần này vừa được người khác sửa.")).to_be_visible()
    expect(colleague.get_by_label("Một câu cho người dân")).to_have_value("Câu của đồng nghiệp.")
    looks.at(colleague, "catalogue-conflict")
    for part in ("steps", "ways", "papers", "results", "form"):
        page.goto(f"{MARRIAGE}du-thao/{part}/")
        looks.at(page, f"catalogue-{part}")
    page.goto(f"{MARRIAGE}du-thao/ways/")
    page.get_by_label("Thời hạn để tính ngày hẹn").fill("ba")
    page.keyboard.press("F9")
    expect(page.get_by_text("không phải số nguyên").first).to_be_visible()
    looks.at(page, "catalogue-wrong")
    page.goto(f"{MARRIAGE}du-thao/cong-bo/")
    looks.at(page, "catalogue-publish")
    decide(page, day=date.today() + timedelta(days=10))  # noqa: DTZ011  # what the calendar on the wall says
    press(page, "Công bố")
    expect(page.get_by_text("Đã công bố phiên bản 2")).to_be_visible()
    follow(page, "Phiên bản")
    expect(page.get_by_text("2 mục khác nhau")).to_be_visible()
    looks.at(page, "catalogue-versions")
    page.goto(f"{MARRIAGE}noi-dung/")
    looks.at(page, "catalogue-content")


def test_suspended_with_its_reason(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = keeper(browser, stack, looks)
    page.goto("/lam-viec/thu-tuc/1.000656/quyet-dinh/tam-ngung/")
    looks.at(page, "catalogue-suspend")
    press(page, "Tạm ngừng tiếp nhận")
    expect(page.get_by_text("Nhập số, ký hiệu quyết định").first).to_be_visible()
    looks.at(page, "catalogue-suspend-wrong")
    decide(page, day=date.today(), reason="Nâng cấp cơ sở dữ liệu hộ tịch")  # noqa: DTZ011
    press(page, "Tạm ngừng tiếp nhận")
    expect(page.get_by_text("Đã ghi quyết định 512/QĐ-UBND")).to_be_visible()
    looks.at(page, "catalogue-suspended")
    citizen = open_page(browser, stack, looks, phone=True)
    citizen.goto("/thu-tuc/1.000656/")
    expect(citizen.get_by_text("Nâng cấp cơ sở dữ liệu hộ tịch").first).to_be_visible()
    expect(citizen.get_by_role("link", name="Nộp hồ sơ trực tuyến")).to_have_count(0)


def keeper(browser: Browser, stack: Stack, looks: Looks) -> Page:
    """An administrator at a desk."""
    page = open_page(browser, stack, looks, phone=False)
    Officer(page, stack, "quantri").sign_in()
    return page


def change_summary(page: Page, text: str) -> None:
    page.get_by_label("Một câu cho người dân").fill(text)
    page.keyboard.press("F9")


def decide(page: Page, *, day: date, reason: str = "") -> None:
    """Fill in the decision."""
    page.get_by_label("Số, ký hiệu quyết định").fill("512/QĐ-UBND")
    today = date.today()  # noqa: DTZ011
    fill_date(page, "Ngày ký", str(today.day), str(today.month), str(today.year))
    page.get_by_label("Cơ quan, người ban hành").fill("Chủ tịch UBND tỉnh Gia Lai")
    fill_date(page, "Có hiệu lực từ ngày", str(day.day), str(day.month), str(day.year))
    if reason:
        page.get_by_label("Lý do").fill(reason)
