"""Whether an entry has the shape of one (kiểm tra khuôn dạng bản khai), before it is compared or published."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import jsonschema_rs
from django.db.models import Choices

from lienthong.domain.procedures.choices import (
    AcceptedAs,
    FeeChannel,
    FeeKind,
    FilingChannel,
    Mark,
    PaperMode,
    ServiceLevel,
    Subject,
    TimeUnit,
)
from lienthong.domain.procedures.formats.national_shape import CODE, is_storable, too_deep
from lienthong.kit.text_vi import shown

DEEPEST: Final = 24
"""Forms nest groups and conditions; no official record comes near."""

_TEXT: Final = {"type": ["string", "null"]}
_COUNT: Final = {"type": ["integer", "null"], "minimum": 0, "maximum": 32_000}
_MONEY: Final = {"type": ["integer", "null"], "minimum": 0, "maximum": 2_000_000_000}
_TEXTS: Final = {"type": ["array", "null"], "items": {"type": "string"}}


def _one_of(choices: type[Choices]) -> dict[str, Any]:
    return {"enum": [*choices.values, "", None]}


def _list_of(choices: type[Choices]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": {"enum": list(choices.values)}}


def _rows(needed: tuple[str, ...] = (), /, **properties: Any) -> dict[str, Any]:
    return {
        "type": ["array", "null"],
        "items": {"type": "object", "required": list(needed), "properties": properties},
    }


def _text(longest: int) -> dict[str, Any]:
    return {"type": ["string", "null"], "maxLength": longest}


_KEY: Final = {"type": "string", "pattern": r"^[-a-zA-Z0-9_]{1,60}$"}
_CODED: Final = _rows(("name",), name={"type": "string"}, code=_TEXT, tier=_TEXT)
_WAY_FEE: Final = _rows(amount=_MONEY, currency=_TEXT, kind=_TEXT, note=_TEXT, text=_TEXT)
_TERMS: Final = _rows(value=_COUNT, unit=_one_of(TimeUnit), text=_TEXT, note=_TEXT, fees=_WAY_FEE)

SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["code", "name"],
    "properties": {
        "code": {"type": "string", "pattern": f"^(?:{CODE.pattern})$"},
        "name": {"type": "string", "minLength": 1},
        "short_name": _TEXT,
        "field": _text(80),
        "field_name": _text(300),
        "summary": _TEXT,
        "decision": _text(120),
        "valid_from": {"anyOf": [{"type": "null"}, {"type": "string", "pattern": r"^(?:\d{4}-\d{2}-\d{2})?$", "format": "date"}]},
        "keywords": {"type": ["array", "null"], "items": {"type": "string", "maxLength": 200}},
        "popularity": _COUNT,
        "tiers": {
            "type": ["object", "null"],
            "additionalProperties": _rows(("tier", "agency"), tier={"type": "string"}, agency={"type": "string"}),
        },
        "subjects": _list_of(Subject),
        "channels": _list_of(FilingChannel),
        "time_limit_value": {"type": ["integer", "null"], "minimum": 1, "maximum": 32_000},
        "time_limit_unit": _one_of(TimeUnit),
        "time_note": _TEXT,
        "dossier_sets": _COUNT,
        "service_level_2022": _one_of(ServiceLevel),
        "service_level_2019": {"type": ["integer", "null"], "minimum": 1, "maximum": 4},
        "conditions": _TEXTS,
        "exemptions": _TEXTS,
        "result": {"type": ["object", "null"], "properties": {"name": _TEXT, "code": _text(80)}},
        "results": _rows(name=_TEXT, code=_text(80)),
        "requirements": _rows(
            ("key", "name"),
            key=_KEY, code=_text(80), name={"type": "string", "minLength": 1}, originals=_COUNT, copies=_COUNT, when=_TEXT, instead=_TEXT,
            register=_text(200), accepted_as=_list_of(AcceptedAs), mode=_one_of(PaperMode), mark=_one_of(Mark),
            cases={"type": ["array", "null"], "items": _KEY}, required={"type": ["boolean", "null"]}, from_form={"type": ["boolean", "null"]},
            from_register={"type": ["boolean", "null"]},
            sample_form={"type": ["object", "null"], "properties": {"name": _TEXT, "url": _text(1000)}},
        ),
        "fees": _rows(
            ("kind", "name", "amount"),
            kind={"enum": list(FeeKind.values)}, name={"type": "string", "minLength": 1},
            amount={"type": "integer", "minimum": 0, "maximum": 2_000_000_000}, per=_text(80), channel=_one_of(FeeChannel), note=_TEXT,
            mark=_one_of(Mark), quantity={"type": ["array", "null"]}, applies={"type": ["object", "null"]},
        ),
        "legal_bases": _rows(number=_text(200), title=_TEXT, mark=_one_of(Mark)),
        "form": {"type": ["object", "null"]},
        "workflow": {"type": ["object", "null"]},
        "marks": {"type": ["object", "null"]},
        "cases": _rows(("key", "name"), key=_KEY, name={"type": "string"}),
        "order": _rows(case=_TEXT, steps=_TEXTS),
        "ways": _rows(("channel",), channel={"enum": list(FilingChannel.values)}, note=_TEXT, terms=_TERMS),
        "carried_out_by": _CODED,
        "combined_with": _CODED,
        "national_subjects": _TEXTS,
        "national_tier": _TEXT,
        "kind_text": _TEXT,
        "flags": _rows(("path",), path={"type": "string"}, text=_TEXT, why=_TEXT),
        "origin": {"enum": ["own", "national", "generated", "", None]},
        "as_printed": {"type": ["object", "null"], "additionalProperties": {"type": "object", "properties": {"was": {"type": "string"}, "printed": {"type": "string"}}}},
    },
}  # fmt: skip
_VALIDATOR: Final = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)
MOST: Final = 20


def problems_of(entry: object) -> list[tuple[str, str, str]]:
    """(place, value found, sentence), at most MOST of them; empty when the entry may be read on."""
    if not isinstance(entry, Mapping):
        return [("", shown(entry), "Mỗi thủ tục phải là một đối tượng JSON.")]
    if too_deep(entry, DEEPEST):
        return [("", "", f"Bản khai lồng nhau quá {DEEPEST} tầng.")]
    if not is_storable(entry):
        return [("", "", "Bản khai có ký tự không hiển thị được (NUL hoặc nửa ký tự). Xóa ký tự đó rồi nhập lại.")]
    found = [found for found, _ in zip(_problems(entry), range(MOST), strict=False)]
    return found or _damaged(entry)


def _damaged(entry: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    for name, kept in (entry.get("as_printed") or {}).items():
        try:
            json.loads(kept.get("printed") or "null")
        except (ValueError, RecursionError):
            return [
                (
                    f"as_printed.{name}",
                    shown(kept.get("printed")),
                    "Phần giữ nguyên đã bị sửa. Xuất lại thủ tục từ hệ thống.",
                )
            ]
    return []


def _problems(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for error in _VALIDATOR.iter_errors(entry):
        place = ".".join(str(step) for step in error.instance_path)
        yield place, shown(error.instance), _sentence(error)


def _sentence(error: jsonschema_rs.ValidationError) -> str:
    kind: Any = error.kind  # its attributes depend on what was broken
    match kind.name:
        case "required":
            return f"Thiếu “{kind.property}”."
        case "enum":
            return "Chỉ nhận một trong các giá trị: " + ", ".join(str(each) for each in kind.options if each) + "."
        case "type":
            return "Sai kiểu giá trị: " + _types(kind.types) + "."
        case "minimum" | "maximum":
            return f"Số phải {'từ' if kind.name == 'minimum' else 'không quá'} {kind.limit}."
        case "minLength":
            return "Không được để trống."
        case "maxLength":
            return f"Dài quá {kind.limit} ký tự."
        case "pattern" if error.instance_path and error.instance_path[-1] == "code" and len(error.instance_path) == 1:
            return "Mã thủ tục phải có dạng 1.001193 hoặc 1.001193.H21."
        case "pattern":
            return "Khóa chỉ gồm chữ không dấu, số, dấu gạch, tối đa 60 ký tự."
        case _:
            return "Giá trị không đúng dạng."


_TYPES: Final = {
    "string": "chữ", "integer": "số nguyên", "array": "danh sách", "object": "đối tượng", "boolean": "đúng/sai", "null": "để trống",
}  # fmt: skip


def _types(names: object) -> str:
    known = (
        [names] if isinstance(names, str) else list(names) if isinstance(names, list | tuple | set | frozenset) else []
    )
    return (
        "cần " + " hoặc ".join(_TYPES.get(str(name), str(name)) for name in known)
        if known
        else "giá trị không đúng kiểu"
    )
