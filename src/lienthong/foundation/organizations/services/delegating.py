"""A seat lets another act on its behalf (ủy quyền), and says when its holder is away (nghỉ, vắng mặt).

Whoever delegates keeps every right of their own. What was received is never handed on (Điều 13 khoản 3 Nghị định 30/2020/NĐ-CP).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from lienthong.foundation.organizations import policies, queries
from lienthong.foundation.organizations.choices import (
    RIGHTS_OF_ACT,
    AbsenceKind,
    DelegatedAct,
    DelegationState,
    rights_of,
)
from lienthong.foundation.organizations.errors import DelegatedAlready, DelegationClosed, NotDelegable
from lienthong.foundation.organizations.events import DelegationAccepted, DelegationEnded, DelegationGiven
from lienthong.foundation.organizations.models import Absence, Delegation, Position
from lienthong.foundation.organizations.services.preparing import by
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

LONGEST = timedelta(days=366)
"""[M]: a bound against typing errors; the law asks for a limit, not for this one."""
LONGEST_ABSENCE = timedelta(days=366)
MOST_PROCEDURES = 50
LEAST_WORDS = 5


@transaction.atomic
def delegate(
    *,
    actor: Actor,
    receiver_id: int,
    acts: Iterable[str],
    begins_at: datetime,
    ends_at: datetime,
    reason: str,
    document: str = "",
    procedures: Iterable[str] = (),
) -> Delegation:
    """Let another seat act on behalf of the actor's own, from `begins_at` until just before `ends_at` (aware).

    `acts`: `DelegatedAct`s that the seat itself may do; `procedures`: codes, none for all. It holds once it is accepted. The same asked
    for twice is returned unchanged. Raises NotAllowed, Invalid, NotDelegable, DelegatedAlready.
    """
    if actor.position is None or actor.for_seat is not None:
        raise NotAllowed("Chỉ người đang giữ chức vụ mới ủy quyền được, và chỉ ủy quyền việc của chính chức vụ ấy.")
    # Two delegations of one seat wait for each other; `no_key` lets acts of that seat be recorded meanwhile.
    giver = Position.objects.select_for_update(no_key=True).filter(pk=actor.position.id).first()
    if giver is None or not queries.is_held(giver):
        raise NotAllowed
    wanted = list(dict.fromkeys(str(act) for act in acts))
    codes = sorted({clean(code) for code in procedures if clean(code)})
    _refuse_bad(wanted, codes, begins_at, ends_at, reason)
    _refuse_acts(actor, giver, wanted)
    receiver = _receiver(actor, giver, receiver_id, ends_at)
    if DelegatedAct.SIGN_DOCUMENTS in wanted:
        policies.require_signing_for(giver, receiver, document)
    same = Delegation.objects.filter(
        giver=giver, receiver=receiver, acts=wanted, procedures=codes, begins_at=begins_at, ends_at=ends_at
    ).filter(state__in=[DelegationState.PENDING, DelegationState.ACCEPTED])
    if (found := same.first()) is not None:
        return found
    _refuse_overlap(giver, wanted, codes, begins_at, ends_at)
    made = Delegation.objects.create(
        giver=giver,
        receiver=receiver,
        acts=wanted,
        procedures=codes,
        begins_at=begins_at,
        ends_at=ends_at,
        reason=clean(reason)[:300],
        document=clean(document)[:60],
        made_at=clock.now(),
    )
    publish(DelegationGiven(**_told(made), **by(actor)))
    return made


@transaction.atomic
def accept_delegation(*, actor: Actor, delegation_id: int) -> Delegation:
    """Take it over; from now on, within its period, it holds. A repeat changes nothing. Raises NotFound, DelegationClosed."""
    found = _locked(actor, delegation_id)
    if actor.position is None or found.receiver_id != actor.position.id:
        raise NotFound
    if found.state == DelegationState.ACCEPTED:
        return found
    _refuse_closed(found)
    found.state = DelegationState.ACCEPTED
    found.answered_at = clock.now()
    found.save(update_fields=["state", "answered_at"])
    publish(DelegationAccepted(**_told(found), **by(actor)))
    return found


@transaction.atomic
def end_delegation(*, actor: Actor, delegation_id: int, reason: str) -> Delegation:
    """Revoke it (the giver, an administrator), decline it or give it back (the receiver): from this moment it carries nothing.

    Raises NotFound, Invalid, DelegationClosed.
    """
    found = _locked(actor, delegation_id)
    if len(clean(reason)) < LEAST_WORDS:
        raise Invalid({"reason": "Chưa ghi lý do. Ghi ngắn gọn để người kia biết vì sao thôi ủy quyền."})
    _refuse_closed(found)
    mine = actor.position.id if actor.position else 0
    if found.receiver_id == mine:
        waits = found.state == DelegationState.PENDING
        found.state = DelegationState.DECLINED if waits else DelegationState.GIVEN_BACK
    else:
        found.state = DelegationState.REVOKED
    found.ended_at = clock.now()
    found.ended_by_name = actor.name
    found.end_reason = clean(reason)[:300]
    found.save(update_fields=["state", "ended_at", "ended_by_name", "end_reason"])
    publish(DelegationEnded(**_told(found), **by(actor), how=found.state, reason=found.end_reason))
    return found


@transaction.atomic
def record_absence(*, actor: Actor, kind: str, begins_on: date, ends_on: date, note: str = "") -> Absence:
    """Say that the holder of the actor's seat is away on these days, both included. The same said twice is one. Raises Invalid."""
    if actor.position is None:
        raise NotAllowed
    problems = {}
    if kind not in AbsenceKind.values:
        problems["kind"] = "Chưa chọn lý do vắng mặt."
    if ends_on < begins_on:
        problems["ends_on"] = "Ngày cuối sớm hơn ngày đầu. Chọn từ ngày đầu trở đi."
    elif ends_on - begins_on > LONGEST_ABSENCE:
        problems["ends_on"] = f"Thời gian vắng dài hơn {LONGEST_ABSENCE.days} ngày. Kiểm tra lại năm."
    if problems:
        raise Invalid(problems)
    Position.objects.select_for_update(no_key=True).get(pk=actor.position.id)
    crossing = Absence.objects.filter(position_id=actor.position.id, begins_on__lte=ends_on, ends_on__gte=begins_on)
    if (found := crossing.first()) is not None:
        if (found.begins_on, found.ends_on, found.kind) == (begins_on, ends_on, kind):
            return found
        raise Invalid(
            {
                "begins_on": f"Đã báo {found.get_kind_display().lower()} từ {found.begins_on:%d/%m/%Y} đến {found.ends_on:%d/%m/%Y}. "
                "Bỏ lần báo ấy trước, hoặc chọn ngày khác."
            }
        )
    return Absence.objects.create(
        position_id=actor.position.id, kind=kind, begins_on=begins_on, ends_on=ends_on, note=clean(note)[:200]
    )


@transaction.atomic
def cancel_absence(*, actor: Actor, absence_id: int) -> None:
    """Take back what was said of being away. Raises NotFound for others'."""
    mine = actor.position.id if actor.position else 0
    if not Absence.objects.filter(pk=absence_id, position_id=mine).delete()[0]:
        raise NotFound


def follow_seats(seat_ids: dict[int, int]) -> None:
    """A seat became another when its agency changed: what was delegated to or by it goes along, absences too.

    Where giver and receiver came under agencies of which neither stands above the other, the delegation ends. Called by the change itself.
    """
    moved = {old: new for old, new in seat_ids.items() if old != new}
    if not moved:
        return
    now = clock.now()
    for old, new in moved.items():
        Absence.objects.filter(position_id=old, ends_on__gte=clock.today()).update(position_id=new)
    rows = Delegation.objects.select_for_update().filter(
        state__in=[DelegationState.PENDING, DelegationState.ACCEPTED], ends_at__gt=now
    )
    for each in rows.filter(giver_id__in=moved) | rows.filter(receiver_id__in=moved):
        each.giver_id = moved.get(each.giver_id, each.giver_id)
        each.receiver_id = moved.get(each.receiver_id, each.receiver_id)
        agencies = dict(
            Position.objects.filter(pk__in=[each.giver_id, each.receiver_id]).values_list("pk", "agency_id")
        )
        if agencies[each.receiver_id] in queries.subtree_ids(agencies[each.giver_id]):
            each.save(update_fields=["giver", "receiver"])
            continue
        Delegation.objects.filter(pk=each.pk).update(
            state=DelegationState.REVOKED,
            ended_at=now,
            ended_by_name="Hệ thống",
            end_reason="Hai chức vụ không còn thuộc cùng cơ quan sau khi sắp xếp.",
        )


def _refuse_bad(wanted: list[str], codes: list[str], begins_at: datetime, ends_at: datetime, reason: str) -> None:
    problems = {}
    if not wanted or any(act not in DelegatedAct.values for act in wanted):
        problems["acts"] = "Chưa chọn việc được ủy quyền. Đánh dấu ít nhất một việc."
    if ends_at <= begins_at:
        problems["ends_at"] = "Thời hạn kết thúc trước khi bắt đầu. Chọn ngày cuối từ ngày đầu trở đi."
    elif ends_at <= clock.now():
        problems["ends_at"] = "Thời hạn đã qua. Chọn ngày cuối từ hôm nay trở đi."
    elif ends_at - begins_at > LONGEST:
        problems["ends_at"] = f"Thời hạn dài hơn {LONGEST.days} ngày. Ủy quyền phải có thời hạn; kiểm tra lại năm."
    if len(clean(reason)) < LEAST_WORDS:
        problems["reason"] = "Chưa ghi lý do ủy quyền. Ghi ngắn gọn, ví dụ: đi công tác Hà Nội."
    if len(codes) > MOST_PROCEDURES:
        problems["procedures"] = f"Chọn quá {MOST_PROCEDURES} thủ tục. Để trống nếu ủy quyền mọi thủ tục."
    if problems:
        raise Invalid(problems)


def _refuse_acts(actor: Actor, giver: Position, wanted: list[str]) -> None:
    own = rights_of(giver.roles)
    missing = [DelegatedAct(act) for act in wanted if not RIGHTS_OF_ACT[act] & own]
    if not missing:
        return
    names = ", ".join(act.label.lower() for act in missing)
    received = [each for each in actor.stand_ins if any(RIGHTS_OF_ACT[act] & each.rights for act in missing)]
    if received:
        raise NotDelegable(
            f"Việc {names} là việc {received[0].holder} ủy quyền cho ông/bà; người được ủy quyền không được ủy quyền lại "
            "(Điều 13 Nghị định 30/2020/NĐ-CP).",
            field="acts",
        )
    raise NotDelegable(
        f"Chức vụ {giver.title} không có quyền {names} nên không ủy quyền được. Bỏ chọn việc này.", field="acts"
    )


def _receiver(actor: Actor, giver: Position, receiver_id: int, ends_at: datetime) -> Position:
    receiver = Position.objects.select_related("account", "agency").filter(pk=receiver_id).first()
    if receiver is None or not queries.is_held(receiver) or not receiver.account.is_active:
        raise Invalid({"receiver": "Chưa chọn người được ủy quyền, hoặc người ấy không còn giữ chức vụ này."})
    if receiver.account_id == actor.account_id:
        raise NotDelegable("Không ủy quyền cho chính mình, kể cả ở chức vụ khác. Chọn người khác.", field="receiver")
    if receiver.agency_id not in queries.subtree_ids(giver.agency_id):
        raise NotDelegable(
            f"{receiver.account.full_name} thuộc {receiver.agency.name}, không thuộc cơ quan của ông/bà hoặc cơ quan cấp dưới. "
            "Chọn người trong phạm vi ấy.",
            field="receiver",
        )
    last = ends_at - timedelta(microseconds=1)
    if receiver.valid_to is not None and receiver.valid_to < last.astimezone(clock.VIETNAM).date():
        raise NotDelegable(
            f"{receiver.account.full_name} chỉ giữ chức vụ {receiver.title} đến {receiver.valid_to:%d/%m/%Y}. Chọn ngày cuối sớm hơn.",
            field="ends_at",
        )
    return receiver


def _refuse_overlap(
    giver: Position, wanted: list[str], codes: list[str], begins_at: datetime, ends_at: datetime
) -> None:
    crossing = Delegation.objects.filter(
        giver=giver,
        state__in=[DelegationState.PENDING, DelegationState.ACCEPTED],
        begins_at__lt=ends_at,
        ends_at__gt=begins_at,
        acts__overlap=wanted,
    ).select_related("receiver__account")
    for each in crossing:
        if codes and each.procedures and not set(codes) & set(each.procedures):
            continue
        raise DelegatedAlready(
            acts=", ".join(str(DelegatedAct(act).label) for act in each.acts if act in wanted),
            receiver=each.receiver.account.full_name,
            begins=_in_words(each.begins_at),
            ends=_in_words(each.ends_at),
        )


def _locked(actor: Actor, delegation_id: int) -> Delegation:
    found = queries.delegation(actor, delegation_id)
    return Delegation.objects.select_for_update(of=("self",)).select_related("giver", "receiver").get(pk=found.pk)


def _refuse_closed(found: Delegation) -> None:
    standing = found.standing(clock.now())
    open_ones = {"pending", "coming", "running"}
    if standing.value not in open_ones:
        raise DelegationClosed(str(standing.label))


def _told(found: Delegation) -> dict[str, Any]:
    return {
        "delegation_id": found.pk,
        "giver_account_id": found.giver.account_id,
        "receiver_account_id": found.receiver.account_id,
    }


def _in_words(moment: datetime) -> str:
    return f"{moment.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
