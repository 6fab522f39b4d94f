# every kind answers the same calls, whether or not it needs the question
"""Questions answered with words: text, paragraphs, names, telephone, e-mail, identity numbers."""

import re

from lienthong.domain.eforms import patterns
from lienthong.domain.eforms.kinds.base import OneBox, text_problem
from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit.text_vi import shown

_NOT_DIGITS = re.compile(r"[\s.\-()]+")
_EMAIL = r"^[^\s@<>\"(),;:\\]+@[^\s@<>\"(),;:\\]+\.[A-Za-z]{2,24}$"
_TAX_CODE = r"^(\d{10}(-\d{3})?|\d{12})$"
_PASSPORT = r"[A-Z0-9]{6,12}"


def all_digits(text: str) -> bool:
    """ASCII digits only: `isdigit` alone accepts ² and Arabic figures."""
    return text.isascii() and text.isdigit()


class Text(OneBox):
    limit = 300

    def schema(self, question: Question) -> dict[str, Json]:
        """A string with a limit, and a pattern where the question has one."""
        schema: dict[str, Json] = {"type": "string", "minLength": 1, "maxLength": question.max_length or self.limit}
        return {**schema, "pattern": question.pattern} if question.pattern else schema

    def problem(self, question: Question, value: Json) -> str:
        """Length, unseen characters, the pattern."""
        problem = text_problem(value, question.max_length or self.limit)
        if problem or not question.pattern or patterns.matches(question.pattern, value):
            return problem
        return f"“{shown(value)}” không đúng dạng. {question.hint or 'Xem lại trên giấy tờ và ghi đúng như vậy'}"


class TextArea(Text):
    widget = "textarea"
    limit = 4000
    lines = True


class Name(Text):
    limit = 120

    def schema(self, question: Question) -> dict[str, Json]:
        """No digits, no brackets."""
        return super().schema(question) | {"pattern": r"^[^0-9<>{}\[\]@#$%^*=|\\]+$"}

    def problem(self, question: Question, value: Json) -> str:
        """Names hold letters, apostrophes, points and hyphens: Rơ Châm H'B, K'Brêu."""
        problem = text_problem(value, question.max_length or self.limit)
        if problem:
            return problem
        odd = next((char for char in value if not (char.isalpha() or char in " '’.-,()/")), "")
        return f"Có ký tự “{odd}”. Họ, chữ đệm, tên chỉ gồm chữ cái, ví dụ Rơ Châm H'B" if odd else ""


class IdNumber(OneBox):
    widget = "text"

    def schema(self, question: Question) -> dict[str, Json]:
        """Twelve digits; a passport number where the question allows it."""
        return {"type": "string", "pattern": rf"^(\d{{12}}|{_PASSPORT})$" if question.passport else r"^\d{12}$"}

    def parse(self, question: Question, text: str) -> Json:
        """Spaces and points between groups are left out."""
        return _NOT_DIGITS.sub("", text).upper()

    def problem(self, question: Question, value: Json) -> str:
        """Wrong length or wrong characters, counted."""
        if question.passport and isinstance(value, str) and re.fullmatch(_PASSPORT, value) and not all_digits(value):
            return ""
        return id_number_problem(value)


def id_number_problem(value: Json, *, digits: int = 12, called: str = "Số định danh cá nhân") -> str:
    """What is wrong with an identity number."""
    if not isinstance(value, str):
        return text_problem(value, 20)
    odd = next((char for char in value if not all_digits(char)), "")
    if odd:
        return f"Có ký tự “{shown(odd) or 'không nhìn thấy được'}”. {called} chỉ gồm {digits} chữ số"
    return "" if len(value) == digits else f"Có {len(value)} chữ số. {called} có {digits} chữ số"


class Phone(OneBox):
    widget = "text"

    def schema(self, question: Question) -> dict[str, Json]:
        """E.164."""
        return {"type": "string", "pattern": r"^\+[1-9]\d{7,14}$"}

    def parse(self, question: Question, text: str) -> Json:
        """`090 123 4567` and `84901234567` -> `+84901234567`."""
        digits = _NOT_DIGITS.sub("", text)
        if all_digits(digits):
            if digits.startswith("0") and len(digits) in {10, 11}:
                return f"+84{digits[1:]}"
            if digits.startswith("84") and len(digits) in {11, 12}:
                return f"+{digits}"
        return digits

    def problem(self, question: Question, value: Json) -> str:
        """Counted as people count: from the 0."""
        if not isinstance(value, str):
            return text_problem(value, 20)
        if re.fullmatch(r"\+[1-9]\d{7,14}", value, re.ASCII):
            # Numbers in Vietnam: 9 digits after the country's code for mobiles, 10 for landlines.
            return "" if not value.startswith("+84") or len(value) in {12, 13} else self._counted(f"0{value[3:]}")
        return self._counted(value)

    def _counted(self, value: str) -> str:
        odd = next((char for char in value.removeprefix("+") if not all_digits(char)), "")
        if odd:
            return f"Có ký tự “{shown(odd) or 'không nhìn thấy được'}”. Số điện thoại chỉ gồm chữ số, ví dụ 0901234567"
        return f"Có {len(value)} chữ số. Số điện thoại có 10 chữ số, bắt đầu bằng số 0, ví dụ 0901234567"

    def display(self, question: Question, value: Json) -> str:
        """As dialled at home."""
        return f"0{value[3:]}" if value.startswith("+84") else str(value)


class TaxCode(OneBox):
    """Of enterprises and tax payers: 10 digits; a branch has 3 more; a household business may use the owner's identity number."""

    widget = "text"

    def schema(self, question: Question) -> dict[str, Json]:
        """`5900189678`, `5900189678-001`, `052095001234`."""
        return {"type": "string", "pattern": _TAX_CODE}

    def parse(self, question: Question, text: str) -> Json:
        """`5900 189 678 001` -> `5900189678-001`."""
        digits = _NOT_DIGITS.sub("", text)
        return f"{digits[:10]}-{digits[10:]}" if all_digits(digits) and len(digits) == 13 else digits

    def problem(self, question: Question, value: Json) -> str:
        """Counted."""
        if not isinstance(value, str):
            return text_problem(value, 20)
        if re.fullmatch(_TAX_CODE, value, re.ASCII):
            return ""
        odd = next((char for char in value if not all_digits(char) and char != "-"), "")
        if odd:
            return f"Có ký tự “{shown(odd) or 'không nhìn thấy được'}”. Mã số chỉ gồm chữ số, ví dụ 5900189678"
        count = sum(all_digits(char) for char in value)
        return f"Có {count} chữ số. Mã số có 10 chữ số, của đơn vị phụ thuộc có 13, của hộ kinh doanh có thể là 12"


class Email(OneBox):
    widget = "text"

    def schema(self, question: Question) -> dict[str, Json]:
        """Something with an @ and a domain; the code sent there proves the rest."""
        return {"type": "string", "maxLength": 254, "pattern": _EMAIL}

    def problem(self, question: Question, value: Json) -> str:
        """Says what is missing."""
        problem = text_problem(value, 254)
        if problem:
            return problem
        if "@" not in value:
            return f"“{shown(value)}” thiếu dấu @. Ghi đủ địa chỉ, ví dụ ten@example.vn"
        return (
            ""
            if re.fullmatch(_EMAIL, value)
            else f"“{shown(value)}” không phải là địa chỉ thư điện tử. Ví dụ ten@example.vn"
        )
