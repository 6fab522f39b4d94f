"""Who keeps forms and procedures (người giữ danh mục), and what they do on a screen. Selectors live here."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Locator, Response, expect
from tests.e2e.people import PATIENCE_MS, Officer, follow, press


@dataclass
class Keeper(Officer):
    """Builds forms at /lam-viec/bieu-mau/ and publishes procedures at /lam-viec/thu-tuc/."""

    username: str = "quantri"

    @property
    def panel_of_question(self) -> Locator:
        """The panel beside the table."""
        return self.page.get_by_role("region", name="Sửa câu hỏi")

    @property
    def phone(self) -> Locator:
        """What the phone beside the panel shows."""
        return self.page.frame_locator("#fb-frame").locator("body")

    @contextmanager
    def saved(self) -> Iterator[None]:
        """What is done inside has been saved when this ends."""

        def is_saving(answer: Response) -> bool:
            return "/soan/cau/" in answer.url and answer.request.method == "POST"

        with self.page.expect_response(is_saving, timeout=PATIENCE_MS) as answer:
            yield
        assert answer.value.ok, f"{answer.value.status} from {answer.value.url}"

    def begin_form(self, title: str) -> None:
        """From the list of forms."""
        self.page.goto("/lam-viec/bieu-mau/")
        follow(self.page.get_by_role("main"), "Biểu mẫu mới")
        self.page.get_by_label("Tên biểu mẫu").fill(title)
        press(self.page, "Bắt đầu soạn")
        expect(self.page).to_have_url(re.compile("/soan/"))

    def add_question(self, label: str, kind: str, page: str = "") -> None:
        """A question below the one at hand; it has the focus."""
        press(self.page.get_by_role("main"), "Thêm câu")
        asked = self.panel_of_question.get_by_label("Lời hỏi")
        expect(asked).to_have_value("", timeout=PATIENCE_MS)
        expect(asked).to_be_focused()
        self.write("Lời hỏi", label)
        self.choose_kind(kind)
        if page:
            self.write("Trang", page)
        row = self.page.get_by_role("row", name=re.compile(re.escape(label)))
        expect(row).to_contain_text(kind)

    def choose_kind(self, kind: str) -> None:
        """Its panel follows."""
        select = self.panel_of_question.get_by_label("Loại câu trả lời")
        if select.evaluate("box => box.selectedOptions[0].text") != kind:
            with self.saved():
                select.select_option(label=kind)

    def write(self, setting: str, text: str) -> None:
        """Fill one box of the panel and leave it."""
        box = self.panel_of_question.get_by_label(setting, exact=True)
        with self.saved():
            box.fill(text)
            box.blur()

    def tick(self, words: str) -> None:
        """A box to tick, or one of a few."""
        with self.saved():
            self.panel_of_question.get_by_text(words, exact=True).click()

    def only_when(self, question: str, answer: str) -> None:
        """The condition of the question at hand."""
        self.tick("Chỉ hỏi khi")
        with self.saved():
            self.panel_of_question.get_by_label("Câu hỏi quyết định").select_option(label=question)
        self.tick(answer)

    def open_tab(self, name: str) -> None:
        """A room of the draft."""
        self.page.get_by_role("navigation", name="Phần của bản soạn").get_by_role(
            "link", name=re.compile(rf"^\s*{re.escape(name)}")
        ).click()

    def try_on_phone(self) -> Locator:
        """The frame in which one answers like a citizen."""
        return self.page.frame_locator("iframe[title='Biểu mẫu trên điện thoại']").locator("main")

    def publish_form(self) -> None:
        """The red button of the review."""
        press(self.page.get_by_role("main"), "Công bố phiên bản")
        expect(self.page.get_by_role("main")).to_contain_text("Đã công bố phiên bản", timeout=PATIENCE_MS)
