# every kind answers the same calls, whether or not it needs the question
"""Questions made of questions (câu hỏi ghép): a person, an organization, rows of a group. Their answers are objects of answers."""

from collections.abc import Mapping

from lienthong.domain.eforms.asking import settle
from lienthong.domain.eforms.kinds.base import KINDS, Inputs, Read, missing
from lienthong.domain.eforms.kinds.schemas import object_schema
from lienthong.domain.eforms.parts import inner_questions
from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit.text_vi import shown

MOST_ROWS = 50
MOST_NUMBERED = 200  # rows added and taken away in the browser leave gaps in their numbers


def problems_of(question: Question, value: Json) -> dict[str, str]:
    """What is wrong with a value of any kind: path inside it -> sentence; "" is the value itself. {} when nothing is."""
    kind = KINDS[question.kind]
    if isinstance(kind, Composed):
        return kind.problems(question, value)
    sentence = kind.problem(question, value)
    return {"": sentence} if sentence else {}


def under(path: str, problems: Mapping[str, str]) -> dict[str, str]:
    """The same problems seen from outside: `birth_date` inside `father` is `father.birth_date`."""
    return {f"{path}.{key}" if key else path: sentence for key, sentence in problems.items()}


def as_spoken(question: Question, path: str, sentence: str) -> str:
    """A sentence about a part with its whereabouts: `Thành viên 2, ngày sinh: tháng 13 không có trong lịch…`."""
    where = [question.spoken] if path and question.kind != "group" else []
    for step in filter(None, path.split(".")):
        if step.isdecimal():
            where.append(f"{question.row or 'mục'} {int(step) + 1}")
        else:
            found = next((each for each in inner_questions(question) if each.name == step), None)
            if found is None:
                break
            question = found
            where.append(found.spoken)
    if where and sentence.startswith("Chưa ") and sentence.endswith(where[-1]):
        where.pop()  # the sentence names it
    if not where:
        return sentence
    text = ", ".join(where)
    return f"{text[:1].upper()}{text[1:]}: {sentence[:1].lower()}{sentence[1:]}"


class Composed:
    """Base of both: `problem` is the first of `problems`, said with its whereabouts."""

    widget = "composed"
    verb = "ghi"

    def problems(self, question: Question, value: Json) -> dict[str, str]:
        """Path -> sentence."""
        raise NotImplementedError

    def tidied(self, question: Question, value: Json) -> Json:
        """Without what is not asked, with what is computed. `value` is of any shape."""
        raise NotImplementedError

    def problem(self, question: Question, value: Json) -> str:
        """The first problem, with its whereabouts."""
        for path, sentence in self.problems(question, value).items():
            return as_spoken(question, path, sentence)
        return ""


class Fieldset(Composed):
    """A person, an organization: each part once."""

    def schema(self, question: Question) -> dict[str, Json]:
        """An object of the parts that the form asks."""
        return object_schema(_inner(question), f"{question.name}-")

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Each part from its own boxes `name-part`."""
        values, raw, problems = _read_parts(question, inputs)
        return Read(value=values or None, raw=raw, problems=problems)

    def problems(self, question: Question, value: Json) -> dict[str, str]:
        """Of each part; what is missing as well."""
        return _problems(question, value)

    def tidied(self, question: Question, value: Json) -> Json:
        """Only what is asked."""
        return settle(_inner(question), value).values if isinstance(value, dict) else value

    def display(self, question: Question, value: Json) -> str:
        """A line for each part: `Họ, chữ đệm, tên: Nguyễn Thị A`."""
        return "\n".join(_lines(question, value))

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The boxes of each part."""
        return _boxes(question, value)


class Group(Composed):
    """Rows of the same questions, at least `minimum` and at most `maximum`."""

    widget = "group"

    def bounds(self, question: Question) -> tuple[int, int]:
        """Fewest and most rows."""
        return question.minimum or 0, min(question.maximum or MOST_ROWS, MOST_ROWS)

    def schema(self, question: Question) -> dict[str, Json]:
        """An array of objects."""
        fewest, most = self.bounds(question)
        rows = object_schema(_inner(question), f"{question.name}-")
        return {"type": "array", "items": rows, "minItems": max(1, fewest), "maxItems": most}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Boxes `name-<row>-<part>`; `name-rows` says how many rows the page had. Blank rows do not count."""
        rows: list[Json] = []
        raws: list[Json] = []
        problems: dict[str, str] = {}
        for number in range(min(inputs.number("rows"), MOST_NUMBERED)):
            if inputs.without == str(number):
                continue
            values, raw, wrong = _read_parts(question, inputs.under(str(number)))
            if not values and not wrong:
                continue
            problems |= under(str(len(rows)), wrong)
            rows.append(values)
            raws.append(raw)
        return Read(value=rows or None, raw={"rows": raws}, problems=problems)

    def problems(self, question: Question, value: Json) -> dict[str, str]:
        """Too few, too many, and of each row."""
        called = question.row or "mục"
        if not isinstance(value, list) or not value:
            return {"": f"Cần ít nhất một {called}"}
        fewest, most = self.bounds(question)
        if len(value) > most:
            return {"": f"Có {len(value)} {called}. Ghi tối đa {most}, phần còn lại nộp kèm danh sách"}
        problems: dict[str, str] = {}
        for number, row in enumerate(value):
            problems |= under(str(number), _problems(question, row))
        if len(value) < fewest:
            problems |= {"": f"Có {len(value)} {called}. Ghi ít nhất {fewest}"}
        return problems

    def tidied(self, question: Question, value: Json) -> Json:
        """Rows that say something, each with only what is asked."""
        if not isinstance(value, list):
            return value
        inner = _inner(question)
        rows = [settle(inner, row).values if isinstance(row, dict) else row for row in value]
        return [row for row in rows if row not in ({}, None, "")]

    def display(self, question: Question, value: Json) -> str:
        """A line for each row: `1. Họ tên: Nguyễn Văn B; Ngày sinh: 28/02/1990`."""
        return "\n".join(f"{number}. {'; '.join(_lines(question, row))}" for number, row in enumerate(value, 1))

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The boxes of each row."""
        return {"rows": [_boxes(question, row) for row in value]}


def _inner(question: Question) -> dict[str, Question]:
    return {each.name: each for each in inner_questions(question)}


def _read_parts(question: Question, inputs: Inputs) -> tuple[dict[str, Json], dict[str, Json], dict[str, str]]:
    """(values, typed texts, problems) of one object. An unticked box alone is a blank."""
    values: dict[str, Json] = {}
    raw: dict[str, Json] = {}
    problems: dict[str, str] = {}
    inner = _inner(question)
    for part in inner.values():
        if part.kind == "computed":
            continue
        read = KINDS[part.kind].read(part, inputs.under(part.name))
        raw[part.name] = read.raw
        problems |= under(part.name, {"": read.problem} if read.problem else read.problems)
        if read.value is not None:
            values[part.name] = read.value
    if not problems and all(value is False for value in values.values()):
        return {}, raw, {}
    settled = settle(inner, values)
    problems = {path: sentence for path, sentence in problems.items() if path.split(".")[0] in settled.asked}
    return settled.values, raw, problems


def _problems(question: Question, value: Json) -> dict[str, str]:
    inner = _inner(question)
    if not isinstance(value, dict) or not {*value} <= {*inner}:
        asked = ", ".join(f"{each.spoken} ({each.name})" for each in inner.values())
        odd = next((name for name in value if name not in inner), "") if isinstance(value, dict) else value
        return {"": f"Không đọc được “{shown(odd)}”. {question.label} gồm: {asked}"}
    settled = settle(inner, value)
    problems: dict[str, str] = {}
    for name in settled.asked:
        part = inner[name].in_units_of(settled.values)
        if part.kind == "computed":
            continue
        if name in value:
            problems |= under(name, problems_of(part, value[name]))
        elif part.needed(settled.values):
            problems[name] = missing(part)
    return problems


def _lines(question: Question, value: Mapping[str, Json]) -> list[str]:
    return [
        f"{part.label}: {', '.join(KINDS[part.kind].display(part, value[part.name]).splitlines())}"
        for part in inner_questions(question)
        if part.name in value
    ]


def _boxes(question: Question, value: Mapping[str, Json]) -> dict[str, Json]:
    return {
        part.name: KINDS[part.kind].boxes(part, value[part.name])
        for part in inner_questions(question)
        if part.name in value
    }
