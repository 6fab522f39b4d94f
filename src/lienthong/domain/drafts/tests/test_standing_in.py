"""The head is away: who stands in approves, returns, answers what was asked, in both names; not what was not delegated (ủy quyền với dự thảo)."""

from datetime import timedelta

import pytest
from django.test import Client

from lienthong.domain.dossiers.tests.stages import signed_in
from lienthong.domain.drafts import queries, services
from lienthong.domain.drafts.choices import DraftState, OpinionState, Verdict
from lienthong.domain.drafts.errors import DraftNotFound
from lienthong.domain.drafts.models import Draft, DraftOpinion
from lienthong.domain.drafts.tests.conftest import Office, seat, written
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.choices import DelegatedAct
from lienthong.foundation.organizations.models import Position
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid

pytestmark = pytest.mark.django_db
DIRECT, WORK, SIGN = DelegatedAct.DIRECT_DOCUMENTS, DelegatedAct.WORK_DOCUMENTS, DelegatedAct.SIGN_DOCUMENTS


def lend(giver: Actor, receiver: Actor, *acts: str) -> tuple[Actor, int]:
    """(the receiver who has accepted, the delegation)."""
    made = organizations.delegate(
        actor=giver,
        receiver_id=seat(receiver),
        acts=acts,
        begins_at=clock.now() - timedelta(hours=1),
        ends_at=clock.now() + timedelta(days=2),
        reason="Nghỉ phép năm",
        document="12/GUQ-UBND",
    )
    organizations.accept_delegation(actor=receiver, delegation_id=made.pk)
    return now_is(receiver), made.pk


def now_is(actor: Actor) -> Actor:
    """The same person as they stand at this moment."""
    assert actor.account_id is not None
    found = accounts.actor_of(actor.account_id, seat(actor))
    assert found is not None
    return found


def test_it_works(office: Office, draft: Draft, client: Client):
    draft = written(office, draft)
    services.ask_approval(actor=office.writer, draft_id=draft.pk)
    with pytest.raises(DraftNotFound):
        queries.draft_for(office.other, draft.pk)
    other, _ = lend(office.head, office.other, DIRECT)
    (waiting,) = queries.to_approve(other)
    assert waiting.behalf is not None
    assert (waiting.draft, waiting.behalf.holder) == (draft, office.head.name)
    told = queries.approval_asked(draft.pk)
    assert told is not None
    assert set(told.accounts) == {office.head.account_id, other.account_id}
    signed_in(client, office.other)
    assert f"Thay mặt {office.head.name}" in client.get("/lam-viec/du-thao/?the=duyet").text
    page = client.get(f"/lam-viec/du-thao/{draft.pk}/").text
    assert f"<b>thay mặt</b> {office.head.name}" in page
    assert "Duyệt nội dung" in page
    both = f"{other.name} (thay mặt {office.head.name})"
    services.comment_on(actor=other, draft_id=draft.pk, version=draft.latest, text="Sửa số liệu mục 1", key="c")
    assert draft.comments.get().by_name == both
    services.approve_draft(actor=other, draft_id=draft.pk, version=draft.latest)
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by_name) == (DraftState.APPROVED, both)
    assert AuditEntry.objects.get(verb="approve_draft").for_position_id == seat(office.head)
    services.submit_draft(actor=other, draft_id=draft.pk)
    draft.refresh_from_db()
    assert draft.submitted_by_name == both


def test_ended_it_opens_nothing(office: Office, draft: Draft, client: Client):
    draft = written(office, draft)
    services.ask_approval(actor=office.writer, draft_id=draft.pk)
    other, given = lend(office.head, office.other, DIRECT)
    signed_in(client, office.other)
    sent = client.post(
        f"/lam-viec/du-thao/{draft.pk}/chuyen/", {"what": "return", "reason": "Thiếu căn cứ pháp lý"}, follow=True
    )
    assert sent.status_code == 200
    assert "Đã trả lại người soạn" in sent.text
    organizations.end_delegation(actor=other, delegation_id=given, reason="Bận việc khác")
    assert client.get(f"/lam-viec/du-thao/{draft.pk}/").status_code == 404
    with pytest.raises(DraftNotFound):
        services.approve_draft(actor=now_is(other), draft_id=draft.pk, version=draft.latest)


def test_answering_for_who_was_asked(office: Office, draft: Draft):
    draft = written(office, draft)
    services.ask_opinions(
        actor=office.writer, draft_id=draft.pk, asked=[services.Asked(position_id=seat(office.colleague))]
    )
    opinion = DraftOpinion.objects.get()
    deaf, _ = lend(office.head, office.other, DIRECT)
    assert queries.asked_of(deaf) == []
    other, _ = lend(office.colleague, office.other, WORK)
    (asked,) = queries.asked_of(other)
    assert asked.behalf is not None
    assert asked.opinion == opinion
    services.give_opinion(actor=other, opinion_id=opinion.pk, verdict=Verdict.AGREE)
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.GIVEN
    assert opinion.given_by_name == f"{other.name} (thay mặt {office.colleague.name})"


def test_laid_before_who_signs_by_authorisation(office: Office, draft: Draft):
    Position.objects.filter(pk=seat(office.leader)).update(title="Chủ tịch UBND phường")
    head, given = lend(office.leader, office.head, SIGN)
    facts = services.Facts(
        kind=draft.kind,
        abstract=draft.abstract,
        signer_position_id=seat(head),
        signer_for_id=seat(office.leader),
        recipients=(queries.RecipientLine(name="Sở Khoa học và Công nghệ", role="to"),),
    )
    services.change_facts(actor=office.writer, draft_id=draft.pk, seen=draft.latest, facts=facts)
    draft.refresh_from_db()
    assert (draft.signer_name, draft.authority) == (head.name, ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"])
    version = queries.version_of(draft)
    assert version is not None
    assert "TUQ. CHỦ TỊCH" in version.text
    organizations.end_delegation(actor=office.leader, delegation_id=given, reason="Đã về cơ quan")
    with pytest.raises(Invalid):
        services.change_facts(actor=office.writer, draft_id=draft.pk, seen=draft.latest, facts=facts)
