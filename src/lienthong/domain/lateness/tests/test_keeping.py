"""Accounts of real dossiers: written once when they end, anew after a reopening, never changed, broken ones with their reason."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.utils import IntegrityError
from tests.province import Ward

from lienthong.domain.dossiers import services as dossiers
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_lifecycle import judged
from lienthong.domain.lateness import services
from lienthong.domain.lateness.choices import Ending, Fault, Kind
from lienthong.domain.lateness.models import LatenessAccount, LatenessShare
from lienthong.foundation.organizations import queries as organization_queries
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.workdays import queries as workdays
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

MONDAY = datetime(2026, 11, 9, 8, 0, tzinfo=clock.VIETNAM)
REASON = "Đơn khiếu nại ngày 20/11/2026 có căn cứ về họ tên của trẻ."


def late_dossier(ward: Ward, *, days_at_desk: int = 9) -> Dossier:
    """Accepted on Monday, drafted after so many days of the wall calendar, signed and stamped the day after."""
    with clock.at(MONDAY):
        dossier = stages.accepted(ward)
    with clock.at(MONDAY + timedelta(days=days_at_desk)):
        dossiers.draft_result(
            actor=ward.specialist,
            dossier_id=dossier.id,
            step_id=stages.step_of(dossier).id,
            title="Giấy khai sinh",
            body="Siu Bảo An.",
        )
        while stages.step_of(dossier).role == "specialist":
            dossiers.complete_step(
                actor=ward.specialist, dossier_id=dossier.id, step_id=stages.step_of(dossier).id, note="Đủ điều kiện"
            )
    return dossier


def finished(ward: Ward, dossier: Dossier, at: datetime) -> Dossier:
    with clock.at(at):
        while (step := stages.step_of(dossier)).kind != "return":
            if step.kind == "sign":
                dossiers.sign_result(actor=ward.leader, dossier_id=dossier.id, step_id=step.id)
            else:
                actor = ward.clerk if step.role == "clerk" else ward.leader
                dossiers.complete_step(actor=actor, dossier_id=dossier.id, step_id=step.id)
    dossier.refresh_from_db()
    return dossier


def withdrawn(ward: Ward, *, days: int = 9, minutes: int = 30) -> Dossier:
    """Accepted on Monday, taken back by the applicant after so many days of the wall calendar: the quickest way to an end."""
    with clock.at(MONDAY):
        dossier = stages.accepted(ward)
    with clock.at(MONDAY + timedelta(days=days, minutes=minutes)):
        dossiers.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp lại sau")
    dossier.refresh_from_db()
    return dossier


def account_of(dossier: Dossier, number: int = 0) -> LatenessAccount:
    return LatenessAccount.objects.get(dossier=dossier, round=number)


def test_the_account_of_a_late_dossier_names_who_overran(ward: Ward) -> None:
    dossier = finished(ward, late_dossier(ward), MONDAY + timedelta(days=9, minutes=30))
    services.keep_account(dossier_id=dossier.id)
    account = account_of(dossier)
    shares = list(account.shares.order_by("place"))
    assert account.late > 0
    assert sum(each.late for each in shares) == account.late
    assert sum(each.minutes for each in shares) == account.total
    (charged,) = [each for each in shares if each.late and each.kind != Kind.PROCESS]
    assert (charged.kind, charged.agency_id) == (Kind.STEP, ward.agency_id)
    assert charged.position_id == ward.specialist.position.id  # type: ignore[union-attr]
    calendar = workdays.calendar_for(ward.agency_id, MONDAY)
    assert calendar == workdays.calendars_known()(ward.agency_id, MONDAY)


def test_a_dossier_that_runs_has_no_account_yet_and_one_that_ended_has_it_once(ward: Ward) -> None:
    with clock.at(MONDAY):
        dossier = stages.accepted(ward)
    assert services.keep_account(dossier_id=dossier.id) == services.Kept()
    with clock.at(MONDAY + timedelta(days=9)):
        dossiers.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp lại sau")
    assert services.keep_account(dossier_id=dossier.id) == services.Kept(written=1)
    assert services.keep_account(dossier_id=dossier.id) == services.Kept()
    assert services.catch_up(now=MONDAY + timedelta(days=11)) == services.Kept()
    assert LatenessAccount.objects.count() == 1


def test_waiting_for_the_applicant_is_a_pause_of_its_own_and_never_late(ward: Ward) -> None:
    with clock.at(MONDAY):
        dossier = stages.accepted(ward)
    with clock.at(MONDAY + timedelta(hours=2)):
        dossiers.request_supplement(actor=ward.specialist, dossier_id=dossier.id, lines=judged(dossier))
    with clock.at(MONDAY + timedelta(days=14)):
        dossiers.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp lại sau")
    services.keep_account(dossier_id=dossier.id)
    account = account_of(dossier)
    assert (account.ending, account.late) == (Ending.WITHDRAWN, 0)
    assert [(each.kind, each.cause) for each in account.shares.order_by("place")] == [
        (Kind.STEP, ""),
        (Kind.SUPPLEMENT, "Yêu cầu bổ sung lần 1"),
    ]


def test_what_the_applicant_ends_is_not_held_by_the_applicant(ward: Ward) -> None:
    dossier = withdrawn(ward)
    services.keep_account(dossier_id=dossier.id)
    assert {(each.person, each.position_id) for each in account_of(dossier).shares.all()} == {("", None)}


def test_a_reopened_dossier_gets_a_second_account_and_keeps_the_first(ward: Ward) -> None:
    dossier = finished(ward, late_dossier(ward), MONDAY + timedelta(days=10))
    services.keep_account(dossier_id=dossier.id)
    first = list(account_of(dossier).shares.order_by("place").values())
    with clock.at(MONDAY + timedelta(days=11)):
        dossiers.return_result(actor=ward.one_stop, dossier_id=dossier.id)
    with clock.at(MONDAY + timedelta(days=14)):
        dossiers.propose_reopening(actor=ward.leader, dossier_id=dossier.id, reason=REASON)
        assert services.keep_account(dossier_id=dossier.id) == services.Kept()
        dossier.refresh_from_db()
        while stages.step_of(dossier).role == "specialist":
            dossiers.draft_result(
                actor=ward.specialist,
                dossier_id=dossier.id,
                step_id=stages.step_of(dossier).id,
                title="Giấy khai sinh",
                body="Siu Bảo Anh.",
            )
            dossiers.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    finished(ward, dossier, MONDAY + timedelta(days=14, hours=3))
    services.keep_account(dossier_id=dossier.id)
    second = account_of(dossier, 1)
    assert second.began_at == MONDAY + timedelta(days=14)
    assert (second.late, second.total) == (0, 3 * 60)
    assert list(account_of(dossier).shares.order_by("place").values()) == first


def test_the_database_refuses_to_rewrite_what_was_charged(ward: Ward) -> None:
    dossier = withdrawn(ward)
    services.keep_account(dossier_id=dossier.id)
    with pytest.raises(IntegrityError, match="never changes"):
        LatenessShare.objects.filter(account__dossier=dossier).update(late=0)


@pytest.mark.parametrize(
    ("broken", "fault"),
    [({"due_at": None}, Fault.NO_DUE), ({"completed_at": MONDAY - timedelta(days=1)}, Fault.ENDS_BEFORE)],
)
def test_a_history_that_cannot_be_read_is_listed_with_its_reason(
    ward: Ward, broken: dict[str, object], fault: Fault
) -> None:
    dossier = withdrawn(ward)
    Dossier.objects.filter(id=dossier.id).update(**broken)
    assert services.keep_account(dossier_id=dossier.id) == services.Kept(written=1, broken=1)
    account = account_of(dossier)
    assert account.fault == fault
    assert not account.shares.exists()


def test_a_merger_under_way_splits_the_time_between_the_agency_of_before_and_its_successor(ward: Ward) -> None:
    with clock.at(MONDAY):
        dossier = stages.accepted(ward)
    heir = next(each for each in organization_queries.communes()[:4] if each.pk != ward.agency_id)
    with clock.at(MONDAY + timedelta(days=4)):
        plan = organizations.prepare_reorganization(
            actor=SYSTEM,
            kind="merge",
            sources=[ward.agency_id],
            heirs=[organizations.Heir(agency_id=heir.pk)],
            effective_on=clock.today(),
            decision="12/NQ-HĐND",
        )
        organizations.carry_out_reorganization(actor=SYSTEM, reorganization_id=plan.pk)
    with clock.at(MONDAY + timedelta(days=8)):
        dossiers.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp lại sau")
    services.keep_account(dossier_id=dossier.id)
    account = account_of(dossier)
    shares = list(account.shares.order_by("place"))
    assert [each.agency_id for each in shares if each.minutes] == [ward.agency_id, heir.pk]
    assert [each.minutes for each in shares if each.minutes] == [4 * 8 * 60, 2 * 8 * 60]
    assert sum(each.late for each in shares) == account.late > 0


def test_the_backfill_runs_in_batches_and_says_what_it_did(ward: Ward) -> None:
    made = [withdrawn(ward) for _ in range(3)]
    Dossier.objects.filter(id=made[0].id).update(due_at=None)
    said = StringIO()
    call_command("attribute_lateness", "--batch", "2", stdout=said)
    assert "Đã ghi 3 hồ sơ, trong đó 1 không tính được" in said.getvalue()
    call_command("attribute_lateness", "--batch", "2", stdout=said)
    assert (
        said.getvalue().rstrip().endswith("Đã ghi 0 hồ sơ, trong đó 0 không tính được; xem lý do ở /lam-viec/tre-han/.")
    )
    assert LatenessAccount.objects.count() == 3


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(ward: Ward) -> None:
    for _ in range(3):
        withdrawn(ward)
    with connection.execute_wrapper(counting := Counting()):
        list(services.keep_accounts())
    assert counting.selects <= 13


class Counting:
    """Counts what is read."""

    def __init__(self) -> None:
        self.selects = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.selects += sql.lstrip().startswith("SELECT")
        return execute(sql, params, many, context)
