"""Boxes and tables of boxes (ô nhập, bảng ô nhập): how a part of a draft is laid out, shown and read, without a script.

A row of a table is posted as `<table>-<n>-<box>`, n from 0; `<table>-rows` says how many there are, `-order` where a row stands,
`-remove` takes it out, `-was` is what it was called before, so that what this editor does not show stays with it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from lienthong.domain.procedures.record import Entry
from lienthong.kit.text_vi import clean

type Choices = Sequence[tuple[str, str]]
type Row = dict[str, Any]

MOST_ROWS = 300
LONGEST = 20_000
BLANK = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box. `kind`: text, long (several lines, one text), lines (a list, one a line), number, bool, select, checks.

    `choices` are fixed or worked out of what is known while editing; `wide`: narrow, "", or wide, in its row; `is_number`: a choice whose values are numbers.
    """

    key: str
    label: str
    kind: str = "text"
    choices: Choices | Callable[[Any], Choices] = ()
    hint: str = ""
    wide: str = ""
    rows: int = 3
    is_number: bool = False

    def offered(self, known: Any) -> Choices:
        """The choices while this draft is edited."""
        return self.choices(known) if callable(self.choices) else self.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of boxes. `load` makes rows of an entry; `build` makes what the entry says of rows; `name_of` finds a row again."""

    key: str
    label: str
    boxes: tuple[Box, ...]
    more: tuple[Box, ...] = ()
    load: Callable[[Entry], list[Row]]
    build: Callable[[list[Row]], dict[str, Any]]
    name_of: Callable[[Row], str]
    one: str = "dòng"
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page of the editor. Single boxes are keys of the entry themselves, unless `load` and `build` say how they stand in it."""

    boxes: tuple[Box, ...] = ()
    tables: tuple[Table, ...] = ()
    load: Callable[[Entry], Row] = lambda entry: entry
    build: Callable[[Row, Entry], dict[str, Any]] = lambda typed, entry: typed  # noqa: ARG005  # the shape of all of them


@dataclass(slots=True, kw_only=True)
class BoxView:
    """A box on the page. `value` is text (or a list for `checks`), `choices` (value, label, chosen)."""

    box: Box
    id: str
    value: Any
    choices: list[tuple[str, str, bool]]
    error: str = ""
    about: str = ""


@dataclass(slots=True, kw_only=True)
class RowView:
    """A row on the page; `title` is what a closed row is called."""

    number: int
    prefix: str
    boxes: list[BoxView]
    more: list[BoxView]
    was: str
    is_blank: bool
    has_more: bool
    has_error: bool = False


@dataclass(slots=True, kw_only=True)
class TableView:
    """A table on the page."""

    table: Table
    rows: list[RowView]


@dataclass(slots=True, kw_only=True)
class PartView:
    """A part on the page."""

    boxes: list[BoxView]
    tables: list[TableView]


@dataclass(slots=True, kw_only=True)
class Typed:
    """What was typed: `said` for the service, `problems` by id of the box."""

    said: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def read_part(part: Part, post: QueryDict, entry: Entry, known: Any) -> Typed:
    """Read a posted part. A value that cannot be read is a problem of its box; nothing else is judged here."""
    typed = Typed()
    single = {box.key: _read(box, box.key, post, known, typed.problems) for box in part.boxes}
    typed.said |= part.build(single, entry)
    for table in part.tables:
        old = {table.name_of(row): row for row in table.load(entry)}
        rows: list[tuple[int, Row]] = []
        for number in range(_count(post, table)):
            prefix = f"{table.key}-{number}-"
            read = {
                box.key: _read(box, prefix + box.key, post, known, typed.problems)
                for box in (*table.boxes, *table.more)
            }
            if post.get(f"{prefix}remove") or not any(_says(value) for value in read.values()):
                for box in (*table.boxes, *table.more):
                    typed.problems.pop(prefix + box.key, None)
                continue
            place = clean(post.get(f"{prefix}order", ""))
            rows.append(
                (
                    int(place) if place.isdecimal() and len(place) < 6 else number * 10,
                    old.get(post.get(f"{prefix}was", ""), {}) | read,
                )
            )
        rows.sort(key=lambda each: each[0])
        typed.said |= table.build([row for _, row in rows])
    return typed


def view_part(
    part: Part,
    entry: Entry,
    known: Any,
    *,
    post: QueryDict | None = None,
    problems: Mapping[str, str] | None = None,
    blanks: str = "",
) -> PartView:
    """The part to show: as typed when `post` is given, else as the draft has it. `blanks`: a table that needs more empty rows."""
    problems = problems or {}
    single = part.load(entry)
    boxes = [_view(box, box.key, _shown(box, single.get(box.key)), known, post, problems) for box in part.boxes]
    tables = []
    for table in part.tables:
        loaded = table.load(entry)
        count = _count(post, table) if post is not None else len(loaded) + (5 if table.key == blanks else BLANK)
        rows = []
        for number in range(min(count, MOST_ROWS)):
            row = loaded[number] if number < len(loaded) else {}
            prefix = f"{table.key}-{number}-"
            main = [
                _view(box, prefix + box.key, _shown(box, row.get(box.key)), known, post, problems)
                for box in table.boxes
            ]
            more = [
                _view(box, prefix + box.key, _shown(box, row.get(box.key)), known, post, problems) for box in table.more
            ]
            for each in (*main, *more):
                each.about = f"{table.label}, {table.one} {number + 1}: {each.box.label}"
            rows.append(
                RowView(
                    number=number + 1,
                    prefix=prefix,
                    boxes=main,
                    more=more,
                    was=post.get(f"{prefix}was", "") if post is not None else table.name_of(row) if row else "",
                    is_blank=not row and post is None,
                    has_more=any(each.error or _says(each.value) for each in more if each.box.kind != "select"),
                    has_error=any(each.error for each in more),
                )
            )
        tables.append(TableView(table=table, rows=rows))
    return PartView(boxes=boxes, tables=tables)


def text_of(rows: Iterable[str] | None) -> str:
    """A list as lines of a box."""
    return "\n".join(rows or ())


def _view(box: Box, name: str, value: Any, known: Any, post: QueryDict | None, problems: Mapping[str, str]) -> BoxView:
    if post is not None:
        value = post.getlist(name) if box.kind == "checks" else post.get(name, "")
    chosen = value if isinstance(value, list) else [value]
    offered = list(box.offered(known))
    # A value of old that is offered no more stays to be seen.
    offered += [
        (each, each) for each in chosen if box.kind in {"select", "checks"} and each and each not in dict(offered)
    ]
    return BoxView(
        box=box,
        id=name,
        value=value,
        choices=[(code, label, code in chosen) for code, label in offered],
        error=problems.get(name, ""),
        about=box.label,
    )


def _shown(box: Box, value: Any) -> Any:
    if value is None:
        return [] if box.kind == "checks" else ""
    if box.kind == "lines":
        return text_of(value)
    if box.kind == "checks":
        return [str(each) for each in value]
    if box.kind == "bool":
        return "1" if value else ""
    return str(value)


def _read(box: Box, name: str, post: QueryDict, known: Any, problems: dict[str, str]) -> Any:
    if box.kind == "checks":
        allowed = dict(box.offered(known))
        return [each for each in post.getlist(name) if each in allowed]
    typed = post.get(name, "")[:LONGEST]
    match box.kind:
        case "bool":
            return bool(typed)
        case "long":
            return clean(typed, lines=True)
        case "lines":
            return [line for line in clean(typed, lines=True).split("\n") if line]
        case "number":
            return _number(box, name, clean(typed), problems)
        case "select":
            chosen = typed if typed in dict(box.offered(known)) else ""
            return int(chosen) if chosen and box.is_number else chosen or None
        case _:
            return clean(typed)


def _number(box: Box, name: str, typed: str, problems: dict[str, str]) -> int | None:
    bare = typed.replace(".", "").replace(" ", "").removesuffix("₫").removesuffix("đồng")
    if not bare:
        return None
    if not (bare.isascii() and bare.isdecimal() and len(bare) < 10):
        problems[name] = f"{box.label}: “{typed[:40]}” không phải số nguyên. Ghi chữ số, ví dụ 75.000."
        return None
    return int(bare)


def _says(value: Any) -> bool:
    return value not in (None, "", [], False)


def _count(post: QueryDict | None, table: Table) -> int:
    typed = post.get(f"{table.key}-rows", "0") if post is not None else "0"
    return min(int(typed), MOST_ROWS) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
