# every kind answers the same calls, whether or not it needs the question
"""What every kind of question knows (loại câu hỏi): its JSON Schema, how typed text becomes a value, what is wrong with a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit.text_vi import clean, has_unseen, shown

KEPT = 20_000  # characters of an unreadable answer kept for the person to correct


class Inputs:
    """What a browser sent for one question: `name` itself, or `name-part` for a question of several boxes."""

    def __init__(self, post: Mapping[str, Any], name: str, *, without: str = "") -> None:
        self._post = post
        self._name = name
        self.without = without  # the number of a row that the person takes away

    def under(self, part: str) -> "Inputs":
        """The boxes of a question inside this one."""
        return Inputs(self._post, f"{self._name}-{part}")

    def text(self, part: str = "") -> str:
        """What was typed into a box, as typed, cut at a length nobody types by hand."""
        found = self._post.get(f"{self._name}-{part}" if part else self._name, "")
        if isinstance(found, list):
            found = found[-1] if found else ""
        return str(found)[:KEPT] if isinstance(found, str | int | float) else ""

    def many(self) -> list[str]:
        """The ticked boxes."""
        getlist = getattr(self._post, "getlist", None)
        found = getlist(self._name) if getlist else self._post.get(self._name, [])
        return [str(each)[:KEPT] for each in found[:200]] if isinstance(found, list) else [str(found)[:KEPT]]

    def number(self, part: str) -> int:
        """A small count that our own page sent; 0 when it is none."""
        text = self.text(part)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was understood. `value` None without a problem is a blank; `raw` is what was typed, by box.

    `problems` of a question made of questions: path -> sentence for what could not be read, `birth_date`, `0.birth_date`.
    """

    value: Json = None
    problem: str = ""
    raw: dict[str, Json] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


class Kind(Protocol):
    """A kind of question. `widget` names the template `eforms/fields/<widget>.html`."""

    widget: str
    verb: str  # "ghi" or "chọn", for the sentence about a missing answer

    def schema(self, question: Question) -> dict[str, Json]:
        """JSON Schema of the value."""

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Typed text to a value. The value may still have a `problem`."""

    def problem(self, question: Question, value: Json) -> str:
        """What is wrong with any JSON value: the rule, the value found, the way out. Empty when nothing is."""

    def display(self, question: Question, value: Json) -> str:
        """A valid value as people read it."""

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """A valid value as the texts of its boxes: the shape of `Read.raw`."""


# The kinds by code, filled in `kinds/__init__.py`: questions made of questions look them up here.
KINDS: dict[str, Kind] = {}


def missing(question: Question) -> str:
    """The sentence about a required answer that is not there."""
    if question.kind == "checkbox":
        return f"Chưa đánh dấu: {question.label}"
    if question.kind == "statement":
        return "Chưa đánh dấu vào ô cam kết. Đọc nội dung rồi đánh dấu nếu đồng ý"
    return f"Chưa {KINDS[question.kind].verb} {question.spoken}"


def text_problem(value: Json, limit: int) -> str:
    """What is wrong with a text of any kind."""
    if not isinstance(value, str):
        return f"Giá trị “{shown(value)}” không phải là chữ"
    if len(value) > limit:
        return f"Có {len(value)} ký tự. Ghi tối đa {limit} ký tự"
    if has_unseen(value):
        return "Có ký tự không nhìn thấy được. Xóa nội dung trong ô và gõ lại"
    return "" if value.strip() else "Chưa có nội dung"


class OneBox:
    """Base of kinds with one text box."""

    widget = "text"
    verb = "ghi"
    lines = False

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Cleaned text, understood by `parse`."""
        typed = inputs.text()
        text = clean(typed, lines=self.lines)
        return Read(value=self.parse(question, text) if text else None, raw={"": typed})

    def parse(self, question: Question, text: str) -> Json:
        """Text to value; what cannot be understood stays text and `problem` says why."""
        return text

    def display(self, question: Question, value: Json) -> str:
        """The text itself."""
        return str(value)

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The text itself."""
        return {"": self.display(question, value)}
