"""What an officer types when delegating or saying that they are away (biểu mẫu ủy quyền, vắng mặt)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from lienthong.foundation.organizations.choices import ON_DOCUMENTS, DelegatedAct
from lienthong.kit.text_vi import clean
from lienthong.sites.workplace.calendar_forms import day_problem, read_day

PROCEDURE_BOXES = 6


@dataclass(slots=True)
class Typed:
    """A page as typed, and what was understood of it. `problems`: {name of the box: sentence}."""

    boxes: dict[str, str]
    acts: list[str] = field(default_factory=list)
    procedures: list[str] = field(default_factory=list)
    receiver: int = 0
    begins_on: date | None = None
    ends_on: date | None = None
    problems: dict[str, str] = field(default_factory=dict)


def blank(today: date) -> Typed:
    """An empty page that begins today."""
    return Typed({"begins_on": f"{today:%d/%m/%Y}"})


def read(post: QueryDict) -> Typed:
    """A delegation as typed."""
    typed = _days(post)
    typed.acts = [act for act in post.getlist("acts") if act in DelegatedAct.values]
    seat = typed.boxes.get("receiver", "")
    typed.receiver = int(seat) if seat.isdecimal() and len(seat) < 19 else 0
    # "1.001193 Đăng ký khai sinh" from the list, or the code alone
    typed.procedures = [
        text.split()[0] for row in range(PROCEDURE_BOXES) if (text := typed.boxes.get(f"procedure-{row}"))
    ]
    return typed


def read_absence(post: QueryDict) -> Typed:
    """Days away as typed."""
    return _days(post)


def _days(post: QueryDict) -> Typed:
    typed = Typed({str(name): clean(str(post.get(name, ""))[:300]) for name in post})
    for name in ("begins_on", "ends_on"):
        text = typed.boxes.get(name, "")
        found = read_day(text)
        if found is None:
            typed.problems[name] = day_problem(text)
        setattr(typed, name, found)
    return typed


def fields(typed: Typed, *, people: Sequence[tuple[str, str]], acts: Iterable[DelegatedAct]) -> dict[str, Any]:
    """The boxes of the page, as `{% field %}` takes them."""
    return {
        "receiver": _box(typed, "receiver", "Người được ủy quyền", kind="select", choices=people),
        "acts": [
            box | {"id": f"f-acts{number or ''}", "error": "" if number else box["error"]}
            for number, (label, which, hint) in enumerate(_kinds(acts))
            for box in [
                _box(
                    typed,
                    "acts",
                    label,
                    kind="checkboxes",
                    hint=hint,
                    value=typed.acts,
                    choices=[(act.value, str(act.label)) for act in which],
                )
            ]
        ],
        "days": [
            _box(typed, "begins_on", "Từ ngày", width="12", inputmode="numeric"),
            _box(typed, "ends_on", "Đến hết ngày", width="12", inputmode="numeric"),
        ],
        "reason": _box(typed, "reason", "Lý do", hint="Người được ủy quyền đọc được. Ví dụ: đi công tác Hà Nội."),
        "document": _box(
            typed, "document", "Số văn bản ủy quyền", required=False, width="20", hint="Ví dụ 12/GUQ-UBND. Bắt buộc khi ủy quyền ký văn bản đi (TUQ.)."
        ),
        "procedures": [
            _box(typed, f"procedure-{row}", f"Thủ tục thứ {row + 1}", required=False, list="thu-tuc")
            for row in range(PROCEDURE_BOXES)
        ],
        "limited": any(typed.boxes.get(f"procedure-{row}") for row in range(PROCEDURE_BOXES)),
    }  # fmt: skip


def _kinds(acts: Iterable[DelegatedAct]) -> list[tuple[str, list[DelegatedAct], str]]:
    """(label, acts, hint) for dossiers and for documents; a kind of which the seat has nothing is left out."""
    mine = list(acts)
    kinds = [
        ("Việc với hồ sơ thủ tục", [act for act in mine if act not in ON_DOCUMENTS], ""),
        (
            "Việc với văn bản",
            [act for act in mine if act in ON_DOCUMENTS],
            "Chỉ văn bản trình, giao chức vụ này. Ký văn bản đi: chỉ giao cấp phó (KT.), hoặc trưởng đơn vị kèm số văn bản ủy quyền (TUQ.)."
            if DelegatedAct.SIGN_DOCUMENTS in mine
            else "Chỉ văn bản giao chức vụ này.",
        ),
    ]
    return [each for each in kinds if each[1]]


def absence_fields(typed: Typed, kinds: Sequence[tuple[str, Any]]) -> list[dict[str, Any]]:
    """The boxes of the form on the page of delegations."""
    return [
        _box(typed, "kind", "Lý do", kind="select", choices=[(value, str(label)) for value, label in kinds]),
        _box(typed, "begins_on", "Từ ngày", width="12", inputmode="numeric"),
        _box(typed, "ends_on", "Đến hết ngày", width="12", inputmode="numeric"),
        _box(typed, "note", "Ghi chú", required=False),
    ]


def _box(
    typed: Typed,
    name: str,
    label: str,
    *,
    kind: str = "text",
    hint: str = "",
    required: bool = True,
    width: str = "",
    value: object = None,
    choices: Sequence[tuple[str, str]] = (),
    **attrs: str,
) -> dict[str, Any]:
    return {
        "name": name,
        "id": f"f-{name}",
        "label": label,
        "kind": kind,
        "hint": hint,
        "value": typed.boxes.get(name, "") if value is None else value,
        "choices": list(choices),
        "error": typed.problems.get(name, ""),
        "required": required,
        "width": width,
        "attrs": {"autocomplete": "off", **attrs},
    }
