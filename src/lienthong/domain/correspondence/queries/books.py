"""Kinds of registers as the decree rules them (mẫu sổ): Phụ lục IV Nghị định 30/2020/NĐ-CP, columns in its order and words."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Model, QuerySet

from lienthong.domain.correspondence.choices import Direction, Kind, State, Urgency
from lienthong.domain.correspondence.models import Document
from lienthong.kit import clock
from lienthong.kit.errors import NotFound

ARRIVALS, ISSUED, PROGRESS, TRANSFERS = "den", "di", "theo-doi", "chuyen-giao"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the decree names it; `width` in parts of the page."""

    label: str
    width: int
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """One kind of register: its title on the cover and its columns."""

    key: str
    title: str
    direction: str
    columns: tuple[Column, ...]
    basis: str


BOOKS: dict[str, Book] = {
    ARRIVALS: Book(
        ARRIVALS,
        "Sổ đăng ký văn bản đến",
        Direction.INCOMING,
        (
            Column("Ngày đến", 9, is_figure=True),
            Column("Số đến", 6, is_figure=True),
            Column("Tác giả", 17),
            Column("Số, ký hiệu văn bản", 14),
            Column("Ngày tháng văn bản", 9, is_figure=True),
            Column("Tên loại và trích yếu nội dung văn bản", 36),
            Column("Đơn vị hoặc người nhận", 19),
            Column("Ngày chuyển", 9, is_figure=True),
            Column("Ký nhận", 13),
            Column("Ghi chú", 16),
        ),
        "Phụ lục IV Nghị định 30/2020/NĐ-CP, mục III",
    ),
    ISSUED: Book(
        ISSUED,
        "Sổ đăng ký văn bản đi",
        Direction.OUTGOING,
        (
            Column("Số, ký hiệu văn bản", 14),
            Column("Ngày tháng văn bản", 9, is_figure=True),
            Column("Tên loại và trích yếu nội dung văn bản", 34),
            Column("Người ký", 14),
            Column("Nơi nhận văn bản", 24),
            Column("Đơn vị, người nhận bản lưu", 14),
            Column("Số lượng bản", 7, is_figure=True),
            Column("Ngày chuyển", 9, is_figure=True),
            Column("Ký nhận", 13),
            Column("Ghi chú", 18),
        ),
        "Phụ lục IV Nghị định 30/2020/NĐ-CP, mục I",
    ),
    PROGRESS: Book(
        PROGRESS,
        "Sổ theo dõi giải quyết văn bản đến",
        Direction.INCOMING,
        (
            Column("Số đến", 6, is_figure=True),
            Column("Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản", 40),
            Column("Đơn vị hoặc người nhận", 22),
            Column("Thời hạn giải quyết", 11, is_figure=True),
            Column("Tiến độ giải quyết", 26),
            Column("Số, ký hiệu văn bản trả lời", 16),
            Column("Ghi chú", 16),
        ),
        "Phụ lục IV Nghị định 30/2020/NĐ-CP, mục IV",
    ),
    TRANSFERS: Book(
        TRANSFERS,
        "Sổ chuyển giao văn bản đến",
        Direction.INCOMING,
        (
            Column("Ngày chuyển", 12, is_figure=True),
            Column("Số đến", 8, is_figure=True),
            Column("Đơn vị hoặc người nhận", 40),
            Column("Ký nhận", 30),
            Column("Ghi chú", 34),
        ),
        "trích cột chuyển, ký nhận của sổ đăng ký văn bản đến, mỗi lần chuyển một dòng",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which part of a register: a year, then days or numbers within it, both ends included."""

    register_id: int
    year: int
    since: date | None = None
    until: date | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line: `cells` in the order of the columns; `is_void`: struck out, the note says why. `number` sorts the page."""

    document_id: uuid.UUID | None
    number: int
    cells: tuple[str, ...]
    is_void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What a register holds in a year: from which number to which, how many lines; `is_whole` when no number is missing between."""

    first: int
    last: int
    count: int

    @property
    def is_whole(self) -> bool:
        """No gap: as many lines as numbers, from 1 on."""
        return self.count == self.last and self.first <= 1


def book_of(key: str) -> Book:
    """One kind of register. Raises NotFound."""
    found = BOOKS.get(key)
    if found is None:
        raise NotFound("Không có loại sổ này.")
    return found


def of_numbers[M: Model](rows: QuerySet[M], span: Span) -> QuerySet[M]:
    """Rows whose `number` is within the range."""
    if span.first is not None:
        rows = rows.filter(number__gte=span.first)
    if span.last is not None:
        rows = rows.filter(number__lte=span.last)
    return rows


def of_days[M: Model](rows: QuerySet[M], span: Span, moment: str) -> QuerySet[M]:
    """Rows whose `moment` is on the days of the range, in Vietnam."""
    if span.since is not None:
        rows = rows.filter(**{f"{moment}__gte": datetime.combine(span.since, time(), clock.VIETNAM)})
    if span.until is not None:
        after = span.until + timedelta(days=1)
        rows = rows.filter(**{f"{moment}__lt": datetime.combine(after, time(), clock.VIETNAM)})
    return rows


def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy in Vietnam; empty where there is none."""
    if isinstance(value, datetime):
        value = value.astimezone(clock.VIETNAM).date()
    return f"{value:%d/%m/%Y}" if value else ""


def titled(document: Document) -> str:
    """Kind and abstract in one column."""
    return f"{Kind(document.kind).label}: {document.abstract}" if document.kind else document.abstract


def notes_of(document: Document) -> list[str]:
    """What the column of notes says: urgency, no date, no notation, entered again, sent back or cancelled and why."""
    notes = []
    if document.urgency != Urgency.NORMAL:
        notes.append(str(Urgency(document.urgency).label))
    if document.direction == Direction.INCOMING:
        if not document.notation:
            notes.append("Không có số, ký hiệu")
        if document.issued_on is None:
            notes.append("Không ghi ngày")
    if document.duplicate_reason:
        notes.append(f"Vào sổ lần nữa: {document.duplicate_reason}")
    if document.state == State.CANCELLED and document.direction == Direction.INCOMING:
        notes.append(f"Hủy số: {document.outcome}")
    if document.state == State.RETURNED:
        when = f" {day(document.returned_at)}" if document.returned_at else ""
        notes.append(f"Trả lại nơi gửi{when}: {document.outcome}")
    return notes
