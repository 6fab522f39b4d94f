"""Lines of the register of outgoing documents (sổ đăng ký văn bản đi), with the numbers that were kept back or voided."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from lienthong.domain.correspondence.choices import Delivery, How, State
from lienthong.domain.correspondence.models import Document, KeptNumber, Outgoing, Recipient
from lienthong.domain.correspondence.queries.books import Line, Span, day, notes_of, of_days, of_numbers, titled

MOST_NAMED = 12


def kept_numbers(register_id: int, year: int) -> QuerySet[KeptNumber]:
    """Numbers without a document: kept back for one that will follow, or voided."""
    return KeptNumber.objects.filter(register_id=register_id, year=year, used_by=None).order_by("number")


def kept_lines(span: Span, *, above: int | None, until: int | None) -> list[Line]:
    """Those of a range that stand behind the number `above` and before `until`."""
    rows = of_days(of_numbers(kept_numbers(span.register_id, span.year), span), span, "kept_at")
    if above is not None:
        rows = rows.filter(number__gt=above)
    if until is not None:
        rows = rows.filter(number__lt=until)
    lines = []
    for kept in rows:
        note = f"Giữ số: {kept.reason}"
        if kept.voided_at is not None:
            note = f"Hủy số {day(kept.voided_at)}: {kept.void_reason}"
        cells = (f"{kept.number:02d}", "", "", "", "", "", "", "", "", note)
        lines.append(Line(document_id=None, number=kept.number, cells=cells, is_void=kept.voided_at is not None))
    return lines


def issued_lines(documents: Sequence[Document]) -> list[Line]:
    """One line a document. Three queries."""
    ids = [row.pk for row in documents]
    outgoing = Outgoing.objects.filter(pk__in=ids).select_related("department").in_bulk()
    to: dict[uuid.UUID, list[Recipient]] = {}
    for each in Recipient.objects.filter(document_id__in=ids).order_by("place", "id"):
        to.setdefault(each.document_id, []).append(each)
    lines = []
    for row in documents:
        sent, receivers_of = outgoing.get(row.pk), to.get(row.pk, [])
        names = [each.name for each in receivers_of[:MOST_NAMED]]
        if len(receivers_of) > MOST_NAMED:
            names.append(f"và {len(receivers_of) - MOST_NAMED} nơi khác")
        kept_by = "VT" if sent is None or sent.department is None else f"VT, {sent.department.name}"
        arrived = sum(each.state in {Delivery.REGISTERED, Delivery.SETTLED} for each in receivers_of)
        notes = notes_of(row)
        if sent is not None:
            notes += _notes_of_sending(row, sent)
        copies = (sent.copies if sent else 0) + sum(each.copies for each in receivers_of if each.how == How.PAPER)
        lines.append(
            Line(
                document_id=row.pk,
                number=row.number or 0,
                is_void=row.state == State.CANCELLED,
                cells=(
                    row.notation,
                    day(row.issued_on),
                    titled(row),
                    row.signer,
                    "; ".join(names),
                    kept_by,
                    str(copies) if copies else "",
                    day(sent.issued_at) if sent else "",
                    f"{arrived}/{len(receivers_of)} nơi đã vào sổ" if arrived else "",
                    ". ".join(note for note in notes if note),
                ),
            )
        )
    return lines


def _notes_of_sending(row: Document, sent: Outgoing) -> list[str]:
    if row.state == State.CANCELLED:
        return [f"Hủy số {day(sent.ended_at)}: {sent.reason}"]
    if row.state == State.RECALLED:
        return [f"Thu hồi {day(sent.ended_at)}: {sent.reason}", sent.note]
    if row.state == State.REPLACED:
        return [f"Thay thế {day(sent.ended_at)}: {sent.reason}", sent.note]
    return [sent.note]
