"""The registers of the decree as their lines (sổ văn bản).

A register is what stands in the database: nobody writes a line of it. Cancelled and voided numbers keep their line, with the reason.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Max, Min, Q, QuerySet

from lienthong.domain.correspondence.choices import Direction, Kind, Part, Relation, State, TaskState, Urgency
from lienthong.domain.correspondence.models import Document, DocumentLink, DocumentTask, Register
from lienthong.domain.correspondence.queries.books import (
    ISSUED,
    PROGRESS,
    TRANSFERS,
    Book,
    Extent,
    Line,
    Span,
    day,
    notes_of,
    of_days,
    of_numbers,
    titled,
)
from lienthong.domain.correspondence.queries.documents import visible_documents
from lienthong.domain.correspondence.queries.register_out import issued_lines, kept_lines, kept_numbers
from lienthong.foundation.audit import queries as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.pagination import Page, keyset_page

CHUNK = 400
MOST_PRINTED, MOST_EXPORTED = 10_000, 60_000
"""Lines of one PDF and of one workbook; a longer range is divided."""


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
    kept = list(kept_numbers(register.pk, year).values_list("number", flat=True))
    every = [*kept, *(end for end in ends.values() if end is not None)]
    return Extent(first=min(every, default=0), last=max(every, default=0), count=rows.count() + len(kept))


def lines_page(actor: Actor, book: Book, span: Span, *, cursor: str | None = None, limit: int = 50) -> Page[Line]:
    """A page of a register, in the order of the numbers (transfers: of the moments). Bounded by the register and its year."""
    if book.key == TRANSFERS:
        tasks = keyset_page(_transfers(actor, span), order=("given_at", "id"), cursor=cursor, limit=limit)
        return Page(_transfer_lines(tasks.items), tasks.previous, tasks.next)
    rows = keyset_page(_documents(actor, span), order=("number", "id"), cursor=cursor, limit=limit)
    lines = _lines(book, rows.items) if book.key != ISSUED else issued_lines(rows.items)
    if book.key == ISSUED:
        lines = sorted([*lines, *_kept_among(actor, span, rows)], key=lambda line: line.number)
    return Page(lines, rows.previous, rows.next)


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
    return of_days(of_numbers(rows, span), span, "arrived_at")


def _transfers(actor: Actor, span: Span) -> QuerySet[DocumentTask]:
    seen = visible_documents(actor).filter(register_id=span.register_id, year=span.year, number__isnull=False)
    rows = DocumentTask.objects.filter(document__in=of_numbers(seen, span)).select_related("document")
    return of_days(rows, span, "given_at")


def _kept_among(actor: Actor, span: Span, page: Page[Document]) -> list[Line]:
    """Kept numbers that stand among the documents of a page: behind the last of the page before, up to the last of this one."""
    if span.register_id not in {each.pk for each in registers_for(actor, Direction.OUTGOING)}:
        return []
    above = until = None
    if page.items:
        above = _documents(actor, span).filter(number__lt=page.items[0].number).aggregate(last=Max("number"))["last"]
        until = page.items[-1].number if page.next is not None else None
    return kept_lines(span, above=above, until=until)


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
