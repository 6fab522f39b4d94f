"""Documents counted (thống kê văn bản): from what stands in the registers, never typed.

For a period from `since` to `until` (the moment after it) each incoming document counts in exactly these columns:

    carried + received = completed + returned + open

A cancelled number is no document and counts nowhere. An outgoing document counts when it is issued. Who ends a document in a period is settled by the rows as they stand: a document
that is opened again was not completed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from lienthong.domain.correspondence.choices import Direction, Kind
from lienthong.domain.correspondence.models import Document, Register
from lienthong.domain.correspondence.queries.documents import SEES_ALL, visible_documents
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed, NotFound

LOOK = ("documents.register", "documents.direct_agency", "documents.direct", "dossiers.view_all")
"""Rights of which one opens the figures."""
ALL = "dossiers.view_all"
HEAD = "documents.direct"
LISTED = 500

# `e` is the moment a document ended: settled, or sent back. One that ended before it arrived, by a date typed late, ended when it arrived.
_ENDED = (
    "CASE WHEN d.completed_at IS NOT NULL OR d.returned_at IS NOT NULL "
    "THEN greatest(coalesce(d.completed_at, d.returned_at), d.arrived_at) END"
)
# From its arrival to its end; the index `document_by_stay` holds this very expression.
_STAYED = f"tstzrange(d.arrived_at, {_ENDED}, '[]') && tstzrange(%(since)s, %(until)s)"
_CARRIED = "d.arrived_at < %(since)s AND (e IS NULL OR e >= %(since)s)"
_RECEIVED = "d.arrived_at >= %(since)s AND d.arrived_at < %(until)s"
_DONE = "d.completed_at IS NOT NULL AND e >= %(since)s AND e < %(until)s"
_BACK = "d.completed_at IS NULL AND d.returned_at IS NOT NULL AND e >= %(since)s AND e < %(until)s"
_OPEN = "d.arrived_at < %(until)s AND (e IS NULL OR e >= %(until)s)"
_ELECTRONIC = "d.source IN ('exchange', 'mail', 'upload')"
_ISSUED = "o.issued_at >= %(since)s AND o.issued_at < %(until)s"
_ENDED_OUT = "o.ended_at >= %(since)s AND o.ended_at < %(until)s"


@dataclass(frozen=True, slots=True)
class Figure:
    """One column: what it counts, of incoming or outgoing documents. `part_of` is the column it divides."""

    key: str
    label: str
    condition: str
    direction: str = Direction.INCOMING
    part_of: str = ""


FIGURES: dict[str, Figure] = {
    each.key: each
    for each in (
        Figure("carried", "Kỳ trước chuyển sang", _CARRIED),
        Figure("received", "Đến trong kỳ", _RECEIVED),
        Figure("electronic", "Điện tử", f"{_RECEIVED} AND {_ELECTRONIC} AND NOT d.has_paper", part_of="received"),
        Figure("paper", "Giấy", f"{_RECEIVED} AND NOT {_ELECTRONIC}", part_of="received"),
        Figure("both", "Cả hai", f"{_RECEIVED} AND {_ELECTRONIC} AND d.has_paper", part_of="received"),
        Figure("signed", "Có ký số", f"{_RECEIVED} AND signed", part_of="received"),
        Figure("unsigned", "Không ký số", f"{_RECEIVED} AND NOT signed", part_of="received"),
        Figure("completed", "Giải quyết xong", _DONE),
        Figure("on_time", "Đúng hạn", f"{_DONE} AND d.due_at >= d.completed_at", part_of="completed"),
        Figure("late", "Quá hạn", f"{_DONE} AND d.due_at < d.completed_at", part_of="completed"),
        Figure("undated", "Không có hạn", f"{_DONE} AND d.due_at IS NULL", part_of="completed"),
        Figure("returned", "Trả lại nơi gửi", _BACK),
        Figure("open", "Còn lại cuối kỳ", _OPEN),
        Figure("overdue", "Đã quá hạn", f"{_OPEN} AND d.due_at < least(%(until)s, %(now)s)", part_of="open"),
        Figure("issued", "Phát hành trong kỳ", _ISSUED, Direction.OUTGOING),
        Figure(
            "sent_electronic",
            "Gửi điện tử",
            f"{_ISSUED} AND by_wire AND NOT on_paper",
            Direction.OUTGOING,
            "issued",
        ),
        Figure("sent_paper", "Gửi giấy", f"{_ISSUED} AND NOT by_wire AND on_paper", Direction.OUTGOING, "issued"),
        Figure("sent_both", "Gửi cả hai", f"{_ISSUED} AND by_wire AND on_paper", Direction.OUTGOING, "issued"),
        Figure(
            "sent_nowhere",
            "Lưu nội bộ",
            f"{_ISSUED} AND NOT by_wire AND NOT on_paper",
            Direction.OUTGOING,
            "issued",
        ),
        Figure("sealed", "Đóng dấu số", f"{_ISSUED} AND NOT o.sealed_by_hand", Direction.OUTGOING, "issued"),
        Figure("by_hand", "Đóng dấu giấy", f"{_ISSUED} AND o.sealed_by_hand", Direction.OUTGOING, "issued"),
        Figure(
            "recalled", "Thu hồi, thay thế", f"{_ENDED_OUT} AND d.state IN ('recalled', 'replaced')", Direction.OUTGOING
        ),
    )
}

BY_AGENCY, BY_DEPARTMENT, BY_KIND, BY_REGISTER = "co-quan", "phong", "loai", "so"
BYS = {BY_AGENCY: "Cơ quan", BY_DEPARTMENT: "Phòng, ban", BY_KIND: "Loại văn bản", BY_REGISTER: "Sổ"}

# The department that leads a document, else the one of the seat that does; what nobody leads yet stands apart.
_DEPARTMENT = """(SELECT coalesce(t.department_id, p.department_id) FROM correspondence_documenttask t
    LEFT JOIN organizations_position p ON p.id = t.position_id
    WHERE t.document_id = d.id AND t.parent_id IS NULL AND t.part = 'lead' AND t.state IN ('open', 'done')
    ORDER BY t.id DESC LIMIT 1)"""
_WROTE = "coalesce(o.department_id::text, '')"
_KEYS = {
    BY_AGENCY: "d.agency_id::text",
    BY_DEPARTMENT: f"coalesce({_DEPARTMENT}::text, '')",
    BY_KIND: "d.kind",
    BY_REGISTER: "coalesce(d.register_id::text, '')",
}
# What several columns ask of other tables is looked up once a row: without OFFSET the planner would copy it into every column.
_FROM = {
    Direction.INCOMING: f"""FROM correspondence_document d
    CROSS JOIN LATERAL (SELECT {_ENDED} AS e) ends
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT 1 FROM correspondence_documentfile f JOIN files_storedfile s ON s.id = f.file_id
            WHERE f.document_id = d.id AND f.is_main AND s.is_signed) AS signed OFFSET 0
    ) main""",  # noqa: S608  # our own parts
    Direction.OUTGOING: """FROM correspondence_document d JOIN correspondence_outgoing o ON o.document_id = d.id
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(r.how <> 'paper'), false) AS by_wire, coalesce(bool_or(r.how = 'paper'), false) AS on_paper
        FROM correspondence_recipient r WHERE r.document_id = d.id
    ) sent""",
}
_WITHIN = {
    Direction.INCOMING: _STAYED,
    Direction.OUTGOING: f"(({_ISSUED}) OR ({_ENDED_OUT}))",
}
_SCOPE = {
    direction: f"d.direction = '{direction}' AND d.state <> 'cancelled' AND d.agency_id = ANY(%(agencies)s)"
    for direction in Direction
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose documents an actor may count: agencies, and of these only what one department leads."""

    agencies: tuple[int, ...]
    own: tuple[int, ...]
    department_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A period (both days included) and what the rows are."""

    since: date
    until: date
    by: str = BY_AGENCY

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.since, time(), clock.VIETNAM)

    @property
    def ends(self) -> datetime:
        """The moment after its last."""
        return datetime.combine(self.until + timedelta(days=1), time(), clock.VIETNAM)


type Numbers = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Numbers of one agency, department, kind or register. `opens`: its lists may be opened by the actor. `depth`: in the tree of agencies."""

    key: str
    name: str
    numbers: Numbers
    before: Numbers = field(default_factory=dict)
    opens: bool = True
    depth: int = 0
    below: Numbers | None = None
    """Together with the agencies under it; None where there are none."""


def scope_of(actor: Actor) -> Scope:
    """Own agency and those below it for clerks and leaders; the department for its head, where an agency has none its figures without
    the documents behind them; everything for who follows the province.

    Raises NotAllowed.
    """
    if actor.position is None:
        raise NotAllowed
    own = actor.archive_agency_ids
    if actor.may(ALL):
        return Scope(
            agencies=tuple(organizations.subtree_ids(organizations.root_agency().pk)),
            own=own if _sees_all(actor) else (),
        )
    if _sees_all(actor):
        return Scope(agencies=tuple({*organizations.subtree_ids(actor.position.agency_id), *own}), own=own)
    if actor.may(HEAD):
        department_id = actor.position.department_id
        return Scope(agencies=own, own=own if department_id is not None else (), department_id=department_id)
    raise NotAllowed("Chức vụ đang dùng không xem thống kê văn bản. Đổi sang chức vụ văn thư hoặc lãnh đạo.")


def _sees_all(actor: Actor) -> bool:
    return any(actor.may(right) for right in SEES_ALL)


def counted(actor: Actor, asked: Asked, *, compared: Asked | None = None) -> list[Row]:
    """Rows with their numbers, and those of the former period where it is given. By agency they stand as a tree, each without those below it.

    Four scans at most, whatever the number of rows.
    """
    scope = scope_of(actor)
    now = _count(scope, asked)
    before = _count(scope, compared) if compared is not None else {}
    return _named(scope, asked.by, now, before)


def total(rows: Iterable[Row]) -> Row:
    """All of them together."""
    found = list(rows)
    return Row(
        key="",
        name="Tổng số",
        numbers=_sum(row.numbers for row in found),
        before=_sum(row.before for row in found),
        opens=all(row.opens for row in found),
    )


def behind(actor: Actor, asked: Asked, *, figure: str, key: str = "") -> tuple[list[Document], int]:
    """(the LISTED newest documents, how many in all) that a number counts: the list is as long as the number. Raises NotFound."""
    column = FIGURES.get(figure)
    if column is None:
        raise NotFound("Không có cột số liệu này.")
    scope = scope_of(actor)
    conditions, values = _where(scope, asked, column.direction, agencies=scope.own)
    conditions.append(f"({column.condition})")
    if key:
        conditions.append(f"{_key(asked.by, column.direction)} = %(key)s")
        values["key"] = "" if key == "-" else key
    where, rows_of = " AND ".join(conditions), _FROM[Direction(column.direction)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {rows_of} WHERE {where}", values)  # our own parts
        number = int(cursor.fetchone()[0])
        cursor.execute(
            f"SELECT d.id {rows_of} WHERE {where} ORDER BY d.arrived_at DESC, d.id DESC LIMIT {LISTED}",  # our own parts
            values,
        )
        ids = [row[0] for row in cursor.fetchall()]
    rows = visible_documents(actor).filter(pk__in=ids).select_related("register")
    return list(rows.order_by("-arrived_at", "-id")), number


def _where(
    scope: Scope, asked: Asked, direction: str, *, agencies: tuple[int, ...]
) -> tuple[list[str], dict[str, Any]]:
    conditions = [_SCOPE[Direction(direction)], _WITHIN[Direction(direction)]]
    values = {
        "agencies": list(agencies),
        "since": asked.begins,
        "until": asked.ends,
        "now": clock.now(),
        "department": scope.department_id,
    }
    if scope.department_id is not None:
        conditions.append(f"{_key(BY_DEPARTMENT, direction)} = %(department)s::text")
    return conditions, values


def _key(by: str, direction: str) -> str:
    """A document that goes out belongs to the department that wrote it."""
    return _WROTE if by == BY_DEPARTMENT and direction == Direction.OUTGOING else _KEYS[by]


def _count(scope: Scope, asked: Asked) -> dict[str, Numbers]:
    found: dict[str, Numbers] = {}
    for direction in Direction:
        columns = [each for each in FIGURES.values() if each.direction == direction]
        conditions, values = _where(scope, asked, direction, agencies=scope.agencies)
        counts = ", ".join(f"count(*) FILTER (WHERE {each.condition})" for each in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_key(asked.by, direction)}, {counts} {_FROM[direction]} WHERE {' AND '.join(conditions)} GROUP BY 1",  # our own parts
                values,
            )
            for key, *numbers in cursor.fetchall():
                line = found.setdefault(str(key or ""), dict.fromkeys(FIGURES, 0))
                line.update(zip([each.key for each in columns], numbers, strict=True))
    return found


def _named(scope: Scope, by: str, now: dict[str, Numbers], before: dict[str, Numbers]) -> list[Row]:
    keys = {*now, *before}
    nothing = dict.fromkeys(FIGURES, 0)

    def row(key: str, name: str, *, depth: int = 0, opens: bool = True) -> Row:
        opens = opens and bool(scope.own)
        return Row(
            key=key or "-",
            name=name,
            numbers=now.get(key, nothing),
            before=before.get(key, nothing) if before else {},
            depth=depth,
            opens=opens,
        )

    if by == BY_AGENCY:
        tree = _tree({int(key) for key in keys})
        return _rolled_up([row(str(pk), name, depth=depth, opens=pk in scope.own) for pk, name, depth in tree])
    whole = set(scope.agencies) <= set(scope.own)
    names = _NAMES[by](keys)
    rows = [row(key, names.get(key) or _NAMELESS[by], opens=whole) for key in keys]
    return sorted(rows, key=lambda each: (-each.numbers["received"], each.name))


def _rolled_up(rows: list[Row]) -> list[Row]:
    """Each agency that has others under it also gets the sum of all of them."""
    found = []
    for place, row in enumerate(rows):
        under = []
        for each in rows[place + 1 :]:
            if each.depth <= row.depth:
                break
            under.append(each.numbers)
        found.append(replace(row, below=_sum([row.numbers, *under])) if under else row)
    return found


def _tree(ids: set[int]) -> list[tuple[int, str, int]]:
    """(agency, short name, depth) parents before children, of agencies with numbers and those between them."""
    parents = organizations.parents_of(ids)
    waiting = set(parents.values()) - ids
    while waiting:
        found = organizations.parents_of(waiting)
        parents |= found
        waiting = set(found.values()) - set(parents) - waiting
    names = organizations.labels_of(ids)

    def path(agency: int) -> list[int]:
        line = [agency]
        while (above := parents.get(line[-1])) is not None and above not in line:
            line.append(above)
        return [each for each in reversed(line) if each in ids]

    placed = sorted(([names[each][1] for each in path(agency)], agency) for agency in ids if agency in names)
    return [(agency, names[agency][1], len(words) - 1) for words, agency in placed]


def _departments(keys: set[str]) -> dict[str, str]:
    names = organizations.department_names(int(key) for key in keys if key)
    return {str(pk): name for pk, name in names.items()}


def _kinds(keys: set[str]) -> dict[str, str]:
    return {key: str(Kind(key).label) for key in keys}


def _registers(keys: set[str]) -> dict[str, str]:
    return {
        str(pk): name
        for pk, name in Register.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "name")
    }


_NAMELESS = {BY_DEPARTMENT: "Chưa giao", BY_KIND: "Loại khác", BY_REGISTER: "Chưa vào sổ"}
_NAMES: dict[str, Callable[[set[str]], dict[str, str]]] = {
    BY_DEPARTMENT: _departments,
    BY_KIND: _kinds,
    BY_REGISTER: _registers,
}


def _sum(many: Iterable[Numbers]) -> Numbers:
    result = dict.fromkeys(FIGURES, 0)
    for numbers in many:
        for key, number in numbers.items():
            result[key] += number
    return result
