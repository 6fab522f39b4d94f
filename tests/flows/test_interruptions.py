"""A dossier stands still, goes elsewhere and is late: the person hears of each, the bank alone settles a duty (hồ sơ gián đoạn)."""

from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.notifications.models import Notification
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.payments import queries as payments
from lienthong.foundation.payments import services as payment_services
from lienthong.foundation.payments.adapters.refunds import Repayment
from lienthong.foundation.payments.errors import BankUnreachable
from lienthong.foundation.payments.models import Refund
from lienthong.foundation.payments.tests.test_confirm_from_bank import confirm, make_order
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import reacting_at_once

REASON = "Thông báo 203/TB-TCT6 của cơ quan thuế."


def subjects(ward: Ward) -> list[str]:
    """What the mother has been told, oldest first, without the code."""
    rows = Notification.objects.filter(person_id=ward.citizen.person_id) | Notification.objects.filter(
        account_id=ward.citizen.account_id
    )
    return [each.subject.split(":")[0] for each in rows.order_by("created_at", "id")]


def test_the_bank_settles_a_duty_and_the_person_hears_of_it(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    with reacting_at_once():
        halt = services.ask_duty(
            actor=ward.specialist, dossier_id=dossier.id, title="Lệ phí trước bạ", amount=8000, reason=REASON
        )
        order = payments.order_for("duty", halt.pk)
        assert order is not None
        confirm(memo=f"ck {order.code}")
    dossier.refresh_from_db()
    halt.refresh_from_db()
    assert (dossier.state, dossier.paused_at) == (State.PROCESSING, None)
    assert halt.paid_at is not None
    told = subjects(ward)
    assert told[-2].startswith("Cần nộp 8.000")
    assert told[-1] == "Giải quyết tiếp"


def test_the_apology_and_the_stop_reach_the_person_with_their_letters(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    with reacting_at_once():
        services.pause_dossier(actor=ward.specialist, dossier_id=dossier.id, ground="court", reason=REASON)
        services.end_pause(actor=ward.specialist, dossier_id=dossier.id)
        services.propose_extension(actor=ward.leader, dossier_id=dossier.id, days=2, reason=REASON)
        services.propose_stop(actor=ward.leader, dossier_id=dossier.id, reason=REASON)
    assert subjects(ward)[-4:] == [
        "Tạm dừng giải quyết",
        "Giải quyết tiếp",
        "Xin lỗi và hẹn lại ngày trả kết quả",
        "Dừng giải quyết",
    ]
    assert [letter.form for letter in queries.letters_of(dossier)] == ["04", "05"]


def test_a_child_is_one_matter_with_its_parent_for_the_person(ward: Ward) -> None:
    there = organizations.communes().exclude(id=ward.agency_id).first()
    assert there is not None
    dossier = stages.accepted(ward)
    with reacting_at_once():
        child = services.open_child(
            actor=ward.specialist,
            dossier_id=dossier.id,
            procedure_code=stages.BIRTH,
            agency_id=there.pk,
            asked="Đề nghị đăng ký tại nơi cư trú của người mẹ.",
            holds=True,
        )
        told = subjects(ward)
        assert told[-1] == "Cơ quan khác cùng giải quyết"
        services.reject_dossier(actor=SYSTEM, dossier_id=child.id, reason="Không thuộc địa bàn của xã này.")
    assert subjects(ward) == told  # the office hears, not the person
    heard = Notification.objects.filter(account_id=ward.specialist.account_id).latest("id")
    assert "đã xong phần việc" in heard.subject
    assert "Không thuộc địa bàn" in heard.body
    dossier.refresh_from_db()
    assert dossier.awaited_children == 0


def test_what_became_of_a_refund_is_told_as_it_is(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    order = make_order()
    confirm(memo=order.code)

    class Silent:
        def refund(self, repayment: Repayment) -> str:
            raise BankUnreachable

    with reacting_at_once():
        refund = payment_services.decide_refund(
            actor=ward.leader,
            order_id=order.id,
            amount=8000,
            reason=REASON,
            agency_id=ward.agency_id,
            label=dossier.code,
            account=payment_services.Account(bank_bin="970436", number="0071000912345", name="Siu H'Ngan"),
        )
        payment_services.send_refund(refund_id=refund.id, gateway=Silent(), last_try=True)
        keeper = Notification.objects.get(account_id=ward.clerk.account_id, kind="work")
        assert "Chỉ gửi lại đúng tài khoản cũ" in keeper.body
        assert "tiền mặt hoặc gửi lại" not in keeper.body
        Refund.objects.filter(pk=refund.pk).update(is_unsure=False)  # the bank has said no meanwhile
        payment_services.cancel_refund(actor=ward.clerk, refund_id=refund.id, reason="Người nộp xin thôi nhận")
    assert subjects(ward)[-2:] == ["Chưa rõ tiền hoàn trả đã chuyển chưa", "Hủy quyết định hoàn trả phí, lệ phí"]
    head = Notification.objects.filter(account_id=ward.leader.account_id, kind="work").latest("id")
    assert head.body == "Lý do: Người nộp xin thôi nhận"
