"""What the editor of an event posts (biểu mẫu soạn sự kiện): numbered fields of steps and of their procedures; shape only."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from lienthong.domain.life_events.outline import Mention, Outline, Step
from lienthong.kit.text_vi import clean

MOST_STEPS = 20
MOST_PROCEDURES = 15
ICONS = (
    ("birth", "Nôi em bé"), ("rings", "Đôi nhẫn"), ("incense", "Bát hương"), ("land", "Thửa đất"), ("stamp", "Con dấu"),
    ("shop", "Cửa hàng"), ("home", "Ngôi nhà"), ("school", "Trường học"), ("care", "Bàn tay đỡ"), ("work", "Cặp làm việc"),
    ("users", "Nhóm người"), ("map", "Bản đồ"), ("files", "Giấy tờ"), ("info", "Thông tin"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """`outline` as typed; `order` and `edits` are numbers of the page; `added`: (step number, words) of procedures to be looked up."""

    outline: Outline
    order: int
    edits: int
    added: tuple[tuple[int, str], ...]


def read_typed(given: QueryDict) -> Typed:
    """Read the page. Steps come back in the order their numbers say; one without any word is gone."""
    steps: list[tuple[int, int, Step, str]] = []
    for number in range(1, min(_number(given.get("steps", "")), MOST_STEPS) + 1):
        if given.get(f"b{number}-remove"):
            continue
        step = Step(
            title=_line(given, f"b{number}-title", 160),
            when=_line(given, f"b{number}-when", 160),
            text=_line(given, f"b{number}-text", 600),
            combined=_line(given, f"b{number}-combined", 40),
            procedures=_mentions(given, number),
        )
        added = _line(given, f"b{number}-add", 120)
        if step != Step(title="") or added:
            steps.append((_number(given.get(f"b{number}-order", str(number * 10))), number, step, added))
    steps.sort(key=lambda each: each[:2])
    icon = given.get("icon", "info")
    return Typed(
        outline=Outline(
            title=_line(given, "title", 120),
            lead=_line(given, "lead", 300),
            icon=icon if icon in dict(ICONS) else "info",
            papers=tuple(filter(None, (clean(line)[:300] for line in given.get("papers", "")[:4000].splitlines()))),
            steps=tuple(step for _, _, step, _ in steps),
        ),
        order=_number(given.get("order", "0")),
        edits=_number(given.get("edits", "0")),
        added=tuple((place, added) for place, (_, _, _, added) in enumerate(steps, start=1) if added),
    )


def with_added(outline: Outline, found: dict[int, str]) -> Outline:
    """The outline with one more procedure in the steps named by `found`: step number -> code."""
    steps = [
        Step(
            title=step.title,
            when=step.when,
            text=step.text,
            combined=step.combined,
            procedures=(*step.procedures, Mention(code=found[number])) if number in found else step.procedures,
        )
        for number, step in enumerate(outline.steps, start=1)
    ]
    return Outline(title=outline.title, lead=outline.lead, icon=outline.icon, papers=outline.papers, steps=tuple(steps))


def _mentions(given: QueryDict, step: int) -> tuple[Mention, ...]:
    count = min(_number(given.get(f"b{step}-procedures", "")), MOST_PROCEDURES)
    named = [
        Mention(
            code=_line(given, f"b{step}-p{each}-code", 40),
            label=_line(given, f"b{step}-p{each}-label", 80),
            note=_line(given, f"b{step}-p{each}-note", 160),
        )
        for each in range(1, count + 1)
        if not given.get(f"b{step}-p{each}-remove")
    ]
    return tuple(each for each in named if each.code)


def _line(given: QueryDict, name: str, longest: int) -> str:
    return clean(given.get(name, "")[: longest * 2])[:longest]


def _number(text: Any) -> int:
    text = str(text).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
