"""An official without a programmer builds a form, publishes it, publishes a procedure that asks with it, and a citizen files it."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.keepers import Keeper
from tests.e2e.looks import Looks
from tests.e2e.people import PATIENCE_MS, Citizen, choose, fill_date, follow, heading, open_page, press
from tests.e2e.stack import Stack

FORM = "Bản đăng ký chuyển đổi cây trồng trên đất lúa"
PROCEDURE, NAME = "1.008004", "Chuyển đổi cây trồng, vật nuôi trên đất trồng lúa"
ACCEPT = re.compile("cam đoan", re.IGNORECASE)
BEFORE = "Thửa đất đã từng chuyển đổi"


@dataclass
class Story:
    keeper: Keeper
    citizen: Citizen
    looks: Looks


@pytest.fixture
def story(browser: Browser, stack: Stack, looks: Looks) -> Story:
    desk = open_page(browser, stack, looks, phone=False)
    phone = open_page(browser, stack, looks, phone=True)
    return Story(Keeper(desk, stack, "quantri"), Citizen(phone, stack), looks)


def test_an_official_builds_and_publishes_and_a_citizen_files(story: Story) -> None:
    story.keeper.sign_in()
    the_official_builds_a_form(story)
    tries_it(story)
    publishes_it(story)
    publishes_a_procedure_with_it(story)
    a_citizen_finds_and_files_it(story)


def the_official_builds_a_form(story: Story) -> None:
    keeper, page, look = story.keeper, story.keeper.page, story.looks.at
    page.goto("/lam-viec/bieu-mau/")
    look(page, "builder-list")
    keeper.begin_form(FORM)
    look(page, "builder-empty")
    keeper.add_question("Họ, chữ đệm, tên người sử dụng đất", "Họ, chữ đệm, tên", "Người đăng ký")
    keeper.write("Gợi ý", "Như ghi trên căn cước, ví dụ Rơ Châm H'Bế")
    keeper.add_question("Diện tích chuyển đổi", "Số nguyên", "Thửa đất")
    keeper.write("Gợi ý", "Đo theo giấy chứng nhận, ví dụ 1500")
    keeper.write("Nhỏ nhất", "100")
    keeper.write("Lớn nhất", "50000")
    keeper.write("Đơn vị tính", "m²")
    keeper.add_question(BEFORE, "Có hoặc không")
    keeper.add_question("Ngày chuyển đổi lần trước", "Ngày", "Lần chuyển đổi trước")
    keeper.write("Gợi ý", "Ghi trên thông báo lần trước, ví dụ 15/12/2024")
    keeper.only_when(BEFORE, "Có")
    keeper.add_question("Chuyển sang", "Chọn một hoặc nhiều", "Đăng ký")
    keeper.write("Lựa chọn", "Cây hằng năm khác\nCây lâu năm\nLúa kết hợp nuôi trồng thủy sản")
    keeper.add_question("Cam đoan", "Cam kết, cam đoan")
    keeper.write("Lời cam kết", "Tôi cam đoan phục hồi đất lúa khi Nhà nước yêu cầu.")
    expect(page.get_by_role("row", name=re.compile("Ngày chuyển đổi lần trước"))).to_contain_text(
        f"Chỉ hỏi khi “{BEFORE}” là “Có”"
    )
    expect(keeper.phone).to_contain_text("Tôi cam đoan phục hồi đất lúa khi Nhà nước yêu cầu.", timeout=PATIENCE_MS)
    look(page, "builder-editor")
    # The keys do what the buttons do.
    page.get_by_role("link", name="Cam đoan").focus()
    page.keyboard.press("d")
    expect(page.get_by_role("row", name=re.compile("bản chép"))).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name=re.compile("bản chép")).focus()
    page.keyboard.press("Delete")
    expect(page.get_by_role("row", name=re.compile("bản chép"))).to_have_count(0, timeout=PATIENCE_MS)


def tries_it(story: Story) -> None:
    keeper, page, look = story.keeper, story.keeper.page, story.looks.at
    keeper.open_tab("Thử trả lời")
    phone, results = keeper.try_on_phone(), page.get_by_role("region", name="Kết quả thử")
    phone.get_by_label("Họ, chữ đệm, tên người sử dụng đất").fill("Siu Thiêm 2")
    phone.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(results).to_contain_text("Có ký tự “2”", timeout=PATIENCE_MS)
    look(page, "builder-try")
    results.get_by_label("Tên tình huống").fill("Tên có chữ số")
    press(results, "Giữ tình huống")
    expect(page.get_by_role("main")).to_contain_text("Đã giữ tình huống", timeout=PATIENCE_MS)

    phone.get_by_label("Họ, chữ đệm, tên người sử dụng đất").fill("Siu Thiêm")
    phone.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thửa đất", timeout=PATIENCE_MS)
    phone.get_by_label("Diện tích chuyển đổi").fill("1500")
    phone.get_by_role("radio", name="Không").check()
    phone.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đăng ký", timeout=PATIENCE_MS)  # the date is not asked
    phone.get_by_role("checkbox", name="Cây lâu năm").check()
    phone.get_by_role("checkbox", name=ACCEPT).check()
    phone.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(phone).to_contain_text("Đủ và đúng", timeout=PATIENCE_MS)
    expect(results).to_contain_text("Được nhận", timeout=PATIENCE_MS)
    results.get_by_label("Tên tình huống").fill("Lần đầu, trồng cây lâu năm")
    press(results, "Giữ tình huống")
    expect(page.get_by_role("region", name="Kết quả thử")).to_contain_text("Lần đầu, trồng cây lâu năm")


def publishes_it(story: Story) -> None:
    keeper, page, look = story.keeper, story.keeper.page, story.looks.at
    keeper.open_tab("Kiểm tra, công bố")
    expect(page.get_by_role("main")).to_contain_text("Tất cả đúng")
    look(page, "builder-review")
    keeper.publish_form()
    look(page, "builder-published")


def publishes_a_procedure_with_it(story: Story) -> None:
    page, look = story.keeper.page, story.looks.at
    page.goto(f"/lam-viec/thu-tuc/{PROCEDURE}/")
    press(page.get_by_role("main"), "Chuẩn bị phiên bản tiếp theo")
    expect(page).to_have_url(re.compile("/du-thao/"))
    page.goto(f"/lam-viec/thu-tuc/{PROCEDURE}/du-thao/form/")
    box = page.get_by_label("Tờ khai điện tử")
    wanted = box.locator("option").filter(has_text=FORM).get_attribute("value")
    box.select_option(value=wanted)
    press(page.get_by_role("main"), "Lưu")
    expect(page.get_by_role("main")).to_contain_text("Đã lưu dự thảo", timeout=PATIENCE_MS)
    page.goto(f"/lam-viec/thu-tuc/{PROCEDURE}/du-thao/cong-bo/")
    page.get_by_label("Số, ký hiệu quyết định").fill("512/QĐ-UBND")
    fill_date(page, "Ngày ký", "20", "11", "2026")
    page.get_by_label("Cơ quan, người ban hành").fill("Chủ tịch UBND tỉnh Gia Lai")
    look(page, "builder-procedure")
    press(page.get_by_role("main"), "Công bố")
    expect(page.get_by_role("main")).to_contain_text("Đã công bố phiên bản 2", timeout=PATIENCE_MS)
    page.goto("/lam-viec/bieu-mau/?q=chuyendoicaytrong")
    expect(page.get_by_role("row", name=re.compile(re.escape(FORM)))).to_contain_text("Chuyển đổi cây trồng")


def a_citizen_finds_and_files_it(story: Story) -> None:
    citizen, page, look = story.citizen, story.citizen.page, story.looks.at
    page.goto("/thu-tuc/?q=chuyendoicaytrong")
    page.get_by_role("main").get_by_role("link", name=NAME, exact=True).first.click()
    heading(page, NAME)
    follow(page, "Nộp hồ sơ trực tuyến")
    heading(page, "Đăng nhập")
    citizen.sign_in()
    press(page, "Bắt đầu khai")
    heading(page, "Nơi giải quyết")
    press(page, "Lưu và khai tiếp")

    heading(page, "Người đăng ký")
    page.get_by_label("Họ, chữ đệm, tên người sử dụng đất").fill(citizen.name)
    look(page, "builder-filed")
    citizen.save_and_go_on()
    heading(page, "Thửa đất")
    page.get_by_label("Diện tích chuyển đổi").fill("1500")
    choose(page, BEFORE, "Có")
    citizen.save_and_go_on()
    heading(page, "Lần chuyển đổi trước")
    fill_date(page, "Ngày chuyển đổi lần trước", "15", "12", "2024")
    citizen.save_and_go_on()
    heading(page, "Đăng ký")
    page.get_by_role("checkbox", name="Cây lâu năm").check()
    page.get_by_role("checkbox", name=ACCEPT).check()
    citizen.save_and_go_on()
    heading(page, "Giấy tờ")
    press(page, "Lưu và kiểm tra lại")
    heading(page, "Kiểm tra lại")
    expect(page.get_by_role("main")).to_contain_text("15/12/2024")
    follow(page, "Sang bước nộp")
    press(page, "Nộp hồ sơ")
    heading(page, "Đã nộp hồ sơ")
    assert citizen.code()
