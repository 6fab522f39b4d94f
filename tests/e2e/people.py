"""The people of the journeys and what they do on a screen (người dùng). Selectors live here and nowhere else: roles, labels, words."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.e2e.looks import Looks
from tests.e2e.stack import Stack

from lienthong.kit import clock

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
CODE = re.compile(r"H\d{2}(?:\.\d+)+-\d{6}-\d{4,}")
PATIENCE_MS = 15_000


def open_page(browser: Browser, stack: Stack, looks: Looks, *, phone: bool, script: bool = True) -> Page:
    """A fresh browser profile: its own cookies."""
    context: BrowserContext = browser.new_context(
        base_url=stack.url,
        viewport=PHONE if phone else DESK,
        locale="vi-VN",
        java_script_enabled=script,
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    return looks.watch(context.new_page())


def press(page: Page | Locator, name: str) -> None:
    """The button with this name; keys and icons may stand beside it."""
    page.get_by_role("button", name=re.compile(rf"^\s*{re.escape(name)}")).first.click()


def follow(page: Page | Locator, name: str) -> None:
    """The link that begins with this name, in the content when there is one."""
    page.get_by_role("link", name=re.compile(rf"^\s*{re.escape(name)}")).first.click()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait for the screen's title."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words, timeout=PATIENCE_MS)


def fill_date(page: Page, question: str, day: str, month: str, year: str) -> None:
    """The three boxes of a date."""
    group = page.get_by_role("group", name=question)
    for label, value in (("Ngày", day), ("Tháng", month), ("Năm", year)):
        group.get_by_label(label, exact=True).fill(value)


def fill_address(page: Page, question: str, commune: str, detail: str) -> None:
    """Commune and the rest; the province is ours already."""
    group = page.get_by_role("group", name=question)
    group.get_by_label("Xã, phường").fill(commune)
    group.get_by_label("Số nhà").fill(detail)


def choose(page: Page, question: str, answer: str) -> None:
    """One of a few answers."""
    page.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True).check()


def declare_birth(page: Page, *, child: str, gender: str, commune: str) -> None:
    """The page about the child, born nine days ago."""
    born = clock.today() - timedelta(days=9)
    page.get_by_label("Họ, chữ đệm, tên của trẻ").fill(child)
    fill_date(page, "Ngày sinh", str(born.day), str(born.month), str(born.year))
    choose(page, "Giới tính", gender)
    page.get_by_label("Nơi sinh").fill("Bệnh viện Nhi Gia Lai, phường Pleiku")
    page.get_by_label("Dân tộc").select_option(label="Kinh")
    page.get_by_label("Quốc tịch").select_option(label="Việt Nam")
    fill_address(page, "Quê quán", commune, "Tổ 5")


@dataclass
class Citizen:
    """Files and follows. The sandbox's VNeID knows this person."""

    page: Page
    stack: Stack
    name: str = "Nguyễn Thị Thu Hà"
    email: str = "nguyen.thuha@congdan.example"
    last_four: str = "1873"
    pin: str = "246810"

    def confirm_identity(self) -> None:
        """On the page of VNeID."""
        self.page.get_by_role("radio", name=re.compile(self.name)).check()
        self.page.get_by_label("Mã PIN").fill(self.pin)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()

    def sign_in(self) -> None:
        """From the sign-in page to VNeID and back."""
        press(self.page, "Đăng nhập bằng VNeID")
        self.confirm_identity()

    def save_and_go_on(self) -> None:
        press(self.page, "Lưu và tiếp tục")

    def attach(self, paper: str, file: Path) -> None:
        """Choose a file for one paper."""
        self.page.get_by_label(re.compile(rf"cho {re.escape(paper)}$")).set_input_files(file)

    def send_chosen(self) -> None:
        """Without a script a button sends the chosen files; with one they are on their way already."""
        button = self.page.get_by_role("button", name=re.compile("^(Chỉ tải|Tải) lên"))
        if button.count():
            button.click()

    def received(self, file: Path) -> None:
        """The page says that the file has arrived."""
        row = self.page.get_by_role("listitem").filter(has_text=file.name)
        expect(row).to_contain_text("Đã nhận", timeout=PATIENCE_MS)

    def code(self) -> str:
        """The dossier's code on the confirmation."""
        found = CODE.search(self.page.get_by_role("main").inner_text())
        assert found is not None, "no dossier code on the confirmation"
        return found.group()


@dataclass
class Officer:
    """Works at /lam-viec/."""

    page: Page
    stack: Stack
    username: str

    def sign_in(self) -> None:
        self.page.goto("/dang-nhap/?next=/lam-viec/")
        self.page.get_by_label(re.compile("Tên đăng nhập|Thư điện tử")).fill(self.username)
        self.page.get_by_role("textbox", name="Mật khẩu").fill(self.stack.passwords[self.username])
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        heading(self.page, "Việc hôm nay")

    def open_queue(self, name: str) -> None:
        """By the rail at the side (on a phone it is a bar)."""
        self.page.get_by_role("navigation", name="Công việc").get_by_role(
            "link", name=re.compile(rf"^\s*{name}")
        ).click()

    def open_room(self, group: str, name: str) -> None:
        """Unfold a group of the rail, then its room."""
        rail = self.page.get_by_role("navigation", name="Công việc")
        rail.locator("summary").filter(has_text=group).click()
        rail.get_by_role("link", name=name).click()

    def open_dossier(self, code: str) -> None:
        """By the search box: a whole code opens the dossier."""
        self.page.goto(f"/lam-viec/ho-so/{code}/")
        expect(self.page.get_by_role("main")).to_contain_text(code)

    def find_dossier(self, code: str) -> None:
        box = self.page.get_by_label("Tìm kiếm", exact=True)
        box.fill(code)
        box.press("Enter")
        expect(self.page).to_have_url(re.compile(rf"/lam-viec/ho-so/{re.escape(code)}/"))

    def panel(self, name: str) -> None:
        """A tab of the panel."""
        self.page.get_by_role("navigation", name="Phần việc").get_by_role(
            "link", name=re.compile(rf"^\s*{name}")
        ).click()

    def confirm_identity(self) -> None:
        """The password again, before something is signed."""
        self.page.get_by_role("textbox", name="Mật khẩu").fill(self.stack.passwords[self.username])
        self.page.get_by_role("button", name="Xác nhận", exact=True).click()

    def ask_for_supplement(self) -> None:
        """The key bar opens the checklist."""
        follow(self.page.get_by_role("main"), "Yêu cầu bổ sung")

    def judge(self, paper: str, verdict: str, reason: str, remedy: str) -> None:
        """One line of the checklist."""
        line = self.page.get_by_role("group", name=re.compile(rf"\d+\. {re.escape(paper)}$"))
        line.get_by_text(verdict, exact=True).click()
        line.get_by_label("Thiếu hoặc sai gì").fill(reason)
        line.get_by_label("Cách hoàn thiện").fill(remedy)

    def told(self) -> str:
        """What the page says has been done."""
        return self.page.get_by_role("main").get_by_role("status").first.inner_text()
