"""Reactions run by jobs, or at once where the demo's past is told (phản ứng của sự kiện)."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.kit import clock, events


@dataclass(frozen=True, kw_only=True)
class Rang(events.Event):
    """A bell rang."""

    tone: str


heard: list[tuple[str, object]] = []


@events.reacts_to(Rang)
def listen(event: Rang) -> None:
    """Keep what was heard and when."""
    heard.append((event.tone, clock.now()))


@pytest.mark.django_db
def test_reactions_run_at_once_or_by_a_job() -> None:
    heard.clear()
    moment = clock.now()
    with transaction.atomic():
        with events.reacting_at_once(), clock.at(moment):
            events.publish(Rang(tone="a"))
        with events.reacting_at_once(lambda event: False):
            events.publish(Rang(tone="nobody listens"))
        assert heard == [("a", moment)]
        assert not ProcrastinateJob.objects.filter(args__name__startswith="test_events.listen").exists()
        events.publish(Rang(tone="b"))
    assert heard == [("a", moment)]
    assert ProcrastinateJob.objects.filter(args__name__startswith="test_events.listen").count() == 1


@pytest.mark.django_db
def test_a_stored_job_is_what_the_queue_itself_would_store() -> None:
    with transaction.atomic():
        events.publish(Rang(tone="d"))
        ours = ProcrastinateJob.objects.get(args__event__tone="d")
        theirs = ProcrastinateJob.objects.get(id=events.run_reaction.defer(**ours.args))
    ignored = {"_state", "id"}
    assert {k: v for k, v in vars(ours).items() if k not in ignored} == {
        k: v for k, v in vars(theirs).items() if k not in ignored
    }


def test_nothing_is_told_outside_a_transaction(db: None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction.get_connection(), "in_atomic_block", False)
        with pytest.raises(RuntimeError, match="outside a transaction"):
            events.publish(Rang(tone="c"))
