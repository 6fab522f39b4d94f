"""The leader travels and lets the head of a room work on documents: seen, directed, given on, signed TUQ., and not beyond (ủy quyền văn bản)."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.province import Ward, _officer

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Part, State, TaskState
from lienthong.domain.correspondence.errors import DocumentNotFound, SignerOnly, SigningNotDelegated
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.services import Arrival, Charge
from lienthong.domain.correspondence.tests.outgoing_papers import (
    MORNING,
    facts,
    give_seal,
    paper_bytes,
    prepare,
    seat,
    shown,
    stored,
)
from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.tests.stages import signed_in
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.choices import DelegatedAct
from lienthong.foundation.organizations.models import Position
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.pdf import blanks

pytestmark = pytest.mark.django_db
LETTER = Arrival(
    issuer_name="Ủy ban nhân dân tỉnh Gia Lai",
    notation="1520/UBND-KGVX",
    issued_on=date(2026, 11, 24),
    abstract="Về việc báo cáo kết quả chuyển đổi số năm 2026",
    source="paper",
)
DIRECT, WORK, SIGN = DelegatedAct.DIRECT_DOCUMENTS, DelegatedAct.WORK_DOCUMENTS, DelegatedAct.SIGN_DOCUMENTS
INBOX = "/lam-viec/van-ban-den/cua-toi/"


def now_is(actor: Actor) -> Actor:
    """The same person as they stand at this moment: what was delegated is read anew, as every request does."""
    assert actor.position is not None
    assert actor.account_id is not None
    found = accounts.actor_of(actor.account_id, actor.position.id)
    assert found is not None
    return found


def lend(giver: Actor, receiver: Actor, *acts: str, days: int = 3, document: str = "12/GUQ-UBND") -> tuple[Actor, int]:
    """(the receiver who has accepted, the delegation)."""
    made = organizations.delegate(
        actor=giver,
        receiver_id=seat(receiver),
        acts=acts,
        begins_at=clock.now() - timedelta(hours=1),
        ends_at=clock.now() + timedelta(days=days),
        reason="Đi công tác Hà Nội",
        document=document,
    )
    organizations.accept_delegation(actor=receiver, delegation_id=made.pk)
    return now_is(receiver), made.pk


@pytest.fixture
def head(ward: Ward) -> Actor:
    """The head of a room, with a certificate; the leader of the ward is its chairman."""
    assert ward.leader.position
    Position.objects.filter(pk=ward.leader.position.id).update(title="Chủ tịch")
    found = _officer(ward.agency_id, "truong-phong", "Lê Quang Minh", "Trưởng phòng", "department_head")
    assert found.position
    signing.issue_certificate(
        position_id=found.position.id,
        common_name=found.name,
        title=found.position.title,
        agency_name=found.position.agency_name,
        organization="UBND tỉnh Gia Lai",
    )
    return found


def arrive(ward: Ward, key: str = "a", **changed: object) -> Document:
    return services.register_document(actor=ward.clerk, arrival=replace(LETTER, **changed), key=key)


def laid(ward: Ward, key: str = "a", **changed: object) -> tuple[Document, DocumentTask]:
    """Laid before the leader."""
    document = arrive(ward, key, **changed)
    return document, services.submit_document(
        actor=ward.clerk, document_id=document.pk, position_id=seat(ward.leader), note="Trình chỉ đạo"
    )


def test_it_works(ward: Ward, head: Actor):
    document, task = laid(ward)
    with pytest.raises(DocumentNotFound):
        queries.document_for(head, document.pk)
    head, _ = lend(ward.leader, head, DIRECT)
    (row,) = queries.lying_with(head)
    assert row.behalf is not None
    assert (row.task, row.behalf.holder) == (task, ward.leader.name)
    assert queries.inbox_counts(head)[Part.DECIDE] == 1
    (given,) = services.direct_document(
        actor=head,
        document_id=document.pk,
        task_id=task.pk,
        instruction="Chuyên viên tham mưu báo cáo.",
        charges=[Charge(part=Part.LEAD, position_id=seat(ward.specialist))],
    )
    both = f"{head.name} (thay mặt {ward.leader.name})"
    assert given.given_by_name == both
    assert given.given_by_id == seat(ward.leader), "it was given by the seat, so the leader may take it back too"
    task.refresh_from_db()
    assert (task.state, task.ended_by_name) == (TaskState.DONE, both)
    entry = AuditEntry.objects.get(verb="direct_document")
    assert (entry.actor_name, entry.position_id, entry.for_position_id) == (both, seat(head), seat(ward.leader))
    services.recall_task(actor=ward.leader, task_id=given.pk, reason="Tôi đã về, giao lại")
    services.complete_document(actor=head, document_id=document.pk, result="Lãnh đạo đã trả lời trực tiếp")
    assert AuditEntry.objects.get(verb="complete_document").actor_name == both


def test_what_was_not_delegated_is_not_seen(ward: Ward, head: Actor):
    document, task = laid(ward)
    head, _ = lend(ward.leader, head, WORK)
    assert queries.lying_with(head) == [], "to decide was not delegated, only to do parts that were given"
    with pytest.raises(DocumentNotFound):
        services.direct_document(actor=head, document_id=document.pk, task_id=task.pk, instruction="x", charges=[])
    other = arrive(ward, "b", notation="9/UBND")
    with pytest.raises(DocumentNotFound):
        queries.document_for(head, other.pk)


def test_a_delegation_of_dossiers_opens_no_document_and_one_of_documents_no_dossier(ward: Ward, head: Actor):
    document, _ = laid(ward)
    old, _ = lend(ward.leader, head, DelegatedAct.SIGN, DelegatedAct.APPROVE, document="")
    with pytest.raises(DocumentNotFound):
        queries.document_for(old, document.pk)
    assert not queries.stands(old)
    stranger = _officer(ward.agency_id, "ke-toan", "Siu H'Bia", "Kế toán", "administrator")
    new, _ = lend(ward.leader, stranger, DIRECT)
    assert queries.document_for(new, document.pk) == document
    (stand,) = new.stand_ins
    assert "dossiers.view_agency" not in stand.rights
    assert dossiers.visible_dossiers(new).query.is_empty()


def test_without_delegations_the_lists_ask_what_they_asked_before(ward: Ward, head: Actor):
    lone, lent = head, lend(ward.leader, head, DIRECT)[0]
    sql = str(queries.visible_documents(lone).query)
    assert sql.count("correspondence_documenttask") == str(queries.visible_documents(ward.specialist).query).count(
        "correspondence_documenttask"
    )
    assert str(queries.visible_documents(lent).query) != sql
    everything = str(queries.visible_documents(ward.leader).query)
    assert "correspondence_documenttask" not in everything


def test_the_specialist_on_leave_has_a_colleague_finish(ward: Ward, head: Actor):
    document, task = laid(ward)
    services.direct_document(
        actor=ward.leader,
        document_id=document.pk,
        task_id=task.pk,
        instruction="Tham mưu",
        charges=[Charge(part=Part.LEAD, position_id=seat(ward.specialist))],
    )
    colleague, given = lend(ward.specialist, ward.one_stop, WORK, document="")
    (row,) = queries.lying_with(colleague)
    services.give_opinion(actor=colleague, document_id=document.pk, text="Đã có số liệu", key="o")
    assert document.opinions.get().by_name == f"{colleague.name} (thay mặt {ward.specialist.name})"
    (found,) = queries.shown([document], queries.Wanted())
    assert ward.specialist.position
    title = ward.specialist.position.title
    assert found.holders == [f"{ward.specialist.name}, {title} ({colleague.name} làm thay)"]
    organizations.end_delegation(actor=ward.specialist, delegation_id=given, reason="Đi làm lại")
    again = now_is(colleague)
    with pytest.raises(DocumentNotFound):
        services.complete_task(actor=again, task_id=row.task.pk, result="Xong")
    services.complete_task(actor=ward.specialist, task_id=row.task.pk, result="Đã gửi báo cáo")
    document.refresh_from_db()
    assert document.state == State.COMPLETED


def test_both_are_told(ward: Ward, head: Actor):
    head, _ = lend(ward.leader, head, DIRECT)
    _, task = laid(ward)
    told = queries.task_given(task.pk)
    assert told is not None
    assert set(told.accounts) == {ward.leader.account_id, head.account_id}


def lent_paper(actor: Actor) -> uuid.UUID:
    """A notice with the block of who signs by authorisation."""
    return stored(
        actor, content=paper_bytes(signer_lines=["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"], signer_name="Lê Quang Minh")
    )


def test_signed_by_authorisation_with_ones_own_certificate(ward: Ward, head: Actor):
    give_seal(ward)
    head, _ = lend(ward.leader, head, SIGN)
    (choice,) = certificates.delegated_seats(ward.specialist, ward.agency_id)
    assert choice.authority.lines == ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG")
    assert certificates.seat_of_key(choice.key) == (seat(head), seat(ward.leader))
    document = services.prepare_outgoing(
        actor=ward.specialist,
        facts=facts(ward, signer_position_id=seat(head), for_position_id=seat(ward.leader)),
        file_ids=[lent_paper(ward.specialist)],
        key="tuq",
    )
    assert (document.signer, document.outgoing.lines) == (head.name, ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"])
    assert [row.document for row in queries.pile_to_sign(head)] == [document]
    with pytest.raises(SignerOnly):
        services.look_at_document(actor=ward.leader, document_id=document.pk)
    look = services.look_at_document(actor=head, document_id=document.pk)
    signed = services.sign_document(actor=head, document_id=document.pk, seen=look.sha256)
    assert signed.state == State.SIGNED
    entry = AuditEntry.objects.get(verb="sign_document")
    assert (entry.actor_name, entry.for_position_id) == (
        f"{head.name} (thay mặt {ward.leader.name})",
        seat(ward.leader),
    )
    services.seal_and_issue(actor=ward.clerk, document_id=document.pk)
    content = shown(ward.clerk, document)
    assert [each.name for each in signing.verify_pdf(content).signers] == [head.name, "Ủy ban nhân dân phường"]
    text = blanks.look_for_blanks(blanks.flattened(content)).text
    assert "TUQ. CHỦ TỊCH" in text


def test_refused_when_it_has_ended_meanwhile(ward: Ward, head: Actor):
    head, given = lend(ward.leader, head, SIGN)
    about = facts(ward, signer_position_id=seat(head), for_position_id=seat(ward.leader))
    document = services.prepare_outgoing(
        actor=ward.specialist, facts=about, file_ids=[lent_paper(ward.specialist)], key="tuq"
    )
    look = services.look_at_document(actor=head, document_id=document.pk)
    organizations.end_delegation(actor=ward.leader, delegation_id=given, reason="Về sớm một ngày")
    head = now_is(head)
    with pytest.raises(SigningNotDelegated, match="không còn hiệu lực"):
        services.sign_document(actor=head, document_id=document.pk, seen=look.sha256)
    with pytest.raises(Invalid) as told:
        services.prepare_outgoing(actor=ward.specialist, facts=about, file_ids=[stored(ward.specialist)], key="tuq2")
    assert "không còn hiệu lực" in told.value.problems["signer"]
    back = services.return_to_drafter(actor=head, document_id=document.pk, reason="Trình lại Chủ tịch")
    assert back.state == State.GIVEN_BACK


def test_what_bears_the_name_of_the_leader_is_read_and_given_back_not_signed(ward: Ward, head: Actor):
    document = prepare(ward)
    head, _ = lend(ward.leader, head, SIGN)
    ((stand, rows),) = queries.piles_of_others(head)
    assert (stand.seat_id, rows) == (seat(ward.leader), [document])
    with pytest.raises(SigningNotDelegated, match="Khối chữ ký in"):
        services.sign_document(actor=head, document_id=document.pk, seen="x")
    services.return_to_drafter(actor=head, document_id=document.pk, reason="Trình lại để ký TUQ.")
    assert AuditEntry.objects.get(verb="return_to_drafter").for_position_id == seat(ward.leader)
    reader, _ = lend(ward.leader, ward.one_stop, DIRECT)
    other = prepare(ward, "k2")
    with pytest.raises((DocumentNotFound, NotAllowed)):
        services.sign_document(actor=reader, document_id=other.pk, seen="x")


def test_the_inbox_and_the_page_say_for_whom(ward: Ward, head: Actor, client: Client):
    with clock.at(MORNING):
        document, task = laid(ward)
    lend(ward.leader, head, DIRECT)
    signed_in(client, head)
    page = client.get(INBOX).text
    assert f"Thay mặt {ward.leader.name}" in page
    assert LETTER.abstract in page
    assert LETTER.abstract in client.get(f"{INBOX}?thay-mat={now_is(head).stand_ins[0].delegation_id}").text
    assert f"Thay mặt {ward.leader.name}" in client.get(f"{INBOX}hom-nay/").text
    address = f"/lam-viec/van-ban-den/{document.pk}/"
    shown_page = client.get(address).text
    assert f"<b>thay mặt</b> {ward.leader.name}" in shown_page
    sent = client.post(
        address,
        {
            "act": "chi-dao",
            "task": task.pk,
            "instruction": "Đồng ý",
            "lead": f"p{seat(ward.specialist)}",
            "days": "none",
        },
        follow=True,
    )
    assert "Đã cho ý kiến chỉ đạo" in sent.text
    assert "Đã làm" in client.get(f"{INBOX}?xem=da-lam").text
    assert f"Thay mặt {ward.leader.name}" in client.get(f"{INBOX}?xem=da-lam").text


def test_the_pile_shows_whose_it_is_and_gives_back_for_them(ward: Ward, head: Actor, client: Client):
    document = prepare(ward)
    lend(ward.leader, head, SIGN)
    signed_in(client, head)
    pile = client.get("/lam-viec/van-ban-di/cho-toi-ky/").text
    assert f"Trình {ward.leader.name} ký" in pile
    address = f"/lam-viec/van-ban-di/{document.pk}/"
    page = client.get(f"{address}ky/", follow=True).text
    assert "Khối chữ ký in" in page
    wrong = client.post(address, {"act": "tra-nguoi-soan", "reason": " "})
    assert wrong.status_code == 422
    said = client.post(address, {"act": "tra-nguoi-soan", "reason": "Trình lại để ký thừa ủy quyền"}, follow=True)
    assert "Đã trả lại người soạn" in said.text
    document.outgoing.refresh_from_db()
    assert document.outgoing.ended_by_name == f"{head.name} (thay mặt {ward.leader.name})"
