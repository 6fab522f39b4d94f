"""Reading drafts (tra dự thảo). What an actor may see is decided in `visible_drafts` and nowhere else."""

import uuid
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

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
from lienthong.kit.actor import Actor, StandIn
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
    written in Word. `signer_for_id`: the head for whom the signer signs by delegation. `symbol`: the notation without the number, `QĐ-UBND`. `submission` counts: submitted again it is another one."""

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
    signer_for_id: int | None
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
    if actor.for_seat is not None:
        return rows.filter(_of_stand(actor.for_seat), agency_id__in=actor.archive_agency_ids)
    own = _own_drafts(actor)
    stands = _stands(actor)
    if not stands:
        return rows.filter(agency_id__in=actor.archive_agency_ids).filter(own)
    agencies = {*actor.archive_agency_ids, *(agency for each in stands for agency in each.archive_agency_ids)}
    lent = reduce(or_, map(_of_stand, stands))
    if len(agencies) > len(actor.archive_agency_ids):
        own = Q(agency_id__in=actor.archive_agency_ids) & own
    elif not own:
        lent = own  # everything of the agency is seen anyway
    return rows.filter(agency_id__in=agencies).filter(own | lent)


def _own_drafts(actor: Actor) -> Q:
    """Of the agencies of the actor, whose order of change is an index; no condition for its leaders."""
    assert actor.position is not None
    seat = actor.position
    if actor.may(policies.DIRECT_AGENCY):
        return Q()
    seen = Q(writer_id=seat.id) | Q(signer_id=seat.id, submission__gt=0) | Q(Exists(_asked_of(actor)))
    if actor.may(policies.DIRECT):
        seen |= Q(agency_id=seat.agency_id) & _of_department(seat.department_id)
    if actor.may(policies.REGISTER):
        seen |= Q(state__in=_FOR_CLERKS)
    return seen


def _stands(actor: Actor) -> list[StandIn]:
    """Seats that delegated something of drafts to the actor."""
    return [each for each in actor.stand_ins if each.rights.intersection(policies.DELEGATED)]


def _of_stand(stand: StandIn) -> Q:
    """What is lent with a delegation: drafts that wait for that seat's approval or were laid before it since it began; what the seat is asked
    about, or has answered since."""
    seen = Q(pk__in=[])
    if (approved := _approved_by(stand)) is not None:
        seen |= approved & (
            Q(state=DraftState.AWAITING) | Q(asked_at__gte=stand.since) | Q(approved_at__gte=stand.since)
        )
    if policies.WORK in stand.rights:
        asked = DraftOpinion.objects.filter(_asked_seat(stand.seat_id, stand.department_id), draft_id=OuterRef("pk"))
        seen |= Q(Exists(asked.filter(Q(state=OpinionState.OPEN) | Q(given_at__gte=stand.since))))
    return seen


def _approved_by(stand: StandIn) -> Q | None:
    """Drafts of whose content the seat decides, as far as that was delegated; None for none."""
    if policies.DIRECT_AGENCY in stand.rights:
        return Q(agency_id=stand.agency_id)
    if policies.DIRECT in stand.rights:
        return Q(agency_id=stand.agency_id) & _of_department(stand.department_id)
    return None


def _asked_seat(seat_id: int, department_id: int | None) -> Q:
    return (
        Q(position_id=seat_id) | Q(department_id=department_id) if department_id is not None else Q(position_id=seat_id)
    )


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


def sees_as_themself(actor: Actor, draft: Draft) -> bool:
    """Whether the actor reads it without standing in for anybody more than they do already."""
    alone = replace(actor, position=replace(actor.position, stand_ins=())) if actor.position is not None else actor
    return sees(alone, draft)


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


@dataclass(frozen=True, slots=True)
class WaitingOpinion:
    """An opinion that waits for the actor; `behalf`: the seat that was asked, where they only stand in for it."""

    opinion: DraftOpinion
    behalf: StandIn | None = None


@dataclass(frozen=True, slots=True)
class WaitingApproval:
    """A draft that waits to be approved; `behalf` as above."""

    draft: Draft
    behalf: StandIn | None = None


def asked_of(actor: Actor, *, limit: int = LIST_LIMIT) -> list[WaitingOpinion]:
    """`opinions_waiting`, then those asked of seats the actor stands in for. A query for each."""
    found = {each.pk: WaitingOpinion(each) for each in opinions_waiting(actor, limit=limit)}
    for stand in _stands(actor):
        if policies.WORK in stand.rights:
            rows = DraftOpinion.objects.filter(
                _asked_seat(stand.seat_id, stand.department_id), state=OpinionState.OPEN
            ).select_related("draft")
            for each in rows.order_by(F("due_at").asc(nulls_last=True), "id")[:limit]:
                found.setdefault(each.pk, WaitingOpinion(each, stand))
    return list(found.values())[:limit]


def to_approve(actor: Actor, *, limit: int = LIST_LIMIT) -> list[WaitingApproval]:
    """`approvals_waiting`, then those that wait for seats the actor stands in for. A query for each."""
    found = {each.pk: WaitingApproval(each) for each in approvals_waiting(actor, limit=limit)}
    for stand in _stands(actor):
        if (approved := _approved_by(stand)) is not None:
            rows = Draft.objects.filter(approved, state=DraftState.AWAITING).select_related("department")
            for each in rows.order_by("asked_at", "id")[:limit]:
                found.setdefault(each.pk, WaitingApproval(each, stand))
    return list(found.values())[:limit]


def approves_for_others(actor: Actor) -> bool:
    """Whether a seat that approves drafts let the actor do so."""
    return any(_approved_by(stand) is not None for stand in _stands(actor))


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
        signer_for_id=draft.signer_for_id,
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
