"""The counter's day in the demo (ngày ở quầy): money taken and counted, folders handed over, results fetched by their owners.

Fees are taken while the stories are told, so each lies in the shift of its day; lists and visits of the last days are laid afterwards.
"""

import hashlib
import hmac
import json
import random
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from lienthong.config.demo_province.officers import Province
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Confirmed, IdentityPaper, PaperKind, PaperPlace, ReceiverCapacity, State
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.payments import queries as payment_queries
from lienthong.foundation.payments import services as payments
from lienthong.foundation.payments.choices import NOTES
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import Actor

FLOAT = 500_000
SHORT = 2_000
"""What is missing in one drawer of three, in VND."""
GAPS = ("Thối nhầm tờ 2.000 cho người nộp buổi sáng.", "Nhận thiếu 2.000 tiền lẻ, đã báo thủ quỹ.")


def take_fee(*, cashier: Actor, keeper: Actor | None, dossier: Any, payer: str, dice: random.Random) -> None:
    """The fee of a dossier filed at the counter: in cash or by transfer, in the shift of this day."""
    _begin_day(cashier, keeper, dice)
    told = {
        "subject_type": "dossier",
        "subject_id": dossier.id,
        "amount": dossier.fee_amount,
        "description": f"Phí, lệ phí {dossier.procedure.short_name}",
        "payer_name": payer,
    }
    if dice.random() < 0.6:
        given = -(-dossier.fee_amount // 50_000) * 50_000 if dice.random() < 0.5 else dossier.fee_amount
        payments.take_cash(actor=cashier, given=given, **told)
    else:
        order = payments.create_order(actor=cashier, **told)
        _bank_says(order.code, order.amount)


def _begin_day(cashier: Actor, keeper: Actor | None, dice: random.Random) -> None:
    """Yesterday's drawer was counted and handed over in its evening; today's begins with small money."""
    shift = payment_queries.open_shift_of(cashier)
    if shift is not None and shift.opened_at.astimezone(clock.VIETNAM).date() == clock.today():
        return
    if shift is not None:
        _end_day(shift, cashier, keeper, dice)
    payments.open_shift(actor=cashier, point="Quầy 1", opening_float=FLOAT)


def _end_day(shift: Any, cashier: Actor, keeper: Actor | None, dice: random.Random) -> None:
    opened = shift.opened_at.astimezone(clock.VIETNAM)
    evening = max(opened, opened.replace(hour=16, minute=40))
    expected = payment_queries.sums_of(shift).expected
    short = SHORT if dice.random() < 0.3 else 0
    notes = _notes(expected - short)
    counted = sum(value * number for value, number in notes.items())
    with clock.at(min(evening, clock.now())):
        payments.close_shift(
            actor=cashier, shift_id=shift.pk, notes=notes, reason=dice.choice(GAPS) if counted != expected else ""
        )
    if keeper is not None:
        with clock.at(min(evening + timedelta(minutes=15), clock.now())):
            payments.take_over_cash(actor=keeper, shift_id=shift.pk)


def _notes(amount: int) -> dict[int, int]:
    counted = {}
    for value in NOTES:
        counted[value], amount = divmod(amount, value)
    return counted


def _bank_says(code: str, amount: int) -> None:
    raw = json.dumps(
        {"ref": f"FT{int(clock.now().timestamp() * 1000) % 10**11:011d}", "amount": amount, "memo": code}
    ).encode()
    stamp = str(int(clock.now().timestamp()))
    digest = hmac.new(settings.BANK_WEBHOOK_SECRET.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
    payments.take_notice(raw=raw, signature=f"t={stamp},v1={digest}")


def live_counter_days(province: Province, timeline: Timeline, dice: random.Random) -> None:
    """The last days at the counter of the primary ward, so that every list stands there in every state."""
    ward = province.communes[0]
    counter, leader = ward.by_role[Role.ONE_STOP_OFFICER][0], ward.by_role[Role.AGENCY_LEADER][0]
    office, clerk = ward.by_role[Role.SPECIALIST][0], ward.by_role[Role.CLERK][0]
    with clock.at(timeline.at(timeline.now - 60)):
        for actor in (counter, office):
            _certify(actor)
    for hours, kept, fate in ((18, 5, "received"), (9, 4, "refused"), (5, 2, "cancelled"), (2, 4, "open")):
        with clock.at(timeline.at(timeline.now - hours)):
            _hand_over(counter, office, PaperKind.SUBMITTED, kept, fate)
    with clock.at(timeline.at(timeline.now - 4)):
        _print_results(clerk)
        _hand_over(clerk, counter, PaperKind.RESULT, 5, "received")
        _hand_over(clerk, counter, PaperKind.RESULT, 2, "open")
    _visits(counter, leader, timeline)
    _today_at_the_till(counter, timeline.present, dice)


def _certify(actor: Actor) -> None:
    assert actor.position is not None
    signing.issue_certificate(
        position_id=actor.position.id,
        common_name=actor.name,
        title=actor.position.title,
        agency_name=actor.position.agency_name,
        organization="UBND tỉnh Gia Lai",
    )


def _hand_over(giver: Actor, taker: Actor, kind: PaperKind, count: int, fate: str) -> None:
    """One list to the department of who takes it, or back to the counter, and what became of it."""
    waiting = [each for each in queries.parts_waiting(giver, kind) if each.agency_id == giver.agency_id][:count]
    if not waiting:
        return
    assert taker.position is not None
    made = services.hand_over(
        actor=giver,
        kind=kind,
        part_ids=[each.part_id for each in waiting],
        to_agency_id=waiting[0].agency_id,
        to_department_id=taker.position.department_id if kind == PaperKind.SUBMITTED else None,
    )
    lines = [line.pk for line in made.lines.all()]
    if fate == "cancelled":
        services.cancel_handover(
            actor=giver, handover_id=made.pk, reason="Lập nhầm bộ phận nhận, lập lại danh sách khác."
        )
    elif fate != "open":
        refused = {lines[-1]: "Thiếu bản chính giấy tờ kèm theo, chỉ có bản chụp."} if fate == "refused" else {}
        with clock.at(clock.now() + timedelta(minutes=25)):
            services.receive_handover(
                actor=taker, handover_id=made.pk, refused=refused, checked=[pk for pk in lines if pk not in refused]
            )


def _print_results(clerk: Actor) -> None:
    """People who filed online asked for a printed result."""
    rows = queries.visible_dossiers(clerk).filter(state=State.COMPLETED, agency_id=clerk.agency_id or 0)
    for code in rows.order_by("completed_at").values_list("code", flat=True)[:7]:
        services.note_paper_part(actor=clerk, code=code, kind=PaperKind.RESULT)


AUTHORISED = (
    ("Nguyễn Thị Thu Hà", "064186004417", "Giấy ủy quyền số 218, UBND phường chứng thực ngày 18/11/2026"),
    ("Trần Văn Tám", "064079002265", "Giấy ủy quyền số 305, UBND phường chứng thực ngày 20/11/2026"),
)


def _visits(counter: Actor, leader: Actor, timeline: Timeline) -> None:
    """Two people come today for others: one rightly; the other's authority was for another dossier, which a leader sets right."""
    codes = (
        queries.visible_dossiers(counter)
        .filter(state=State.COMPLETED, applicant__isnull=False, reception_agency_id=counter.agency_id or 0)
        .order_by("-completed_at")
        .values_list("code", flat=True)[:12]
    )
    ready = [each for code in codes for each in queries.results_ready(counter, queries.sought(code))]
    ready.sort(key=lambda each: each.paper != PaperPlace.COUNTER)
    for number, (each, (name, id_number, authority)) in enumerate(zip(ready, AUTHORISED, strict=False)):
        receiver = services.Receiver(
            name=name,
            paper=IdentityPaper.CARD,
            number=id_number,
            capacity=ReceiverCapacity.AUTHORISED,
            from_card=True,
            authority=authority,
            confirmed=Confirmed.SCREEN if number else Confirmed.SHEET,
        )
        with clock.at(timeline.at(timeline.now - 1.5 + number * 0.4)):
            services.return_results(actor=counter, forms={each.dossier.id: each.forms[0][0]}, receiver=receiver)
        if number:
            with clock.at(timeline.at(timeline.now - 0.5)):
                services.undo_return(
                    actor=leader,
                    dossier_id=each.dossier.id,
                    reason="Giấy ủy quyền ghi một hồ sơ khác của cùng người nộp; trao nhầm, đã thu hồi trong buổi sáng.",
                    recovered=True,
                )


def _today_at_the_till(counter: Actor, present: datetime, dice: random.Random) -> None:
    """A drawer in use: cash, transfers that came, that are awaited, of a wrong amount and twice; one fee given back."""
    with clock.at(present - timedelta(minutes=90)):
        _begin_day(counter, None, dice)  # the keeper has not taken yesterday's money yet
        rows = queries.visible_dossiers(counter).filter(fee_amount__gt=0, reception_agency_id=counter.agency_id or 0)
        due = [
            each
            for each in rows.order_by("-submitted_at")[:40]
            if payment_queries.order_for("dossier", each.id) is None
        ]
        for number, dossier in enumerate(due[:7]):
            with clock.at(present - timedelta(minutes=80 - 9 * number)):
                _till(counter, dossier, number)


def _till(counter: Actor, dossier: Any, number: int) -> None:
    told = {
        "subject_type": "dossier",
        "subject_id": dossier.id,
        "amount": dossier.fee_amount,
        "description": f"Phí, lệ phí {dossier.procedure.short_name}",
        "payer_name": dossier.applicant_name,
    }
    if number in (0, 1, 2):
        receipt = payments.take_cash(actor=counter, given=dossier.fee_amount, **told)
        if number == 2:
            payments.return_cash(actor=counter, receipt_id=receipt.id, reason="Người nộp thuộc diện miễn lệ phí")
        return
    order = payments.create_order(actor=counter, **told)
    if number == 3:
        _bank_says(order.code, order.amount)
    elif number == 4:
        _bank_says(order.code, order.amount - 1_000)
    elif number == 5:
        _bank_says(order.code, order.amount)
        with clock.at(clock.now() + timedelta(minutes=2)):
            _bank_says(order.code, order.amount)
