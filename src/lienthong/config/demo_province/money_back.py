"""Work done elsewhere and money that goes back in the demo (hồ sơ con, hoàn trả phí): each in every state."""

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.payments import queries as payment_queries
from lienthong.foundation.payments import services as payments
from lienthong.foundation.payments.errors import BankRefused
from lienthong.kit import clock
from lienthong.kit.actor import Actor

if TYPE_CHECKING:
    from lienthong.config.demo_province.officers import Province
    from lienthong.config.demo_province.timeline import Timeline
    from lienthong.foundation.payments.adapters.refunds import Repayment

ASKED = (
    "Đề nghị xác nhận nội dung đăng ký tại địa bàn và cấp trích lục kèm theo hồ sơ này.",
    "Đề nghị giải quyết phần việc thuộc địa bàn; giấy tờ của người nộp gửi kèm.",
    "Đề nghị đối chiếu sổ hộ tịch lưu tại xã và cấp bản sao.",
)
NOT_OURS = "Sổ hộ tịch của năm đó lưu ở đơn vị khác; đề nghị gửi nơi tiếp nhận sổ sau sắp xếp."
STOPPED = "Người nộp đã được cơ quan khác giải quyết cùng nội dung; hồ sơ này trùng."
BACK = "Hồ sơ dừng trước khi thẩm định; lệ phí hoàn theo đề nghị của người nộp."
ACCOUNT = payments.Account(bank_bin="970436", number="0071000912345", name="NGUYEN THI THU HA")


class _ClosedAccount:
    """The bank of this story says no."""

    def refund(self, repayment: "Repayment") -> str:
        raise BankRefused(f"Tài khoản {repayment.account} đã đóng hoặc không tồn tại.")


def live_money_back(province: "Province", timeline: "Timeline", dice: random.Random) -> None:
    """At the primary ward: three children in three states; four refunds, one of them still a proposal."""
    ward, *others = province.communes
    office, leader = (
        ward.by_role[Role.SPECIALIST][0],
        next(each for each in ward.by_role[Role.AGENCY_LEADER] if each.may("dossiers.sign")),
    )
    running = list(
        queries.visible_dossiers(office)
        .filter(state=State.PROCESSING, agency_id=office.agency_id or 0, applicant__isnull=False, parent__isnull=True)
        # What waits for the head, the leader or the seal stays there: their desks are not to be emptied.
        .filter(steps__role=Role.SPECIALIST, steps__finished_at__isnull=True)
        .distinct()
        .order_by("-accepted_at")[:40]
    )
    free = [each for each in running if not each.proposals.exists() and not each.referrals.exists()]
    with clock.at(timeline.at(timeline.now - 6)):
        _children(office, free[:3], others, dice)
    counter = ward.by_role[Role.ONE_STOP_OFFICER][0]
    with clock.at(timeline.present - timedelta(minutes=8)):
        _refunds(office, leader, counter, free[3:])


def _children(office: Actor, parents: list[Any], others: list[Any], dice: random.Random) -> None:
    for number, (parent, staff) in enumerate(zip(parents, others, strict=False)):
        version = procedures.version(parent.version_id)
        if not procedures.agencies_for(version).filter(pk=staff.agency.pk).exists():
            continue
        child = services.open_child(
            actor=office,
            dossier_id=parent.id,
            procedure_code=version.code,
            agency_id=staff.agency.pk,
            asked=ASKED[number % len(ASKED)],
            paper_ids=[paper.pk for paper in queries.papers_to_hand_on(parent)],
            holds=number == 0,
        )
        there = staff.by_role[Role.ONE_STOP_OFFICER][0]
        with clock.at(clock.now() + timedelta(minutes=50)):
            if number == 1:
                services.accept_dossier(actor=there, dossier_id=child.id)
            elif number == 2:
                services.reject_dossier(actor=there, dossier_id=child.id, reason=NOT_OURS)
                services.end_child_work(child_id=child.id)


def _refunds(office: Actor, leader: Actor, counter: Actor, candidates: list[Any]) -> None:
    owing = [
        each
        for each in candidates
        if each.fee_amount
        and each.reception_agency_id == counter.agency_id
        and payment_queries.order_for("dossier", each.id) is None
    ]
    for number, dossier in enumerate(owing[:4]):
        receipt = payments.take_cash(
            actor=counter,
            subject_type="dossier",
            subject_id=dossier.id,
            amount=dossier.fee_amount,
            given=dossier.fee_amount,
            description=f"Phí, lệ phí {dossier.procedure.short_name}",
            payer_name=dossier.applicant_name,
        )
        services.mark_fee_paid(actor=counter, dossier_id=dossier.id, paid_at=receipt.taken_at)
        services.propose_stop(actor=leader, dossier_id=dossier.id, reason=STOPPED)
        dossier.refresh_from_db()
        (paid,) = queries.may_go_back(dossier)
        services.propose_refund(
            actor=office if number == 0 else leader,
            dossier_id=dossier.id,
            order_id=str(paid.order_id),
            amount=paid.left,
            reason=BACK,
            account=ACCOUNT if number == 3 else None,
        )
        refunds = payment_queries.refunds_of([paid.order_id])
        if number == 2:
            payments.pay_refund_in_cash(
                actor=counter,
                refund_id=refunds[0].pk,
                receiver_name=dossier.applicant_name,
                receiver_number="064186004417",
            )
        elif number == 3:
            payments.send_refund(refund_id=refunds[0].pk, gateway=_ClosedAccount())
