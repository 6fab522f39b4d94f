"""The office stops the clock for a ground of the applicant's side, and lets it run again (tạm dừng, nghĩa vụ tài chính)."""

import uuid
from datetime import date, datetime

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import Ground, HaltKind
from lienthong.domain.dossiers.events import DossierPaused, DossierResumed, DutyAsked
from lienthong.domain.dossiers.models import Dossier, Halt
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.ending import void_order
from lienthong.domain.dossiers.services.moving import lock_dossier
from lienthong.domain.dossiers.services.pausing import CLOCK_FIELDS, run_clock, stop_clock
from lienthong.domain.dossiers.states import next_state
from lienthong.foundation.payments import services as payments
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import publish
from lienthong.kit.money import format_money

LEAST_WORDS = 10
"""A ground has to say something: letters."""
LARGEST_DUTY = 1_000_000_000_000


@transaction.atomic
def pause_dossier(
    *, actor: Actor, dossier_id: uuid.UUID, ground: str, reason: str, expected_until: date | None = None
) -> Halt:
    """Stop the clock with a ground. Raises Invalid, NotAllowed, WrongState; work that takes long in the office is no ground."""
    problems = {}
    if ground not in Ground.values:
        problems["ground"] = (
            "Chưa chọn căn cứ tạm dừng. Chậm trễ của cơ quan không phải là căn cứ; khi đó đề xuất gia hạn và xin lỗi."
        )
    if len(reason.strip()) < LEAST_WORDS:
        problems["reason"] = (
            "Lý do tạm dừng còn trống hoặc quá ngắn. Ghi rõ sự việc và văn bản kèm theo để người nộp hiểu."
        )
    if expected_until is not None and expected_until <= clock.today():
        problems["expected_until"] = "Ngày dự kiến tiếp tục phải sau hôm nay."
    if problems:
        raise Invalid(problems)
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "pause", dossier)
    now = clock.now()
    dossier.state = next_state(dossier.state, "pause")
    stop_clock(dossier, now)
    dossier.save(update_fields=["state", "paused_at"])
    halt = Halt.objects.create(
        dossier=dossier,
        kind=HaltKind.PAUSE,
        ground=ground,
        reason=reason.strip(),
        expected_until=expected_until,
        began_at=now,
        began_by_id=actor.position.id if actor.position else None,
        began_by_name=actor.name,
    )
    audit.record(
        actor=actor,
        verb="pause_dossier",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"ground": ground, "reason": halt.reason},
    )
    publish(DossierPaused(dossier_id=dossier.id, code=dossier.code, halt_id=halt.pk))
    return halt


@transaction.atomic
def end_pause(*, actor: Actor, dossier_id: uuid.UUID, note: str = "") -> Dossier:
    """The ground is gone: the clock runs on and the due date moves by the working time paused."""
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "end_pause", dossier)
    state = next_state(dossier.state, "end_pause")
    halt = _open_halt(dossier, HaltKind.PAUSE)
    _go_on(actor, dossier, halt, state, note.strip())
    audit.record(
        actor=actor,
        verb="end_pause",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"note": note.strip(), "due": dossier.due_at.isoformat() if dossier.due_at else ""},
    )
    publish(DossierResumed(dossier_id=dossier.id, code=dossier.code, reason="Căn cứ tạm dừng không còn."))
    return dossier


@transaction.atomic
def ask_duty(*, actor: Actor, dossier_id: uuid.UUID, title: str, amount: int, reason: str) -> Halt:
    """Ask for a fee or tax that arose while handling; the clock waits until the bank has said that it is paid.

    `amount` in VND, 1 to 10¹². Raises Invalid, NotAllowed, WrongState.
    """
    problems = {}
    if not title.strip():
        problems["title"] = "Chưa ghi khoản phải nộp, ví dụ: Lệ phí trước bạ nhà, đất."
    if not 0 < amount <= LARGEST_DUTY:
        problems["amount"] = "Số tiền phải là số nguyên từ 1 đồng trở lên."
    if len(reason.strip()) < LEAST_WORDS:
        problems["reason"] = "Căn cứ còn trống hoặc quá ngắn. Ghi số thông báo và cách tính để người nộp đối chiếu."
    if problems:
        raise Invalid(problems)
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "ask_duty", dossier)
    now = clock.now()
    dossier.state = next_state(dossier.state, "ask_duty")
    stop_clock(dossier, now)
    dossier.save(update_fields=["state", "paused_at"])
    halt = Halt.objects.create(
        dossier=dossier,
        kind=HaltKind.DUTY,
        title=title.strip()[:160],
        amount=amount,
        reason=reason.strip(),
        began_at=now,
        began_by_id=actor.position.id if actor.position else None,
        began_by_name=actor.name,
    )
    _order(actor, dossier, halt)
    audit.record(
        actor=actor,
        verb="ask_duty",
        subject_type="dossier",
        subject_id=dossier.id,
        details={
            "title": halt.title,
            "amount": amount,
            "reason": f"{halt.title}, {format_money(amount)}. {halt.reason}",
        },
    )
    publish(DutyAsked(dossier_id=dossier.id, code=dossier.code, halt_id=halt.pk))
    return halt


@transaction.atomic
def renew_duty_order(*, actor: Actor, dossier_id: uuid.UUID) -> None:
    """Ask the bank anew when the applicant opens the page: an order lives a day, a duty until it is paid. A repeat changes nothing."""
    dossier = lock_dossier(dossier_id)
    halt = dossier.halts.filter(kind=HaltKind.DUTY, ended_at__isnull=True).first()
    if halt is not None:
        _order(actor, dossier, halt)


@transaction.atomic
def cancel_duty(*, actor: Actor, dossier_id: uuid.UUID, reason: str) -> Dossier:
    """The duty was asked by mistake: its order is void, the clock runs on."""
    if len(reason.strip()) < LEAST_WORDS:
        raise Invalid(
            {"reason": "Lý do bỏ yêu cầu còn trống hoặc quá ngắn. Ghi rõ vì sao người nộp không phải nộp nữa."}
        )
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "cancel_duty", dossier)
    state = next_state(dossier.state, "cancel_duty")
    halt = _open_halt(dossier, HaltKind.DUTY)
    void_order(actor, halt, reason.strip())
    _go_on(actor, dossier, halt, state, reason.strip())
    audit.record(
        actor=actor,
        verb="cancel_duty",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"reason": reason.strip()},
    )
    publish(DossierResumed(dossier_id=dossier.id, code=dossier.code, reason=f"Ông/bà không phải nộp {halt.title}."))
    return dossier


@transaction.atomic
def settle_duty(*, actor: Actor, halt_id: int, paid_at: datetime) -> Dossier:
    """The bank says that the duty is paid: the clock runs on. A repeat changes nothing."""
    found = Halt.objects.filter(id=halt_id, kind=HaltKind.DUTY).first()
    if found is None:
        raise NotFound
    dossier = lock_dossier(found.dossier_id)
    halt = Halt.objects.get(id=halt_id)
    if halt.ended_at is not None:
        return dossier
    actor = policies.acting(actor, "settle_duty", dossier)
    state = next_state(dossier.state, "settle_duty")
    halt.paid_at = paid_at
    _go_on(actor, dossier, halt, state, "Ngân hàng báo đã nộp")
    audit.record(
        actor=actor,
        verb="settle_duty",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"amount": halt.amount, "note": f"{halt.title}, {format_money(halt.amount)}"},
    )
    publish(DossierResumed(dossier_id=dossier.id, code=dossier.code, reason=f"Đã nhận {format_money(halt.amount)}."))
    return dossier


def _order(actor: Actor, dossier: Dossier, halt: Halt) -> None:
    payments.create_order(
        actor=actor,
        subject_type="duty",
        subject_id=halt.pk,
        amount=halt.amount,
        description=f"{halt.title}, hồ sơ {dossier.code}",
        payer_name=dossier.applicant_name,
    )


def _open_halt(dossier: Dossier, kind: str) -> Halt:
    halt = dossier.halts.filter(kind=kind, ended_at__isnull=True).first()
    if halt is None:
        raise NotFound
    return halt


def _go_on(actor: Actor, dossier: Dossier, halt: Halt, state: str, note: str) -> None:
    now = clock.now()
    halt.ended_at, halt.ended_by_name, halt.ended_note = now, actor.name, note
    halt.save(update_fields=["ended_at", "ended_by_name", "ended_note", "paid_at"])
    run_clock(dossier, now)
    dossier.state = state
    dossier.save(update_fields=["state", *CLOCK_FIELDS])
