"""Dossiers opened at another agency from their parent: their own deadline, their result back in it, one dossier for the citizen."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import ChildOutcome, PaperKind, PaperPlace, PaperSource, State
from lienthong.domain.dossiers.errors import NotReferable, OpenedBefore, WaitsForChild
from lienthong.domain.dossiers.models import Dossier, PaperPart
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations import services as organization_services
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

ASKED = "Đề nghị đăng ký khai sinh cho trẻ tại nơi cư trú của người mẹ."


@pytest.fixture
def elsewhere(ward: Ward) -> Ward:
    """Whoever receives, handles, signs and stamps in another commune: one officer with every role, for short."""
    agency = organizations.communes().exclude(id=ward.agency_id).first()
    assert agency is not None
    account = accounts.create_officer(
        actor=SYSTEM, username="xa-ben", full_name="Đinh Văn Bên", password="mat-khau-dai-2026", email="b@gialai.gov.vn"
    )
    organization_services.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=agency.pk,
        title="Công chức",
        roles=["one_stop_officer", "specialist"],
        valid_from=clock.today() - timedelta(days=100),
    )
    them = account_queries.actor_for(account)
    return Ward(
        agency_id=agency.pk,
        one_stop=them,
        specialist=them,
        leader=them,
        clerk=them,
        citizen=ward.citizen,
        neighbour=ward.neighbour,
    )


def open_child(ward: Ward, parent: Dossier, there: Ward, *, actor: Actor | None = None, holds: bool = False) -> Dossier:
    return services.open_child(
        actor=actor or ward.specialist,
        dossier_id=parent.id,
        procedure_code=stages.BIRTH,
        agency_id=there.agency_id,
        asked=ASKED,
        paper_ids=[paper.pk for paper in queries.papers_to_hand_on(parent)],
        holds=holds,
    )


def finish(child: Dossier) -> None:
    """As its leader and clerk would; the process in between is told elsewhere."""
    paper = next(each for each in queries.papers_of(child) if each.file_id)
    opened = stages.step_of(child)
    Dossier.objects.filter(id=child.id).update(
        state=State.COMPLETED, completed_at=clock.now(), result_number="12/KS", result_file_id=paper.file_id
    )
    opened.kind = "return"
    opened.save(update_fields=["kind"])


def test_a_child_lies_in_the_other_reception_and_its_result_comes_back(ward: Ward, elsewhere: Ward) -> None:
    parent = stages.accepted(ward)
    promised = parent.due_at
    child = open_child(ward, parent, elsewhere, holds=True)
    assert (child.agency_id, child.parent_id, child.fee_amount, child.state) == (
        elsewhere.agency_id,
        parent.id,
        0,
        State.SUBMITTED,
    )
    assert child.answers["mother_name"] == "Siu H'Ngan"
    (paper,) = [each for each in queries.papers_of(child) if each.file_id]
    assert (paper.requirement_key, paper.source) == ("birth_notice", PaperSource.PARENT)
    asked = queries.asked_of_child(child)
    assert asked is not None
    assert asked.asked == ASKED
    # the parent stands still by choice, its clock runs
    step = stages.step_of(parent)
    with pytest.raises(WaitsForChild) as refused:
        services.complete_step(actor=ward.specialist, dossier_id=parent.id, step_id=step.id)
    assert child.code in refused.value.message
    parent.refresh_from_db()
    assert (parent.due_at, parent.paused_at) == (promised, None)
    with pytest.raises(OpenedBefore):  # pressed twice
        open_child(ward, parent, elsewhere)
    child = services.accept_dossier(actor=elsewhere.one_stop, dossier_id=child.id)
    assert child.due_at is not None
    finish(child)
    PaperPart.objects.create(
        dossier=child, kind=PaperKind.RESULT, place=PaperPlace.OFFICE, agency_id=elsewhere.agency_id
    )
    assert services.bring_child_back(child_id=child.id)
    (original,) = queries.parts_of(child.id)
    assert original.place == PaperPlace.OFFICE  # nobody has carried it anywhere
    assert parent.code in original.remark
    assert not services.bring_child_back(child_id=child.id)  # told twice, brought once
    child.refresh_from_db()
    assert child.state == State.RETURNED
    (back,) = [each for each in queries.papers_of(parent) if each.source == PaperSource.CHILD]
    assert back.file_id == paper.file_id
    assert "12/KS" in back.name
    services.complete_step(actor=ward.specialist, dossier_id=parent.id, step_id=step.id)
    open_child(ward, parent, elsewhere)  # another time for another reason


def test_a_result_given_out_at_the_counter_first_still_comes_back(ward: Ward, elsewhere: Ward) -> None:
    parent = stages.accepted(ward)
    child = services.accept_dossier(
        actor=elsewhere.one_stop, dossier_id=open_child(ward, parent, elsewhere, holds=True).id
    )
    finish(child)
    services.return_result(actor=elsewhere.one_stop, dossier_id=child.id)
    assert services.bring_child_back(child_id=child.id)
    parent.refresh_from_db()
    assert parent.awaited_children == 0
    assert [each.source for each in queries.papers_of(parent)].count(PaperSource.CHILD) == 1


def test_what_is_refused_says_what_to_do(ward: Ward, elsewhere: Ward) -> None:
    parent = stages.accepted(ward)
    with pytest.raises(NotAllowed):
        open_child(ward, parent, elsewhere, actor=ward.clerk)
    with pytest.raises(Invalid) as same:
        open_child(ward, parent, ward)
    assert "chính hồ sơ này" in same.value.problems["child-agency"]
    child = services.accept_dossier(actor=elsewhere.one_stop, dossier_id=open_child(ward, parent, elsewhere).id)
    with pytest.raises(NotReferable):
        open_child(ward, child, ward, actor=elsewhere.specialist)
    with pytest.raises(NotFound):
        services.stop_waiting(actor=ward.specialist, dossier_id=parent.id, child_code=parent.code)


def test_one_need_not_wait(ward: Ward, elsewhere: Ward) -> None:
    parent = stages.accepted(ward)
    child = open_child(ward, parent, elsewhere, holds=True)
    for _ in range(2):
        services.stop_waiting(actor=ward.specialist, dossier_id=parent.id, child_code=child.code)
    services.complete_step(actor=ward.specialist, dossier_id=parent.id, step_id=stages.step_of(parent).id)
    parent.refresh_from_db()
    assert parent.awaited_children == 0


def test_a_refused_child_holds_nobody(ward: Ward, elsewhere: Ward) -> None:
    parent = stages.accepted(ward)
    child = open_child(ward, parent, elsewhere, holds=True)
    reason = "Người mẹ không cư trú tại xã này; đề nghị gửi xã khác."
    services.reject_dossier(actor=elsewhere.one_stop, dossier_id=child.id, reason=reason)
    assert services.end_child_work(child_id=child.id)
    assert not services.end_child_work(child_id=child.id)
    work = queries.ended_child(child.id)
    assert (work.outcome, work.said) == (ChildOutcome.REFUSED, reason)
    services.complete_step(actor=ward.specialist, dossier_id=parent.id, step_id=stages.step_of(parent).id)


def test_an_ended_parent_takes_its_children_back(ward: Ward, elsewhere: Ward) -> None:
    parent = stages.accepted(ward)
    child = open_child(ward, parent, elsewhere)
    assert services.recall_children(parent_id=parent.id) == 0
    services.withdraw_dossier(actor=ward.citizen, dossier_id=parent.id, reason="Nộp lại ở nơi khác")
    assert services.recall_children(parent_id=parent.id) == 1
    assert services.recall_children(parent_id=parent.id) == 0
    child.refresh_from_db()
    assert child.state == State.WITHDRAWN
    assert parent.code in child.reason
    assert queries.open_steps(child) == []


def test_it_is_opened_from_the_page_of_the_parent(client: Client, ward: Ward, elsewhere: Ward) -> None:
    parent = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    work = f"/lam-viec/ho-so/{parent.code}/"
    assert 'name="child-procedure"' in client.get(work, {"the": "ho-so-con"}).content.decode()
    offered = client.get("/lam-viec/lien-thong/thu-tuc/", {"child-procedure": "khai sinh"}).content.decode()
    assert f'value="{stages.BIRTH} ' in offered
    (paper,) = queries.papers_to_hand_on(parent)
    typed = {
        "child-procedure": stages.BIRTH,
        "child-agency": "xã không có",
        "child-asked": ASKED,
        "child-paper": paper.pk,
    }
    refused = client.post(f"{work}ho-so-con/mo/", typed)
    assert refused.status_code == 422
    assert "Không có cơ quan nào tên" in refused.content.decode()
    assert ASKED in refused.content.decode()
    agency = organizations.agency(elsewhere.agency_id)
    done = client.post(
        f"{work}ho-so-con/mo/", typed | {"child-agency": agency.identifier, "child-holds": "1"}, follow=True
    )
    child = Dossier.objects.get(parent_id=parent.id)
    page = done.content.decode()
    assert f"Đã mở hồ sơ con {child.code}" in page
    assert "Hồ sơ này đang chờ" in page
    other = stages.accepted(ward)
    strange = client.post(f"/lam-viec/ho-so/{other.code}/ho-so-con/khong-cho/", {"child": child.code})
    assert strange.status_code == 404  # a child of another dossier
    parent.refresh_from_db()
    assert parent.awaited_children == 1
    # there it says for whom and what; the citizen sees one dossier
    stages.signed_in(client, elsewhere.one_stop)
    theirs = client.get(f"/lam-viec/ho-so/{child.code}/").content.decode()
    assert ASKED in theirs
    assert parent.code in theirs
    assert client.get(work).status_code == 404
    assert stages.signed_in(client, ward.citizen).get("/ho-so/").content.decode().count(child.code) == 0
    assert child.code in client.get(f"/ho-so/{parent.code}/").content.decode()
    assert "Không chờ" not in client.get(f"/ho-so/{parent.code}/").content.decode()
