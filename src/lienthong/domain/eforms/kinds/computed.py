# every kind answers the same calls, whether or not it needs the question
"""Answers that the server reckons from others (hệ thống tính). Shown, never asked, never taken from outside."""

from lienthong.domain.eforms.formulas import gives_text
from lienthong.domain.eforms.kinds.base import Inputs, Read
from lienthong.domain.eforms.kinds.numbers import decimal_text, is_number, with_unit
from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit.money import format_money
from lienthong.kit.text_vi import shown

LONGEST = 4000


class Computed:
    widget = "computed"
    verb = "tính"

    def schema(self, question: Question) -> dict[str, Json]:
        """Read-only."""
        if gives_text(question.formula):
            return {"type": "string", "maxLength": LONGEST, "readOnly": True}
        return {"type": "number", "readOnly": True}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Nothing comes from the browser."""
        return Read()

    def problem(self, question: Question, value: Json) -> str:
        """Only whether it has the right type: what is given is reckoned again anyway."""
        if gives_text(question.formula):
            return "" if isinstance(value, str) else f"“{shown(value)}” không phải là chữ. Hệ thống tự tính mục này"
        return "" if is_number(value) else f"“{shown(value)}” không phải là số. Hệ thống tự tính mục này"

    def display(self, question: Question, value: Json) -> str:
        """With its unit; đồng as money."""
        if isinstance(value, str):
            return value
        if question.unit == "đồng" and value == int(value):
            return format_money(int(value))
        return with_unit(decimal_text(value), question)

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """As shown."""
        return {"": self.display(question, value)}
