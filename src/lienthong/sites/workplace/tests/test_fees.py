"""The register of fees: what the counter, the keeper and the leader do there, and what the citizen sees of it."""

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Decision
from lienthong.domain.dossiers.errors import AlreadyProposed
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.audit.models import AccessEntry
from lienthong.foundation.payments import queries as payment_queries
from lienthong.foundation.payments import services as payments
from lienthong.foundation.payments.models import CashReceipt, Refund
from lienthong.foundation.payments.tests.test_confirm_from_bank import confirm
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.ids import new_id

REASON = "Người nộp đã được cơ quan khác giải quyết cùng nội dung."


@pytest.fixture
def stopped(ward: Ward) -> Dossier:
    """Paid in cash, then stopped by the head."""
    dossier = stages.accepted(ward)
    receipt = payments.take_cash(
        actor=ward.one_stop,
        subject_type="dossier",
        subject_id=dossier.id,
        amount=8000,
        given=10_000,
        description="Lệ phí khai sinh",
        payer_name="Siu H'Ngan",
    )
    services.mark_fee_paid(actor=ward.one_stop, dossier_id=dossier.id, paid_at=receipt.taken_at)
    services.propose_stop(actor=ward.leader, dossier_id=dossier.id, reason=REASON)
    dossier.refresh_from_db()
    return dossier


def test_a_refund_is_proposed_decided_paid_and_shown(client: Client, ward: Ward, stopped: Dossier) -> None:
    act = f"/lam-viec/ho-so/{stopped.code}/dien-bien/hoan-phi/"
    (paid,) = queries.may_go_back(stopped)
    stages.signed_in(client, ward.specialist)
    panel = client.get(f"/lam-viec/ho-so/{stopped.code}/", {"the": "hoan-phi"}).content.decode()
    assert 'value="8.000"' in panel
    typed = {"order": str(paid.order_id), "amount": "9.000", "way": "cash", "reason": REASON}
    refused = client.post(act, typed)
    assert refused.status_code == 422
    assert "từ 1 đồng đến 8.000" in refused.content.decode()
    assert client.post(act, typed | {"amount": "8.000"}).status_code == 302
    with pytest.raises(AlreadyProposed):
        services.propose_refund(
            actor=ward.specialist, dossier_id=stopped.id, order_id=str(paid.order_id), amount=1, reason=REASON
        )
    (waiting,) = [each for each in queries.proposals_of(stopped) if each.state == Decision.PENDING]
    stages.signed_in(client, ward.leader)
    assert "hoàn <b>8.000" in client.get("/lam-viec/de-xuat/").content.decode()
    client.post(f"/lam-viec/de-xuat/{waiting.pk}/", {"decision": "yes"})
    refund = Refund.objects.get()
    stages.signed_in(client, ward.one_stop)
    page = f"/lam-viec/so-thu/hoan/{refund.pk}/"
    assert refund.number in client.get("/lam-viec/so-thu/", {"so": "hoan"}).content.decode()
    refused = client.post(f"{page}chi/", {"receiver_name": "Siu H'Ngan", "receiver_number": "12"})
    assert refused.status_code == 422
    paid_out = client.post(
        f"{page}chi/", {"receiver_name": "Siu H'Ngan", "receiver_number": "064195000512"}, follow=True
    )
    assert "Đã chi" in paid_out.content.decode()
    slip = client.get(f"{page}phieu/")
    assert (slip["Content-Type"], slip["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert queries.may_go_back(stopped) == []
    shift = refund.entry.shift_id
    assert refund.number in client.get(f"/lam-viec/ca-thu/{shift}/").content.decode()
    stages.signed_in(client, ward.citizen)
    assert "Đã hoàn trả phí, lệ phí" in client.get(f"/ho-so/{stopped.code}/").content.decode()
    assert client.get(page).status_code in {302, 403, 404}


def test_a_receipt_is_printed_from_the_register_and_counted(client: Client, ward: Ward, stopped: Dossier) -> None:
    receipt = CashReceipt.objects.get()
    stages.signed_in(client, ward.one_stop)
    page = client.get("/lam-viec/so-thu/", {"q": receipt.number[-3:]}).content.decode()
    assert "Chưa in" in page
    assert client.get(f"/lam-viec/so-thu/bien-lai/{receipt.pk}/in/").status_code == 405
    printed = client.post(f"/lam-viec/so-thu/bien-lai/{receipt.pk}/in/")
    assert printed.content.startswith(b"%PDF")
    assert "In lại" in client.get("/lam-viec/so-thu/").content.decode()
    payments.return_cash(actor=ward.one_stop, receipt_id=receipt.pk, reason="thu nhầm thủ tục")
    sums = payment_queries.sums_of_year(ward.one_stop, clock.today().year)
    assert (sums.receipts, sums.received, sums.void) == (1, 0, 1)


def test_a_search_keeps_its_words_on_the_next_page(client: Client, ward: Ward, stopped: Dossier) -> None:
    receipt = CashReceipt.objects.get()
    order = receipt.order
    for number in range(50):
        order.pk, order.code, order.subject_id = new_id(), f"LTX{number:04d}", f"x{number}"
        order.provider_ref = receipt.number = f"X-{number:02d}/26"
        order.save(force_insert=True)
        receipt.pk, receipt.order = new_id(), order
        receipt.save(force_insert=True)
    CashReceipt.objects.update(number=Concat("number", Value("/A B")))
    page = stages.signed_in(client, ward.one_stop).get("/lam-viec/so-thu/", {"q": "/A B"}).content.decode()
    assert "?so=thu&amp;q=%2FA+B&amp;tu=" in page


def decided(ward: Ward, stopped: Dossier, account: payments.Account | None = None) -> Refund:
    """The leader gave back what was paid, in cash unless an account is named."""
    (paid,) = queries.may_go_back(stopped)
    return payments.decide_refund(
        actor=ward.leader,
        order_id=paid.order_id,
        amount=8000,
        reason=REASON,
        agency_id=ward.agency_id,
        label=stopped.code,
        account=account,
    )


def test_an_account_that_is_none_is_named_box_by_box(client: Client, ward: Ward, stopped: Dossier) -> None:
    refund = decided(ward, stopped)
    stages.signed_in(client, ward.one_stop)
    page = f"/lam-viec/so-thu/hoan/{refund.pk}/"
    alone = client.get(page).content.decode()
    assert "Chi tiền mặt" in alone
    assert "Hủy quyết định" not in alone
    assert client.post(f"{page}huy/", {"cancel_reason": "Người nộp nộp lại hồ sơ"}).status_code == 403
    stages.signed_in(client, ward.leader)
    wrong = client.post(f"{page}cach-khac/", {"way": "account", "account_number": "12"}).content.decode()
    assert "Chưa chọn ngân hàng" in wrong
    assert 'value="12"' in wrong
    client.post(f"{page}huy/", {"cancel_reason": "Người nộp nộp lại hồ sơ"})
    assert queries.may_go_back(stopped)
    looks = AccessEntry.objects.filter(
        subject_type="refund", subject_id=str(refund.pk), person_id=ward.citizen.person_id
    )
    assert {each.account_id for each in looks} == {ward.one_stop.account_id, ward.leader.account_id}
    stages.signed_in(client, ward.citizen)
    assert "Đã hủy quyết định hoàn trả" in client.get(f"/ho-so/{stopped.code}/").content.decode()


def test_what_the_bank_left_open_is_only_sent_again(client: Client, ward: Ward, stopped: Dossier) -> None:
    refund = decided(
        ward, stopped, account=payments.Account(bank_bin="970436", number="0071000912345", name="Siu H'Ngan")
    )
    Refund.objects.filter(pk=refund.pk).update(state="failed", is_unsure=True, failure="Ngân hàng không trả lời.")
    page = f"/lam-viec/so-thu/hoan/{refund.pk}/"
    for actor in (ward.leader, ward.one_stop):
        shown = stages.signed_in(client, actor).get(page).content.decode()
        assert "Chưa rõ tiền đã đi chưa" in shown
        assert "Gửi lại đúng tài khoản này" in shown
        assert "Đổi sang tiền mặt" not in shown
        assert "Hủy quyết định" not in shown
    again = {"way": "account", "bank_bin": "970436", "account_number": "0071000912345", "account_name": "SIU H'NGAN"}
    assert client.post(f"{page}cach-khac/", again).status_code == 302
    stages.signed_in(client, ward.clerk)
    assert (
        f'/lam-viec/so-thu/hoan/{refund.pk}/"'
        in client.get(f"/lam-viec/ho-so/{stopped.code}/", {"the": "dien-bien"}).content.decode()
    )
    stages.signed_in(client, ward.specialist)
    panel = client.get(f"/lam-viec/ho-so/{stopped.code}/", {"the": "dien-bien"}).content.decode()
    assert refund.number in panel
    assert f"/lam-viec/so-thu/hoan/{refund.pk}/" not in panel


def test_a_duty_that_was_paid_goes_back_when_the_dossier_is_withdrawn(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    halt = services.ask_duty(
        actor=ward.specialist, dossier_id=dossier.id, title="Lệ phí trước bạ", amount=8000, reason=REASON
    )
    order = payment_queries.order_for("duty", halt.pk)
    assert order is not None
    confirm(memo=order.code)
    services.settle_duty(actor=SYSTEM, halt_id=halt.pk, paid_at=clock.now())
    services.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp lại ở nơi khác")
    dossier.refresh_from_db()
    assert dossier.fee_paid_at is None
    panel = stages.signed_in(client, ward.specialist).get(f"/lam-viec/ho-so/{dossier.code}/", {"the": "hoan-phi"})
    assert f'value="{order.pk}"' in panel.content.decode()
