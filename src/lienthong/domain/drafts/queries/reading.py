"""Reading drafts (tra dự thảo). What an actor may see is decided in `visible_drafts` and nowhere else."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lienthong.domain.drafts import policies
from lienthong.domain.drafts.choices import DraftState, OpinionState
from lienthong.domain.drafts.errors import DraftNotFound
from lienthong.domain.drafts.models import (
    Draft,
    DraftAppendix,
    DraftComment,
    DraftOpinion,
    DraftTemplate,
    DraftVersion,
)
from lienthong.kit.actor import Actor
from lienthong.kit.comparing import DiffLine, compared
from lienthong.kit.pagination import Page, keyset_page

LIST_LIMIT = 100
VERSIONS_SHOWN = 50
_FOR_CLERKS = (DraftState.SUBMITTED, DraftState.FINISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientLine:
    """For whom a document is: an agency of the province, a department, or a name outside. `role`: "to" (Kính gửi) or "copy" (Nơi nhận)."""

    name: str
    role: str = "copy"
    agency_id: int | None = None
    department_id: int | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyDraft:
    """A draft as it was laid before its signer. `file_ids`: the document as PDF first, then its appendices; `word_file_id` where it was
    written in Word. `symbol`: the notation without the number, `QĐ-UBND`. `submission` counts: submitted again it is another one."""

    draft_id: uuid.UUID
    submission: int
    kind: str
    abstract: str
    urgency: str
    symbol: str
    agency_id: int
    department_id: int | None
    writer_position_id: int
    writer_name: str
    signer_position_id: int
    signer_name: str
    authority: tuple[str, ...]
    file_ids: tuple[uuid.UUID, ...]
    word_file_id: uuid.UUID | None
    recipients: tuple[RecipientLine, ...]
    answers_id: uuid.UUID | None
    answers_label: str
    based_on: tuple[tuple[uuid.UUID | None, str], ...]
    version: int


def visible_drafts(actor: Actor) -> QuerySet[Draft]:
    """One's own; those of one's department for its head, of the agency for its leaders; what one was asked about; what was laid before
    one to sign; for clerks what was submitted."""
    rows = Draft.objects.all()
    if actor.is_system:
        return rows
    if actor.position is None:
        return rows.none()
    seat = actor.position
    rows = rows.filter(agency_id__in=actor.archive_agency_ids)  # whose order of change is an index
    if actor.may(policies.DIRECT_AGENCY):
        return rows
    seen = Q(writer_id=seat.id) | Q(signer_id=seat.id, submission__gt=0) | Q(Exists(_asked_of(actor)))
    if actor.may(policies.DIRECT):
        seen |= Q(agency_id=seat.agency_id) & _of_department(seat.department_id)
    if actor.may(policies.REGISTER):
        seen |= Q(state__in=_FOR_CLERKS)
    return rows.filter(seen)


def _of_department(department_id: int | None) -> Q:
    """Those of a department; of nobody's in an agency without departments."""
    return Q(department__isnull=True) if department_id is None else Q(department_id=department_id)


def _asked_of(actor: Actor) -> QuerySet[DraftOpinion]:
    assert actor.position is not None
    mine = Q(position_id=actor.position.id)
    if actor.position.department_id is not None:
        mine |= Q(department_id=actor.position.department_id)
    return DraftOpinion.objects.filter(mine, draft_id=OuterRef("pk")).exclude(state=OpinionState.WAITING)


def sees(actor: Actor, draft: Draft) -> bool:
    """Whether this actor may read this draft."""
    return visible_drafts(actor).filter(pk=draft.pk).exists()


def draft_for(actor: Actor, draft_id: uuid.UUID) -> Draft:
    """The draft with agency and department. Raises DraftNotFound for others' as for none."""
    found = visible_drafts(actor).filter(pk=draft_id).select_related("agency", "department", "template").first()
    if found is None:
        raise DraftNotFound
    return found


def my_drafts(actor: Actor, *, cursor: str | None = None, limit: int = 20) -> Page[Draft]:
    """What the seat writes, last changed first."""
    rows = Draft.objects.filter(writer_id=actor.position.id) if actor.position else Draft.objects.none()
    return keyset_page(rows, order=("-changed_at", "-id"), cursor=cursor, limit=limit)


def drafts_page(actor: Actor, *, state: str = "", cursor: str | None = None, limit: int = 20) -> Page[Draft]:
    """Everything visible, last changed first."""
    rows = visible_drafts(actor)
    if state:
        rows = rows.filter(state=state)
    return keyset_page(rows, order=("-changed_at", "-id"), cursor=cursor, limit=limit)


def opinions_waiting(actor: Actor, *, limit: int = LIST_LIMIT) -> list[DraftOpinion]:
    """Opinions asked of the seat or its department, the least time left first."""
    if actor.position is None:
        return []
    mine = Q(position_id=actor.position.id)
    if actor.position.department_id is not None:
        mine |= Q(department_id=actor.position.department_id)
    rows = DraftOpinion.objects.filter(mine, state=OpinionState.OPEN).select_related("draft")
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[:limit])


def approvals_waiting(actor: Actor, *, limit: int = LIST_LIMIT) -> list[Draft]:
    """Drafts whose content waits for the actor, the one that waits longest first."""
    if actor.position is None or not (actor.may(policies.DIRECT) or actor.may(policies.DIRECT_AGENCY)):
        return []
    rows = Draft.objects.filter(agency_id=actor.position.agency_id, state=DraftState.AWAITING)
    if not actor.may(policies.DIRECT_AGENCY):
        rows = rows.filter(_of_department(actor.position.department_id))
    return list(rows.select_related("department").order_by("asked_at", "id")[:limit])


def versions_of(draft: Draft) -> list[DraftVersion]:
    """The newest first, without their texts; at most VERSIONS_SHOWN."""
    rows = draft.versions.defer("text", "content").select_related("file", "pdf")
    return list(rows[:VERSIONS_SHOWN])


def version_of(draft: Draft, number: int | None = None) -> DraftVersion | None:
    """One version, the newest unless told; None where there is none. Raises DraftNotFound for a number that is none."""
    rows = draft.versions.select_related("file", "pdf")
    found = rows.filter(number=draft.latest if number is None else number).first()
    if found is None and number is not None:
        raise DraftNotFound
    return found


def compare_versions(before: DraftVersion, after: DraftVersion) -> list[DiffLine]:
    """Paragraphs that stayed, went or came, the words inside changed ones. Empty when the texts are equal."""
    return compared(before.text, after.text)


def compare_texts(before: str, after: str) -> list[DiffLine]:
    """The same of two texts."""
    return compared(before, after)


def comments_of(draft: Draft, *, limit: int = 200) -> list[DraftComment]:
    """Open ones first, then those settled last."""
    rows = draft.comments.select_related("version").order_by(F("resolved_at").desc(nulls_first=True), "id")
    return list(rows[:limit])


def opinions_of(draft: Draft, *, limit: int = 200) -> list[DraftOpinion]:
    """Every opinion asked for, in order of turns."""
    return list(draft.opinions.select_related("version").order_by("turn", "id")[:limit])


def appendices_of(draft: Draft) -> list[DraftAppendix]:
    """Files that go with it."""
    return list(draft.appendices.filter(removed_at=None).select_related("file"))


def templates_for(actor: Actor, kind: str = "") -> list[DraftTemplate]:
    """Templates in use at the agency and those it came after."""
    rows = DraftTemplate.objects.filter(agency_id__in=actor.archive_agency_ids, ended_at=None).select_related("file")
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("kind", "name")[:LIST_LIMIT])


def template_for(actor: Actor, template_id: int) -> DraftTemplate:
    """One of those, also one no longer in use. Raises DraftNotFound."""
    rows = DraftTemplate.objects.filter(agency_id__in=actor.archive_agency_ids).select_related("file", "agency")
    found = rows.filter(pk=template_id).first()
    if found is None:
        raise DraftNotFound("Không tìm thấy mẫu này ở cơ quan của ông/bà. Mở danh sách mẫu để chọn lại.")
    return found


def answering(actor: Actor, document_id: uuid.UUID) -> list[Draft]:
    """Drafts that answer a document, newest first."""
    return list(visible_drafts(actor).filter(answers_id=document_id).order_by("-created_at")[:20])


def for_signing(actor: Actor, draft_id: uuid.UUID) -> ReadyDraft:
    """What was laid before the signer. Raises DraftNotFound, also for a draft that was never submitted."""
    draft = visible_drafts(actor).filter(pk=draft_id, submission__gt=0, signer__isnull=False).first()
    version = version_of(draft) if draft is not None else None
    if draft is None or version is None or draft.signer_id is None:
        raise DraftNotFound
    return ReadyDraft(
        draft_id=draft.pk,
        submission=draft.submission,
        kind=draft.kind,
        abstract=draft.abstract,
        urgency=draft.urgency,
        symbol=draft.symbol,
        agency_id=draft.agency_id,
        department_id=draft.department_id,
        writer_position_id=draft.writer_id,
        writer_name=draft.writer_name,
        signer_position_id=draft.signer_id,
        signer_name=draft.signer_name,
        authority=tuple(draft.authority),
        file_ids=(version.pdf_id, *(each.file_id for each in appendices_of(draft))),
        word_file_id=version.file_id if version.file_id != version.pdf_id else None,
        recipients=recipients_of(draft),
        answers_id=draft.answers_id,
        answers_label=draft.answers_label,
        based_on=tuple(draft.bases.values_list("document_id", "label")),
        version=version.number,
    )


def recipients_of(draft: Draft) -> tuple[RecipientLine, ...]:
    """For whom it is, those addressed first."""
    rows = sorted(draft.recipients.all(), key=lambda each: (each.role != "to", each.place, each.pk))
    return tuple(
        RecipientLine(
            name=each.name,
            role=each.role,
            agency_id=each.agency_id,
            department_id=each.department_id,
            purpose=each.purpose,
        )
        for each in rows
    )
