"""Closed files go to the archive of the agency (nộp lưu): offered with an index and minutes, taken or returned; Điều 30 Nghị định 30/2020/NĐ-CP.

The keeper takes everything or returns everything with the reasons, so that both sides sign one and the same minutes.
"""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from lienthong.domain.archive import policies, queries
from lienthong.domain.archive.choices import FileState
from lienthong.domain.archive.errors import FileNotFound, WrongState
from lienthong.domain.archive.events import HandoverDecided, HandoverOffered
from lienthong.domain.archive.models import Handover, HandoverLine, WorkFile
from lienthong.domain.archive.services.locking import move, recorded
from lienthong.domain.archive.services.printing import minutes_pdf
from lienthong.domain.archive.states import HANDOVERS, next_state
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

MOST_FILES = 300


@transaction.atomic
def offer_files(*, actor: Actor, file_ids: Sequence[uuid.UUID], key: str, note: str = "") -> Handover:
    """Give closed files to the archive: the minutes are made, and signed by the giver who has a certificate.

    `key` names one sending: sent again, the same hand-over comes back. Raises NotAllowed, FileNotFound, WrongState, Invalid.
    """
    policies.require(actor, policies.WORK)
    assert actor.position is not None
    known = Handover.objects.filter(key=key[:64], giver_id=actor.position.id).first()
    if known is not None:
        return known
    wanted = list(dict.fromkeys(file_ids))
    if not wanted or len(wanted) > MOST_FILES:
        raise Invalid({"files": f"Chọn từ 1 đến {MOST_FILES} hồ sơ đã kết thúc để nộp lưu."})
    # Locked in one order, so that two who offer the same files wait for each other and the second is told.
    rows = list(WorkFile.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    if len(rows) != len(wanted) or not all(policies.keeps(actor, row) for row in rows):
        raise FileNotFound
    agency_id = rows[0].agency_id
    if any(row.agency_id != agency_id for row in rows):
        raise Invalid({"files": "Các hồ sơ thuộc hai cơ quan khác nhau. Nộp riêng hồ sơ của từng cơ quan."})
    for row in rows:
        move(row, "offer")
        row.save(update_fields=["state"])
    year = clock.today().year
    handover = Handover(
        agency_id=agency_id,
        year=year,
        number=numbering.next_number(scope="archive-handover", key=f"{organizations.identifier_of(agency_id)}-{year}"),
        key=key[:64],
        note=clean(note)[:300],
        giver_id=actor.position.id,
        giver_name=actor.name,
        giver_title=actor.position.title[:240],
        giver_signed=certificates.can_sign(actor),
        offered_at=clock.now(),
    )
    handover.save(force_insert=True)
    HandoverLine.objects.bulk_create(
        HandoverLine(handover=handover, file=row, place=place)
        for place, row in enumerate(sorted(rows, key=lambda row: (row.year, row.code)), start=1)
    )
    for row in rows:
        recorded(actor, row, "offer_file", handover=str(handover))
    _keep_minutes(actor, handover, signs=handover.giver_signed)
    _recorded(actor, handover, "offer_files", files=len(rows))
    publish(HandoverOffered(handover_id=handover.pk, agency_id=agency_id))
    return handover


@transaction.atomic
def take_handover(*, actor: Actor, handover_id: uuid.UUID, locations: Mapping[uuid.UUID, str]) -> Handover:
    """The keeper of the archive has compared files and index and takes them; `locations` says where each lies.

    Raises NotAllowed, NotFound, WrongState, Invalid when somebody would take from themself.
    """
    handover = _lock(actor, handover_id)
    assert actor.position is not None
    if handover.giver_id == actor.position.id:
        raise NotAllowed("Người giao không tự nhận hồ sơ của mình. Nhờ người khác làm lưu trữ của cơ quan nhận.")
    handover.state = _next(handover, "accept")
    handover.receiver_id, handover.receiver_name = actor.position.id, actor.name
    handover.receiver_title, handover.receiver_signed = actor.position.title[:240], certificates.can_sign(actor)
    handover.decided_at = clock.now()
    for row in _files(handover):
        move(row, "accept")
        row.archived_on, row.location = clock.today(), clean(locations.get(row.pk, ""))[:120]
        row.save(update_fields=["state", "archived_on", "location"])
        recorded(actor, row, "archive_file", handover=str(handover), location=row.location)
    _keep_minutes(actor, handover, signs=handover.receiver_signed)
    _recorded(actor, handover, "take_handover")
    publish(HandoverDecided(handover_id=handover.pk, giver_id=handover.giver_id, state=handover.state))
    return handover


@transaction.atomic
def return_handover(*, actor: Actor, handover_id: uuid.UUID, reason: str, reasons: Mapping[uuid.UUID, str]) -> Handover:
    """Something is missing: everything goes back closed, each file with what is wrong. Raises NotAllowed, NotFound, WrongState, Invalid."""
    handover = _lock(actor, handover_id)
    assert actor.position is not None
    state = _next(handover, "give_back")
    said = {file_id: clean(text)[:300] for file_id, text in reasons.items() if clean(text)}
    whole = clean(reason, lines=True)
    if len(whole) < 8 and not said:
        raise Invalid({"reason": "Ghi hồ sơ nào thiếu gì để người nộp hoàn thiện một lần."})
    for line in handover.lines.all():
        if line.file_id in said:
            line.reason = said[line.file_id]
            line.save(update_fields=["reason"])
    for row in _files(handover):
        move(row, "give_back")
        row.save(update_fields=["state"])
        recorded(actor, row, "give_file_back", handover=str(handover), reason=said.get(row.pk, whole))
    handover.state, handover.reason, handover.decided_at = state, whole, clock.now()
    handover.receiver_id, handover.receiver_name = actor.position.id, actor.name
    handover.receiver_title = actor.position.title[:240]
    handover.save()
    _recorded(actor, handover, "return_handover", reason=whole)
    publish(HandoverDecided(handover_id=handover.pk, giver_id=handover.giver_id, state=handover.state))
    return handover


@transaction.atomic
def place_file(*, actor: Actor, file_id: uuid.UUID, location: str) -> WorkFile:
    """Say where an archived file lies now. Raises NotAllowed, FileNotFound, WrongState."""
    file = WorkFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
    if file is None or file.agency_id not in actor.archive_agency_ids:
        raise FileNotFound
    policies.require(actor, policies.KEEP, file.agency_id)
    if file.state != FileState.ARCHIVED:
        raise WrongState(f"Hồ sơ {file.code} không ở trong kho lưu trữ. Tải lại trang để xem hiện trạng.")
    before, file.location = file.location, clean(location)[:120]
    file.save(update_fields=["location"])
    recorded(actor, file, "place_file", before=before, location=file.location)
    return file


def _lock(actor: Actor, handover_id: uuid.UUID) -> Handover:
    queries.handover_for(actor, handover_id)
    handover = Handover.objects.select_for_update(of=("self",)).select_related("minutes").get(pk=handover_id)
    policies.require(actor, policies.KEEP, handover.agency_id)
    return handover


def _next(handover: Handover, verb: str) -> str:
    return next_state(HANDOVERS, verb, handover.state, what=f"Biên bản {handover}", label=handover.get_state_display())


def _files(handover: Handover) -> list[WorkFile]:
    ids = handover.lines.values_list("file_id", flat=True)
    return list(WorkFile.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk"))


def _keep_minutes(actor: Actor, handover: Handover, *, signs: bool) -> None:
    """The giver's signature is kept under the receiver's; where one of them has no certificate the page is made anew with both
    names, and what the giver signed is kept beside it."""
    if handover.minutes is not None and handover.giver_signed and signs:
        content = files.read_bytes(handover.minutes)
    else:
        content = minutes_pdf(handover)
    if signs:
        content = signing.sign_pdf(
            actor=actor,
            content=content,
            reason=f"Biên bản giao nhận hồ sơ, tài liệu số {handover}",
            location=actor.position.agency_name if actor.position else "",
        )
    handover.minutes = files.store_bytes(
        name=f"bien-ban-giao-nhan-{handover.number:02d}-{handover.year}.pdf",
        media_type=PDF,
        content=content,
        purpose="archive-minutes",
        actor=actor,
        made_from=handover.minutes,
    )
    handover.save()


def _recorded(actor: Actor, handover: Handover, verb: str, **details: object) -> None:
    audit.record(actor=actor, verb=verb, subject_type="archive_handover", subject_id=handover.pk, details=details)
