"""Other agencies: opinions side by side, a hand-over and back, children counted once; who may read what."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import ReferralState
from lienthong.domain.dossiers.errors import AskedAlready, HandedOver, NotReferable
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_api import caller
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations import services as organization_services
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

QUESTION = "Đề nghị xác nhận nơi cư trú của người mẹ từ năm 2020 đến nay."


@pytest.fixture
def elsewhere(ward: Ward) -> list[Actor]:
    """Specialists of two other communes."""
    others = organizations.communes().exclude(id=ward.agency_id)[:2]
    found = []
    for number, agency in enumerate(others):
        account = accounts.create_officer(
            actor=SYSTEM,
            username=f"xa-{number}",
            full_name=f"Đinh Văn {number}",
            password="mat-khau-dai-2026",
            email=f"xa-{number}@gialai.gov.vn",
        )
        organization_services.appoint(
            actor=SYSTEM,
            account_id=account.pk,
            agency_id=agency.pk,
            title="Công chức tư pháp - hộ tịch",
            roles=["specialist"],
            valid_from=clock.today() - timedelta(days=100),
        )
        found.append(account_queries.actor_for(account))
    return found


def status_of(client: Client, file_id: object) -> int:
    """Of one file, read to its end."""
    answer = client.get(f"/tep/{file_id}/")
    b"".join(answer)  # type: ignore[arg-type]
    return answer.status_code


def ask(ward: Ward, dossier: Dossier, kind: str, *actors: Actor, days: int = 2) -> list[int]:
    made = services.refer_dossier(
        actor=ward.specialist,
        dossier_id=dossier.id,
        kind=kind,
        to=[services.Asked(agency_id=actor.agency_id or 0, days=days + number) for number, actor in enumerate(actors)],
        question=QUESTION,
    )
    return [each.pk for each in made]


def test_opinions_run_side_by_side_with_their_own_deadlines(ward: Ward, elsewhere: list[Actor]) -> None:
    dossier = stages.accepted(ward)
    promised = dossier.due_at
    first, second = ask(ward, dossier, "opinion", *elsewhere)
    referrals = queries.referrals_of(dossier)
    assert referrals[0].due_at < referrals[1].due_at
    with pytest.raises(AskedAlready):
        ask(ward, dossier, "opinion", elsewhere[0])
    assert [each.pk for each in queries.referrals_page(elsewhere[0], "den")] == [first]
    with pytest.raises(NotFound):
        services.answer_referral(actor=elsewhere[0], referral_id=second, answer="Không phải việc của xã này.")
    services.answer_referral(actor=elsewhere[1], referral_id=second, answer="Người mẹ cư trú tại xã từ năm 2019.")
    with pytest.raises(NotReferable):
        services.answer_referral(actor=elsewhere[1], referral_id=second, answer="Trả lời lần nữa cho chắc.")
    # the dossier went on meanwhile, its clock ran, its promise stands
    services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    dossier.refresh_from_db()
    assert (dossier.due_at, dossier.paused_at) == (promised, None)
    with clock.at(referrals[0].due_at + timedelta(days=1)):
        late = queries.referrals_page(ward.specialist, "di")
        assert [(each.pk, each.is_overdue) for each in late] == [(first, True)]


def test_a_handover_holds_the_office_until_it_is_given_back(ward: Ward, elsewhere: list[Actor]) -> None:
    dossier = stages.accepted(ward)
    (sent,) = ask(ward, dossier, "handover", elsewhere[0])
    step = stages.step_of(dossier)
    with pytest.raises(HandedOver) as refused:
        services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step.id)
    assert "thu hồi" in refused.value.message
    with pytest.raises(HandedOver):
        ask(ward, dossier, "opinion", elsewhere[1])
    services.answer_referral(actor=elsewhere[0], referral_id=sent, answer="Đã xác minh, đủ điều kiện đăng ký.")
    services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step.id)
    (sent,) = ask(ward, dossier, "handover", elsewhere[0])
    services.recall_referral(actor=ward.specialist, referral_id=sent)
    assert queries.referrals_of(dossier)[-1].state == ReferralState.RECALLED


def test_a_withdrawn_dossier_asks_nobody(ward: Ward, elsewhere: list[Actor]) -> None:
    dossier = stages.accepted(ward)
    ask(ward, dossier, "opinion", *elsewhere)
    services.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp lại ở nơi khác")
    assert queries.referrals_page(elsewhere[0], "den") == []


def test_whoever_was_asked_reads_the_papers_and_nobody_else(client: Client, ward: Ward, elsewhere: list[Actor]) -> None:
    dossier = stages.accepted(ward)
    (sent,) = ask(ward, dossier, "opinion", elsewhere[0])
    paper = next(paper for paper in queries.papers_of(dossier) if paper.file_id)
    url = f"/lam-viec/lien-thong/{sent}/"
    stages.signed_in(client, elsewhere[1])
    assert client.get(url).status_code == 404
    assert status_of(client, paper.file_id) == 404
    stages.signed_in(client, elsewhere[0])
    page = client.get(url).content.decode()
    assert QUESTION in page
    assert "Siu Bảo An" in page
    assert status_of(client, paper.file_id) == 200
    assert client.get(f"/lam-viec/ho-so/{dossier.code}/").status_code == 404
    assert dossier.code in client.get("/lam-viec/lien-thong/").content.decode()
    refused = client.post(url, {"answer": "Có"})
    assert refused.status_code == 422
    assert ">Có</textarea>" in refused.content.decode()
    answer = {"answer": "Người mẹ cư trú tại xã từ năm 2019.", "file": stages.picture("xac-nhan.jpg")}
    assert client.post(url, answer).status_code == 302
    (referral,) = queries.referrals_of(dossier)
    assert referral.answer_file_id
    stages.signed_in(client, ward.specialist)
    page = client.get(f"/lam-viec/ho-so/{dossier.code}/", {"the": "lien-thong"}).content.decode()
    assert "xac-nhan.jpg" in page
    assert status_of(client, referral.answer_file_id) == 200
    stages.signed_in(client, ward.citizen)
    assert status_of(client, referral.answer_file_id) == 404


def test_the_officer_asks_by_name_from_the_page(client: Client, ward: Ward, elsewhere: list[Actor]) -> None:
    dossier = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    url = f"/lam-viec/ho-so/{dossier.code}/lien-thong/"
    typed = {"kind": "opinion", "agency-1": "Xã nào đó", "days-1": "3", "question": QUESTION}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "Không có cơ quan" in refused.content.decode()
    assert QUESTION in refused.content.decode()
    agency = organizations.agency(elsewhere[0].agency_id or 0)
    answer = client.post(url, typed | {"agency-1": f"{agency.identifier} {agency.name}"}, follow=True)
    assert f"Đã gửi 1 cơ quan: {agency.name}" in answer.content.decode()
    assert client.post(url, typed | {"agency-1": agency.identifier}).status_code == 409


def test_a_child_elsewhere_is_counted_once_for_the_citizen(client: Client, ward: Ward) -> None:
    dossier, child = stages.accepted(ward), stages.submitted(ward)
    with pytest.raises(Invalid):
        services.link_child(actor=ward.specialist, dossier_id=dossier.id, child_code="H21.1-1")
    with pytest.raises(NotAllowed):
        services.link_child(actor=ward.clerk, dossier_id=dossier.id, child_code=child.code)
    services.link_child(actor=ward.specialist, dossier_id=dossier.id, child_code=child.code.lower())
    with pytest.raises(NotReferable):
        services.link_child(actor=ward.specialist, dossier_id=stages.accepted(ward).id, child_code=child.code)
    assert [each.code for each in queries.dossiers_page(ward.citizen).items if each.code == child.code] == []
    page = stages.signed_in(client, ward.citizen).get(f"/ho-so/{dossier.code}/").content.decode()
    assert child.code in page


def test_programs_ask_answer_and_decide(ward: Ward, elsewhere: list[Actor]) -> None:
    dossier = stages.accepted(ward)
    ours, theirs, head = caller(ward.specialist), caller(elsewhere[0]), caller(ward.leader)
    body = {"kind": "opinion", "to": [{"agency": elsewhere[0].agency_id, "days": 2}], "question": QUESTION}
    made = ours.post(f"/api/v1/dossiers/{dossier.code}/referrals", body, content_type="application/json")
    assert made.status_code == 200, made.content
    assert (
        theirs.post(f"/api/v1/dossiers/{dossier.code}/referrals", body, content_type="application/json").status_code
        == 404
    )
    (waiting,) = theirs.get("/api/v1/referrals").json()
    assert (waiting["dossier"], waiting["overdue"]) == (dossier.code, False)
    url = f"/api/v1/referrals/{waiting['id']}/answer"
    words = {"answer": "Người mẹ cư trú tại xã từ năm 2019."}
    assert ours.post(url, words, content_type="application/json").status_code == 404
    assert theirs.post(url, words, content_type="application/json").json()["state"] == "answered"
    services.propose_extension(actor=ward.specialist, dossier_id=dossier.id, days=2, reason="Chờ xác minh cư trú.")
    (proposal,) = head.get("/api/v1/proposals").json()
    decided = head.post(
        f"/api/v1/proposals/{proposal['id']}/decision", {"approve": True}, content_type="application/json"
    )
    assert decided.json()["state"] == "approved"
