"""A birth is registered, as people see it: two papers, a fee by VietQR, one return with two defects, a signed result, a rating."""

import re
import shutil
import subprocess
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e import papers
from tests.e2e.looks import Looks
from tests.e2e.people import PATIENCE_MS, Citizen, Officer, choose, declare_birth, follow, heading, open_page, press
from tests.e2e.stack import Stack

NOTICE, AUTHORITY = "Giấy chứng sinh", "Văn bản ủy quyền"
CHILD = "Nguyễn Hà An"


@dataclass
class Story:
    """The people, each in a browser of their own, and what they hand on."""

    stack: Stack
    looks: Looks
    folder: Path
    mother: Citizen
    one_stop: Officer
    specialist: Officer
    leader: Officer
    clerk: Officer
    code: str = ""


@pytest.fixture
def story(browser: Browser, stack: Stack, looks: Looks, tmp_path: Path) -> Story:
    def page(*, phone: bool = False) -> Page:
        return open_page(browser, stack, looks, phone=phone)

    return Story(
        stack=stack,
        looks=looks,
        folder=tmp_path,
        mother=Citizen(page(phone=True), stack),
        one_stop=Officer(page(), stack, "motcua"),
        specialist=Officer(page(), stack, "chuyenvien"),
        leader=Officer(page(phone=True), stack, "lanhdao"),
        clerk=Officer(page(), stack, "vanthu"),
    )


def test_from_the_phone_to_the_signed_certificate(story: Story) -> None:
    the_mother_finds_the_procedure_and_signs_in(story)
    she_declares(story)
    she_adds_two_papers(story)
    she_pays_by_vietqr(story)
    she_submits_and_gets_a_code(story)
    the_one_stop_returns_it_with_two_defects(story)
    she_is_told_and_supplements(story)
    the_one_stop_accepts_and_promises_a_date(story)
    the_specialist_examines_and_drafts(story)
    the_leader_signs_on_a_phone(story)
    the_clerk_stamps(story)
    the_one_stop_returns_the_result(story)
    she_downloads_a_result_that_others_can_judge(story)
    she_rates(story)
    anybody_with_code_and_digits_sees_the_end(story)


def the_mother_finds_the_procedure_and_signs_in(story: Story) -> None:
    page, look = story.mother.page, story.looks.at
    page.goto("/")
    look(page, "home")
    page.get_by_label("Tên việc, tên giấy tờ hoặc mã thủ tục").fill("khaisinh")
    press(page, "Tìm")
    page.wait_for_url("**/thu-tuc/?q=khaisinh*")
    look(page, "search")
    page.get_by_role("main").get_by_role("link", name="Đăng ký khai sinh", exact=True).first.click()
    heading(page, "Đăng ký khai sinh")
    look(page, "procedure")
    follow(page, "Nộp hồ sơ trực tuyến")
    heading(page, "Đăng nhập")
    look(page, "sign-in")
    story.mother.sign_in()
    heading(page, "Đăng ký khai sinh")
    look(page, "start")


def she_declares(story: Story) -> None:
    page, look = story.mother.page, story.looks.at
    press(page, "Bắt đầu khai")
    heading(page, "Nơi giải quyết")
    expect(page.get_by_role("radio", name=re.compile("phường Diên Hồng"))).to_be_checked()  # her home
    look(page, "agency")
    press(page, "Lưu và khai tiếp")

    heading(page, "Người đi đăng ký")
    expect(page.get_by_role("main")).to_contain_text(story.mother.name)  # known from VNeID, not asked again
    page.get_by_label("Quan hệ với trẻ").select_option("Mẹ")
    look(page, "form-applicant")
    story.mother.save_and_go_on()

    heading(page, "Trẻ được khai sinh")
    story.mother.save_and_go_on()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "form-problems")
    declare_birth(page, child=CHILD, gender="Nữ", commune="Phường Diên Hồng")
    story.mother.save_and_go_on()
    heading(page, "Mẹ của trẻ")
    follow(page, "Bước trước")  # everything is still there
    expect(page.get_by_label("Họ, chữ đệm, tên của trẻ")).to_have_value(CHILD)
    look(page, "form-child")
    story.mother.save_and_go_on()

    heading(page, "Mẹ của trẻ")
    page.get_by_label("Họ, chữ đệm, tên mẹ").fill(story.mother.name)
    page.get_by_label("Năm sinh của mẹ").fill("1985")
    look(page, "form-mother")
    story.mother.save_and_go_on()

    heading(page, "Cha của trẻ")
    choose(page, "Có ghi thông tin về cha không", "Không")
    look(page, "form-father")
    story.mother.save_and_go_on()

    heading(page, "Bản sao")
    page.get_by_label("Số bản sao trích lục khai sinh cần cấp").fill("2")
    look(page, "form-copies")
    story.mother.save_and_go_on()


def she_adds_two_papers(story: Story) -> None:
    page, look = story.mother.page, story.looks.at
    heading(page, "Giấy tờ")
    press(page, "Lưu và kiểm tra lại")
    expect(page.get_by_role("alert")).to_contain_text(NOTICE)  # nothing goes on without the required paper
    look(page, "papers-missing")
    notice = papers.photo(
        story.folder,
        "giay-chung-sinh.jpg",
        "GIẤY CHỨNG SINH",
        ["Họ và tên mẹ: Nguyễn Thị Thu Hà", "Giới tính của con: Nữ"],
    )
    authority = papers.scan(
        story.folder, "van-ban-uy-quyen.pdf", "VĂN BẢN ỦY QUYỀN", ["Bên ủy quyền: Nguyễn Thị Thu Hà"]
    )
    story.mother.attach(NOTICE, notice)
    story.mother.attach(AUTHORITY, authority)
    story.mother.send_chosen()
    story.mother.received(notice)
    story.mother.received(authority)
    press(page, "Lưu và kiểm tra lại")
    heading(page, "Kiểm tra lại")
    follow(page, "Sửa giấy tờ")
    heading(page, "Giấy tờ")
    look(page, "papers")
    press(page, "Lưu và kiểm tra lại")

    heading(page, "Kiểm tra lại")
    for said in (CHILD, notice.name, authority.name, "16.000"):
        expect(page.get_by_role("main")).to_contain_text(said)
    look(page, "check")


def she_pays_by_vietqr(story: Story) -> None:
    page = story.mother.page
    follow(page, "Nộp phí bằng VietQR")
    heading(page, "Nộp phí")
    expect(page.get_by_role("main")).to_contain_text("16.000")
    story.looks.at(page, "fee")
    shown = decoded(page, story.folder / "vietqr.png")
    with page.expect_popup() as opened:
        follow(page, "Mở ứng dụng ngân hàng")
    bank = opened.value
    payload = urllib.parse.parse_qs(urllib.parse.urlsplit(bank.url).query)["payload"][0]
    assert shown in (payload, None)  # the picture and the link ask for the same transfer
    expect(bank.get_by_role("main")).to_contain_text("16.000")
    press(bank, "Chuyển tiền")
    heading(bank, "Đã chuyển tiền")
    bank.close()
    page.wait_for_url("**/nop/", timeout=PATIENCE_MS)  # the page notices by itself
    expect(page.get_by_role("main")).to_contain_text("Đã nhận phí, lệ phí")


def she_submits_and_gets_a_code(story: Story) -> None:
    page = story.mother.page
    heading(page, "Nộp hồ sơ")
    story.looks.at(page, "submit")
    press(page, "Nộp hồ sơ")
    heading(page, "Đã nộp hồ sơ")
    story.code = story.mother.code()
    story.looks.at(page, "submitted")
    shown = decoded(page, story.folder / "progress.png")
    assert shown is None or shown == f"{story.stack.url}/tra-cuu/?ma={story.code}"
    receipt = page.request.get(f"/ho-so/{story.code}/giay-tiep-nhan.pdf")
    assert receipt.headers["content-type"] == "application/pdf"
    assert receipt.body().startswith(b"%PDF-")
    follow(page, "Xem tình trạng hồ sơ")
    expect(page.get_by_role("main")).to_contain_text("Mới nộp")
    story.looks.at(page, "dossier-submitted")


def the_one_stop_returns_it_with_two_defects(story: Story) -> None:
    officer, page, look = story.one_stop, story.one_stop.page, story.looks.at
    officer.sign_in()
    look(page, "today")
    officer.open_queue("Tiếp nhận")
    expect(page.get_by_role("table").first).to_be_visible()
    look(page, "reception")
    officer.find_dossier(story.code)
    look(page, "work-reception")
    officer.ask_for_supplement()
    officer.judge(
        NOTICE, "Không hợp lệ", "Ảnh bị lóa, không đọc được số và ngày cấp", "Chụp lại thẳng, đủ sáng, đủ bốn góc"
    )
    officer.judge(AUTHORITY, "Không hợp lệ", "Chưa có chữ ký của bên được ủy quyền", "Ký đủ hai bên rồi quét lại")
    look(page, "work-supplement")
    press(page, "Gửi phiếu yêu cầu bổ sung")
    expect(page.get_by_role("main")).to_contain_text("Đã gửi phiếu yêu cầu bổ sung lần 1, 2 mục")


def she_is_told_and_supplements(story: Story) -> None:
    page, look = story.mother.page, story.looks.at
    letter = story.stack.wait_for_letter(story.mother.email, f"Cần bổ sung 2 giấy tờ: hồ sơ {story.code}")
    assert "Ảnh bị lóa, không đọc được số và ngày cấp" in letter["text"]
    assert f"{story.stack.url}/ho-so/{story.code}/bo-sung/" in letter["text"]
    page.goto("/thong-bao/")
    look(page, "notifications")
    follow(page, "Cần bổ sung 2 giấy tờ")
    heading(page, "Bổ sung hồ sơ")
    expect(page.get_by_role("main")).to_contain_text("Ký đủ hai bên rồi quét lại")
    look(page, "supplement")
    notice = papers.photo(
        story.folder,
        "giay-chung-sinh-ro.jpg",
        "GIẤY CHỨNG SINH",
        ["Số: 0142/2026", "Họ và tên mẹ: Nguyễn Thị Thu Hà"],
        "#ffffff",
    )
    authority = papers.scan(
        story.folder,
        "uy-quyen-da-ky.pdf",
        "VĂN BẢN ỦY QUYỀN",
        ["Bên ủy quyền: Nguyễn Thị Thu Hà", "Bên được ủy quyền: đã ký"],
    )
    story.mother.attach(NOTICE, notice)
    story.mother.attach(AUTHORITY, authority)
    story.mother.send_chosen()
    story.mother.received(notice)
    story.mother.received(authority)
    look(page, "supplement-ready")
    press(page, "Gửi bổ sung")
    expect(page.get_by_role("main")).to_contain_text(f"Đã gửi bổ sung hồ sơ {story.code}")


def the_one_stop_accepts_and_promises_a_date(story: Story) -> None:
    officer, page = story.one_stop, story.one_stop.page
    officer.open_queue("Tiếp nhận")
    officer.find_dossier(story.code)
    story.looks.at(page, "work-supplemented")
    press(page, "Tiếp nhận")
    expect(page.get_by_role("main")).to_contain_text(
        re.compile(rf"Đã tiếp nhận hồ sơ {re.escape(story.code)}, hẹn trả \d\d:\d\d, \d\d/\d\d/\d{{4}}")
    )
    story.mother.page.goto(f"/ho-so/{story.code}/")
    expect(story.mother.page.get_by_role("main")).to_contain_text("Vì sao là ngày này?")
    story.looks.at(story.mother.page, "dossier-processing")


def the_specialist_examines_and_drafts(story: Story) -> None:
    officer, page, look = story.specialist, story.specialist.page, story.looks.at
    officer.sign_in()
    officer.open_queue("Xử lý")
    look(page, "processing")
    officer.find_dossier(story.code)
    page.get_by_label("Ý kiến").fill("Khớp với cơ sở dữ liệu hộ tịch, đủ điều kiện")
    look(page, "work-specialist")
    press(page, "Hoàn thành bước")
    expect(page.get_by_role("main")).to_contain_text(f"Đã chuyển hồ sơ {story.code}")
    officer.find_dossier(story.code)
    officer.panel("Dự thảo")
    follow(page, "Mẫu chung")
    page.get_by_label("Nội dung").fill(f"Họ, chữ đệm, tên: {CHILD}.\n\nHọ, chữ đệm, tên mẹ: {story.mother.name}.")
    press(page, "Lưu dự thảo")
    expect(page.get_by_role("main")).to_contain_text("Đã lưu dự thảo, bản 1")
    look(page, "work-draft")
    officer.panel("Quy trình")
    expect(page.locator(".lt-process svg").first).to_be_visible(timeout=PATIENCE_MS)
    look(page, "work-process")
    officer.panel("Xử lý")
    press(page, "Hoàn thành bước")
    expect(page.get_by_role("main")).to_contain_text(f"Đã chuyển hồ sơ {story.code}")


def the_leader_signs_on_a_phone(story: Story) -> None:
    officer, page, look = story.leader, story.leader.page, story.looks.at
    officer.sign_in()
    page.goto("/lam-viec/cho-toi/")
    look(page, "leader")
    officer.find_dossier(story.code)
    look(page, "leader-dossier")
    follow(page, "Xem và ký")
    heading(page, "Giấy khai sinh")
    look(page, "leader-look")
    press(page, "Ký")
    officer.confirm_identity()
    expect(page.get_by_role("main")).to_contain_text("Đã ký số kết quả")


def the_clerk_stamps(story: Story) -> None:
    officer, page = story.clerk, story.clerk.page
    officer.sign_in()
    officer.open_queue("Đóng dấu")
    story.looks.at(page, "stamping")
    officer.find_dossier(story.code)
    story.looks.at(page, "work-stamp")
    follow(page, "Xem và đóng dấu")
    press(page, "Cấp số, đóng dấu")
    officer.confirm_identity()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Đã cấp số \d+/\S+, đóng dấu"))


def the_one_stop_returns_the_result(story: Story) -> None:
    officer, page = story.one_stop, story.one_stop.page
    officer.open_queue("Tiếp nhận")
    officer.find_dossier(story.code)
    story.looks.at(page, "work-return")
    press(page, "Trả kết quả")
    expect(page.get_by_role("main")).to_contain_text(f"Đã trả kết quả hồ sơ {story.code}")
    officer.open_dossier(story.code)
    officer.panel("Lịch sử")
    for act in ("Nộp hồ sơ", "Yêu cầu bổ sung", "Ký số kết quả", "Trả kết quả"):
        expect(page.get_by_role("main")).to_contain_text(act)
    story.looks.at(page, "work-history")


def she_downloads_a_result_that_others_can_judge(story: Story) -> None:
    page = story.mother.page
    story.stack.wait_for_letter(story.mother.email, f"Đã trả kết quả: hồ sơ {story.code}")
    page.goto(f"/ho-so/{story.code}/")
    story.looks.at(page, "dossier-returned")
    with page.expect_download() as download:
        follow(page, "Tải kết quả (PDF)")
    result = story.folder / "ket-qua.pdf"
    download.value.save_as(result)
    if story.looks.pictures is not None and shutil.which("pdftoppm"):
        picture = story.looks.pictures / "result"
        subprocess.run(
            ["pdftoppm", "-png", "-r", "80", "-f", "1", "-singlefile", str(result), str(picture)], check=True
        )
    said = judged(story.folder, story.stack.root_certificate(), result)
    # A job may have added proof meanwhile: a time stamp over the whole file, which pdfsig lists and does not judge.
    signatures = said.count("Signature #") - said.count("Field Name: Timestamp-")
    assert signatures == 2 if story.stack.seals else signatures >= 1, said  # the leader's, then the seal of the agency
    assert said.count("Signature is Valid.") == said.count("Certificate is Trusted.") == signatures, said
    assert "Nguyễn Hồng Hải" in said, said


def she_rates(story: Story) -> None:
    page = story.mother.page
    follow(page, "Đánh giá mức độ hài lòng")
    page.get_by_role("radio", name=re.compile("Rất hài lòng")).check()
    page.get_by_label("Ý kiến thêm").fill("Cán bộ hướng dẫn rõ, chỉ phải bổ sung một lần.")
    story.looks.at(page, "rate")
    press(page, "Gửi đánh giá")
    expect(page.get_by_role("main")).to_contain_text("Đã ghi đánh giá")


def anybody_with_code_and_digits_sees_the_end(story: Story) -> None:
    browser = story.mother.page.context.browser
    assert browser is not None
    page = open_page(browser, story.stack, story.looks, phone=True)
    page.goto(f"/tra-cuu/?ma={story.code}")
    expect(page.get_by_label("Mã hồ sơ")).to_have_value(story.code)
    page.get_by_label("4 số cuối căn cước").fill(story.mother.last_four)
    story.looks.at(page, "lookup")
    press(page.get_by_role("main"), "Tra cứu")
    expect(page.get_by_role("main")).to_contain_text("Đã trả kết quả")
    story.looks.at(page, "progress")
    assert story.mother.name not in page.get_by_role("main").inner_text()  # a stranger with a code learns no name
    assert CHILD not in page.get_by_role("main").inner_text()


def decoded(page: Page, picture: Path) -> str | None:
    """What a phone's camera reads on this screen; None where Debian's zbarimg is missing."""
    if shutil.which("zbarimg") is None:
        return None
    page.locator(".lt-qr svg").first.screenshot(path=picture, scale="css")
    done = subprocess.run(["zbarimg", "--raw", "--quiet", str(picture)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"no camera can read this code: {done.stderr}"
    return done.stdout.strip()


def judged(folder: Path, root: str, signed: Path) -> str:
    """What poppler's pdfsig says with only our authority trusted."""
    missing = [name for name in ("pdfsig", "certutil") if shutil.which(name) is None]
    if missing:
        pytest.fail(
            f"the journey needs {' and '.join(missing)}: apt-get install poppler-utils libnss3-tools", pytrace=False
        )
    (store := folder / "nss").mkdir(exist_ok=True)
    (folder / "root.pem").write_text(root)
    for command in (
        ["certutil", "-N", "-d", f"sql:{store}", "--empty-password"],
        ["certutil", "-A", "-d", f"sql:{store}", "-n", "root", "-t", "C,C,C", "-a", "-i", str(folder / "root.pem")],
    ):
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    done = subprocess.run(
        ["pdfsig", "-nssdir", str(store), str(signed)], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout
