"""Keyset paging (phân trang theo khóa): the same cost on the first page and on the last, no counting."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

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


def keyset_page[M: Model](
    rows: QuerySet[M],
    *,
    order: Sequence[str],
    cursor: str | None,
    limit: int = 20,
    matching: "Matching | None" = None,
) -> Page[M]:
    """One page of `rows` sorted by `order` (field paths, "-" for descending, the last one unique).

    All fields of `order` must run in the same direction, so that one row comparison finds the place by index.
    `cursor` is None or "" for the first page, "last" for the last, else one a former page gave. `matching` narrows the rows to what is
    searched for. Raises BadCursor.
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
    found = list(rows[: limit + 1]) if matching is None else _matched(rows, matching, limit + 1)
    return _page(found, fields, limit, backward=backward, at_edge=values is None)


@dataclass(frozen=True, slots=True)
class Matching:
    """What is searched for, said twice: `seen` judges a row that is read, `indexed` asks the index of the words. Both name the same rows.
    `otherwise` is searched for where nothing is found so."""

    seen: Q
    indexed: Q
    otherwise: "Matching | None" = None


NEAREST = 2_000
"""Rows read in order before the index of words is asked."""
MOST_HELD = 10_000_000


def _matched[M: Model](rows: QuerySet[M], matching: Matching, wanted: int) -> list[M]:
    """What many rows hold is among the nearest, and sorting all of them by time would take seconds in a large province; what few hold
    the index gives at once. No planner can tell the two apart by the text, so the nearest rows are read first."""
    # A limit no search reaches keeps the words apart from the order: otherwise rows are read in order and each is broken into words.
    held = rows.order_by().filter(matching.indexed).values("pk")[:MOST_HELD]
    # What the words are decides how to look for them: a plan made for any words is not good enough.
    with planned_anew():
        found = list(rows.filter(pk__in=_near(rows, matching.seen, wanted))[:wanted])
        if len(found) < wanted:
            found = list(rows.filter(pk__in=held)[:wanted])
    return found if found or matching.otherwise is None else _matched(rows, matching.otherwise, wanted)


def _near[M: Model](rows: QuerySet[M], seen: Q, wanted: int) -> RawSQL | QuerySet[M, Any]:
    """Keys of the first `wanted` of the nearest rows that are `seen`. Each is judged where it is read, and reading ends with the last one
    wanted; a condition on the keys of the nearest would read all of them twice."""
    holds = Case(When(seen, then=Value(True)), default=Value(False))
    judged = rows.annotate(near_key=F("pk"), near_holds=holds).values("near_key", "near_holds")
    try:
        statement, values = judged[:NEAREST].query.sql_with_params()
    except EmptyResultSet:
        return rows.none().values("pk")
    kept = f"SELECT near_key FROM ({statement}) near WHERE near_holds LIMIT %s"  # noqa: S608  # the ORM's own text
    return RawSQL(kept, [*values, wanted])  # noqa: S611  # the same


@contextmanager
def planned_anew() -> Iterator[None]:
    """Statements in here are planned with their values, instead of once for all values as prepared ones are after a few runs."""
    with transaction.atomic(), connection.cursor() as asked:
        asked.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        yield


def keyset_rows[R](
    statement: str,
    values: Mapping[str, Any],
    *,
    make: Callable[..., R],
    order: Mapping[str, type],
    cursor: str | None,
    limit: int = 20,
) -> Page[R]:
    """The same for a plain statement that holds `{beyond}` as its last condition, `{order}` and `%(limit)s`.

    `order`: columns (`step.due_at`) with the types of their values, ascending, the last one unique; the part after the point names
    the attribute of what `make` returns for a row. One query. Raises BadCursor.
    """
    backward, place = _read(cursor, len(order))
    beyond, more = "", {"limit": limit + 1}
    if place is not None:
        if not all(isinstance(value, kind) for value, kind in zip(place, order.values(), strict=True)):
            raise BadCursor
        beyond = f"AND ({', '.join(order)}) {'<' if backward else '>'} ({', '.join(f'%(place{n})s' for n in range(len(place)))})"
        more |= {f"place{n}": value for n, value in enumerate(place)}
    sorting = ", ".join(f"{column} DESC" if backward else column for column in order)
    with connection.cursor() as asked:
        asked.execute(statement.format(beyond=beyond, order=sorting), {**values, **more})
        found = [make(*row) for row in asked.fetchall()]
    fields = [column.rpartition(".")[2] for column in order]
    return _page(found, fields, limit, backward=backward, at_edge=place is None)


def _page[R](found: list[R], fields: list[str], limit: int, *, backward: bool, at_edge: bool) -> Page[R]:
    more, found = len(found) > limit, found[:limit]
    if backward:
        found.reverse()
    has_previous = more if backward else not at_edge
    has_next = not at_edge if backward else more
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


def _write(direction: str, item: object, fields: list[str]) -> str:
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
