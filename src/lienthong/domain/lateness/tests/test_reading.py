"""Reading lateness: the sums agree with the shares, each sees the own unit and those below, what runs is reckoned when read."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.province import Ward, _officer

from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.lateness import queries, services
from lienthong.domain.lateness.choices import Kind
from lienthong.domain.lateness.models import LatenessAccount, LatenessShare
from lienthong.domain.lateness.queries import Asked
from lienthong.domain.lateness.rules.words import amount
from lienthong.domain.lateness.tests.test_keeping import MONDAY, Counting, withdrawn
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock

PERIOD = Asked(since=MONDAY.date(), until=(MONDAY + timedelta(days=30)).date())


@pytest.fixture
def three(ward: Ward) -> list[Dossier]:
    made = [withdrawn(ward, days=days) for days in (0, 8, 10)]
    list(services.keep_accounts())
    return made


def test_every_sum_is_that_of_the_shares(ward: Ward, three: list[Dossier]) -> None:
    late = sum(LatenessShare.objects.values_list("late", flat=True))
    assert late == sum(LatenessAccount.objects.values_list("late", flat=True)) > 0
    for by in ("agency", "department", "step", "procedure", "month"):
        assert sum(each.minutes for each in queries.sums(ward.leader, by, PERIOD)) == late  # type: ignore[arg-type]
    totals = queries.totals(ward.leader, PERIOD)
    assert (totals.ended, totals.late, totals.minutes, totals.broken) == (3, 2, late, 0)
    rows, more = queries.late_dossiers(ward.leader, PERIOD)
    assert [each.code for each in rows] == [three[2].code, three[1].code]
    assert (sum(each.charged for each in rows), more) == (late, False)
    assert queries.late_dossiers(ward.leader, PERIOD, limit=1)[1]


def test_narrowing_and_another_period(ward: Ward, three: list[Dossier]) -> None:
    step = queries.sums(ward.leader, "step", PERIOD)[0]
    rows, _ = queries.late_dossiers(ward.leader, Asked(since=PERIOD.since, until=PERIOD.until, step=step.key))
    assert sum(each.charged for each in rows) == step.minutes
    before = Asked(since=PERIOD.since - timedelta(days=60), until=PERIOD.since - timedelta(days=1))
    assert queries.sums(ward.leader, "agency", before) == []


def test_a_leader_sees_the_own_unit_and_those_below_and_nobody_else_anything(ward: Ward, three: list[Dossier]) -> None:
    parent = organizations.agency(ward.agency_id).parent_id
    neighbour = next(each for each in organizations.communes()[:4] if each.pk != ward.agency_id)
    assert parent is not None
    above = _officer(parent, "chutich", "Rơ Châm H'Loan", "Chủ tịch UBND tỉnh", "agency_leader")
    beside = _officer(neighbour.pk, "lanhdao2", "Ksor Nhan", "Chủ tịch UBND", "agency_leader")
    assert queries.sums(above, "agency", PERIOD) == queries.sums(ward.leader, "agency", PERIOD) != []
    for actor in (beside, ward.specialist, ward.citizen):
        assert queries.sums(actor, "agency", PERIOD) == []
        assert queries.late_dossiers(actor, PERIOD) == ([], False)
        assert queries.totals(actor, PERIOD).ended == 0


def test_what_cannot_be_reckoned_is_listed_with_its_reason(ward: Ward) -> None:
    dossier = withdrawn(ward)
    Dossier.objects.filter(id=dossier.id).update(due_at=None)
    services.keep_account(dossier_id=dossier.id)
    (broken,) = queries.broken_dossiers(ward.leader, PERIOD)
    assert (broken.code, broken.why) == (dossier.code, "Không có ngày hẹn trả")
    assert queries.totals(ward.leader, PERIOD).broken == 1
    (told,) = queries.accounts_of([dossier.id])[dossier.id]
    assert told.fault_words == "Không có ngày hẹn trả"


def test_a_running_dossier_is_reckoned_up_to_now_and_stands_in_the_list(ward: Ward) -> None:
    with clock.at(MONDAY):
        dossier = stages.accepted(ward)
    with clock.at(MONDAY + timedelta(days=10)):
        page = queries.overdue_page(ward.leader)
        (told,) = queries.accounts_of([dossier.id])[dossier.id]
    (row,) = page.items
    assert (row.code, row.late, row.fault) == (dossier.code, told.late, "")
    assert told.is_open
    assert sum(each.late for each in row.charged) == told.late > 0
    with clock.at(MONDAY):
        assert queries.overdue_page(ward.leader).items == []
    with clock.at(MONDAY + timedelta(days=10)):
        assert queries.overdue_page(ward.specialist).items == []


def test_the_sentences_add_up_and_the_applicant_is_told_that_it_is_not_theirs(ward: Ward, three: list[Dossier]) -> None:
    (told,) = queries.accounts_of([three[2].id])[three[2].id]
    lines = list(queries.explanation(told))
    assert f"bằng {amount(told.late)}." in " ".join(lines)
    assert amount(told.late) in lines[-1]
    assert any("vượt" in line for line in lines)
    assert all(row.unit for row in told.rows)
    plain = " ".join(queries.for_applicant(told))
    assert "không tính cho ông/bà" in plain
    assert all(row.person == "" or row.person not in plain for row in told.rows)
    (early,) = queries.accounts_of([three[0].id])[three[0].id]
    assert list(queries.for_applicant(early)) == ["Hồ sơ không trễ hẹn."]
    assert not any(row.late for row in early.rows if row.kind != Kind.PROCESS)


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 phút"), (59, "59 phút"), (480, "1 ngày"), (1565, "3 ngày 2 giờ 5 phút")]
)
def test_working_time_in_words(minutes: int, said: str) -> None:
    assert amount(minutes) == said


def test_reading_accounts_costs_the_same_for_one_and_for_many(ward: Ward, three: list[Dossier]) -> None:

    with connection.execute_wrapper(counting := Counting()):
        queries.accounts_of([each.id for each in three])
    assert counting.selects <= 13
