"""Soon due and overdue go up the line: each once, in working time, quiet while paused, over when done."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from tests.province import Ward, _officer

from lienthong.domain.dossiers import services as dossiers
from lienthong.domain.dossiers.models import Dossier, DossierStep, Proposal
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.lateness import queries, services
from lienthong.domain.lateness.choices import Answer, Kind, Measure, Moment, Receiver
from lienthong.domain.lateness.errors import AnsweredBefore
from lienthong.domain.lateness.models import Reminder, ReminderRule
from lienthong.domain.lateness.services import RuleData
from lienthong.flows import lateness_told
from lienthong.foundation.notifications.models import MailMessage, Notification
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import reacting_at_once

MONDAY = datetime(2026, 11, 9, 8, 0, tzinfo=clock.VIETNAM)
assert lateness_told


@pytest.fixture(autouse=True)
def _told_at_once(ward: Ward) -> Iterator[None]:
    """The reactions run where they are published; the rules are the standard ones."""
    ReminderRule.objects.all().delete()
    services.save_rules(actor=SYSTEM, agency_id=None, rules=services.STANDARD)
    with reacting_at_once():
        yield


@pytest.fixture
def above(ward: Ward) -> Actor:
    parent = organizations.agency(ward.agency_id).parent_id
    assert parent is not None
    return _officer(parent, "chutich", "Rơ Châm H'Loan", "Chủ tịch UBND tỉnh", "agency_leader")


@pytest.fixture
def dossier(ward: Ward) -> Dossier:
    """With the specialist since Monday 08:00; its step is due on Wednesday 08:00, the dossier on Friday 17:00."""
    with clock.at(MONDAY):
        made = stages.accepted(ward)
    friday = MONDAY.replace(hour=17) + timedelta(days=4)
    Dossier.objects.filter(id=made.id).update(due_at=friday, original_due_at=friday)
    DossierStep.objects.filter(dossier=made, finished_at__isnull=True).update(due_at=MONDAY + timedelta(days=2))
    made.refresh_from_db()
    return made


def at(days: int, hour: int = 9, minute: int = 0) -> datetime:
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def run(moment: datetime) -> services.Reminded:
    with clock.at(moment):
        return services.remind()


def heard(actor: Actor) -> list[str]:
    return list(
        Notification.objects.filter(account_id=actor.account_id, kind="lateness").values_list("subject", flat=True)
    )


def test_the_line_is_told_step_by_step_each_once(ward: Ward, dossier: Dossier, above: Actor) -> None:
    assert run(at(0, 10)) == services.Reminded()
    assert run(at(1, 9)).told == 1  # half of the step is left at Tuesday 08:00
    assert [run(at(1, 9, 15)), run(at(1, 9, 30))] == [services.Reminded()] * 2
    assert len(heard(ward.specialist)) == 1
    assert run(at(4, 8)).told == 2  # one working day before: the specialist; the ward has no head, so the leader
    assert len(heard(ward.specialist)) == 2
    assert run(at(7, 7, 30)).told == 1  # Monday morning: overdue since Friday 17:00
    assert [each for each in heard(ward.leader) if "quá hạn" in each]
    assert run(at(7, 14)) == services.Reminded()
    assert run(at(10, 8)).told == 1  # more than three working days over
    assert len(heard(above)) == 1
    chain = [each.receiver for each in queries.chain_of(dossier.id)]
    assert [chain[0], *chain[3:]] == ["handler", "leader", "above"]
    assert set(chain[1:3]) == {"handler", "head"}, "told at the same moment, in either order"


def test_a_job_that_ran_twice_or_not_for_a_day_tells_once_and_what_is_late_goes_into_the_digest(
    ward: Ward, dossier: Dossier
) -> None:
    with clock.at(MONDAY):
        other = stages.accepted(ward)
    Dossier.objects.filter(id=other.id).update(due_at=dossier.due_at)
    late = run(at(8, 10))  # nothing ran since Friday: overdue for eleven working hours
    assert (late.told, late.waiting) == (0, 2)
    assert heard(ward.leader) == []
    assert run(at(8, 16)) == services.Reminded()
    digest = run(at(9, 7))
    assert digest.in_digest == 2
    assert heard(ward.leader) == ["Tổng hợp sáng 18/11/2026: 2 hồ sơ sắp đến hạn hoặc quá hạn"]
    assert run(at(9, 7)) == run(at(9, 7, 15)) == services.Reminded()
    assert MailMessage.objects.filter(subject__startswith="Tổng hợp").count() == 1


def test_out_of_hours_nobody_is_disturbed(ward: Ward, dossier: Dossier) -> None:
    night = run(at(4, 20))
    assert night.told == 0
    assert heard(ward.specialist) == []
    assert run(at(5, 9)) == run(at(6, 7)) == services.Reminded()  # Saturday, Sunday
    monday = run(at(7, 7))
    assert (monday.in_digest, monday.dropped) == (0, night.waiting)  # over meanwhile: now the next rule speaks
    assert run(at(7, 8)).told == 1


def test_a_paused_dossier_is_quiet_and_told_after_it_goes_on(ward: Ward, dossier: Dossier) -> None:
    with clock.at(at(3)):
        dossiers.pause_dossier(
            actor=ward.specialist,
            dossier_id=dossier.id,
            ground="court",
            reason="Tòa án thụ lý tranh chấp, Thông báo 15.",
        )
    assert run(at(9, 9)) == services.Reminded()
    with clock.at(at(14)):
        dossiers.end_pause(actor=ward.specialist, dossier_id=dossier.id)
    Dossier.objects.filter(id=dossier.id).update(due_at=at(17, 17))
    assert run(at(14, 10)) == services.Reminded()
    assert run(at(17, 8)).told == 2


def test_what_waits_for_the_digest_is_kept_over_a_pause(ward: Ward, dossier: Dossier) -> None:
    assert run(at(8, 10)).waiting == 1
    with clock.at(at(8, 11)):
        dossiers.pause_dossier(
            actor=ward.specialist,
            dossier_id=dossier.id,
            ground="court",
            reason="Tòa án thụ lý tranh chấp, Thông báo 15.",
        )
    assert run(at(9, 7)) == services.Reminded()
    with clock.at(at(9, 9)):
        dossiers.end_pause(actor=ward.specialist, dossier_id=dossier.id)
    assert run(at(10, 7)).in_digest == 1


def test_a_dossier_that_is_done_or_in_other_hands_is_not_told_of_any_more(ward: Ward, dossier: Dossier) -> None:
    assert run(at(8, 10)).waiting == 1
    with clock.at(at(8, 11)):
        dossiers.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp lại sau")
    assert run(at(9, 7)) == services.Reminded(dropped=1)
    assert heard(ward.leader) == []


def test_an_extension_begins_anew(ward: Ward, dossier: Dossier) -> None:
    assert run(at(7, 8)).told == 1
    with clock.at(at(7, 10)):
        dossiers.propose_extension(
            actor=ward.leader, dossier_id=dossier.id, days=2, reason="Chờ xác minh của cơ quan công an, xin lỗi ông bà."
        )
    dossier.refresh_from_db()
    due = dossier.due_at
    assert due is not None
    assert run(due + timedelta(hours=15)).told >= 1
    assert Reminder.objects.filter(rule__moment=Moment.OVERDUE).count() == 2


def test_another_person_in_charge_is_told_and_the_former_not_again(ward: Ward, dossier: Dossier) -> None:
    run(at(1, 9))
    colleague = _officer(ward.agency_id, "chuyenvien9", "Siu Bình", "Công chức", "specialist")
    assert colleague.position is not None
    DossierStep.objects.filter(dossier=dossier, finished_at__isnull=True).update(assignee_id=colleague.position.id)
    assert run(at(1, 9, 15)).told == 1
    assert (len(heard(ward.specialist)), len(heard(colleague))) == (1, 1)


def test_the_receiver_urges_and_the_answer_stands_on_the_dossier(ward: Ward, dossier: Dossier) -> None:
    run(at(7, 8))
    (waiting,) = queries.reminders_to_answer(ward.leader)
    assert queries.reminders_to_answer(ward.specialist) == []
    with pytest.raises(NotFound):
        services.answer_reminder(actor=ward.specialist, reminder_id=waiting.id, answer=Answer.NOTED)
    with pytest.raises(Invalid) as refused:
        services.answer_reminder(actor=ward.leader, reminder_id=waiting.id, answer=Answer.HURRY, note="nhanh")
    assert "hạn mới" in refused.value.problems["note"]
    services.answer_reminder(
        actor=ward.leader, reminder_id=waiting.id, answer=Answer.HURRY, note="Trình dự thảo trước 11 giờ hôm nay."
    )
    assert queries.reminders_to_answer(ward.leader) == []
    assert f"Đôn đốc hồ sơ {dossier.code}" in heard(ward.specialist)
    assert queries.chain_of(dossier.id)[-1].get_answer_display() == "Đôn đốc người giữ"
    with pytest.raises(AnsweredBefore):
        services.answer_reminder(actor=ward.leader, reminder_id=waiting.id, answer=Answer.NOTED)


def test_the_receiver_extends_with_an_apology(ward: Ward, dossier: Dossier) -> None:
    run(at(7, 8))
    (waiting,) = queries.reminders_to_answer(ward.leader)
    with pytest.raises(Invalid) as refused:
        services.answer_reminder(
            actor=ward.leader,
            reminder_id=waiting.id,
            answer=Answer.EXTEND,
            note="Chờ cơ quan công an xác minh.",
            days=0,
        )
    assert "days" in refused.value.problems
    with clock.at(at(7, 9)):
        services.answer_reminder(
            actor=ward.leader,
            reminder_id=waiting.id,
            answer=Answer.EXTEND,
            note="Chờ cơ quan công an xác minh.",
            days=3,
        )
    assert Proposal.objects.get(dossier=dossier, kind="extend").state == "approved"


def test_the_receiver_gives_it_to_somebody_else(ward: Ward, dossier: Dossier) -> None:
    run(at(7, 8))
    colleague = _officer(ward.agency_id, "chuyenvien9", "Siu Bình", "Công chức", "specialist")
    assert colleague.position is not None
    (waiting,) = queries.reminders_to_answer(ward.leader)
    with pytest.raises(Invalid) as refused:
        services.answer_reminder(actor=ward.leader, reminder_id=waiting.id, answer=Answer.REASSIGN)
    assert set(refused.value.problems) == {"seat"}
    with clock.at(at(7, 9)):
        services.answer_reminder(
            actor=ward.leader, reminder_id=waiting.id, answer=Answer.REASSIGN, seat_id=colleague.position.id
        )
    assert stages.step_of(dossier).assignee_id == colleague.position.id
    with clock.at(at(8, 9)):
        (told,) = queries.accounts_of([dossier.id])[dossier.id]
    # From then on the time is in other hands; before, nobody had been given it.
    assert [(each.kind, each.person) for each in told.rows][-2:] == [(Kind.QUEUE, ""), (Kind.STEP, "Siu Bình")]
    assert told.rows[-1].minutes == 8 * 60


def test_an_agency_has_rules_of_its_own(ward: Ward, dossier: Dossier) -> None:
    own = RuleData(measure=Measure.DOSSIER, moment=Moment.AFTER, amount=1, receivers=(Receiver.HANDLER,))
    with pytest.raises(NotAllowed):
        services.save_rules(actor=ward.leader, agency_id=None, rules=[own])
    services.save_rules(actor=ward.leader, agency_id=ward.agency_id, rules=[own])
    assert run(at(7, 8)) == services.Reminded()
    assert run(at(8, 7, 30)).told == 1
    services.use_common_rules(actor=ward.leader, agency_id=ward.agency_id)
    assert queries.rules_of(ward.agency_id) == []
    assert Reminder.objects.count() == 1  # what was told stays


def test_the_preview_says_whom_the_rules_would_tell_today_and_writes_nothing(ward: Ward, dossier: Dossier) -> None:
    with clock.at(at(4, 7)):
        expected = queries.preview(queries.rules_of(None), agency_ids=[ward.agency_id], until=at(4, 23))
    assert {each.name for each in expected} == {ward.specialist.name, ward.leader.name}
    assert expected[0].first[0][0] == dossier.code
    assert not Reminder.objects.exists()


def test_two_runs_at_once_tell_once(ward: Ward, dossier: Dossier) -> None:
    from lienthong.domain.lateness.queries.watching import falling_due, rules_by_agency
    from lienthong.domain.lateness.services.reminding import _tell

    batches = [each for each in falling_due(at(7, 8), rules_by_agency()) if each]
    first, second = (sum(_tell(batch, at(7, 8)).told for batch in batches) for _ in range(2))
    assert (first, second) == (1, 0)
    assert len(heard(ward.leader)) == 1
