"""Computed answers (câu trả lời được tính): a small language, kept as data and reckoned by the server alone.

    12.5                                a number            "tầng"    a text
    {"answer": "area"}                  an answer; a path `floors.area` is that column of every row
    {"sum": [e, …]}                     columns bring all their cells; what is not answered is left out
    {"product": [e, …]}                 columns bring all their cells
    {"difference": [e, e]}              the first less the second
    {"age": {"born": e, "on": e}}       whole years between two days; without `on`, at the day of answering
    {"count": e}                        how many rows, ticked entries or answers
    {"text": [e, …], "with": ", "}      joined; `with` stands between (nothing when not given)

Sums are exact decimals, at most 6 places. Nothing comes out when an answer that is needed is missing or unreadable (a birth date with an
unknown day has no age): the question then has no answer. No loops, no names but answers, at most MOST_NODES parts.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from lienthong.domain.eforms.conditions import Answers, Json, values_at
from lienthong.kit import clock
from lienthong.kit.money import format_number

OPERATIONS = ("answer", "sum", "product", "difference", "age", "count", "text")
MOST_NODES = 60
DEEPEST = 6
_LARGEST = Decimal(10) ** 15
_LONGEST = 4000
_NAMES = {"sum": "tổng của", "product": "tích của", "text": "ghép"}


def problem_of(formula: Json) -> str:
    """What is wrong with the shape of a formula; empty when nothing is."""
    try:
        nodes = sum(1 for _ in _walk(formula))
    except ValueError as problem:
        return str(problem)
    if nodes > MOST_NODES:
        return f"Công thức có {nodes} phần. Dùng tối đa {MOST_NODES} phần"
    if not isinstance(formula, Mapping) or "answer" in formula:
        return "Công thức phải bắt đầu bằng một phép tính: sum, product, difference, age, count, text"
    return ""


def paths_in(formula: Json) -> tuple[tuple[str, ...], ...]:
    """The answers it reads."""
    return tuple(
        tuple(node["answer"].split(".")) for node in _walk(formula) if isinstance(node, Mapping) and "answer" in node
    )


def gives_text(formula: Json) -> bool:
    """Whether it gives a text; every other one gives a number."""
    return isinstance(formula, Mapping) and "text" in formula


def evaluate(formula: Json, answers: Answers) -> Json:
    """The value: int, float or str; None when it cannot be told."""
    if gives_text(formula):
        return _joined(formula, answers) or None
    found = _number(formula, answers)
    if found is None or not -_LARGEST < found < _LARGEST:
        return None
    found = round(found, 6)
    return int(found) if found == found.to_integral_value() else float(found)


def _walk(node: Json, depth: int = 0) -> Iterator[Json]:
    """Every part. Raises ValueError with a Vietnamese sentence."""
    if depth > DEEPEST:
        raise ValueError(f"Công thức lồng quá {DEEPEST} lớp")
    yield node
    if isinstance(node, str | int | float) and not isinstance(node, bool):
        if isinstance(node, float | int) and not -1e15 < node < 1e15:
            raise ValueError("Công thức có số quá lớn")
        return
    keys = {*node} - {"with"} if isinstance(node, Mapping) else set()
    if len(keys) != 1 or not keys <= {*OPERATIONS}:
        raise ValueError(f"Mỗi phần của công thức là một số, một chữ, hoặc một phép: {', '.join(OPERATIONS)}")
    (operation,) = keys
    inside = node[operation]
    if operation == "answer":
        if not isinstance(inside, str) or not inside:
            raise ValueError("“answer” cần tên câu hỏi")
        return
    if operation == "age":
        if not isinstance(inside, Mapping) or not {"born"} <= {*inside} <= {"born", "on"}:
            raise ValueError("“age” cần born (ngày sinh) và có thể có on (tại ngày)")
        parts: list[Json] = list(inside.values())
    elif operation == "count":
        parts = [inside]
    elif not isinstance(inside, list) or not inside or (operation == "difference" and len(inside) != 2):
        raise ValueError(f"“{operation}” cần một danh sách{' hai' if operation == 'difference' else ''} phần")
    else:
        parts = inside
    for part in parts:
        yield from _walk(part, depth + 1)


def _values(node: Json, answers: Answers) -> list[Json]:
    """What a part brings: a column brings each cell."""
    if isinstance(node, Mapping):
        if "answer" in node:
            return values_at(answers, tuple(node["answer"].split(".")))
        found = evaluate(node, answers)
        return [] if found is None else [found]
    return [node]


def _numbers(node: Json, answers: Answers) -> list[Decimal]:
    """The numbers a part brings; what is no number counts as missing."""
    found = []
    for value in _values(node, answers):
        if isinstance(value, int | float) and not isinstance(value, bool):
            try:
                number = Decimal(str(value))
            except InvalidOperation:
                continue
            if number.is_finite() and abs(number) < _LARGEST:
                found.append(number)
    return found


def _number(node: Mapping[str, Json], answers: Answers) -> Decimal | None:
    if "count" in node:
        return Decimal(len(_values(node["count"], answers)))
    if "age" in node:
        return _age(node["age"], answers)
    if "sum" in node:
        terms = [number for part in node["sum"] for number in _numbers(part, answers)]
        return sum(terms, Decimal(0)) if terms else None
    if "difference" in node:
        first, second = (_numbers(part, answers) for part in node["difference"])
        return sum(first, Decimal(0)) - sum(second, Decimal(0)) if first and second else None
    result = Decimal(1)
    for part in node["product"]:
        factors = _numbers(part, answers)
        if not factors:
            return None
        for factor in factors:
            result *= factor
            if abs(result) >= _LARGEST:
                return None
    return result


def _age(node: Mapping[str, Json], answers: Answers) -> Decimal | None:
    days = [_day(node["born"], answers), _day(node["on"], answers) if "on" in node else clock.today()]
    born, on = days
    if born is None or on is None or born > on:
        return None
    return Decimal(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def _day(node: Json, answers: Answers) -> date | None:
    found = _values(node, answers)
    if len(found) != 1 or not isinstance(found[0], str):
        return None
    try:
        return date.fromisoformat(found[0][:10]) if len(found[0]) >= 10 else None
    except ValueError:
        return None


def _joined(node: Mapping[str, Json], answers: Answers) -> str:
    texts = []
    for part in node["text"]:
        for value in _values(part, answers):
            if isinstance(value, str):
                texts.append(value)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                texts.append(format_number(value) if isinstance(value, int) else str(value).replace(".", ","))
    return str(node.get("with", "")).join(texts)[:_LONGEST] if texts and _has_answer(node, answers) else ""


def _has_answer(node: Mapping[str, Json], answers: Answers) -> bool:
    """A text of fixed words alone says nothing yet."""
    paths = paths_in(node)
    return not paths or any(values_at(answers, path) for path in paths)


def in_words(formula: Json, label: Callable[[tuple[str, ...]], str]) -> str:
    """How it is reckoned, for people: `tổng của Tầng 1, Tầng 2`. `label` names the answer at a path."""
    if not isinstance(formula, Mapping):
        return f"“{formula}”" if isinstance(formula, str) else str(formula).replace(".", ",")
    if "answer" in formula:
        return label(tuple(formula["answer"].split(".")))
    if "count" in formula:
        return f"số lượng {in_words(formula['count'], label)}"
    if "age" in formula:
        on = formula["age"].get("on")
        return (
            f"tuổi tính từ {in_words(formula['age']['born'], label)} đến {in_words(on, label) if on else 'ngày khai'}"
        )
    if "difference" in formula:
        first, second = (in_words(part, label) for part in formula["difference"])
        return f"{first} trừ {second}"
    (operation,) = {*formula} - {"with"}
    return f"{_NAMES[operation]} {', '.join(in_words(part, label) for part in formula[operation])}"
