"""Ordering, mending and giving up a parcel (lập đơn, sửa địa chỉ, hủy đơn, gửi lại)."""

import re
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app as jobs

from lienthong.foundation.audit import services as audit
from lienthong.foundation.postal.choices import OPEN_STATES, CodState, Kind, Payer, Source, State
from lienthong.foundation.postal.errors import TooLate
from lienthong.foundation.postal.freight import LIGHTEST, estimate, weight_classes
from lienthong.foundation.postal.models import PostalOrder, TrackingEvent
from lienthong.foundation.postal.policies import require_handler
from lienthong.foundation.postal.services.standing import CANCELLED_CODE, lock_order, restand, set_need
from lienthong.foundation.postal.states import CANCELLABLE
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean, shown

SEND_ORDER, CANCEL_ORDER = "postal.send_order", "postal.cancel_at_carrier"  # names of the jobs; jobs.py registers them
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_PHONE = re.compile(r"0\d{9,10}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One end of the way. `province`, `commune`: codes of units of today; `text`: the whole address as it is printed."""

    name: str
    phone: str
    province: str
    commune: str
    detail: str
    text: str


@transaction.atomic
def create_order(
    *,
    actor: Actor,
    kind: str,
    agency_id: int,
    citizen: Party,
    office: Party,
    subject_type: str,
    subject_id: object,
    subject_code: str,
    content: str,
    office_url: str,
    person_id: int | None = None,
    weight_class: str = LIGHTEST,
    freight_payer: str = Payer.CITIZEN,
    cod_amount: int = 0,
    previous_id: uuid.UUID | None = None,
) -> PostalOrder:
    """Order a parcel; the carrier hears of it from a job after the commit. While one is on its way for the same subject and kind,
    asking again gives that one. Raises Invalid for an address the carrier could not use."""
    _require_usable(citizen, office, weight_class)
    live = _live_order(kind, subject_type, subject_id)
    if live is not None:
        return live
    order = PostalOrder(
        code=_new_code(),
        kind=kind,
        agency_id=agency_id,
        subject_type=subject_type,
        subject_id=str(subject_id),
        subject_code=subject_code,
        content=content[:200],
        office_url=office_url[:200],
        person_id=person_id,
        citizen=asdict(_tidied(citizen)),
        office=asdict(_tidied(office)),
        weight_class=weight_class,
        freight_estimate=estimate(
            weight_class=weight_class, from_province=citizen.province, to_province=office.province
        ),
        freight_payer=freight_payer,
        cod_amount=cod_amount,
        cod_state=CodState.DUE if cod_amount else CodState.NONE,
        state_at=clock.now(),
        previous_id=previous_id,
        created_by_name=actor.name,
    )
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError:  # somebody asked at the same moment
        live = _live_order(kind, subject_type, subject_id)
        if live is None:
            raise
        return live
    _record(actor, "order_post", order, {"kind": kind, "cod": cod_amount})
    defer_sending(order.id)
    return order


@transaction.atomic
def mend_order(*, actor: Actor, order_id: uuid.UUID, citizen: Party) -> PostalOrder:
    """Correct the citizen's end of an order the carrier has not taken, and send it again. Raises TooLate, Invalid, NotAllowed."""
    order = lock_order(order_id)
    require_handler(actor, order)
    if order.state != State.CREATED or order.tracking:
        raise TooLate(
            f"Bưu điện đã nhận đơn {order.code} ({order.get_state_display().lower()}) nên không sửa địa chỉ ở đây được. "
            "Gọi bưu cục đổi địa chỉ, hoặc chờ hoàn về rồi gửi lại."
        )
    office = Party(**order.office)
    _require_usable(citizen, office, order.weight_class)
    order.citizen, order.refusal, order.sent_at = asdict(_tidied(citizen)), "", None
    order.freight_estimate = estimate(
        weight_class=order.weight_class, from_province=citizen.province, to_province=office.province
    )
    set_need(order)
    order.save()
    _record(actor, "mend_post", order, {})
    defer_sending(order.id)
    return order


@transaction.atomic
def resend_order(*, actor: Actor, order_id: uuid.UUID) -> PostalOrder:
    """Try once more with the same address, after the carrier could not be reached. Raises TooLate, NotAllowed."""
    order = lock_order(order_id)
    require_handler(actor, order)
    if order.state != State.CREATED or order.tracking:
        raise TooLate(f"Bưu điện đã nhận đơn {order.code}; không phải gửi lại.")
    order.refusal, order.sent_at = "", None
    set_need(order)
    order.save()
    _record(actor, "resend_post", order, {})
    defer_sending(order.id)
    return order


@transaction.atomic
def cancel_order(*, actor: Actor, order_id: uuid.UUID, reason: str) -> PostalOrder:
    """Give it up before the postman has it. Already given up: nothing changes. Raises TooLate, NotAllowed, Invalid."""
    if not reason.strip():
        raise Invalid({"reason": "Chưa ghi lý do hủy đơn. Ghi ngắn gọn, ví dụ: người dân đến nhận trực tiếp."})
    order = lock_order(order_id)
    require_handler(actor, order)
    if order.state == State.CANCELLED:
        return order
    if order.state not in CANCELLABLE:
        raise TooLate(
            f"Đơn {order.code} đang ở trạng thái “{order.get_state_display()}” nên không hủy được nữa. "
            "Chờ bưu điện giao hoặc hoàn về."
        )
    order.cancel_asked_at, order.cancel_reason = clock.now(), clean(reason)[:250]
    order.save(update_fields=["cancel_asked_at", "cancel_reason"])
    _record(actor, "cancel_post", order, {"reason": order.cancel_reason})
    if order.tracking:
        jobs.configure_task(CANCEL_ORDER).defer(order_id=str(order.id))
    elif order.sent_at is None:  # the carrier has never heard of it
        note_cancelled(order)
    return order


@transaction.atomic
def send_again(*, actor: Actor, order_id: uuid.UUID, citizen: Party) -> PostalOrder:
    """A new order after the parcel came back, was lost or given up; money that was not taken is asked for again. Raises TooLate, Invalid."""
    old = lock_order(order_id)
    require_handler(actor, old)
    if old.state not in {State.RETURNED, State.LOST, State.CANCELLED}:
        raise TooLate(
            f"Đơn {old.code} đang ở trạng thái “{old.get_state_display()}”; chỉ gửi lại khi gói đã hoàn về, thất lạc hoặc đơn đã hủy."
        )
    order = create_order(
        actor=actor,
        kind=old.kind,
        agency_id=old.agency_id,
        citizen=citizen,
        office=Party(**old.office),
        subject_type=old.subject_type,
        subject_id=old.subject_id,
        subject_code=old.subject_code,
        content=old.content,
        office_url=old.office_url,
        person_id=old.person_id,
        weight_class=old.weight_class,
        freight_payer=old.freight_payer,
        cod_amount=old.cod_amount if old.cod_state == CodState.DUE else 0,
        previous_id=old.id,
    )
    old.attended, old.attended_at, old.attended_by_name = str(old.need or old.attended), clock.now(), actor.name
    old.attended_note = f"Gửi lại bằng đơn {order.code}"
    set_need(old)
    old.save()
    return order


def note_cancelled(order: PostalOrder) -> None:
    """The order is given up for good; the caller holds the lock."""
    TrackingEvent.objects.get_or_create(
        order=order,
        code=CANCELLED_CODE,
        at=clock.now(),
        defaults={"text": "Cơ quan đã hủy đơn", "reason": order.cancel_reason, "source": Source.OFFICE},
    )
    restand(order)


def defer_sending(order_id: uuid.UUID) -> None:
    """Have the job tell the carrier, in the open transaction."""
    jobs.configure_task(SEND_ORDER).defer(order_id=str(order_id))


def _live_order(kind: str, subject_type: str, subject_id: object) -> PostalOrder | None:
    return PostalOrder.objects.filter(
        kind=kind, subject_type=subject_type, subject_id=str(subject_id), state__in=OPEN_STATES
    ).first()


def _new_code() -> str:
    tail = "".join(secrets.choice(_ALPHABET) for _ in range(6))
    return f"BC{clock.local_now():%y%m%d}-{tail}"


def party_problems(party: Party) -> dict[str, str]:
    """Why the carrier could not use this end: {} or field -> sentence."""
    problems = {}
    if len(clean(party.name)) < 2:
        problems["name"] = "Chưa ghi họ tên người gửi, nhận."
    if not _PHONE.fullmatch(_phone(party.phone)):
        problems["phone"] = (
            f"Số điện thoại “{shown(party.phone)}” không gọi được. Ghi 10 chữ số bắt đầu bằng 0 để bưu tá liên hệ."
        )
    if not party.province:
        problems["address"] = "Địa chỉ chưa có tỉnh, thành phố."
    elif not party.commune:
        problems["address"] = "Địa chỉ chưa có xã, phường nên bưu điện không biết giao về bưu cục nào. Chọn xã, phường."
    elif not clean(party.detail):
        problems["address"] = "Địa chỉ chưa có số nhà, đường hoặc thôn, làng. Ghi để bưu tá tìm được nhà."
    return problems


def _require_usable(citizen: Party, office: Party, weight_class: str) -> None:
    problems = party_problems(citizen)
    if not problems and not (office.province and office.name):
        problems["office"] = "Cơ quan chưa có địa chỉ trong hệ thống. Quản trị bổ sung địa chỉ cơ quan rồi lập lại đơn."
    if weight_class not in weight_classes():
        problems["weight"] = f"Nấc khối lượng “{shown(weight_class)}” không có trong bảng cước."
    if problems:
        raise Invalid(problems)


def _phone(text: str) -> str:
    digits = re.sub(r"[\s.\-()]", "", text)
    return f"0{digits[3:]}" if digits.startswith("+84") else digits


def _tidied(party: Party) -> Party:
    return Party(
        name=clean(party.name)[:160],
        phone=_phone(party.phone)[:20],
        province=party.province,
        commune=party.commune,
        detail=clean(party.detail)[:200],
        text=clean(party.text)[:300],
    )


def _record(actor: Actor, verb: str, order: PostalOrder, details: Mapping[str, Any]) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type=order.subject_type,
        subject_id=order.subject_id,
        details={"order": order.code, "way": str(Kind(order.kind).label), **details},
    )
