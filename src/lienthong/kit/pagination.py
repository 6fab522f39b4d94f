"""Keyset paging (phân trang theo khóa): the same cost on the first page and on the last, no counting."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet

from lienthong.kit.errors import Refused

LAST = "last"


class BadCursor(Refused):
    """The cursor was not made by us, or belongs to another list."""

    code = "bad-cursor"
    status = 400
    message = "Vị trí trang không đọc được. Mở lại danh sách từ trang đầu."


@dataclass(frozen=True, slots=True)
class Page[T]:
    """`items` in list order; `previous`/`next` are cursors or None."""

    items: list[T]
    previous: str | None
    next: str | None


def keyset_page[M: Model](rows: QuerySet[M], *, order: Sequence[str], cursor: str | None, limit: int = 20) -> Page[M]:
    """One page of `rows` sorted by `order` (field paths, "-" for descending, the last one unique).

    All fields of `order` must run in the same direction, so that one row comparison finds the place by index.
    `cursor` is None or "" for the first page, "last" for the last, else one a former page gave. Raises BadCursor.
    """
    descending = order[0].startswith("-")
    fields = [name.lstrip("-") for name in order]
    backward, values = _read(cursor, len(fields))
    if values is not None:
        rows = rows.filter(_beyond(fields, values, after=backward == descending))
    if backward:
        rows = rows.order_by(*(name if descending else f"-{name}" for name in fields))
    else:
        rows = rows.order_by(*order)
    found = list(rows[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if backward:
        found.reverse()
    at_start = not backward and values is None
    at_end = backward and values is None
    has_previous = more if backward else not at_start
    has_next = (not at_end) if backward else more
    if not found:
        return Page([], None, None)
    return Page(
        found,
        _write("b", found[0], fields) if has_previous else None,
        _write("f", found[-1], fields) if has_next else None,
    )


def _beyond(fields: list[str], values: list[Any], *, after: bool) -> Q:
    operator = "gt" if after else "lt"
    # The leading field is bounded on its own so that the index is entered at the right place; the rest is compared as a row.
    condition = Q()
    for depth in range(len(fields)):
        equal = {fields[i]: values[i] for i in range(depth)}
        condition |= Q(**equal, **{f"{fields[depth]}__{operator}": values[depth]})
    return Q(**{f"{fields[0]}__{operator}e": values[0]}) & condition


def _write(direction: str, item: Model, fields: list[str]) -> str:
    values = []
    for path in fields:
        value: Any = item
        for name in path.split("__"):
            value = getattr(value, name)
        values.append(
            ["t", value.isoformat()]
            if isinstance(value, datetime)
            else ["v", value if isinstance(value, int) else str(value)]
        )
    return (
        base64.urlsafe_b64encode(json.dumps([direction, values], separators=(",", ":")).encode()).decode().rstrip("=")
    )


def _read(cursor: str | None, size: int) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    if cursor == LAST:
        return True, None
    try:
        direction, values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        read = [datetime.fromisoformat(value) if kind == "t" else value for kind, value in values]
    except (ValueError, TypeError) as error:
        raise BadCursor from error
    if direction not in {"f", "b"} or len(read) != size or any(isinstance(v, list | dict) for v in read):
        raise BadCursor
    return direction == "b", read
