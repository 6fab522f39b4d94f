"""Read one entry of a question list (đọc câu hỏi) and add what its name and label already say: lists, bounds, autocomplete."""

import re
from collections.abc import Mapping

from lienthong.domain.eforms.errors import UnusableQuestions
from lienthong.domain.eforms.kinds import KINDS
from lienthong.domain.eforms.kinds.choosing import options
from lienthong.domain.eforms.structure import Column, Condition, Json, Question
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
        when=Condition.of(raw["when"]) if raw.get("when") else None,
        autocomplete=str(raw.get("autocomplete") or _AUTOCOMPLETE.get(name, "")),
        past=bool(raw.get("past", name.endswith(_PAST) and kind in {"date", "datetime"})),
        minimum=raw.get("minimum", 1900 if name.endswith("year") else None),
        maximum=raw.get("maximum", 2150 if name.endswith("year") else None),
        max_length=raw.get("max_length"),
        catalogue=catalogue,
        free_commune=kind == "address" and "hometown" in name,
        passport=kind == "id_number" and "hộ chiếu" in label.casefold(),
        columns=_columns(choices) if kind == "table" else (),
    )
    if kind in {"select", "radio", "multiselect", "catalog", "consent"} and not options(question):
        raise UnusableQuestions(f"Câu hỏi “{name}” chưa có lựa chọn nào", field=name)
    if kind == "table" and not question.columns:
        raise UnusableQuestions(f"Bảng “{name}” chưa có cột nào", field=name)
    return question


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
