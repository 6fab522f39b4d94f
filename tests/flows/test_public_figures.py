"""From the ledger to the public: a month that balances goes out, one that does not says why, a correction keeps what it corrects."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.province import Ward, _officer

from lienthong.domain.dossiers import services as dossier_services
from lienthong.domain.dossiers.models import Turn
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.figures import queries, services
from lienthong.domain.figures.choices import Check, EditionState
from lienthong.domain.figures.errors import NotBalanced, NothingToPublish, PeriodNotOver
from lienthong.domain.figures.models import Cell, Edition, Report
from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.notifications.models import Notification
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import reacting_at_once

MARCH = services.read_slug("thang-2027-03")
APRIL = services.read_slug("thang-2027-04")
AFTER = datetime(2027, 5, 3, 8, 0, tzinfo=clock.VIETNAM)


@pytest.fixture
def follower(ward: Ward) -> Actor:
    return _officer(ward.agency_id, "tinh", "Bùi Thị Thanh Thảo", "Chuyên viên", "supervisor")


def at(month: int, day: int, hour: int = 9) -> "clock.at":
    return clock.at(datetime(2027, month, day, hour, tzinfo=clock.VIETNAM))


@pytest.fixture
def spring(ward: Ward) -> Ward:
    """Three dossiers: one of March done in April, one withdrawn in March, one open."""
    with at(3, 8):
        first, second = stages.submitted(ward), stages.submitted(ward)
    with at(3, 9):
        dossier_services.withdraw_dossier(actor=ward.citizen, dossier_id=second.id, reason="Nộp nhầm nơi.")
        dossier_services.accept_dossier(actor=ward.one_stop, dossier_id=first.id)
    with at(4, 9):
        dossier_services.propose_stop(
            actor=ward.leader, dossier_id=first.id, reason="Người nộp đề nghị không giải quyết."
        )
    with at(4, 20):
        stages.submitted(ward)
    return ward


def reckoned(actor: Actor, *periods: services.Period, now: datetime = AFTER) -> None:
    with clock.at(now), reacting_at_once():
        for period in periods:
            services.ask_for_figures(actor=actor, period=period)


def published(period: services.Period) -> Edition:
    found = queries.published_edition(period)
    assert found is not None
    return found


def test_it_works(spring: Ward, follower: Actor) -> None:
    reckoned(follower, MARCH, APRIL)
    march, april = published(MARCH), published(APRIL)
    assert (march.number, march.published_by_name) == (1, "Hệ thống")
    assert {key: n for key, n in march.totals["all"].items() if n} == {"received": 2, "withdrawn": 1, "overdue": 1}
    shown = {key: n for key, n in april.totals["all"].items() if n}
    assert shown == {"opening": 1, "received": 1, "stopped": 1, "waiting": 1}
    checks = {each["check"]: each["passed"] for each in april.checks}
    assert checks == {"balance": True, "transfers": True, "ledger": True, "chain": True, "parts": None}
    assert AuditEntry.objects.filter(verb="publish_figures").count() == 2


def test_asking_again_changes_nothing_and_the_past_stays(spring: Ward, follower: Actor) -> None:
    reckoned(follower, MARCH)
    before = published(MARCH)
    with at(5, 1):
        stages.accepted(spring)
    reckoned(follower, MARCH, now=AFTER + timedelta(days=20))
    assert published(MARCH).pk == before.pk
    assert Edition.objects.count() == 1
    assert Report.objects.get().compared_at is not None


def test_the_year_from_its_parts(spring: Ward, follower: Actor) -> None:
    year = services.read_slug("nam-2027")
    months = [services.read_slug(f"thang-2027-{month:02d}") for month in range(1, 13)]
    quarters = [services.read_slug(f"quy-2027-{number}") for number in range(1, 5)]
    reckoned(follower, *months, *quarters, year, now=datetime(2028, 1, 2, tzinfo=clock.VIETNAM))
    (said,) = [each["said"] for each in published(year).checks if each["check"] == Check.PARTS]
    assert said == "Cộng 4 và 12 kỳ ngắn hơn được đúng kỳ này."


def test_a_report_that_does_not_balance_is_held_and_says_why(spring: Ward, follower: Actor) -> None:
    wrong = Turn.objects.filter(state="withdrawn").get()
    Turn.objects.filter(pk=wrong.pk).update(at=wrong.at - timedelta(days=40))  # a clock set wrong
    Turn.objects.filter(dossier_id=wrong.dossier_id, number=1).update(until=wrong.at - timedelta(days=40))
    reckoned(follower, MARCH)
    assert queries.published_edition(MARCH) is None
    held = Edition.objects.get()
    assert held.state == EditionState.HELD
    failed = {each["check"]: each for each in held.checks if each["passed"] is False}
    assert set(failed) == {Check.BALANCE, Check.LEDGER}
    code = stages.Dossier.objects.get(pk=wrong.dossier_id).code
    assert {each[1] for each in held.faults} == {code}
    told = Notification.objects.get(account_id=follower.account_id)
    assert "không công bố được" in told.subject
    with pytest.raises(NotBalanced):
        services.publish_figures(actor=follower, report_id=held.report_id, edition=held.number, reason="")


def test_a_correction_has_a_reason_and_the_old_edition_stays(spring: Ward, follower: Actor) -> None:
    reckoned(follower, MARCH)
    first = published(MARCH)
    cells = list(Cell.objects.filter(edition=first).values())
    # What was received at the twentieth of April had come in on the last of March.
    turns = Turn.objects.filter(was_state="").order_by("-at")
    late = turns[0]
    Turn.objects.filter(pk=late.pk).update(at=datetime(2027, 3, 31, 9, tzinfo=clock.VIETNAM))
    stages.Dossier.objects.filter(pk=late.dossier_id).update(
        submitted_at=datetime(2027, 3, 31, 9, tzinfo=clock.VIETNAM)
    )
    reckoned(follower, MARCH)
    waiting = Edition.objects.get(state=EditionState.READY)
    assert published(MARCH).pk == first.pk
    with pytest.raises(Invalid):
        services.publish_figures(actor=follower, report_id=waiting.report_id, edition=2, reason="Sai")
    reason = "Một hồ sơ nộp ngày 31/3 ghi nhầm sang tháng 4 do máy chủ sai giờ."
    with pytest.raises(NotAllowed):
        services.publish_figures(actor=spring.leader, report_id=waiting.report_id, edition=2, reason=reason)
    with pytest.raises(NothingToPublish):
        services.publish_figures(actor=follower, report_id=waiting.report_id, edition=7, reason=reason)
    for _ in range(2):  # pressed twice
        services.publish_figures(actor=follower, report_id=waiting.report_id, edition=2, reason=reason)
    second = published(MARCH)
    assert (second.number, second.reason, second.totals["all"]["received"]) == (2, reason, 3)
    assert list(Cell.objects.filter(edition=first).values()) == cells
    for change in (
        lambda: Edition.objects.filter(pk=first.pk).update(totals={}),
        lambda: Cell.objects.filter(edition=first).update(late=0),
        lambda: Cell.objects.filter(edition=first).delete(),
    ):
        with pytest.raises(DatabaseError, match="published figures do not change"), transaction.atomic():
            change()


def test_what_is_due_is_asked_for_once(spring: Ward) -> None:
    with clock.at(datetime(2027, 4, 2, 1, 10, tzinfo=clock.VIETNAM)), reacting_at_once():
        services.strike_hour()
        services.strike_hour()
    kinds = {kind: Report.objects.filter(kind=kind).count() for kind in ("day", "week", "month", "quarter", "year")}
    # From the eighth of March: 25 days, three weeks, March itself and the quarter that ends with it.
    assert kinds == {"day": 25, "week": 3, "month": 1, "quarter": 1, "year": 0}
    assert Edition.objects.count() == Edition.objects.filter(state=EditionState.PUBLISHED, number=1).count() == 30


def test_a_period_that_runs_has_no_figures(ward: Ward, follower: Actor) -> None:
    with at(4, 20), pytest.raises(PeriodNotOver, match="kết thúc ngày 30/04/2027"):
        services.ask_for_figures(actor=follower, period=APRIL)
    with at(5, 20), pytest.raises(NotAllowed):
        services.ask_for_figures(actor=ward.leader, period=APRIL)
    with at(5, 20), reacting_at_once():
        services.ask_for_figures(actor=SYSTEM, period=APRIL)
    assert published(APRIL).totals["all"]["received"] == 0
    assert date(2027, 4, 30) == APRIL.last_day
