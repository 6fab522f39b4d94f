"""Read one entry of a question list (đọc câu hỏi) and add what its name and label already say: lists, bounds, autocomplete."""

import re
from collections.abc import Mapping

from lienthong.domain.eforms import formulas, patterns
from lienthong.domain.eforms.conditions import Condition
from lienthong.domain.eforms.errors import UnusableQuestions
from lienthong.domain.eforms.kinds import KINDS
from lienthong.domain.eforms.kinds.choosing import options
from lienthong.domain.eforms.kinds.composed import MOST_ROWS
from lienthong.domain.eforms.parts import PARTS
from lienthong.domain.eforms.structure import Column, Json, Question
from lienthong.kit.text_vi import clean, fold, slug

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_CATALOGUES = {
    "ethnicity": "ethnicities",
    "nationality": "nationalities",
    "province": "provinces",
    "relation": "kinships",
    "land_use": "land_uses",
}
_PAST = (
    "birth_date",
    "death_date",
    "reg_date",
    "cert_date",
    "notice_date",
    "permit_date",
    "decision_date",
    "lost_date",
    "old_date",
)
_AUTOCOMPLETE = {
    "full_name": "name",
    "req_name": "name",
    "phone": "tel-national",
    "req_phone": "tel-national",
    "email": "email",
    "birth_date": "bday",
    "req_birth_date": "bday",
}
_CONSENTS = ("Đồng ý", "Không đồng ý")
_ADDRESSES = {"address", "person", "organization"}
_NOT_IN_ROWS = {"group", "table", "file", "statement"}
_NOT_ASKED = "Chữ ký"  # a column for wet signatures has no place on a screen


def read_question(raw: Mapping[str, Json]) -> Question:
    """An entry as a Question. Raises UnusableQuestions."""
    name = str(raw.get("name", ""))
    if not _NAME.fullmatch(name):
        raise UnusableQuestions(
            f"Tên câu hỏi “{name[:60]}” không dùng được. Tên gồm chữ thường không dấu, chữ số, gạch dưới",
            field=name[:60],
        )
    kind = str(raw.get("kind", ""))
    if kind not in KINDS:
        raise UnusableQuestions(
            f"Câu hỏi “{name}” có loại “{kind[:40]}” chưa có. Các loại: {', '.join(KINDS)}", field=name
        )
    label = clean(str(raw.get("label") or ""))
    if not label:
        raise UnusableQuestions(f"Câu hỏi “{name}” chưa có lời hỏi", field=name)
    choices = tuple(clean(str(choice)) for choice in raw.get("choices") or ())
    catalogue = str(raw.get("catalogue") or (_catalogue(name) if kind == "catalog" else ""))
    if kind == "catalog" and not catalogue and not choices:
        kind = "text"  # the list is kept elsewhere (hospitals, schools): the name is written
    if kind == "consent" and not choices:
        choices = _CONSENTS
    question = Question(
        name=name,
        label=label,
        kind=kind,
        required=bool(raw.get("required")),
        hint=_hint(clean(str(raw.get("hint") or ""))),
        choices=() if kind == "table" else choices,
        when=_condition(raw, "when", name),
        required_when=_condition(raw, "required_when", name),
        autocomplete=str(raw.get("autocomplete") or _AUTOCOMPLETE.get(name, "")),
        past=bool(raw.get("past", name.endswith(_PAST) and kind in {"date", "datetime"})),
        partial=bool(raw.get("partial")) and kind in {"date", "person"},
        minimum=raw.get("minimum", 1900 if name.endswith("year") else None),
        maximum=raw.get("maximum", 2150 if name.endswith("year") else None),
        max_length=raw.get("max_length"),
        catalogue=catalogue,
        free_commune=kind == "address" and "hometown" in name,
        passport=bool(raw.get("passport", kind == "id_number" and "hộ chiếu" in label.casefold())),
        columns=_columns(choices) if kind == "table" else (),
        pattern=str(raw.get("pattern") or "") if kind == "text" else "",
        unit=clean(str(raw.get("unit") or "")) if kind in {"number", "decimal", "computed"} else "",
        units=str(raw.get("units") or "") if kind in _ADDRESSES else "",
        as_of=str(raw.get("as_of") or "") if kind == "address" else "",
        parts=tuple(raw.get("parts") or ()) if kind in PARTS else (),
        optional=tuple(raw.get("optional") or ()) if kind in PARTS else (),
        questions=_rows(raw, name) if kind == "group" else (),
        row=clean(str(raw.get("row") or "")) if kind == "group" else "",
        text=clean(str(raw.get("text") or ""), lines=True) if kind == "statement" else "",
        formula=raw.get("formula") if kind == "computed" else None,
        tiers=tuple(raw.get("tiers") or ()) if kind == "agency" else (),
        subject=str(raw.get("subject") or "") if kind in PARTS else "",
    )
    problem = _problem(question)
    if problem:
        raise UnusableQuestions(f"Câu hỏi “{name}”: {problem}", field=name)
    return question


def _condition(raw: Mapping[str, Json], key: str, name: str) -> Condition | None:
    if not raw.get(key):
        return None
    try:
        return Condition.of(raw[key])
    except ValueError as problem:
        raise UnusableQuestions(f"Câu hỏi “{name}”: {problem}", field=name) from None


def _rows(raw: Mapping[str, Json], name: str) -> tuple[Question, ...]:
    """The questions of a row."""
    found = tuple(read_question(each) for each in raw.get("questions") or ())
    odd = next((each for each in found if each.kind in _NOT_IN_ROWS or each.subject or each.as_of), None)
    if odd:
        raise UnusableQuestions(
            f"Câu hỏi “{odd.name}” không đứng trong nhóm lặp lại “{name}” được. Đưa ra ngoài nhóm", field=odd.name
        )
    return found


def _group_problem(question: Question) -> str:
    if not question.questions:
        return "nhóm lặp lại chưa có câu hỏi nào"
    fewest, most = question.minimum or 0, MOST_ROWS if question.maximum is None else question.maximum
    if 0 <= fewest <= most <= MOST_ROWS and most:
        return ""
    return f"số dòng từ {fewest} đến {most} không dùng được. Ghi trong khoảng 0 đến {MOST_ROWS}"


def _problem(question: Question) -> str:
    """What is wrong with what a kind needs."""
    kind = question.kind
    if kind in {"select", "radio", "multiselect", "catalog", "consent"} and not options(question):
        return "chưa có lựa chọn nào"
    if kind == "table" and not question.columns:
        return "bảng chưa có cột nào"
    if question.pattern and not patterns.usable(question.pattern):
        return "mẫu chữ (pattern) quá dài, sai, hoặc có phép nhìn trước, gọi lại. Viết mẫu đơn giản hơn"
    if kind == "group":
        return _group_problem(question)
    if kind == "computed":
        return formulas.problem_of(question.formula)
    if kind == "statement" and not question.required:
        return "cam kết phải là câu bắt buộc"
    if question.units not in {"", "old", "either"}:
        return f"units “{question.units}” không dùng được. Ghi old (trước 01/7/2025), either (cả hai) hoặc để trống"
    if question.subject not in {"", "applicant"}:
        return f"subject “{question.subject}” không dùng được. Ghi applicant hoặc để trống"
    if kind in PARTS:
        odd = next((part for part in (*question.parts, *question.optional) if part not in PARTS[kind]), "")
        if odd or len({*question.parts}) != len(question.parts):
            return f"phần “{odd or question.parts}” không dùng được. Các phần: {', '.join(PARTS[kind])}"
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        return f"mức thấp nhất {low} lớn hơn mức cao nhất {high}"
    return ""


def _catalogue(name: str) -> str:
    return next((catalogue for ending, catalogue in _CATALOGUES.items() if name.endswith(ending)), "")


def _hint(hint: str) -> str:
    # A note to programmers about the shared list, and what only pen and paper need.
    return "" if fold(hint).startswith("danh muc ma") or hint == "Ghi cả bằng chữ" else hint


def _columns(labels: tuple[str, ...]) -> tuple[Column, ...]:
    kept = [label for label in labels if label != _NOT_ASKED]
    keys: list[str] = []
    for number, label in enumerate(kept, 1):
        key = slug(label).replace("-", "_")[:40] or f"cot_{number}"
        keys.append(f"{key}_{number}" if key in keys else key)
    return tuple(Column(key=key, label=label, kind=_column_kind(label)) for key, label in zip(keys, kept, strict=True))


def _column_kind(label: str) -> str:
    if label.startswith("Ngày"):
        return "date"
    return {"Số định danh": "id_number", "Giới tính": "gender"}.get(label, "text")
