"""The register of fees: what the counter, the keeper and the leader do there, and what the citizen sees of it."""

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Decision
from lienthong.domain.dossiers.errors import AlreadyProposed
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.payments import services as payments
from lienthong.foundation.payments.models import CashReceipt, Refund

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
    (paid,) = services.may_go_back(stopped)
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
    assert client.get(f"{page}phieu/")["Content-Type"] == "application/pdf"
    assert services.may_go_back(stopped) == []
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


def test_an_account_that_is_none_is_named_box_by_box(client: Client, ward: Ward, stopped: Dossier) -> None:
    (paid,) = services.may_go_back(stopped)
    refund = payments.decide_refund(
        actor=ward.leader,
        order_id=paid.order_id,
        amount=8000,
        reason=REASON,
        agency_id=ward.agency_id,
        label=stopped.code,
    )
    stages.signed_in(client, ward.one_stop)
    page = f"/lam-viec/so-thu/hoan/{refund.pk}/"
    wrong = client.post(f"{page}cach-khac/", {"way": "account", "account_number": "12"}).content.decode()
    assert "Chưa chọn ngân hàng" in wrong
    assert 'value="12"' in wrong
    client.post(f"{page}huy/", {"cancel_reason": "Người nộp nộp lại hồ sơ"})
    assert services.may_go_back(stopped)
