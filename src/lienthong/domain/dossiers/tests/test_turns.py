"""Every act that changes how a dossier stands leaves one turn in the ledger, and only such acts do."""

from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from itertools import pairwise

import pytest
from django.db import connection
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Dossier, Turn
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_lifecycle import judged
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations import services as organization_services
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Invalid, NotAllowed

MONDAY = datetime(2026, 11, 9, 8, 0, tzinfo=clock.VIETNAM)
REASON = "Căn cứ ghi trong văn bản số 15 kèm theo hồ sơ."


def turns(dossier: Dossier) -> list[Turn]:
    return list(Turn.objects.filter(dossier=dossier).order_by("number"))


def told(dossier: Dossier) -> list[tuple[str, str]]:
    return [(each.verb, each.state) for each in turns(dossier)]


@pytest.fixture
def other(ward: Ward) -> int:
    return next(each.pk for each in organizations.communes()[:4] if each.pk != ward.agency_id)


def lived(ward: Ward, other: int) -> Dossier:
    """Returned after a supplement, a pause, a hand-over and back; reopened and done again."""
    hours = iter(range(0, 400, 3))

    def later() -> clock.at:
        return clock.at(MONDAY + timedelta(hours=next(hours)))

    with later():
        dossier = stages.submitted(ward)
    with later():
        services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    with later():
        services.request_supplement(actor=ward.specialist, dossier_id=dossier.id, lines=judged(dossier))
    with later():
        filing = services.open_supplement(actor=ward.citizen, dossier_id=dossier.id)
        services.attach_paper(
            actor=ward.citizen, filing_id=filing.id, requirement_key="birth_notice", upload=stages.picture()
        )
        services.send_supplement(actor=ward.citizen, filing_id=filing.id)
    with later():
        services.pause_dossier(actor=ward.specialist, dossier_id=dossier.id, ground="court", reason=REASON)
    with later():
        services.end_pause(actor=ward.specialist, dossier_id=dossier.id)
    with later():
        asked = services.Asked(agency_id=other, days=3)
        (referral,) = services.refer_dossier(
            actor=ward.specialist, dossier_id=dossier.id, kind="handover", to=[asked], question=REASON
        )
    with later():
        services.recall_referral(actor=ward.specialist, referral_id=referral.pk)
    for _ in range(2):
        with later():
            services.draft_result(
                actor=ward.specialist, dossier_id=dossier.id, step_id=stages.step_of(dossier).id, title="A", body="B"
            )
            while stages.step_of(dossier).role == "specialist":
                services.complete_step(
                    actor=ward.specialist, dossier_id=dossier.id, step_id=stages.step_of(dossier).id, note="Đủ"
                )
            services.sign_result(actor=ward.leader, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
        with later():
            services.complete_step(actor=ward.clerk, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
        with later():
            services.return_result(actor=ward.one_stop, dossier_id=dossier.id)
        with later():
            dossier.refresh_from_db()
            if not dossier.reopened:
                services.propose_reopening(actor=ward.leader, dossier_id=dossier.id, reason=REASON)
    with later():
        services.close_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    return dossier


def test_it_works(ward: Ward, other: int) -> None:
    dossier = lived(ward, other)
    rows = turns(dossier)
    assert told(dossier) == [
        ("submit_dossier", "submitted"),
        ("accept_dossier", "processing"),
        ("request_supplement", "supplement"),
        ("send_supplement", "processing"),
        ("pause_dossier", "paused"),
        ("end_pause", "processing"),
        ("refer_dossier", "processing"),
        ("recall_referral", "processing"),
        ("complete_step", "completed"),
        ("return_result", "returned"),
        ("approve_reopen", "processing"),
        ("complete_step", "completed"),
        ("return_result", "returned"),
        ("close_dossier", "closed"),
    ]
    assert [each.holder_id for each in rows] == [ward.agency_id] * 6 + [other] + [ward.agency_id] * 7
    for before, after in pairwise(rows):
        assert before.until == after.at
        assert (after.was_state, after.was_holder_id) == (before.state, before.holder_id)
    assert rows[-1].until is None
    # The first result keeps its moment and its judgement, though the dossier has lost both.
    assert rows[8].timeliness
    assert rows[8].at == MONDAY + timedelta(hours=27)
    # 3 hours before the supplement, 3 after it, 3 after the pause, 3 at the other agency, 6 until the result.
    assert rows[8].spent == 18 * 3600
    assert rows[11].spent == 6 * 3600


def test_what_changes_nothing_leaves_nothing(ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    assert [each.verb for each in turns(dossier)] == ["submit_dossier", "accept_dossier"]
    services.propose_extension(actor=ward.leader, dossier_id=dossier.id, days=2, reason=REASON)
    (_, before, after) = turns(dossier)
    assert (after.verb, after.state) == ("approve_extend", "processing")
    assert after.due_at > before.due_at


def test_a_merger_moves_the_holder_once(ward: Ward, other: int) -> None:
    mine, lent = stages.accepted(ward), stages.accepted(ward)
    services.refer_dossier(
        actor=ward.specialist,
        dossier_id=lent.id,
        kind="handover",
        to=[services.Asked(agency_id=other, days=3)],
        question=REASON,
    )
    third = next(each.pk for each in organizations.communes()[:4] if each.pk not in {ward.agency_id, other})
    for leaving, heir in ((other, third), (ward.agency_id, third)):
        change = organization_services.prepare_reorganization(
            actor=SYSTEM,
            kind="merge",
            sources=[leaving],
            heirs=[organization_services.Heir(agency_id=heir)],
            effective_on=clock.today(),
            decision="12/NQ-HĐND",
        )
        organization_services.carry_out_reorganization(actor=SYSTEM, reorganization_id=change.pk)
    assert [each.holder_id for each in turns(mine)] == [ward.agency_id, ward.agency_id, third]
    assert [each.holder_id for each in turns(lent)] == [ward.agency_id, ward.agency_id, other, third]


def test_a_child_is_told(ward: Ward) -> None:
    parent, child = stages.accepted(ward), stages.accepted(ward)
    services.link_child(actor=ward.specialist, dossier_id=parent.id, child_code=child.code)
    assert [each.is_child for each in turns(child)] == [False, False, True]
    assert [each.is_child for each in turns(parent)] == [False, False]


def test_turns_of_old_dossiers_are_read_from_their_papers(ward: Ward, other: int) -> None:
    """The ledger made anew by the migration says what the acts said, but for the moves of the due date."""
    dossiers = [lived(ward, other), stages.accepted(ward), stages.submitted(ward)]
    services.withdraw_dossier(actor=ward.citizen, dossier_id=dossiers[2].id, reason="Nộp nhầm nơi nhận.")

    def known(dossier: Dossier) -> list[tuple[object, ...]]:
        return [
            (row.number, row.at, row.until, row.state, row.was_state, row.holder_id, row.timeliness, row.spent)
            for row in turns(dossier)
        ]

    before = [known(dossier) for dossier in dossiers]
    Turn.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("lienthong.domain.dossiers.migrations.0007_turns").OF_OLD)
    after = [known(dossier) for dossier in dossiers]
    # The audit row of an end is written some microseconds after the turn it belongs to.
    assert [[row[3:7] for row in each] for each in after] == [[row[3:7] for row in each] for each in before]
    assert after[0] == before[0]


def test_a_turn_that_is_missing_is_put_back(ward: Ward, other: int) -> None:
    """The result was never written in the ledger; the month does not balance until it is."""
    dossier = lived(ward, other)
    follower = replace(ward.leader, position=replace(ward.leader.position, rights=frozenset({"figures.publish"})))
    rows = turns(dossier)
    before = [(row.at, row.until, row.state, row.was_state, row.spent, row.timeliness) for row in rows]
    Turn.objects.filter(pk=rows[8].pk).delete()
    missing = [services.MissingTurn(state="completed", at=rows[8].at)]
    with pytest.raises(NotAllowed):
        services.correct_ledger(actor=ward.leader, dossier_id=dossier.id, missing=missing, reason=REASON)
    wrong = [services.MissingTurn(state="returned", at=rows[2].at)]
    with pytest.raises(Invalid) as refused:
        services.correct_ledger(actor=follower, dossier_id=dossier.id, missing=wrong, reason="Thiếu")
    assert set(refused.value.problems) == {"reason", "moments"}
    assert "sau “Đang xử lý” không thể là “Đã trả kết quả”" in refused.value.problems["moments"]
    services.correct_ledger(actor=follower, dossier_id=dossier.id, missing=missing, reason=REASON)
    after = turns(dossier)
    assert [(row.at, row.until, row.state, row.was_state, row.spent, row.timeliness) for row in after] == before
    assert (after[8].corrected_reason, after[8].corrected_by_name) == (REASON, ward.leader.name)


def test_a_clock_set_wrong_is_put_right(ward: Ward) -> None:
    follower = replace(ward.leader, position=replace(ward.leader.position, rights=frozenset({"figures.publish"})))
    with clock.at(MONDAY):
        dossier = stages.accepted(ward)
    services.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp nhầm nơi nhận.")
    wrong = MONDAY - timedelta(days=30)
    Turn.objects.filter(dossier=dossier, number=3).update(at=wrong)
    Turn.objects.filter(dossier=dossier, number=2).update(until=wrong)
    right = MONDAY + timedelta(hours=2)
    for _ in range(2):
        services.correct_ledger(actor=follower, dossier_id=dossier.id, moments={3: right}, reason=REASON)
    (_, accepted, ended) = turns(dossier)
    assert (accepted.until, ended.at, ended.corrected_from, ended.spent) == (right, right, wrong, 7200)
    with pytest.raises(Invalid, match="Còn 1 mục"):
        services.correct_ledger(actor=follower, dossier_id=dossier.id, moments={9: right}, reason=REASON)
    with pytest.raises(Invalid):
        services.correct_ledger(
            actor=follower, dossier_id=dossier.id, moments={3: clock.now() + timedelta(days=1)}, reason=REASON
        )


def test_a_dossier_without_a_ledger_gets_one(ward: Ward) -> None:
    follower = replace(ward.leader, position=replace(ward.leader.position, rights=frozenset({"figures.publish"})))
    dossier = stages.accepted(ward)
    Turn.objects.filter(dossier=dossier).delete()
    missing = [
        services.MissingTurn(state="submitted", at=dossier.submitted_at),
        services.MissingTurn(state="processing", at=dossier.accepted_at),
    ]
    services.correct_ledger(actor=follower, dossier_id=dossier.id, missing=missing, reason=REASON)
    rows = turns(dossier)
    assert [(row.state, row.holder_id, row.due_at) for row in rows] == [
        ("submitted", ward.agency_id, None),
        ("processing", ward.agency_id, dossier.due_at),
    ]
