"""Marks on pages (ghi chú trên trang): put, changed, taken away by their writer; the file stays as it is."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.reading import policies, queries
from lienthong.foundation.reading.choices import MOST_MARKS, MOST_TEXT, Audience, MarkKind
from lienthong.foundation.reading.errors import MarkGone, TooManyMarks
from lienthong.foundation.reading.models import Mark
from lienthong.foundation.reading.places import read_boxes
from lienthong.kit import clock, text_vi
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid


@transaction.atomic
def add_mark(
    *,
    actor: Actor,
    source: str,
    subject: str,
    file_id: uuid.UUID,
    page: int,
    kind: str,
    boxes: str | Sequence[Sequence[int]],
    text: str = "",
    audience: str = Audience.OWN,
    key: str = "",
) -> Mark:
    """Put a mark on a page. Sent again with the same `key` it is the same mark.

    Raises NotFound (not theirs to read), NotAllowed, Invalid, TooManyMarks.
    """
    position_id = policies.require_officer(actor)
    shown = queries.readable(actor, source, subject, file_id)
    kept_key = f"{actor.account_id}:{key or uuid.uuid4()}"[:64]
    again = Mark.objects.filter(key=kept_key).first()
    if again is not None:
        return again
    pages = len(queries.opened(shown).sheets)
    if not 1 <= page <= pages:
        raise Invalid({"page": f"Tệp có {pages} trang, không có trang {page}. Ghi số trang từ 1 đến {pages}."})
    sort, said = _kind(kind), _text(text, kind)
    place = read_boxes(boxes, sort)
    if Mark.objects.filter(file_id=file_id, source=source, subject=subject).count() >= MOST_MARKS:
        raise TooManyMarks
    assert actor.position is not None
    assert actor.account_id is not None
    mark = Mark.objects.create(
        source=source,
        subject=subject,
        file_id=file_id,
        page=page,
        kind=sort,
        boxes=[list(box) for box in place],
        text=said,
        audience=_audience(audience),
        account_id=actor.account_id,
        position_id=position_id,
        by_name=actor.name[:160],
        by_title=f"{actor.position.title}, {actor.position.agency_name}"[:200],
        made_at=clock.now(),
        key=kept_key,
    )
    _record(actor, "add_mark", mark)
    return mark


@transaction.atomic
def edit_mark(*, actor: Actor, mark_id: uuid.UUID, text: str, audience: str) -> Mark:
    """Say it otherwise, or to others. Raises MarkGone, Invalid."""
    mark = _mine(actor, mark_id)
    mark.text, mark.audience = _text(text, mark.kind), _audience(audience)
    mark.changed_at = clock.now()
    mark.save(update_fields=["text", "audience", "changed_at"])
    _record(actor, "edit_mark", mark)
    return mark


@transaction.atomic
def remove_mark(*, actor: Actor, mark_id: uuid.UUID) -> Mark:
    """Take it away; the row that is gone is given back. Raises MarkGone."""
    mark = _mine(actor, mark_id)
    _record(actor, "remove_mark", mark)
    Mark.objects.filter(pk=mark.pk).delete()
    return mark


def _mine(actor: Actor, mark_id: uuid.UUID) -> Mark:
    policies.require_officer(actor)
    mark = Mark.objects.select_for_update().filter(pk=mark_id).first()
    if mark is None or not policies.is_writer(actor, mark):
        raise MarkGone
    queries.readable(actor, mark.source, mark.subject, mark.file_id)
    return mark


def _record(actor: Actor, verb: str, mark: Mark) -> None:
    details: dict[str, object] = {"file": str(mark.file_id), "page": mark.page, "kind": mark.kind}
    if mark.audience == Audience.SHARED:
        details["text"] = mark.text
    audit.record(actor=actor, verb=verb, subject_type="mark", subject_id=mark.pk, details=details)


def _kind(said: str) -> MarkKind:
    try:
        return MarkKind(said)
    except ValueError:
        raise Invalid({"kind": "Chọn một trong bốn loại: tô sáng, gạch chân, ghi chú, đánh dấu."}) from None


def _audience(said: str) -> Audience:
    try:
        return Audience(said)
    except ValueError:
        raise Invalid({"audience": "Chọn ai thấy ghi chú: chỉ mình tôi, hoặc người cùng đọc."}) from None


def _text(said: str, kind: str) -> str:
    text = text_vi.clean(said, lines=True)
    if len(text) > MOST_TEXT:
        raise Invalid({"text": f"Ghi chú không quá {MOST_TEXT} chữ; đang có {len(text)}. Viết gọn lại."})
    if kind == MarkKind.NOTE and not text:
        raise Invalid({"text": "Ghi chú chưa có nội dung. Viết điều cần nhớ rồi lưu."})
    return text
