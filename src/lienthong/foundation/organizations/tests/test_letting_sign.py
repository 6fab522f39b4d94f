"""Whom a head may let sign documents (ký thay, ký thừa ủy quyền): a deputy, the head of a part with a paper, nobody else; old delegations stay what they were."""

from datetime import timedelta

import pytest
from tests.province import Ward, _officer

from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.organizations import queries, services
from lienthong.foundation.organizations.choices import DOCUMENT_RIGHTS, DelegatedAct, Role, rights_delegated
from lienthong.foundation.organizations.errors import NotDelegable
from lienthong.foundation.organizations.models import Delegation, Position
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid

pytestmark = pytest.mark.django_db


def give(giver: Actor, receiver: Actor, *acts: str, document: str = "") -> Delegation:
    assert receiver.position
    return services.delegate(
        actor=giver,
        receiver_id=receiver.position.id,
        acts=acts,
        begins_at=clock.now(),
        ends_at=clock.now() + timedelta(days=2),
        reason="Đi công tác",
        document=document,
    )


@pytest.fixture
def chairman(ward: Ward) -> Actor:
    assert ward.leader.position
    Position.objects.filter(pk=ward.leader.position.id).update(title="Chủ tịch")
    return ward.leader


def test_the_head_of_a_part_signs_with_a_paper_and_the_deputy_without(ward: Ward, chairman: Actor):
    head = _officer(ward.agency_id, "truong-phong", "Lê Quang Minh", "Trưởng phòng", "department_head")
    deputy = _officer(ward.agency_id, "pho-chu-tich", "Ksor Phước", "Phó Chủ tịch", "agency_leader")
    with pytest.raises(Invalid) as told:
        give(chairman, head, DelegatedAct.SIGN_DOCUMENTS)
    assert "phải có văn bản ủy quyền" in told.value.problems["document"]
    given = give(chairman, head, DelegatedAct.SIGN_DOCUMENTS, document="12/GUQ-UBND")
    services.end_delegation(actor=chairman, delegation_id=given.pk, reason="Giao cấp phó")
    given = give(chairman, deputy, DelegatedAct.SIGN_DOCUMENTS)
    services.accept_delegation(actor=deputy, delegation_id=given.pk)
    (found,) = queries.substitutes("documents.sign", agency_id=ward.agency_id)
    assert (found.name, found.as_deputy) == ("Ksor Phước", True)
    assert queries.substitutes("documents.direct", agency_id=ward.agency_id) == []


def test_who_is_no_longer_deputy_or_head_signs_no_more(ward: Ward, chairman: Actor):
    deputy = _officer(ward.agency_id, "pho-chu-tich", "Ksor Phước", "Phó Chủ tịch", "agency_leader")
    given = give(chairman, deputy, DelegatedAct.SIGN_DOCUMENTS, DelegatedAct.DIRECT_DOCUMENTS)
    services.accept_delegation(actor=deputy, delegation_id=given.pk)
    assert deputy.account_id
    assert deputy.position

    def lent() -> tuple[int, set[str]]:
        now = accounts.actor_of(deputy.account_id or 0, deputy.position.id if deputy.position else 0)
        assert now is not None
        (stand,) = now.stand_ins
        return len(queries.substitutes("documents.sign", agency_id=ward.agency_id)), set(stand.rights)

    directing = {"documents.direct", "documents.direct_agency"}
    assert lent() == (1, {*directing, "documents.sign"})
    seat = Position.objects.filter(pk=deputy.position.id)
    seat.update(title="Chuyên viên", roles=["specialist"])
    assert lent() == (0, directing)
    seat.update(title="Trưởng phòng", roles=["department_head"])  # TUQ. wants a paper, which a deputy did not need
    assert lent() == (0, directing)
    Delegation.objects.filter(pk=given.pk).update(document="12/GUQ-UBND")
    assert lent() == (1, {*directing, "documents.sign"})
    Position.objects.filter(pk=given.giver_id).update(title="Phó Chủ tịch")
    assert lent() == (0, directing)


def test_others_do_not_sign_and_a_deputy_hands_nothing_on(ward: Ward, chairman: Actor):
    with pytest.raises(NotDelegable, match="chỉ cấp phó"):
        give(chairman, ward.specialist, DelegatedAct.SIGN_DOCUMENTS, document="12/GUQ-UBND")
    deputy = _officer(ward.agency_id, "pho-chu-tich", "Ksor Phước", "Phó Chủ tịch", "agency_leader")
    head = _officer(ward.agency_id, "truong-phong", "Lê Quang Minh", "Trưởng phòng", "department_head")
    with pytest.raises(NotDelegable, match="ký thay"):
        give(deputy, head, DelegatedAct.SIGN_DOCUMENTS, document="13/GUQ-UBND")
    with pytest.raises(NotDelegable, match="không có quyền"):
        give(head, deputy, DelegatedAct.SIGN_DOCUMENTS, document="13/GUQ-UBND")


def test_old_delegations_carry_nothing_of_documents():
    old = [act for act in DelegatedAct if not act.value.startswith("doc_")]
    for role in Role:
        assert not rights_delegated([role], old) & DOCUMENT_RIGHTS
        assert not any(
            right.startswith("dossiers.") for right in rights_delegated([role], [DelegatedAct.DIRECT_DOCUMENTS])
        )


def test_what_is_lent_is_read_with_its_period(ward: Ward, chairman: Actor):
    given = give(chairman, ward.clerk, DelegatedAct.DIRECT_DOCUMENTS)
    services.accept_delegation(actor=ward.clerk, delegation_id=given.pk)
    assert ward.clerk.account_id
    assert ward.clerk.position
    clerk = accounts.actor_of(ward.clerk.account_id, ward.clerk.position.id)
    assert clerk is not None
    (stand,) = clerk.stand_ins
    assert (stand.since, stand.until) == (given.begins_at, given.ends_at)
    assert stand.rights == {"documents.direct", "documents.direct_agency"}
