"""Judge whole sets of answers (kiểm tra câu trả lời), from the screen or from the API, by one schema and the rules of each kind."""

import re
from collections.abc import Mapping
from functools import lru_cache

from jsonschema_rs import Draft202012Validator

from lienthong.domain.eforms.kinds import KINDS, Composed, as_spoken, missing, problems_of, under
from lienthong.domain.eforms.kinds.address import tidied
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.parts import inner_questions
from lienthong.domain.eforms.patterns import LINEAR
from lienthong.domain.eforms.queries import structure_of
from lienthong.domain.eforms.structure import Json, Question, Structure
from lienthong.kit.text_vi import clean, shown

_NOT_ANSWERED = frozenset({"file", "computed"})
_BLANK: tuple[Json, ...] = (None, "", [], {})
MOST_VALUES = 5_000
DEEPEST = 6
LONGEST = 20_000
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class _Schema(dict[str, Json]):
    """A schema that rides along into the cache; the key beside it tells schemas apart."""

    def __hash__(self) -> int:  # type: ignore[override]  # a dict is unhashable; this one is never changed
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Schema)


def compiled(schema: Json) -> Draft202012Validator:
    """A schema ready to judge: patterns in linear time, no look-ups elsewhere, `format` left to the kinds."""
    return Draft202012Validator(schema, validate_formats=False, pattern_options=LINEAR, offline=True)


@lru_cache(maxsize=512)
def _validator(key: tuple[object, ...], schema: _Schema) -> Draft202012Validator:
    return compiled(dict(schema))


def _validator_of(form: Form) -> Draft202012Validator:
    return _validator((form.pk, form.code, form.version, form.published_at), _Schema(form.schema))


def validate_answers(*, form: Form, answers: Json) -> dict[str, str]:
    """Judge answers of any shape. Returns {} or {path: sentence}: the name of the question, with the way inside it where it is made of
    questions (`father.birth_date`, `members.0.phone`); "" stands for the whole.

    Answers to questions that are not asked (their condition does not hold) are not looked at; `tidy_answers` drops them. A computed answer
    that is given is not looked at either: it is reckoned here.
    """
    if not isinstance(answers, dict):
        return {"": "Câu trả lời phải là một đối tượng JSON: tên câu hỏi và giá trị"}
    outlandish = _outlandish(answers)
    if outlandish:
        return {"": outlandish}
    structure = structure_of(form)
    settled = structure.settle(answers)
    problems: dict[str, str] = {}
    for name in answers:
        if name not in structure.questions:
            problems[name[:80]] = f"Mẫu này không có câu hỏi “{shown(name)}”"
    for name in settled.asked:
        problems |= _problems(structure.questions[name], answers, settled.values)
    # The schema is what is published; it has the last word on what the kinds let through.
    if not problems:
        problems = _schema_problems(form, structure, settled.values)
    return problems


def _problems(question: Question, answers: Mapping[str, Json], settled: Mapping[str, Json]) -> dict[str, str]:
    if question.kind in _NOT_ANSWERED:
        return {}
    if question.name not in answers:
        return {question.name: missing(question)} if question.needed(settled) else {}
    found = problems_of(question.in_units_of(settled), answers[question.name])
    return {
        path: as_spoken(question, path.partition(".")[2], sentence)
        for path, sentence in under(question.name, found).items()
    }


def _schema_problems(form: Form, structure: Structure, answers: Mapping[str, Json]) -> dict[str, str]:
    validator = _validator_of(form)
    if validator.is_valid(answers):
        return {}
    problems: dict[str, str] = {}
    for error in validator.iter_errors(answers):
        name = str(error.instance_path[0]) if error.instance_path else str(getattr(error.kind, "property", ""))
        question = structure.questions.get(name)
        problems.setdefault(
            name,
            f"Giá trị “{shown(answers.get(name))}” không đúng với câu hỏi này"
            if question
            else "Câu trả lời không đúng lược đồ",
        )
    return problems


def _outlandish(value: Json) -> str:
    """Refuse what no form can hold before anything looks at it: too deep, too much, not UTF-8, not JSON."""
    waiting: list[tuple[Json, int]] = [(value, 0)]
    seen = 0
    while waiting:
        each, depth = waiting.pop()
        seen += 1
        if seen > MOST_VALUES or depth > DEEPEST:
            return f"Câu trả lời quá lớn: tối đa {MOST_VALUES} giá trị, lồng nhau tối đa {DEEPEST} lớp"
        if isinstance(each, dict):
            waiting += [(key, depth + 1) for key in each] + [(item, depth + 1) for item in each.values()]
            if not all(isinstance(key, str) for key in each):
                return "Tên câu hỏi phải là chữ"
        elif isinstance(each, list):
            waiting += [(item, depth + 1) for item in each]
        elif isinstance(each, str):
            if len(each) > LONGEST:
                return f"Có giá trị dài {len(each)} ký tự. Mỗi giá trị tối đa {LONGEST} ký tự"
            if not each.isascii() and _LONE_SURROGATE.search(each):
                return "Có ký tự hỏng, không phải Unicode. Gửi văn bản mã hóa UTF-8"
        elif not (each is None or isinstance(each, bool | int | float)):
            return "Câu trả lời phải là JSON"
        elif isinstance(each, int | float) and not -1e300 < each < 1e300:
            return "Có số quá lớn"
    return ""


def tidy_answers(*, form: Form, answers: Mapping[str, Json]) -> dict[str, Json]:
    """Answers as they are stored: text composed and cleaned, places given by name found, computed ones reckoned, blanks and questions that
    are not asked left out. Unknown names stay, to be refused.
    """
    structure = structure_of(form)
    kept = {name: _tidy(value, structure.questions.get(name)) for name, value in answers.items()}
    kept = {name: value for name, value in kept.items() if value not in _BLANK}
    unknown = {name: value for name, value in kept.items() if name not in structure.questions}
    return structure.settle(kept).values | unknown


def _tidy(value: Json, question: Question | None, depth: int = 0) -> Json:
    if isinstance(value, str):
        return clean(value, lines=question is not None and question.kind == "textarea")
    if depth < DEEPEST and isinstance(value, dict):
        inner = {each.name: each for each in inner_questions(question)} if question else {}
        cells = {key: _tidy(item, inner.get(key), depth + 1) for key, item in value.items()}
        cells = {key: item for key, item in cells.items() if item not in _BLANK}
        return tidied(cells) if question is not None and question.kind == "address" else _settled(question, cells)
    if depth < DEEPEST and isinstance(value, list):
        # The rows of a group are objects of the same questions.
        group = question if question is not None and question.kind == "group" else None
        return _settled(group, [_tidy(item, group, depth + 1) for item in value])
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _settled(question: Question | None, value: Json) -> Json:
    """Of a question made of questions, only what is asked, with what is computed."""
    kind = KINDS[question.kind] if question is not None else None
    return kind.tidied(question, value) if question is not None and isinstance(kind, Composed) else value
