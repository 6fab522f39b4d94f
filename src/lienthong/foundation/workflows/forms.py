"""Reading the grid that an official fills in (đọc bảng các bước), and the acts of its buttons. Shapes only; rules are judged elsewhere.

Names: `row-3-name`, … for every cell of `rules.drafts.CELLS`, count in `row-count`. An act is the value of the pressed button:
`save`, `publish`, `discard`, `overwrite`, `add`, `add-3` (below row 3), `copy-3`, `up-3`, `down-3`, `remove-3`.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from lienthong.foundation.workflows.rules.drafts import CELLS, empty_row, give_keys
from lienthong.foundation.workflows.rules.steps import MAX_STEPS
from lienthong.kit.text_vi import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What came with a POST. `known`: questions of the forms that use the process, as the page was told."""

    content: dict[str, Any]
    edits: int
    act: str
    note: str
    known: tuple[str, ...]


def read_typed(post: QueryDict) -> Typed:
    """The whole grid; one row more than the guard allows is read, so that the guard can say so."""
    rows = [
        {cell: clean(post.get(f"row-{at}-{cell}", ""))[:300] for cell in CELLS}
        for at in range(min(_whole(post.get("row-count")), MAX_STEPS + 1))
    ]
    give_keys(rows)
    return Typed(
        content={
            "name": clean(post.get("name", ""))[:300],
            "legal_hours": clean(post.get("legal_hours", ""))[:20],
            "rows": rows,
        },
        edits=_whole(post.get("edits")),
        act=post.get("act", "save"),
        note=post.get("note", ""),
        known=tuple(post.get("known", "").split()),
    )


def perform(content: dict[str, Any], act: str) -> dict[str, Any]:
    """The content after an act; unchanged by acts that do not fit."""
    verb, _, place = act.partition("-")
    done = deepcopy(content)
    rows = done["rows"]
    at = int(place) if place.isdecimal() and int(place) < len(rows) else len(rows) - 1
    if verb == "add":
        rows.insert(at + 1, empty_row())
    elif verb == "copy" and rows:
        rows.insert(at + 1, rows[at] | {"key": ""})
        give_keys(rows)
    elif verb == "remove" and rows:
        del rows[at]
    elif verb == "up" and at > 0:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    elif verb == "down" and at + 1 < len(rows):
        rows[at + 1], rows[at] = rows[at], rows[at + 1]
    return done


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 0
