"""Agencies are merged, split, renamed and closed; nothing is orphaned, nothing doubled, no promise moves (sắp xếp cơ quan)."""

import random
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.province import Ward, _officer

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services as dossier_services
from lienthong.domain.dossiers.choices import OPEN_STATES, State
from lienthong.domain.dossiers.models import Dossier, DossierStep, Referral
from lienthong.domain.dossiers.tests.stages import BIRTH, accepted, submitted
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.models import Procedure
from lienthong.domain.tickets import services as tickets
from lienthong.domain.tickets.models import Appointment, QueueLine, ServicePoint, Ticket
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.accounts import services as account_services
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.notifications.models import Notification
from lienthong.foundation.organizations import queries, services
from lienthong.foundation.organizations.errors import AgencyHasOpenWork, CannotCarryOut, IdentifierTaken, NotADraft
from lienthong.foundation.organizations.models import Agency, Position
from lienthong.foundation.signing import queries as certificates
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import reacting_at_once

pytestmark = pytest.mark.django_db
HEIR = services.Heir


def other_wards(ward: Ward) -> list[Agency]:
    return [each for each in queries.communes()[:4] if each.pk != ward.agency_id]


def plan(kind: str, sources: list[int], heirs: list[services.Heir], **more):
    given = {"effective_on": clock.today(), "decision": "12/NQ-HĐND"} | more
    return services.prepare_reorganization(actor=SYSTEM, kind=kind, sources=sources, heirs=heirs, **given)


def carried_out(*args, **more):
    return services.carry_out_reorganization(actor=SYSTEM, reorganization_id=plan(*args, **more).pk)


def copies(dossier: Dossier, number: int, dice: random.Random) -> None:
    """Dossiers like this one, in any state and with any agency of its own having received them, with a finished and an open step."""
    steps = list(dossier.steps.all())
    made, rows = [], []
    for order in range(number):
        state = dice.choice([State.SUBMITTED, State.PROCESSING, State.SUPPLEMENT, State.COMPLETED, State.RETURNED])
        copy = Dossier.objects.get(pk=dossier.pk) if not made else Dossier(**vars_of(dossier))
        copy.pk, copy.code, copy.state = uuid.uuid4(), f"H21.9-{order:06d}", state
        copy.due_at = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=order)
        made.append(copy)
        for step in steps:
            done = step.finished_at or (clock.now() if state == State.RETURNED else None)
            rows.append(DossierStep(**vars_of(step) | {"pk": None, "dossier_id": copy.pk, "finished_at": done}))
    Dossier.objects.bulk_create(made)
    DossierStep.objects.bulk_create(rows)


def vars_of(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}


def signed_in(actor: Actor) -> Actor:
    """The actor as the next request would have it."""
    return accounts.actor_for(Account.objects.get(pk=actor.account_id))


def promises() -> dict:
    return {row[0]: row[1:] for row in Dossier.objects.values_list("id", "code", "due_at", "original_due_at", "state")}


def test_a_merger_of_a_thousand_open_dossiers(ward: Ward):
    neighbour = other_wards(ward)[0]
    copies(accepted(ward), 1300, random.Random(7))  # noqa: S311
    submitted(ward)
    before = promises()
    open_before = set(Dossier.objects.open().values_list("id", flat=True))
    steps_before = DossierStep.objects.count()
    token = account_services.issue_token(
        actor=SYSTEM, account_id=ward.specialist.account_id, position_id=ward.specialist.position.id, name="x"
    )
    mine = DossierStep.objects.filter(finished_at__isnull=True, role="specialist").first()
    DossierStep.objects.filter(pk=mine.pk).update(assignee=ward.specialist.position.id)
    waiting = dossiers.queue_counts(ward.specialist, ["specialist"], ceiling=5000)["specialist"]
    assert len(open_before) > 1000

    change = plan("merge", [ward.agency_id], [HEIR(agency_id=neighbour.pk)])
    rehearsed = services.rehearse(actor=SYSTEM, reorganization_id=change.pk)
    assert rehearsed.counts["hồ sơ đang giải quyết"] == len(open_before)
    assert {each.name for each in rehearsed.seats} >= {ward.specialist.name, ward.leader.name}
    assert promises() == before  # a rehearsal changes nothing
    done = services.carry_out_reorganization(actor=SYSTEM, reorganization_id=change.pk)

    assert dict(done.report["counts"]) == rehearsed.counts
    assert promises() == before  # codes, due dates and states are equal
    assert DossierStep.objects.count() == steps_before
    assert (
        set(Dossier.objects.open().filter(agency=neighbour, reception_agency=neighbour).values_list("id", flat=True))
        == open_before
    )
    assert not DossierStep.objects.filter(agency_id=ward.agency_id, finished_at__isnull=True).exists()
    # What was finished is read under the old name.
    assert Dossier.objects.filter(agency_id=ward.agency_id, state=State.RETURNED).count() == len(before) - len(
        open_before
    )
    assert DossierStep.objects.filter(agency_id=ward.agency_id).count() > 0

    officer = signed_in(ward.specialist)
    assert officer.position.agency_id == neighbour.pk
    assert officer.position.rights == ward.specialist.position.rights
    assert dossiers.queue_counts(officer, ["specialist"], ceiling=5000)["specialist"] == waiting
    assert DossierStep.objects.get(pk=mine.pk).assignee_id == officer.position.id
    assert dossiers.visible_dossiers(officer).count() == len(before)  # the archive of the predecessor too
    assert accounts.actor_for_token(token).agency_id == neighbour.pk
    assert certificates.can_sign(signed_in(ward.leader))

    version = procedures.current_version(BIRTH)
    assert not procedures.is_handled_by(version, ward.agency_id)
    assert procedures.is_handled_by(version, neighbour.pk)
    assert queries.history_of(neighbour.pk)[0][0] == queries.agency(ward.agency_id).name
    assert AuditEntry.objects.filter(verb="follow_agency").count() == len(open_before)
    with pytest.raises(NotADraft):
        services.carry_out_reorganization(actor=SYSTEM, reorganization_id=change.pk)


def test_everybody_concerned_hears_of_it(ward: Ward):
    dossier = submitted(ward)
    with reacting_at_once():
        carried_out("merge", [ward.agency_id], [HEIR(agency_id=other_wards(ward)[0].pk)])
    told = dict(Notification.objects.values_list("account_id", "subject"))
    assert told[ward.citizen.account_id] == f"Cơ quan giải quyết đã thay đổi: hồ sơ {dossier.code}"
    assert "đã chuyển theo sắp xếp" in told[ward.specialist.account_id]
    assert AuditEntry.objects.filter(verb="agencies_reorganized", subject_type="reorganization").exists()


def test_what_comes_a_moment_late_follows(ward: Ward):
    neighbour = other_wards(ward)[0]
    change = carried_out("merge", [ward.agency_id], [HEIR(agency_id=neighbour.pk)])
    late = submitted(ward)  # its transaction had asked whether the ward takes it before the ward ended
    assert services.gather_stragglers(reorganization_id=change.pk) == {"hồ sơ đang giải quyết": 1}
    assert services.gather_stragglers(reorganization_id=change.pk) == {}
    late.refresh_from_db()
    assert late.agency_id == neighbour.pk


def test_a_complaint_about_an_ended_agency_is_heard_by_its_successor(ward: Ward):
    returned = accepted(ward)
    now = clock.now()
    DossierStep.objects.filter(dossier=returned).update(finished_at=now)
    Dossier.objects.filter(pk=returned.pk).update(state=State.RETURNED, completed_at=now, returned_at=now)
    heir = other_wards(ward)[0]
    carried_out("merge", [ward.agency_id], [HEIR(agency_id=heir.pk)])
    returned.refresh_from_db()
    assert returned.agency_id == ward.agency_id  # history
    leader = signed_in(ward.leader)
    dossier_services.propose_reopening(
        actor=leader, dossier_id=returned.pk, reason="Đơn khiếu nại ngày 20/11/2026 có căn cứ"
    )
    returned.refresh_from_db()
    assert (returned.agency_id, returned.reception_agency_id, returned.state) == (heir.pk, heir.pk, State.PROCESSING)
    assert {step.agency_id for step in dossiers.open_steps(returned)} == {heir.pk}


def test_questions_between_agencies_that_merge(ward: Ward):
    first, second, third = other_wards(ward)
    dossier = accepted(ward)
    dossier_services.refer_dossier(
        actor=ward.specialist,
        dossier_id=dossier.pk,
        kind="opinion",
        question="Xác nhận nơi cư trú của người mẹ",
        to=[dossier_services.Asked(agency_id=each.pk, days=3) for each in (first, second, third)],
    )
    due = dict(Referral.objects.values_list("pk", "due_at"))
    carried_out("merge", [first.pk], [HEIR(agency_id=second.pk)])  # asked twice is asked once
    assert Counter(Referral.objects.values_list("state", flat=True)) == {"open": 2, "recalled": 1}
    carried_out("merge", [ward.agency_id], [HEIR(agency_id=second.pk)])  # nobody asks oneself
    assert [(each.agency_id, each.from_agency_id) for each in Referral.objects.filter(state="open")] == [
        (third.pk, second.pk)
    ]
    assert dict(Referral.objects.values_list("pk", "due_at")) == due


def test_the_queue_of_the_day_goes_along(ward: Ward):
    neighbour = other_wards(ward)[0]
    other = _officer(neighbour.pk, "mot-cua-2", "Hồ Thị Mai", "Công chức một cửa", "one_stop_officer")
    tickets.open_office(actor=ward.one_stop, agency_id=ward.agency_id)
    tickets.open_office(actor=other, agency_id=neighbour.pk)

    def take(agency_id: int, key: str) -> Ticket:
        line = QueueLine.objects.get(agency_id=agency_id, letter="A")
        return tickets.take_ticket(agency_id=agency_id, line_id=line.pk, key=key)

    with clock.at(datetime(2026, 11, 26, 2, 0, tzinfo=UTC)):
        first, second, theirs = take(ward.agency_id, "a"), take(ward.agency_id, "b"), take(neighbour.pk, "c")
        point = ServicePoint.objects.filter(agency_id=ward.agency_id).first()
        tickets.call_next(actor=ward.one_stop, point_id=point.pk)
        tickets.book(
            agency_id=ward.agency_id,
            line_id=first.line_id,
            starts_at=datetime(2026, 11, 27, 2, 0, tzinfo=UTC),
            name="Siu H'Ngan",
            phone="0905000512",
            key="hen",
        )
        change = plan("merge", [ward.agency_id], [HEIR(agency_id=neighbour.pk)])
        expected = services.rehearse(actor=SYSTEM, reorganization_id=change.pk).counts
        done = services.carry_out_reorganization(actor=SYSTEM, reorganization_id=change.pk)
        assert dict(done.report["counts"]) == expected
        found = {each.pk: each for each in Ticket.objects.filter(agency=neighbour)}
        assert set(found) == {first.pk, second.pk, theirs.pk}
        assert found[theirs.pk].label == "A001"
        assert sorted(each.label for each in found.values()) == ["A001", "A002", "A003"]
        assert found[first.pk].point.agency_id == neighbour.pk
        assert Appointment.objects.get().agency_id == neighbour.pk
        assert tickets.finish_ticket(actor=signed_in(ward.one_stop), ticket_id=first.pk).state == "done"


def test_an_agency_with_open_work_is_not_closed(ward: Ward):
    submitted(ward)
    change = plan("close", [ward.agency_id], [])
    with pytest.raises(AgencyHasOpenWork, match=r"còn 1 hồ sơ đang giải quyết.*Chỉ giải thể được khi"):
        services.carry_out_reorganization(actor=SYSTEM, reorganization_id=change.pk)
    assert queries.agency(ward.agency_id).valid_to is None
    services.call_back_reorganization(actor=SYSTEM, reorganization_id=change.pk)

    heir = other_wards(ward)[0]
    carried_out("close", [ward.agency_id], [HEIR(agency_id=heir.pk)])
    assert Dossier.objects.get().agency_id == heir.pk
    # An agency without open work closes by itself, and its seats end.
    empty = other_wards(ward)[1]
    officer = _officer(empty.pk, "sap-nghi", "Lê Thị Hoa", "Văn thư", "clerk")
    carried_out("close", [empty.pk], [])
    assert signed_in(officer).position is None


def test_a_new_name_and_the_old_papers(ward: Ward):
    old = queries.agency(ward.agency_id)
    department = next(each for each in queries.visible_agencies(SYSTEM) if each.short_name == "Sở Y tế")
    carried_out(
        "rename",
        [department.pk],
        [HEIR(agency_id=department.pk, name="Sở Y tế và Dân số", short_name="Sở Y tế và Dân số")],
    )
    today = clock.today()
    assert queries.agency(department.pk).name == "Sở Y tế và Dân số"
    assert queries.name_on(department.pk, today - timedelta(days=1)) == department.name
    assert queries.name_on(department.pk, today) == "Sở Y tế và Dân số"
    assert queries.history_of(department.pk) == [(department.name, today - timedelta(days=1), "")]
    assert [each.pk for each in queries.agencies_named(SYSTEM, department.name)] == [department.pk]
    assert old.name == queries.agency(ward.agency_id).name
    # Procedures that name it by the old name still find it.
    found = queries.agencies_receiving(["tinh"], names=["Sở Y tế"], field="y-te")
    assert [each.pk for each in found] == [department.pk]
    desk = queries.desk_of(department.pk)
    assert desk is not None
    assert "Sở Y tế" in desk[2]


def test_a_finished_step_is_read_under_the_name_of_its_day(ward: Ward):
    yesterday = clock.now() - timedelta(days=1)
    dossier = accepted(ward)
    DossierStep.objects.filter(dossier=dossier, finished_at__isnull=False).update(finished_at=yesterday)
    old = queries.agency(ward.agency_id).name
    carried_out("rename", [ward.agency_id], [HEIR(agency_id=ward.agency_id, name="Ủy ban nhân dân phường Tên Mới")])
    assert [stage.agency_name for stage in dossiers.stages_of(dossier.pk)] == [old, "Ủy ban nhân dân phường Tên Mới"]


def test_a_split_divides_seats_and_fields(ward: Ward):
    field = Procedure.objects.get(code=BIRTH).field
    theirs = accepted(ward)
    change = plan(
        "split",
        [ward.agency_id],
        [
            HEIR(agency_id=ward.agency_id),
            HEIR(identifier="H21.999", name="Ủy ban nhân dân phường Mới", short_name="Phường Mới"),
        ],
    )
    services.place_parts(
        actor=SYSTEM,
        reorganization_id=change.pk,
        places={"fields": {field.code: 1}, "seats": {str(ward.specialist.position.id): 1}},
    )
    services.carry_out_reorganization(actor=SYSTEM, reorganization_id=change.pk)
    new = queries.agency_by_identifier("H21.999")
    theirs.refresh_from_db()
    assert theirs.agency_id == new.pk
    assert (new.kind, new.receives_dossiers) == ("ubnd", True)
    assert signed_in(ward.specialist).agency_id == new.pk
    assert signed_in(ward.leader).agency_id == ward.agency_id
    # The old agency goes on: its archive is its own.
    assert signed_in(ward.specialist).archive_agency_ids == (new.pk,)
    assert queries.agency(ward.agency_id).valid_to is None


def test_what_stands_against_it_is_said(ward: Ward):
    neighbour = other_wards(ward)[0]
    _officer(neighbour.pk, "chu-tich-2", "Đặng Văn Tâm", "Chủ tịch", "agency_leader")
    change = plan(
        "merge", [ward.agency_id], [HEIR(agency_id=neighbour.pk)], effective_on=clock.today() + timedelta(days=30)
    )
    rehearsed = services.rehearse(actor=SYSTEM, reorganization_id=change.pk)
    said = " ".join(each.text for each in rehearsed.conflicts)
    assert "sẽ có 2 lãnh đạo" in said
    assert "chưa có chứng thư số cơ quan" in said
    assert "Chưa đến ngày hiệu lực" in rehearsed.blocking[0].text
    with pytest.raises(CannotCarryOut, match="Chưa đến ngày"):
        services.carry_out_reorganization(actor=SYSTEM, reorganization_id=change.pk)
    with pytest.raises(IdentifierTaken):
        plan("merge", [ward.agency_id], [HEIR(identifier=neighbour.identifier, name="Trùng")])
    with pytest.raises(Invalid):
        plan("merge", [ward.agency_id], [HEIR(agency_id=ward.agency_id)])
    with pytest.raises(NotAllowed):
        services.rehearse(actor=ward.leader, reorganization_id=change.pk)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    kinds=st.lists(st.sampled_from(["merge", "found", "split", "close"]), min_size=1, max_size=4),
)
def test_any_sequence_of_changes_keeps_every_dossier(ward: Ward, seed: int, kinds: list[str]):
    dice = random.Random(seed)  # noqa: S311
    with transaction.atomic():
        copies(accepted(ward), 20, dice)
        alive = [ward.agency_id, *(each.pk for each in other_wards(ward))]
        fields = list(Procedure.objects.values_list("field__code", flat=True).distinct())
        procedure_ids = list(Procedure.objects.values_list("pk", flat=True))
        for row in Dossier.objects.all():
            agency = dice.choice(alive)
            Dossier.objects.filter(pk=row.pk).update(
                agency_id=agency, reception_agency_id=dice.choice(alive), procedure_id=dice.choice(procedure_ids)
            )
            DossierStep.objects.filter(dossier=row).update(agency_id=agency)
        before, closed = promises(), set(Dossier.objects.exclude(state__in=OPEN_STATES).values_list("id", "agency_id"))
        seats = Counter(Position.objects.valid_on(clock.today()).values_list("account_id", flat=True))
        for number, kind in enumerate(kinds):
            if len(alive) < 2:
                break
            source, heir = dice.sample(alive, 2)
            new = HEIR(identifier=f"H21.9{number}0", name=f"Ủy ban nhân dân xã Mới {number}")
            heirs = {
                "merge": [HEIR(agency_id=heir)],
                "found": [new],
                "split": [dice.choice([HEIR(agency_id=source), new]), HEIR(agency_id=heir)],
                "close": [HEIR(agency_id=heir)],
            }[kind]
            places = {"fields": {code: dice.randrange(2) for code in fields}} if kind == "split" else {}
            change = plan("merge" if kind == "found" else kind, [source], heirs, places=places)
            expected = services.rehearse(actor=SYSTEM, reorganization_id=change.pk).counts
            done = services.carry_out_reorganization(actor=SYSTEM, reorganization_id=change.pk)
            assert dict(done.report["counts"]) == expected
            if heirs[0].agency_id != source:
                alive.remove(source)
            alive += [each.agency_id for each in change.successors.all() if each.agency_id not in alive]
        assert promises() == before
        assert set(Dossier.objects.exclude(state__in=OPEN_STATES).values_list("id", "agency_id")) == closed
        assert not Dossier.objects.open().exclude(agency_id__in=alive, reception_agency_id__in=alive).exists()
        assert not DossierStep.objects.filter(finished_at__isnull=True).exclude(agency_id__in=alive).exists()
        held = Position.objects.valid_on(clock.today())
        assert Counter(held.values_list("account_id", flat=True)) == seats
        assert not held.exclude(agency_id__in=alive).exists()
        transaction.set_rollback(True)
