# every kind answers the same calls, whether or not it needs the question
"""Questions answered by choosing: one, several, yes or no, from a list."""

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.kinds.base import Inputs, Read, missing
from lienthong.domain.eforms.kinds.text import Text
from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit.text_vi import clean, shown

_ANSWERS = {"Có": True, "Không": False}


def options(question: Question) -> dict[str, str]:
    """Value -> text of what may be chosen."""
    if question.catalogue:
        return catalogues.catalogue(question.catalogue)
    return {choice: choice for choice in (_ANSWERS if question.kind == "yes_no" else question.choices)}


class Choice:
    verb = "chọn"

    def __init__(self, widget: str) -> None:
        self.widget = widget

    def schema(self, question: Question) -> dict[str, Json]:
        """One of the choices; long shared lists are referred to."""
        if question.catalogue:
            return {"$ref": f"#/$defs/{question.catalogue}"}
        return {"type": "string", "enum": list(question.choices)}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """The chosen value."""
        typed = inputs.text()
        return Read(value=clean(typed) or None, raw={"": typed})

    def problem(self, question: Question, value: Json) -> str:
        """Not among the choices."""
        if isinstance(value, str) and value in options(question):
            return ""
        return f"“{shown(value)}” không có trong danh sách. Chọn một mục có sẵn"

    def display(self, question: Question, value: Json) -> str:
        """The text of the choice."""
        return options(question).get(value, str(value))

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The chosen value."""
        return {"": value}


class Choices:
    widget = "checkboxes"
    verb = "chọn"

    def schema(self, question: Question) -> dict[str, Json]:
        """Some of the choices, each once."""
        return {
            "type": "array",
            "items": {"enum": list(question.choices)},
            "uniqueItems": True,
            "minItems": 1,
            "maxItems": len(question.choices),
        }

    def read(self, question: Question, inputs: Inputs) -> Read:
        """The ticked boxes, each once."""
        ticked = list(dict.fromkeys(text for text in (clean(each) for each in inputs.many()) if text))
        return Read(value=ticked or None, raw={"": ticked})

    def problem(self, question: Question, value: Json) -> str:
        """Not a list, or something that is not offered."""
        if not isinstance(value, list) or not value:
            return "Chọn ít nhất một mục"
        odd = [each for each in value if each not in question.choices]
        if odd:
            return f"“{shown(odd[0])}” không có trong danh sách. Chọn các mục có sẵn"
        return "" if len({*value}) == len(value) else "Có mục được chọn hai lần"

    def display(self, question: Question, value: Json) -> str:
        """Joined by semicolons."""
        return "; ".join(value)

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The ticked boxes."""
        return {"": list(value)}


class Checkbox:
    widget = "checkbox"
    verb = "đánh dấu"

    def schema(self, question: Question) -> dict[str, Json]:
        """Yes or no; a required one must be yes."""
        return {"const": True} if question.required else {"type": "boolean"}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Ticked or not. An unticked box is an answer, unless the tick is required."""
        ticked = bool(inputs.text())
        return Read(value=True if ticked else None if question.required else False, raw={"": "1" if ticked else ""})

    def problem(self, question: Question, value: Json) -> str:
        """Not a yes or no, or a missing yes."""
        if not isinstance(value, bool):
            return f"“{shown(value)}” không phải là true hoặc false"
        return "" if value or not question.required else f"Chưa đánh dấu: {question.label}"

    def display(self, question: Question, value: Json) -> str:
        """Yes or no."""
        return "Có" if value else "Không"

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """Ticked or not."""
        return {"": "1" if value else ""}


class YesNo:
    """Unlike a box to tick, "no" is said, not assumed."""

    widget = "radio"
    verb = "chọn"

    def schema(self, question: Question) -> dict[str, Json]:
        """True or false."""
        return {"type": "boolean"}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Which of the two was chosen."""
        typed = inputs.text()
        return Read(value=_ANSWERS.get(clean(typed)), raw={"": typed})

    def problem(self, question: Question, value: Json) -> str:
        """Not a yes or no."""
        return "" if isinstance(value, bool) else f"“{shown(value)}” không phải là true hoặc false"

    def display(self, question: Question, value: Json) -> str:
        """Yes or no."""
        return "Có" if value else "Không"

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """Which of the two."""
        return {"": self.display(question, value)}


class Statement:
    """Words that the declarant accepts (cam kết): true, or no answer."""

    widget = "statement"
    verb = "đánh dấu"

    def schema(self, question: Question) -> dict[str, Json]:
        """Accepted."""
        return {"const": True}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Ticked or not."""
        ticked = bool(inputs.text())
        return Read(value=True if ticked else None, raw={"": "1" if ticked else ""})

    def problem(self, question: Question, value: Json) -> str:
        """Only true is an acceptance."""
        return "" if value is True else missing(question)

    def display(self, question: Question, value: Json) -> str:
        """Accepted."""
        return "Đồng ý"

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """Ticked."""
        return {"": "1"}


class Paper(Text):
    """A file belongs to the papers of the dossier: the form only says where it goes."""

    widget = "paper"

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Nothing is asked here."""
        return Read()
