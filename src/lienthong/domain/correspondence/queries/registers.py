"""The registers of the decree as their lines (sổ văn bản): Phụ lục IV Nghị định 30/2020/NĐ-CP, columns in its order and words.

A register is what stands in the database: nobody writes a line of it. Cancelled and voided numbers keep their line, with the reason.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Min, Q, QuerySet

from lienthong.domain.correspondence.choices import (
    Direction,
    Kind,
    Part,
    Relation,
    State,
    TaskState,
    Urgency,
)
from lienthong.domain.correspondence.models import Document, DocumentLink, DocumentTask, Register
from lienthong.domain.correspondence.queries.documents import visible_documents
from lienthong.foundation.audit import queries as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.pagination import Page, keyset_page

CHUNK = 400
MOST_PRINTED, MOST_EXPORTED = 10_000, 60_000
"""Lines of one PDF and of one workbook; a longer range is divided."""

ARRIVALS, PROGRESS, TRANSFERS = "den", "theo-doi", "chuyen-giao"


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


def registers_for(actor: Actor, direction: str) -> list[Register]:
    """Registers of the agency and of those it came after, closed ones too, the main one first."""
    rows = Register.objects.filter(agency_id__in=actor.archive_agency_ids, direction=direction)
    return list(rows.select_related("agency").order_by("-is_open", "-is_main", "name"))


def years_of(register: Register) -> list[int]:
    """Years in which it has numbers, the latest first. Steps through the index, one year at a time."""
    found: list[int] = []
    rows = Document.objects.filter(register=register, number__isnull=False)
    year = rows.aggregate(last=Max("year"))["last"]
    while year is not None:
        found.append(year)
        year = rows.filter(year__lt=year).aggregate(last=Max("year"))["last"]
    return found


def extent_of(register: Register, year: int) -> Extent:
    """Numbers of a register in a year; those kept back or voided without a document count too."""
    rows = Document.objects.filter(register=register, year=year, number__isnull=False)
    ends = rows.aggregate(first=Min("number"), last=Max("number"))
    return Extent(first=ends["first"] or 0, last=ends["last"] or 0, count=rows.count())


def lines_page(actor: Actor, book: Book, span: Span, *, cursor: str | None = None, limit: int = 50) -> Page[Line]:
    """A page of a register, in the order of the numbers (transfers: of the moments). Bounded by the register and its year."""
    if book.key == TRANSFERS:
        tasks = keyset_page(_transfers(actor, span), order=("given_at", "id"), cursor=cursor, limit=limit)
        return Page(_transfer_lines(tasks.items), tasks.previous, tasks.next)
    rows = keyset_page(_documents(actor, span), order=("number", "id"), cursor=cursor, limit=limit)
    return Page(_lines(book, rows.items), rows.previous, rows.next)


def all_lines(actor: Actor, book: Book, span: Span, *, most: int) -> Iterator[Line]:
    """Every line of a range, in order, read in chunks. Raises Invalid before the first when there are more than `most`."""
    rows: QuerySet[Document] | QuerySet[DocumentTask]
    rows = _transfers(actor, span) if book.key == TRANSFERS else _documents(actor, span)
    if (count := rows.count()) > most:
        raise Invalid(
            {"den": f"Phạm vi này có {count} dòng, mỗi lần in hoặc xuất nhiều nhất {most}. Chia thành nhiều phần."}
        )
    return _chunks(actor, book, span)


def _chunks(actor: Actor, book: Book, span: Span) -> Iterator[Line]:
    cursor: str | None = None
    while True:
        page = lines_page(actor, book, span, cursor=cursor, limit=CHUNK)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def _documents(actor: Actor, span: Span) -> QuerySet[Document]:
    rows = visible_documents(actor).filter(register_id=span.register_id, year=span.year, number__isnull=False)
    if span.first is not None:
        rows = rows.filter(number__gte=span.first)
    if span.last is not None:
        rows = rows.filter(number__lte=span.last)
    begin, end = _moments(span)
    if begin is not None:
        rows = rows.filter(registered_at__gte=begin)
    if end is not None:
        rows = rows.filter(registered_at__lt=end)
    return rows


def _transfers(actor: Actor, span: Span) -> QuerySet[DocumentTask]:
    seen = visible_documents(actor).filter(register_id=span.register_id, year=span.year, number__isnull=False)
    if span.first is not None:
        seen = seen.filter(number__gte=span.first)
    if span.last is not None:
        seen = seen.filter(number__lte=span.last)
    rows = DocumentTask.objects.filter(document__in=seen).select_related("document")
    begin, end = _moments(span)
    if begin is not None:
        rows = rows.filter(given_at__gte=begin)
    if end is not None:
        rows = rows.filter(given_at__lt=end)
    return rows


def _moments(span: Span) -> tuple[datetime | None, datetime | None]:
    begin = datetime.combine(span.since, time(), clock.VIETNAM) if span.since else None
    end = datetime.combine(span.until + timedelta(days=1), time(), clock.VIETNAM) if span.until else None
    return begin, end


def _lines(book: Book, documents: Sequence[Document]) -> list[Line]:
    ids = [row.pk for row in documents]
    tasks: dict[uuid.UUID, list[DocumentTask]] = {}
    for task in DocumentTask.objects.filter(document_id__in=ids, parent=None).order_by("id"):
        tasks.setdefault(task.document_id, []).append(task)
    if book.key == PROGRESS:
        answers = _answers(ids)
        return [_progress(row, tasks.get(row.pk, []), answers.get(row.pk, [])) for row in documents]
    corrected = {str(each.subject_id): each for each in audit.acts_on("document", ids, ["correct_document"])}
    lines = []
    for row in documents:
        given = receivers(tasks.get(row.pk, []))
        notes = notes_of(row)
        if (act := corrected.get(str(row.pk))) is not None:
            notes.append(f"Đính chính {day(act.at)}: {act.details.get('reason', '')}".rstrip(": "))
        lines.append(
            Line(
                document_id=row.pk,
                number=row.number or 0,
                is_void=row.state == State.CANCELLED,
                cells=(
                    day(row.arrived_at),
                    str(row.number),
                    row.issuer_name,
                    row.notation,
                    day(row.issued_on),
                    titled(row),
                    "; ".join(dict.fromkeys(task.receiver_name for task in given)),
                    day(min((task.given_at for task in given), default=None)),
                    "; ".join(_received(task) for task in given if task.seen_at),
                    ". ".join(notes),
                ),
            )
        )
    return lines


def receivers(tasks: Iterable[DocumentTask]) -> list[DocumentTask]:
    """To whom the document went: who leads and supports; before that is said, who decides. What was taken back does not count."""
    standing = [task for task in tasks if task.state in {TaskState.OPEN, TaskState.DONE}]
    given = [task for task in standing if task.part in {Part.LEAD, Part.SUPPORT}]
    return given or [task for task in standing if task.part == Part.DECIDE]


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
    if document.state == State.CANCELLED:
        notes.append(f"Hủy số: {document.outcome}")
    if document.state == State.RETURNED:
        when = f" {day(document.returned_at)}" if document.returned_at else ""
        notes.append(f"Trả lại nơi gửi{when}: {document.outcome}")
    return notes


def _received(task: DocumentTask) -> str:
    return f"Đã nhận trên hệ thống {day(task.seen_at)}"


def _transfer_lines(tasks: Sequence[DocumentTask]) -> list[Line]:
    lines = []
    for task in tasks:
        note = str(Part(task.part).label)
        if task.state in {TaskState.RETURNED, TaskState.RECALLED}:
            note = f"{note}; {TaskState(task.state).label.lower()} {day(task.ended_at)}: {task.result}"
        lines.append(
            Line(
                document_id=task.document_id,
                number=task.document.number or 0,
                is_void=task.state in {TaskState.RETURNED, TaskState.RECALLED},
                cells=(
                    day(task.given_at),
                    str(task.document.number),
                    task.receiver_name,
                    _received(task) if task.seen_at else "",
                    note,
                ),
            )
        )
    return lines


def _progress(row: Document, tasks: list[DocumentTask], answers: list[str]) -> Line:
    parts = [str(Kind(row.kind).label) if row.kind else "", row.notation]
    of = f"ngày {day(row.issued_on)} của {row.issuer_name}" if row.issued_on else f"của {row.issuer_name}"
    told = str(State(row.state).label)
    if row.state == State.COMPLETED and row.completed_at is not None:
        late = row.due_at is not None and row.completed_at > row.due_at
        told = f"Xong {day(row.completed_at)}{', quá hạn' if late else ''}: {row.outcome}".rstrip(": ")
    elif row.state in {State.RETURNED, State.CANCELLED}:
        told = notes_of(row)[-1]
    elif row.due_at is not None and row.due_at < clock.now():
        told = f"{told}, quá hạn từ {day(row.due_at)}"
    return Line(
        document_id=row.pk,
        number=row.number or 0,
        is_void=row.state == State.CANCELLED,
        cells=(
            str(row.number),
            f"{' '.join(part for part in [*parts, of] if part)}: {row.abstract}",
            "; ".join(dict.fromkeys(task.receiver_name for task in receivers(tasks))),
            day(row.due_at),
            told,
            "; ".join(answers),
            str(Urgency(row.urgency).label) if row.urgency != Urgency.NORMAL else "",
        ),
    )


def _answers(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    links = DocumentLink.objects.filter(other_id__in=ids, relation=Relation.ANSWERS).filter(~Q(document__notation=""))
    for other_id, notation in links.order_by("id").values_list("other_id", "document__notation"):
        found.setdefault(other_id, []).append(notation)
    return found


def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy in Vietnam; empty where there is none."""
    if isinstance(value, datetime):
        value = value.astimezone(clock.VIETNAM).date()
    return f"{value:%d/%m/%Y}" if value else ""
