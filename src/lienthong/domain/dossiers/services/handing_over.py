"""Bundles of paper change hands by numbered lists (bàn giao hồ sơ bản giấy): given, received piece by piece, or taken back."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import HandoverState, LineState, PaperKind, PaperPlace
from lienthong.domain.dossiers.errors import AlreadyOnList, HandoverClosed, OwnHandover
from lienthong.domain.dossiers.events import HandoverReceived
from lienthong.domain.dossiers.models import Handover, HandoverLine, PaperPart
from lienthong.domain.dossiers.queries.handovers import MOST_WAITING, RUNNING, units_for
from lienthong.domain.dossiers.queries.registering import outcome_of_last_step
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.handover_papers import keep_list
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish

LEAST_WORDS = 5
HOME = {PaperKind.SUBMITTED: PaperPlace.COUNTER, PaperKind.RESULT: PaperPlace.OFFICE}
"""Where a bundle waits to be given."""
THERE = {PaperKind.SUBMITTED: PaperPlace.OFFICE, PaperKind.RESULT: PaperPlace.COUNTER}
"""Where it lies once received."""


@transaction.atomic
def hand_over(
    *,
    actor: Actor,
    kind: str,
    part_ids: Sequence[int],
    to_agency_id: int,
    to_department_id: int | None = None,
    note: str = "",
) -> Handover:
    """Give bundles to one unit: a number, the list as PDF (signed where the giver has a certificate), all of them on their way.

    Raises NotAllowed, Invalid, AlreadyOnList when a bundle waits no longer; then nothing is given.
    """
    if actor.agency_id is None or actor.position is None or not policies.gives(actor, kind):
        raise NotAllowed
    wanted = set(part_ids)
    if not wanted or len(wanted) > MOST_WAITING:
        raise Invalid(
            {"parts": f"Chưa chọn hồ sơ nào, hoặc chọn quá {MOST_WAITING} hồ sơ. Đánh dấu các hồ sơ cần bàn giao."}
        )
    parts = list(
        PaperPart.objects.select_for_update(of=("self",))
        .select_related("dossier__agency", "dossier__reception_agency", "dossier__procedure")
        .filter(pk__in=wanted, kind=kind, agency_id=actor.agency_id)
        .order_by("pk")
    )
    gone = [part.dossier.code for part in parts if part.place != HOME[PaperKind(kind)] or not _still_handled(part)]
    if len(parts) < len(wanted) and not gone:
        raise NotFound
    if gone:
        raise AlreadyOnList.of(gone)
    unit = _unit(parts, to_agency_id, to_department_id, kind)
    now = clock.now()
    year = now.astimezone(clock.VIETNAM).year
    handover = Handover.objects.create(
        kind=kind,
        year=year,
        number=numbering.next_number(scope="handover", key=f"{organizations.identifier_of(actor.agency_id)}-{year}"),
        count=len(parts),
        note=note.strip()[:300],
        from_agency_id=actor.agency_id,
        from_unit=_own_unit(actor, kind),
        given_at=now,
        given_by_id=actor.position.id,
        given_by_account_id=actor.account_id,
        given_by_name=actor.name,
        to_agency_id=to_agency_id,
        to_department_id=to_department_id,
        to_unit=unit,
    )
    parts.sort(key=lambda part: part.dossier.code)
    HandoverLine.objects.bulk_create(
        HandoverLine(
            handover=handover,
            part=part,
            position=position,
            papers=_what(part),
            outcome=outcome_of_last_step(part.dossier),
        )
        for position, part in enumerate(parts, 1)
    )
    PaperPart.objects.filter(pk__in=wanted).update(place=PaperPlace.PASSING, since=now, remark="")
    keep_list(actor=actor, handover=handover)
    for part in parts:
        _record(actor, "hand_over", part, f"Danh sách {handover.label}, giao {handover.to_unit}", handover)
    return handover


@transaction.atomic
def receive_handover(*, actor: Actor, handover_id: int, refused: Mapping[int, str], checked: Sequence[int]) -> Handover:
    """Confirm a list: `checked` are lines that were received, `refused` those that were not, with the reason.

    What was not received goes back to where it waited. Raises NotFound, NotAllowed, OwnHandover, HandoverClosed when somebody was
    faster, Invalid (`line-12`) while a line is not judged or a reason is missing.
    """
    handover = _lock(actor, handover_id, side="to_agency_id")
    if not policies.receives_list(actor, handover):
        raise NotAllowed("Danh sách này giao cho bộ phận khác. Người của bộ phận đó mở và xác nhận.")
    _refuse_closed(handover)
    if handover.given_by_account_id == actor.account_id:
        raise OwnHandover
    lines = list(handover.lines.select_related("part__dossier"))
    problems = {}
    for line in lines:
        code = line.part.dossier.code
        if line.pk in refused and len(refused[line.pk].strip()) < LEAST_WORDS:
            problems[f"reason-{line.pk}"] = f"{code}: chưa ghi lý do không nhận."
        elif line.pk not in refused and line.pk not in checked:
            problems[f"line-{line.pk}"] = f"{code}: chưa kiểm. Chọn nhận hoặc không nhận."
    if problems:
        raise Invalid(problems)
    now = clock.now()
    here, home = THERE[PaperKind(handover.kind)], HOME[PaperKind(handover.kind)]
    for line in lines:
        reason = refused.get(line.pk, "").strip()[:300]
        line.state, line.reason = (LineState.REFUSED, reason) if line.pk in refused else (LineState.RECEIVED, "")
        line.save(update_fields=["state", "reason"])
        part = line.part
        part.since = now
        if line.state == LineState.RECEIVED:
            part.place, part.agency_id, part.remark = here, handover.to_agency_id, ""
        else:
            part.place, part.remark = home, f"{handover.label}: {reason}"[:300]
        part.save(update_fields=["place", "agency", "since", "remark"])
        told = f"Danh sách {handover.label}" + (f": không nhận, {reason}" if reason else "")
        _record(actor, "receive_paper" if not reason else "refuse_paper", part, told, handover)
    handover.state = HandoverState.RECEIVED
    handover.missing = sum(line.state == LineState.REFUSED for line in lines)
    handover.received_at = now
    handover.received_by_id = actor.position.id if actor.position else None
    handover.received_by_name = actor.name
    handover.save()
    keep_list(actor=actor, handover=handover)
    publish(HandoverReceived(handover_id=handover.pk, missing=handover.missing))
    return handover


@transaction.atomic
def cancel_handover(*, actor: Actor, handover_id: int, reason: str) -> Handover:
    """The giving side takes an open list back; its bundles wait again. Raises NotFound, NotAllowed, HandoverClosed, Invalid."""
    if len(reason.strip()) < LEAST_WORDS:
        raise Invalid({"reason": "Chưa ghi lý do hủy danh sách. Ghi ngắn gọn, ví dụ: lập nhầm bộ phận nhận."})
    handover = _lock(actor, handover_id, side="from_agency_id")
    if not policies.gives(actor, handover.kind):
        raise NotAllowed
    _refuse_closed(handover)
    for part in take_back(handover, by_name=actor.name, reason=reason.strip()):
        _record(actor, "cancel_handover", part, f"Danh sách {handover.label}: {reason.strip()}", handover)
    return handover


def take_back(handover: Handover, *, by_name: str, reason: str) -> list[PaperPart]:
    """Cancel a locked open list; its bundles wait again where they came from. Inside the caller's transaction."""
    handover.state = HandoverState.CANCELLED
    handover.cancelled_at = clock.now()
    handover.cancelled_by_name = by_name
    handover.cancelled_reason = reason[:300]
    handover.save(update_fields=["state", "cancelled_at", "cancelled_by_name", "cancelled_reason"])
    parts = [line.part for line in handover.lines.select_related("part__dossier")]
    handover.lines.update(state=LineState.CANCELLED)
    PaperPart.objects.filter(pk__in=[part.pk for part in parts]).update(
        place=HOME[PaperKind(handover.kind)], since=clock.now()
    )
    return parts


def _lock(actor: Actor, handover_id: int, *, side: str) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",)).select_related("from_agency", "to_agency", "to_department")
    found = rows.filter(pk=handover_id).first()
    if found is None or actor.agency_id is None or getattr(found, side) != actor.agency_id:
        raise NotFound
    return found


def _refuse_closed(handover: Handover) -> None:
    if handover.state == HandoverState.OPEN:
        return
    cancelled = handover.state == HandoverState.CANCELLED
    by = handover.cancelled_by_name if cancelled else handover.received_by_name
    at = handover.cancelled_at if cancelled else handover.received_at
    moment = f"{at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}" if at else ""
    raise HandoverClosed.of(handover.label, str(handover.get_state_display()), by, moment)


def _still_handled(part: PaperPart) -> bool:
    return part.kind == PaperKind.RESULT or part.dossier.state in RUNNING


def _unit(parts: Sequence[PaperPart], agency_id: int, department_id: int | None, kind: str) -> str:
    """The receiving unit in words. Every bundle goes to the agency that has its dossier; the department is the giver's choice."""
    units = units_for(parts)
    astray = [part.dossier.code for part in parts if units[part.pk].agency_id != agency_id]
    if astray:
        raise Invalid(
            {
                "unit": f"Hồ sơ {'; '.join(astray[:5])} do cơ quan khác giải quyết. Mỗi danh sách giao một cơ quan; bỏ chọn rồi lập riêng."
            }
        )
    agency = organizations.agency(agency_id)
    if kind == PaperKind.RESULT:
        return f"Bộ phận Một cửa, {agency.short_name}"
    if department_id is None:
        return agency.short_name
    room = next((each for each in organizations.departments_of(agency_id) if each.pk == department_id), None)
    if room is None:
        raise Invalid({"unit": "Bộ phận nhận không thuộc cơ quan giải quyết các hồ sơ đã chọn. Chọn lại bộ phận."})
    return f"{room.name}, {agency.short_name}"


def _own_unit(actor: Actor, kind: str) -> str:
    assert actor.position is not None
    seat = organizations.get_position(actor.position.id)
    if kind == PaperKind.SUBMITTED:
        return f"Bộ phận Một cửa, {seat.agency.short_name}"
    return f"{seat.department.name}, {seat.agency.short_name}" if seat.department else seat.agency.short_name


def _what(part: PaperPart) -> str:
    if part.kind == PaperKind.RESULT:
        number = part.dossier.result_number
        return f"Kết quả {number}" if number else "Kết quả bản giấy"
    count = part.dossier.papers.filter(replaced_at__isnull=True).count()
    return f"{count} giấy tờ" if count else "Tờ khai"


def _record(actor: Actor, verb: str, part: PaperPart, note: str, handover: Handover) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="dossier",
        subject_id=part.dossier_id,
        details={"handover": handover.pk, "note": note},
    )
