"""One seat acts on behalf of another: from, to, scope, and both names on everything (ủy quyền)."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.province import Ward, _officer

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services as dossier_services
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.queries.headings import heading_of
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.accounts import services as account_services
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.files import services as files
from lienthong.foundation.notifications.models import Notification
from lienthong.foundation.organizations import queries, services
from lienthong.foundation.organizations.choices import RIGHTS_OF_ACT, DelegatedAct, DelegationStanding
from lienthong.foundation.organizations.errors import DelegatedAlready, DelegationClosed, NotDelegable
from lienthong.foundation.organizations.models import Absence, Delegation, Position
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import reacting_at_once

pytestmark = pytest.mark.django_db
SIGN, APPROVE, PROCESS = "sign", "approve", "process"


@pytest.fixture
def deputy(ward: Ward) -> Actor:
    """Sits beside the leader, without any right to sign, but with a certificate of their own."""
    made = _officer(ward.agency_id, "chanh-vp", "Phan Thanh Tùng", "Chánh Văn phòng", "specialist")
    assert made.position
    signing.issue_certificate(
        position_id=made.position.id,
        common_name=made.name,
        title="Chánh Văn phòng",
        agency_name=made.position.agency_name,
        organization="UBND tỉnh Gia Lai",
    )
    return made


def seat(actor: Actor) -> int:
    assert actor.position
    return actor.position.id


def now_as(actor: Actor) -> Actor:
    """The actor as the next request finds them."""
    return accounts.actor_for(Account.objects.get(pk=actor.account_id), seat(actor))


def delegated(giver: Actor, receiver: Actor, *acts: str, accept: bool = True, **more: object) -> Delegation:
    asked = {
        "begins_at": clock.now() - timedelta(hours=1),
        "ends_at": clock.now() + timedelta(days=3),
        "reason": "Đi công tác Hà Nội",
    } | more
    made = services.delegate(actor=giver, receiver_id=seat(receiver), acts=acts, **asked)  # type: ignore[arg-type]
    if accept:
        services.accept_delegation(actor=receiver, delegation_id=made.pk)
    return made


def test_a_delegate_signs_and_both_names_stand_everywhere(ward: Ward, deputy: Actor) -> None:
    dossier = stages.with_leader(ward)
    step = stages.step_of(dossier)
    while step.kind != "sign":
        dossier_services.complete_step(actor=ward.leader, dossier_id=dossier.id, step_id=step.id)
        step = stages.step_of(dossier)
    with pytest.raises(NotAllowed):
        dossier_services.sign_result(actor=deputy, dossier_id=dossier.id, step_id=step.id)
    delegated(ward.leader, deputy, SIGN)
    with pytest.raises(NotAllowed):  # what was read before the delegation carries nothing
        dossier_services.sign_result(actor=deputy, dossier_id=dossier.id, step_id=step.id)
    acting = now_as(deputy)
    assert not acting.may("dossiers.sign")
    assert acting.may_enter("dossiers.sign")
    signed = dossier_services.sign_result(actor=acting, dossier_id=dossier.id, step_id=step.id)
    both = "Phan Thanh Tùng (thay mặt Nguyễn Hồng Hà)"
    finished = DossierStep.objects.get(pk=step.pk)
    assert (finished.finished_by_name, finished.finished_by_id) == (both, seat(deputy))
    entry = AuditEntry.objects.get(verb="sign_result")
    assert (entry.actor_name, entry.position_id, entry.for_position_id) == (both, seat(deputy), seat(ward.leader))
    assert entry.position_title.startswith("Chánh Văn phòng, thừa ủy quyền Phó Chủ tịch, ")
    verdict = signing.verify_pdf(files.read_bytes(signed.result_file))
    assert [each.reason for each in verdict.signers] == [
        f"Ký kết quả hồ sơ {dossier.code}, thừa ủy quyền của Nguyễn Hồng Hà, Phó Chủ tịch"
    ]
    (stand,) = acting.stand_ins
    assert acting.acting_for(stand).signature == ("TUQ. Phó Chủ tịch", "Chánh Văn phòng", "Phan Thanh Tùng")
    assert heading_of(acting.acting_for(stand)) == (("TUQ. PHÓ CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "Phan Thanh Tùng")


def test_only_what_was_delegated(ward: Ward, deputy: Actor) -> None:
    dossier = stages.with_leader(ward)
    step = stages.step_of(dossier)
    given_act, other = (SIGN, APPROVE) if step.kind == "approve" else (APPROVE, SIGN)
    delegated(ward.leader, deputy, given_act)
    with pytest.raises(NotAllowed):
        dossier_services.complete_step(actor=now_as(deputy), dossier_id=dossier.id, step_id=step.id)
    delegated(ward.leader, deputy, other, procedures=["9.999999"])
    with pytest.raises(NotAllowed):  # of another procedure
        dossier_services.send_back_step(actor=now_as(deputy), dossier_id=dossier.id, step_id=step.id, reason="Sai tên")
    Delegation.objects.filter(procedures=["9.999999"]).update(procedures=[stages.BIRTH])
    dossier_services.send_back_step(actor=now_as(deputy), dossier_id=dossier.id, step_id=step.id, reason="Sai tên")
    assert "thay mặt" in AuditEntry.objects.get(verb="send_back_step").actor_name


def test_it_begins_and_ends_by_the_clock_alone(ward: Ward, deputy: Actor) -> None:
    begins = clock.now() + timedelta(days=1)
    made = delegated(ward.leader, deputy, SIGN, begins_at=begins, ends_at=begins + timedelta(days=1))
    moments = [begins - timedelta(seconds=1), begins, begins + timedelta(hours=23), begins + timedelta(days=1)]
    standings = [DelegationStanding.COMING, "running", "running", DelegationStanding.EXPIRED]
    for moment, standing in zip(moments, standings, strict=True):
        with clock.at(moment):
            assert queries.delegation(deputy, made.pk).standing(moment) == standing
            runs = standing == "running"
            assert now_as(deputy).may_enter("dossiers.sign") is runs
            assert bool(queries.acting_for(deputy, moment, SIGN, stages.BIRTH)) is runs
            assert not queries.acting_for(deputy, moment, APPROVE, stages.BIRTH)


def test_it_follows_what_the_giver_has(ward: Ward, deputy: Actor) -> None:
    delegated(ward.leader, deputy, SIGN, APPROVE)
    Position.objects.filter(pk=seat(ward.leader)).update(roles=["specialist"])
    assert not now_as(deputy).stand_ins
    Position.objects.filter(pk=seat(ward.leader)).update(roles=["agency_leader"], valid_to=clock.today())
    assert now_as(deputy).stand_ins
    Position.objects.filter(pk=seat(ward.leader)).update(valid_to=clock.today() - timedelta(days=1))
    assert not now_as(deputy).stand_ins


def test_what_cannot_be_delegated_says_why(ward: Ward, deputy: Actor) -> None:
    with pytest.raises(Invalid) as empty:
        delegated(ward.leader, deputy, begins_at=clock.now(), ends_at=clock.now(), reason=" ")
    assert set(empty.value.problems) == {"acts", "ends_at", "reason"}
    with pytest.raises(Invalid, match="1 mục"):
        delegated(ward.leader, deputy, SIGN, ends_at=clock.now() + timedelta(days=800))
    with pytest.raises(NotDelegable, match="không có quyền xử lý hồ sơ"):
        delegated(ward.leader, deputy, PROCESS)
    with pytest.raises(NotDelegable, match="chính mình"):
        delegated(ward.leader, ward.leader, SIGN)
    elsewhere = queries.communes().exclude(pk=ward.agency_id)[0]
    stranger = _officer(elsewhere.pk, "xa-khac", "Kpă Thuyên", "Văn phòng", "specialist")
    with pytest.raises(NotDelegable, match="không thuộc cơ quan"):
        delegated(ward.leader, stranger, SIGN)
    delegated(ward.leader, deputy, SIGN)
    with pytest.raises(NotDelegable, match="không được ủy quyền lại"):
        delegated(now_as(deputy), ward.clerk, SIGN)
    (stand,) = now_as(deputy).stand_ins
    with pytest.raises(NotAllowed):
        delegated(now_as(deputy).acting_for(stand), ward.clerk, SIGN)
    with pytest.raises(NotAllowed):
        delegated(ward.citizen, deputy, SIGN) if ward.citizen.position else services.delegate(
            actor=ward.citizen, receiver_id=seat(deputy), acts=[SIGN], begins_at=clock.now(), ends_at=clock.now(), reason="x"
        )  # fmt: skip


def test_from_above_to_an_agency_below(ward: Ward) -> None:
    root = queries.root_agency()
    head = _officer(root.pk, "chu-tich", "Rah Lan Chung", "Chủ tịch", "agency_leader")
    delegated(head, ward.leader, SIGN)
    dossier = stages.accepted(ward)
    Dossier.objects.filter(pk=dossier.pk).update(agency_id=root.pk, reception_agency_id=root.pk)
    with pytest.raises(NotFound):
        dossiers.dossier_for(ward.leader, dossier.code)
    assert dossiers.dossier_for(now_as(ward.leader), dossier.code).pk == dossier.pk
    Delegation.objects.update(procedures=["9.999999"])
    with pytest.raises(NotFound):
        dossiers.dossier_for(now_as(ward.leader), dossier.code)


def test_two_for_one_act_at_one_time_are_refused(ward: Ward, deputy: Actor) -> None:
    first = delegated(ward.leader, deputy, SIGN)
    again = delegated(ward.leader, deputy, SIGN, begins_at=first.begins_at, ends_at=first.ends_at)
    assert again.pk == first.pk
    with pytest.raises(DelegatedAlready, match=r"Ký.*Phan Thanh Tùng"):
        delegated(ward.leader, ward.clerk, SIGN, APPROVE)
    delegated(ward.leader, ward.clerk, APPROVE)
    delegated(ward.leader, ward.clerk, SIGN, begins_at=first.ends_at, ends_at=first.ends_at + timedelta(days=1))
    services.end_delegation(actor=ward.leader, delegation_id=first.pk, reason="Về sớm")
    rest = {"begins_at": first.begins_at, "ends_at": first.ends_at}
    delegated(ward.leader, ward.clerk, SIGN, procedures=["1.001193"], **rest)
    delegated(ward.leader, ward.specialist, SIGN, procedures=["1.004873"], **rest)


def test_accepted_declined_revoked_given_back_and_told(ward: Ward, deputy: Actor) -> None:
    with reacting_at_once():
        made = delegated(ward.leader, deputy, SIGN, accept=False)
        assert not now_as(deputy).stand_ins
        assert queries.waiting_delegations(deputy) == 1
        with pytest.raises(NotFound):
            services.accept_delegation(actor=ward.leader, delegation_id=made.pk)
        with pytest.raises(NotFound):
            services.accept_delegation(actor=ward.clerk, delegation_id=made.pk)
        services.accept_delegation(actor=deputy, delegation_id=made.pk)
        services.accept_delegation(actor=deputy, delegation_id=made.pk)
        with pytest.raises(Invalid):
            services.end_delegation(actor=deputy, delegation_id=made.pk, reason="")
        services.end_delegation(actor=deputy, delegation_id=made.pk, reason="Nghỉ ốm")
        assert not now_as(deputy).stand_ins
        for verb in (services.accept_delegation, services.end_delegation):
            with pytest.raises(DelegationClosed, match="Đã trả lại"):
                verb(
                    actor=deputy,
                    delegation_id=made.pk,
                    **({} if verb is services.accept_delegation else {"reason": "Nghỉ ốm"}),
                )
        second = delegated(ward.leader, deputy, SIGN, accept=False)
        services.end_delegation(actor=deputy, delegation_id=second.pk, reason="Bận họp")
    told = Notification.objects.filter(kind="delegation").order_by("id")
    assert [each.account_id for each in told] == [
        deputy.account_id, ward.leader.account_id, ward.leader.account_id, deputy.account_id, ward.leader.account_id
    ]  # fmt: skip
    verbs = list(AuditEntry.objects.filter(subject_type="delegation").order_by("id").values_list("verb", flat=True))
    assert verbs == [
        "delegation_given",
        "delegation_accepted",
        "delegation_ended",
        "delegation_given",
        "delegation_ended",
    ]
    assert queries.delegation(deputy, second.pk).state == "declined"


def test_absence_and_a_whole_delegation_mark_the_seat_as_away(ward: Ward, deputy: Actor) -> None:
    ids = [seat(ward.leader), seat(ward.clerk)]
    assert queries.away(ids) == {}
    delegated(ward.leader, deputy, SIGN)
    assert queries.away(ids) == {}
    delegated(ward.leader, deputy, APPROVE, "assign")
    day = clock.today()
    services.record_absence(actor=ward.clerk, kind="leave", begins_on=day, ends_on=day + timedelta(days=2))
    assert queries.away([seat(ward.clerk)]) == {seat(ward.clerk): f"Nghỉ phép đến {day + timedelta(days=2):%d/%m/%Y}"}
    found = services.record_absence(actor=ward.clerk, kind="leave", begins_on=day, ends_on=day + timedelta(days=2))
    with pytest.raises(Invalid, match="1 mục"):
        services.record_absence(actor=ward.clerk, kind="sick", begins_on=day, ends_on=day)
    with pytest.raises(NotFound):
        services.cancel_absence(actor=ward.leader, absence_id=found.pk)
    services.cancel_absence(actor=ward.clerk, absence_id=found.pk)
    assert not Absence.objects.exists()


def test_it_follows_its_seats_when_agencies_change(ward: Ward, deputy: Actor) -> None:
    Position.objects.update(valid_from=date(2025, 7, 1))
    delegated(ward.leader, deputy, SIGN)
    heir = queries.communes().exclude(pk=ward.agency_id)[0]
    plan = services.prepare_reorganization(
        actor=SYSTEM,
        kind="merge",
        sources=[ward.agency_id],
        heirs=[services.Heir(agency_id=heir.pk)],
        effective_on=clock.today(),
        decision="12/NQ-HĐND",
    )
    services.carry_out_reorganization(actor=SYSTEM, reorganization_id=plan.pk)
    moved = accounts.actor_for(Account.objects.get(pk=deputy.account_id))
    assert moved.agency_id == heir.pk
    assert [stand.agency_id for stand in moved.stand_ins] == [heir.pk]


@pytest.mark.django_db(transaction=True)
def test_two_delegations_pressed_at_once_leave_one(ward: Ward, deputy: Actor) -> None:
    ready, said = threading.Barrier(2), []

    def press(receiver: Actor) -> None:
        try:
            ready.wait(10)
            delegated(ward.leader, receiver, SIGN, accept=False)
        except DelegatedAlready as refused:
            said.append(refused.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(each,)) for each in (deputy, ward.clerk)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert Delegation.objects.count() == 1
    assert len(said) == 1


moments = st.integers(0, 12)
plans = st.lists(
    st.tuples(
        st.sampled_from(["deputy", "clerk", "specialist"]),
        st.sets(st.sampled_from([SIGN, APPROVE, "assign"]), min_size=1),
        st.sampled_from([(), ("a",), ("b",), ("a", "b")]),
        moments,
        st.integers(1, 6),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans)
def test_at_no_moment_do_two_stand_in_for_one_act(ward: Ward, deputy: Actor, wanted: list) -> None:
    """Whatever is asked for: at each moment and for each procedure at most one receiver may do one act of the giver."""
    people = {"deputy": deputy, "clerk": ward.clerk, "specialist": ward.specialist}
    Delegation.objects.all().delete()
    start = clock.now()
    for name, acts, codes, begins, days, revoke in wanted:
        try:
            made = delegated(
                ward.leader, people[name], *sorted(acts), procedures=codes,
                begins_at=start + timedelta(days=begins), ends_at=start + timedelta(days=begins + days),
            )  # fmt: skip
        except DelegatedAlready:
            continue
        if revoke:
            services.end_delegation(actor=ward.leader, delegation_id=made.pk, reason="Không đi nữa")
    for day in range(19):
        with clock.at(start + timedelta(days=day, hours=1)):
            stands = {name: queries.positions_held(each.account_id or 0)[0].stand_ins for name, each in people.items()}
        for act in DelegatedAct:
            for code in ("a", "b", "c"):
                may = [
                    name
                    for name, theirs in stands.items()
                    if any(RIGHTS_OF_ACT[act] & each.rights and each.covers(code) for each in theirs)
                ]
                assert len(may) <= 1


def test_a_disabled_account_stands_in_for_nobody_and_lends_nothing(ward: Ward, deputy: Actor) -> None:
    delegated(ward.leader, deputy, SIGN)
    token = account_services.issue_token(
        actor=SYSTEM, account_id=deputy.account_id, name="máy", position_id=seat(deputy)
    )
    by_token = accounts.actor_for_token(token)
    assert by_token
    assert [stand.holder for stand in by_token.stand_ins] == ["Nguyễn Hồng Hà"]
    Account.objects.filter(pk=ward.leader.account_id).update(is_active=False)
    assert not now_as(deputy).stand_ins
