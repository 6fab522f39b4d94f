"""Somebody asks whether they may file and is told early; an official changes the rule and the next one is told otherwise."""

from playwright.sync_api import Browser, Page, expect
from tests.e2e.looks import Looks
from tests.e2e.people import Citizen, Officer, choose, follow, heading, open_page, press
from tests.e2e.stack import Stack

CHECK = "/thu-tuc/1.014027/kiem-tra/"
TABLE = "/lam-viec/bang-quyet-dinh/tro-cap-huu-tri-xa-hoi/"


def answer(page: Page, text: str) -> None:
    """One question: a number typed, or a choice."""
    box = page.get_by_role("textbox")
    if text.isdecimal():
        box.first.fill(text)
    else:
        page.get_by_role("radio", name=text, exact=True).check()
    press(page, "Tiếp tục")


def test_a_citizen_is_told_early(browser: Browser, stack: Stack, looks: Looks) -> None:
    """Without a script, on a phone, without an account."""
    page = open_page(browser, stack, looks, phone=True, script=False)
    page.goto("/thu-tuc/1.014027/")
    follow(page, "Kiểm tra điều kiện")
    heading(page, "bao nhiêu tuổi")
    looks_at(looks, browser, stack, page, "check-age")
    answer(page, "60")
    heading(page, "Chưa đủ 70 tuổi")
    expect(page.get_by_text("Chưa đủ điều kiện", exact=True)).to_be_visible()
    looks_at(looks, browser, stack, page, "check-refused")
    page.goto(f"{CHECK}?tuoi=72")
    answer(page, "Không")
    answer(page, "Cận nghèo")
    looks_at(looks, browser, stack, page, "check-question")
    answer(page, "Không")
    heading(page, "Trợ cấp hưu trí xã hội")
    expect(page.get_by_text("Giấy chứng nhận hộ nghèo, hộ cận nghèo")).to_be_visible()
    looks_at(looks, browser, stack, page, "check-may-file")
    page.goto("/thu-tuc/1.013855/kiem-tra/?loai=thuc-an-duong-pho-ban-hang-rong")
    looks_at(looks, browser, stack, page, "check-need-not")
    page.goto("/thu-tuc/1.014027/kiem-tra/?tuoi=tr%E1%BA%BB")
    looks_at(looks, browser, stack, page, "check-wrong")


def looks_at(looks: Looks, browser: Browser, stack: Stack, page: Page, name: str) -> None:
    """The look needs a script of its own: the same address in a browser that runs them."""
    other = open_page(browser, stack, looks, phone=True)
    other.goto(page.url)
    looks.at(other, name)
    other.context.close()


def test_what_was_answered_stands_in_the_form(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=True)
    page.goto(f"{CHECK}?tuoi=72&luong_huu=khong&thuoc_ho=can-ngheo&tro_cap_khac=khong")
    follow(page, "Nộp hồ sơ")
    citizen = Citizen(page, stack)
    citizen.sign_in()
    expect(page.get_by_text("2 câu đã trả lời khi kiểm tra điều kiện được điền sẵn")).to_be_visible()
    looks.at(page, "check-carried")
    press(page, "Bắt đầu khai")
    press(page, "Lưu và khai tiếp")
    heading(page, "Người đề nghị")
    phone = page.get_by_label("Số điện thoại")
    if phone.count():
        phone.fill("0905123456")
    if page.get_by_role("group", name="Giới tính").count():
        choose(page, "Giới tính", "Nữ")
    citizen.save_and_go_on()
    expect(page.get_by_label("Thuộc hộ")).to_have_value("Cận nghèo")
    looks.at(page, "check-carried-form")


def test_why_less_is_charged(browser: Browser, stack: Stack, looks: Looks) -> None:
    """A poor household pays nothing for a certificate, and reads why and what to show."""
    page = open_page(browser, stack, looks, phone=True)
    page.goto("/nop-ho-so/1.004873/")
    Citizen(page, stack).sign_in()
    press(page, "Bắt đầu khai")
    press(page, "Lưu và khai tiếp")
    heading(page, "Người yêu cầu")
    filing = page.url.split("/to-khai/")[0]
    page.goto(f"{filing}/kiem-tra/")
    expect(page.get_by_text("Giảm 50 % lệ phí: Nộp hồ sơ trực tuyến")).to_be_visible()
    page.get_by_role("link", name="Sửa Miễn lệ phí").click()
    page.get_by_label("Diện được miễn lệ phí").select_option("Hộ nghèo")
    press(page, "Lưu và tiếp tục")
    page.goto(f"{filing}/kiem-tra/")
    expect(page.get_by_text("Miễn lệ phí: Người thuộc hộ nghèo được miễn lệ phí hộ tịch")).to_be_visible()
    expect(page.get_by_text("Cán bộ đối chiếu khi tiếp nhận: giấy chứng nhận hộ nghèo")).to_be_visible()
    looks.at(page, "fee-waived")
    page.goto("/thu-tuc/1.004873/")
    looks.at(page, "procedure-with-check")
    page.goto("/su-kien/ket-hon/")
    looks.at(page, "event-with-check")


def test_an_official_changes_the_rule(browser: Browser, stack: Stack, looks: Looks) -> None:
    page = open_page(browser, stack, looks, phone=False)
    keeper = Officer(page, stack, "quantri")
    keeper.sign_in()
    keeper.open_room("Thủ tục", "Bảng quyết định")
    heading(page, "Bảng quyết định")
    looks.at(page, "tables")
    page.goto(f"{TABLE}?tuoi=72&luong_huu=Không&thuoc_ho=Nghèo&tro_cap_khac=Không")
    looks.at(page, "table")
    press(page, "Soạn bản mới")
    cell = page.get_by_label("Quy tắc 3, Người đề nghị năm nay đủ bao nhiêu tuổi?")
    cell.fill("bảy lăm")
    expect(page.get_by_text("không phải là số").first).to_be_visible()
    expect(cell).to_have_attribute("aria-invalid", "true")
    cell.fill(">= 80")
    expect(page.get_by_text("Chưa có quy tắc nào cho trường hợp “Người đề nghị năm nay đủ bao nhiêu tuổi?” là từ 75 đến dưới 80")).to_be_visible()  # fmt: skip
    expect(page.get_by_text("Ca “Đúng 75 tuổi”")).to_be_visible()
    looks.at(page, "table-editor-faults")
    cell.press("Shift+Enter")
    expect(page.get_by_label("Quy tắc 2, Người đề nghị năm nay đủ bao nhiêu tuổi?")).to_be_focused()
    cell.fill("từ 75 trở lên")
    expect(page.get_by_text("Bảng đủ và không mâu thuẫn")).to_be_visible()
    first = page.get_by_label("Quy tắc 1, Vì sao")
    first.fill("Từ đủ 75 tuổi mới được hưởng. Hộ nghèo, hộ cận nghèo: từ đủ 70 tuổi.")
    first.blur()
    trying = page.get_by_role("region", name="Thử", exact=True)
    trying.get_by_label("Người đề nghị năm nay đủ bao nhiêu tuổi?").fill("65")
    trying.get_by_label("Đang hưởng lương hưu hoặc trợ cấp bảo hiểm xã hội hằng tháng?").select_option("Không")
    trying.get_by_label("Gia đình thuộc hộ nào?").select_option("Nghèo")
    trying.get_by_label("Đang hưởng trợ cấp xã hội hằng tháng khác?").select_option("Không")
    expect(trying.get_by_text("Quy tắc 1", exact=True)).to_be_visible()
    expect(page.locator("tbody.is-fired")).to_have_count(1)
    press(page, "Giữ làm ca kiểm thử")
    expect(page.get_by_text("6 ca kiểm thử đều đạt")).to_be_visible()
    looks.at(page, "table-editor")
    page.get_by_label("Thay đổi gì, căn cứ văn bản nào").fill("Viết lại câu trả lời cho dễ hiểu")
    press(page, "Ban hành phiên bản 2")
    expect(page.get_by_text("Đã ban hành phiên bản 2")).to_be_visible()
    follow(page, "So sánh phiên bản")
    expect(page.get_by_role("row", name="Quy tắc 1, “Vì sao”")).to_be_visible()
    looks.at(page, "table-compare")
    page.goto(f"{CHECK}?tuoi=60")
    expect(page.get_by_text("Từ đủ 75 tuổi mới được hưởng. Hộ nghèo")).to_be_visible()
