"""The declaration on two devices, filled from what is known, and its scan known again (tờ khai, thẻ căn cước, hai máy)."""

import io
import re
from pathlib import Path

import pypdfium2
import segno
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import FLAGS, chromium_path
from tests.e2e.looks import Looks
from tests.e2e.people import PATIENCE_MS, Citizen, Officer, choose, declare_birth, follow, heading, open_page, press
from tests.e2e.stack import Stack

NAME, EMAIL, LAST_FOUR = "Võ Thị Ngọc Trâm", "vo.ngoctram@congdan.example", "6584"
CARD = "064090004711||Rơ Châm Y Thuận|15081990|Nam|Làng Ốp, Phường Pleiku, Gia Lai|01072024"


def test_a_draft_goes_from_phone_to_desk_and_its_scan_is_known(
    browser: Browser, stack: Stack, looks: Looks, tmp_path: Path
) -> None:
    phone = Citizen(open_page(browser, stack, looks, phone=True), stack, name=NAME, email=EMAIL, last_four=LAST_FOUR)
    desk = Citizen(open_page(browser, stack, looks, phone=False), stack, name=NAME, email=EMAIL, last_four=LAST_FOUR)
    page = phone.page
    page.goto("/nop-ho-so/1.001193/")
    phone.sign_in()
    expect(page.get_by_role("link", name=re.compile("Xem trước các câu hỏi"))).to_be_visible()
    looks.at(page, "filing-start")
    press(page, "Bắt đầu khai")
    page.get_by_role("radio", name="Cơ quan khác").check()
    page.get_by_label("Tên xã, phường").fill("dien hong")
    press(page, "Lưu và khai tiếp")
    heading(page, "Người đi đăng ký")
    looks.at(page, "form-known")
    page.get_by_label("Quan hệ với trẻ").select_option("Mẹ")
    phone.save_and_go_on()

    heading(page, "Trẻ được khai sinh")
    the_line_goes_and_comes_back(phone, looks)
    it_goes_on_at_the_desk(phone, desk, looks)
    two_devices_save_the_same_page(phone, desk, looks)
    declare_birth(page, child="Võ Bảo Châu", gender="Nữ", commune="Phường Pleiku")
    phone.save_and_go_on()

    heading(page, "Mẹ của trẻ")
    expect(page.get_by_role("region", name="Điền nhanh")).to_contain_text(NAME)
    looks.at(page, "form-offers")
    press(page, "Điền thông tin mẹ")
    expect(page.get_by_label("Họ, chữ đệm, tên mẹ")).to_have_value(NAME)
    looks.at(page, "form-filled")
    phone.save_and_go_on()
    choose(page, "Có ghi thông tin về cha không", "Có")
    phone.save_and_go_on()
    a_scanner_reads_the_fathers_card(phone, looks)
    phone.save_and_go_on()
    heading(page, "Bản sao")
    phone.save_and_go_on()

    the_scan_of_the_declaration_is_known(phone, looks, tmp_path)
    the_declaration_goes_with_the_dossier(phone, browser, stack, looks)


def the_line_goes_and_comes_back(citizen: Citizen, looks: Looks) -> None:
    """Without a line the page says so and keeps what is typed; with it again all is saved."""
    page = citizen.page
    field = page.get_by_label("Họ, chữ đệm, tên của trẻ")
    page.context.set_offline(True)
    field.fill("Võ Bảo Châu")
    field.blur()
    status = page.locator("[data-lt-autosave-status]").first
    expect(status).to_contain_text("Mất mạng", timeout=PATIENCE_MS)
    page.context.set_offline(False)
    expect(status).to_contain_text(re.compile(r"Đã lưu lúc \d\d:\d\d"), timeout=PATIENCE_MS)
    looks.wrong = [said for said in looks.wrong if "ERR_INTERNET_DISCONNECTED" not in said]  # so it was meant


def it_goes_on_at_the_desk(phone: Citizen, desk: Citizen, looks: Looks) -> None:
    """The list says where the draft was left; the way there is scanned or sent by letter."""
    page = phone.page
    reference = re.search(r"N-\d{6}-\w{6}", page.url)
    assert reference is not None
    desk.page.goto("/ho-so/")
    desk.sign_in()
    expect(desk.page.get_by_role("main")).to_contain_text("Đang ở phần 2 trên")
    looks.at(desk.page, "drafts")
    follow(desk.page.get_by_role("main"), "Khai tiếp")
    heading(desk.page, "Trẻ được khai sinh")
    expect(desk.page.get_by_label("Họ, chữ đệm, tên của trẻ")).to_have_value("Võ Bảo Châu")
    desk.page.goto(f"/ban-khai/{reference.group()}/may-khac/")
    looks.at(desk.page, "elsewhere")
    press(desk.page, "Gửi đường dẫn cho tôi")
    desk.stack.wait_for_letter(EMAIL, "Làm tiếp bản khai")
    desk.page.goto(page.url)


def two_devices_save_the_same_page(phone: Citizen, desk: Citizen, looks: Looks) -> None:
    """The desk saves, then the phone: the phone's word counts, and what the desk wrote can be had back."""
    with desk.page.expect_response(re.compile("/luu/$")):
        desk.page.get_by_label("Nơi sinh").fill("Trạm y tế xã Ia Ly")
        desk.page.get_by_label("Nơi sinh").blur()
    with phone.page.expect_response(re.compile("/luu/$")):
        phone.page.get_by_label("Nơi sinh").fill("Bệnh viện Nhi Gia Lai")
        phone.page.get_by_label("Nơi sinh").blur()
    expect(phone.page.locator("[data-lt-autosave-status]").first).to_contain_text("máy khác", timeout=PATIENCE_MS)
    phone.page.reload()
    expect(phone.page.get_by_role("main")).to_contain_text("Trạm y tế xã Ia Ly")
    looks.at(phone.page, "two-devices")
    press(phone.page, "Giữ nội dung này")
    expect(phone.page.get_by_label("Nơi sinh")).to_have_value("Bệnh viện Nhi Gia Lai")


def a_scanner_reads_the_fathers_card(citizen: Citizen, looks: Looks) -> None:
    """A scanner at the counter types the line and presses Enter."""
    page = citizen.page
    page.get_by_text(re.compile("Điền thông tin cha bằng mã QR")).click()
    looks.at(page, "form-card")
    line = page.get_by_label("Máy quét cầm tay")
    line.fill(CARD)
    line.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Đã đọc thẻ căn cước của Rơ Châm Y Thuận", timeout=PATIENCE_MS)
    expect(page.get_by_label("Họ, chữ đệm, tên cha")).to_have_value("Rơ Châm Y Thuận")
    looks.at(page, "form-card-read")


def the_scan_of_the_declaration_is_known(citizen: Citizen, looks: Looks, folder: Path) -> None:
    """She prints it all the same, photographs it and sends it as the paper that is asked for."""
    page = citizen.page
    heading(page, "Giấy tờ")
    printed = page.request.get(page.url.replace("/giay-to/", "/to-khai.pdf"))
    assert printed.ok
    with pypdfium2.PdfDocument(printed.body()) as opened:
        photo = opened[0].render(scale=2.2).to_pil().rotate(3, fillcolor="#888")
    (path := folder / "to-khai-chup-lai.jpg").write_bytes(b"")
    photo.save(path, "JPEG", quality=60)
    citizen.attach("Giấy chứng sinh", path)
    row = page.get_by_role("listitem").filter(has_text=path.name)
    expect(row).to_contain_text("Đây là tờ khai ông/bà đã điền ở đây", timeout=PATIENCE_MS)
    looks.at(page, "own-form")
    press(row, "Bỏ tệp này và đi tiếp")
    expect(page.get_by_role("listitem").filter(has_text=path.name)).to_have_count(0)
    photo.convert("L").point(lambda v: 255 if v > 40 else 200).crop((0, 900, 1200, 1500)).save(
        folder / "chung-sinh.jpg"
    )
    citizen.attach("Giấy chứng sinh", folder / "chung-sinh.jpg")
    citizen.received(folder / "chung-sinh.jpg")
    press(page, "Lưu và kiểm tra lại")


def the_declaration_goes_with_the_dossier(citizen: Citizen, browser: Browser, stack: Stack, looks: Looks) -> None:
    """Seen before sending, kept with the dossier, read by the officer beside the other papers."""
    page = citizen.page
    heading(page, "Kiểm tra lại")
    looks.at(page, "check-declaration")
    expect(page.get_by_role("link", name=re.compile(r"Xem tờ khai \(PDF\)"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Sang bước nộp")).click()
    press(page, "Nộp hồ sơ")
    heading(page, "Đã nộp hồ sơ")
    code = citizen.code()
    page.goto(f"/ho-so/{code}/")
    looks.at(page, "dossier-declaration")
    kept = page.request.get(f"/ho-so/{code}/to-khai.pdf")
    assert kept.ok
    if looks.pictures is not None:
        with pypdfium2.PdfDocument(kept.body()) as opened:
            opened[0].render(scale=1.6).to_pil().save(looks.pictures / "declaration.png")
    officer = Officer(open_page(browser, stack, looks, phone=False), stack, "motcua")
    officer.sign_in()
    officer.page.goto(f"/lam-viec/ho-so/{code}/?giay-to=to-khai")
    expect(officer.page.get_by_role("region", name="Văn bản: Tờ khai")).to_be_visible()
    looks.at(officer.page, "work-declaration")
    page.goto("/kho-giay-to/")
    looks.at(page, "vault-empty")


def test_the_camera_reads_a_card(browser: Browser, stack: Stack, looks: Looks, tmp_path: Path) -> None:
    """A browser whose camera shows a card: the code fills the person."""
    film = card_film(tmp_path / "the.y4m")
    flags = [
        *FLAGS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    with_camera = browser.browser_type.launch(executable_path=chromium_path(), args=flags)
    page: Page = open_page(with_camera, stack, looks, phone=True)
    page.context.grant_permissions(["camera"])
    citizen = Citizen(page, stack, name="Trần Quốc Bảo", email="tran.quocbao@congdan.example", last_four="4628")
    page.goto("/nop-ho-so/1.000894/")
    citizen.sign_in()
    press(page, "Bắt đầu khai")
    press(page, "Lưu và khai tiếp")
    heading(page, "Bên nữ")
    page.get_by_text(re.compile("bằng mã QR trên thẻ căn cước")).first.click()
    press(page, "Quét bằng máy ảnh")
    expect(page.get_by_role("main")).to_contain_text("Đã đọc thẻ căn cước của Rơ Châm Y Thuận", timeout=30_000)
    expect(page.get_by_label("Họ, chữ đệm, tên", exact=True)).to_have_value("Rơ Châm Y Thuận")
    with_camera.close()


def card_film(path: Path) -> Path:
    """A film of one picture in YUV4MPEG2: a card with its code, as a camera of 640 by 480 sees it."""
    out = io.BytesIO()
    segno.make(CARD, error="m").save(out, kind="png", scale=6, border=4)
    picture = Image.new("RGB", (640, 480), "#c9d6dc")
    picture.paste(Image.open(out).convert("RGB"), (150, 80))
    luma, blue, red = picture.convert("YCbCr").split()
    half = (320, 240)
    frame = b"FRAME\n" + luma.tobytes() + blue.resize(half).tobytes() + red.resize(half).tobytes()
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 10)
    return path
