"""Counting over random histories: the sets of SQL say what a slow count in Python says, every cell balances, periods chain."""

import uuid
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.province import Ward

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.models import Dossier, Referral, Turn
from lienthong.domain.dossiers.services.recording import keep_turns
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.figures.rules.cells import Numbers, add, chained, opening_of, standing_of, uneven
from lienthong.domain.figures.services import cells_from
from lienthong.domain.procedures.models import Procedure, ProcedureVersion
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import NotAllowed

START = datetime(2026, 3, 2, 8, 0, tzinfo=clock.VIETNAM)
OPEN = {"awaiting_payment", "submitted", "supplement", "processing", "paused", "duty"}
HALTS = {"supplement", "paused", "duty"}
MOVES = {
    # verb: (from, to)
    "pay": ({"awaiting_payment"}, "submitted"),
    "accept": ({"submitted"}, "processing"),
    "reject": ({"submitted"}, "rejected"),
    "ask": ({"submitted", "processing"}, "supplement"),
    "pause": ({"processing"}, "paused"),
    "owe": ({"processing"}, "duty"),
    "resume": (HALTS, "processing"),
    "complete": ({"processing"}, "completed"),
    "return": ({"completed"}, "returned"),
    "close": ({"returned"}, "closed"),
    "reopen": ({"returned", "closed"}, "processing"),
    "withdraw": (OPEN, "withdrawn"),
    "stop": (OPEN - {"awaiting_payment"}, "stopped"),
    "extend": ({"processing"}, "processing"),
    "hand over": ({"processing"}, "processing"),
    "give back": ({"processing"}, "processing"),
    "merge": (OPEN, ""),
    "link": (OPEN, ""),
}


@dataclass(frozen=True)
class Stand:
    """How the oracle knows a dossier to stand."""

    at: datetime
    state: str
    agency: int
    lent: int | None = None
    child: bool = False
    due: datetime | None = None
    timeliness: str = ""

    @property
    def holder(self) -> int:
        return self.lent or self.agency


@dataclass
class World:
    """Dossiers in the database, and beside them what the oracle remembers."""

    agencies: list[int]
    versions: list[ProcedureVersion]
    lives: dict[uuid.UUID, list[Stand]] = field(default_factory=dict)
    kinds: dict[uuid.UUID, tuple[int, str]] = field(default_factory=dict)
    order: list[uuid.UUID] = field(default_factory=list)

    def act(self, verb: str, place: int, where: int, at: datetime) -> None:
        if place >= len(self.order):
            self._submit(place, where, at)
            return
        pk = self.order[place]
        now = self.lives[pk][-1]
        if now.state not in MOVES[verb][0]:
            return
        agency = self.agencies[where]
        if verb == "merge":
            self._merge(now.agency, agency, at)
        elif verb == "link":
            self._link(pk, at)
        else:
            self._turn(pk, verb, now, agency, at)

    def _turn(self, pk: uuid.UUID, verb: str, now: Stand, agency: int, at: datetime) -> None:
        if verb == "hand over" and (now.lent or agency == now.agency):
            return
        if (verb in {"give back"} and not now.lent) or (verb == "complete" and now.lent):
            return
        state = MOVES[verb][1]
        if verb == "resume" and now.state == "supplement" and now.due is None:
            state = "submitted"
        later = replace(now, at=at, state=state)
        if verb in {"accept", "reopen", "extend", "resume"} and state == "processing":
            later = replace(later, due=at + timedelta(hours=36))
        if verb == "complete":
            assert now.due
            later = replace(
                later, timeliness="late" if at > now.due else "early" if at.date() < now.due.date() else "on_time"
            )
        if verb == "reopen":
            later = replace(later, agency=agency, timeliness="")
        if verb == "hand over":
            later = replace(later, lent=agency)
            Referral.objects.create(
                dossier_id=pk,
                kind="handover",
                agency_id=agency,
                from_agency_id=now.agency,
                question="?",
                due_at=at,
                sent_by_name="a",
            )
        if verb == "give back" or state in {"withdrawn", "stopped"}:
            later = replace(later, lent=None)
            Referral.objects.filter(dossier_id=pk, state="open").update(state="answered")
        moments = {"accept": "accepted_at", "complete": "completed_at", "return": "returned_at"}
        Dossier.objects.filter(pk=pk).update(
            state=later.state,
            due_at=later.due,
            timeliness=later.timeliness,
            agency_id=later.agency,
            **({moments[verb]: at} if verb in moments else {}),
        )
        keep_turns([pk], verb=verb, at=at)
        self.lives[pk].append(later)

    def _submit(self, place: int, where: int, at: datetime) -> None:
        version = self.versions[place % len(self.versions)]
        channel = ("online", "counter", "post")[place % 3]
        state = "awaiting_payment" if place % 4 == 3 else "submitted"
        row = Dossier.objects.create(
            code=f"H21.1-{uuid.uuid4().hex[:12]}", version=version, procedure_id=version.procedure_id, channel=channel, state=state,
            agency_id=self.agencies[where], reception_agency_id=self.agencies[where], applicant_name="A", applicant_id_last4="0000", submitted_at=at,
        )  # fmt: skip
        keep_turns([row.pk], verb="submit", at=at)
        self.order.append(row.pk)
        self.kinds[row.pk] = (version.procedure_id, channel)
        self.lives[row.pk] = [Stand(at, state, self.agencies[where])]

    def _merge(self, leaving: int, heir: int, at: datetime) -> None:
        if leaving == heir:
            return
        moved = []
        for pk, life in self.lives.items():
            now = life[-1]
            if now.state not in OPEN or leaving not in {now.agency, now.lent}:
                continue
            agency = heir if now.agency == leaving else now.agency
            lent = heir if now.lent == leaving else now.lent
            lent = None if lent == agency else lent
            moved.append(pk)
            Dossier.objects.filter(pk=pk).update(agency_id=agency)
            open_ones = Referral.objects.filter(dossier_id=pk, state="open")
            if lent is None:
                open_ones.update(state="recalled")
            else:
                # one statement, since the two must differ at any time
                open_ones.update(agency_id=lent, from_agency_id=agency)
            life.append(replace(now, at=at, agency=agency, lent=lent))
        keep_turns(moved, verb="follow_agency", at=at)

    def _link(self, pk: uuid.UUID, at: datetime) -> None:
        parent = self.order[0]
        now = self.lives[pk][-1]
        if pk == parent or now.child:
            return
        Dossier.objects.filter(pk=pk).update(parent_id=parent)
        keep_turns([pk], verb="link_child", at=at)
        self.lives[pk].append(replace(now, at=at, child=True))

    def count(self, since: datetime, until: datetime) -> dict[tuple[int, int, str, bool], Counter[str]]:
        """Slow, one dossier at a time, from what the oracle remembers."""
        found: dict[tuple[int, int, str, bool], Counter[str]] = {}

        def note(pk: uuid.UUID, stand: Stand, column: str) -> None:
            key = (stand.holder, self.kinds[pk][0], self.kinds[pk][1], stand.child)
            found.setdefault(key, Counter())[column] += 1

        for pk, life in self.lives.items():
            at_start = [stand for stand in life if stand.at < since]
            at_end = [stand for stand in life if stand.at < until]
            if at_start and at_start[-1].state in OPEN:
                note(pk, at_start[-1], "opening")
            if at_end and at_end[-1].state in OPEN:
                note(pk, at_end[-1], self._stands(at_end[-1], until))
            for before, after in pairwise([None, *life]):
                assert after is not None
                if since <= after.at < until:
                    for stand, column in self._flows(before, after):
                        note(pk, stand, column)
        return found

    @staticmethod
    def _stands(stand: Stand, moment: datetime) -> str:
        if stand.state == "submitted":
            return "waiting"
        if stand.state != "processing":
            return "paused"
        return "overdue" if stand.due is not None and stand.due < moment else "in_time"

    @staticmethod
    def _flows(before: Stand | None, after: Stand) -> list[tuple[Stand, str]]:
        if before is None:
            return [(after, "received")]
        flows: list[tuple[Stand, str]] = []
        if before.state in OPEN:
            if before.holder != after.holder:
                flows += [(before, "moved_out"), (after, "moved_in")]
            elif before.child != after.child:
                flows += [(before, "linked_out"), (after, "linked_in")]
            if after.state == "completed":
                flows.append((after, after.timeliness))
            elif after.state not in OPEN:
                flows.append((after, {"rejected": "refused"}.get(after.state, after.state)))
        elif after.state in OPEN:
            flows.append((after, "reopened"))
        return flows


verbs = st.sampled_from([*MOVES, "accept", "accept", "complete", "complete", "return", "hand over"])
acts = st.lists(
    st.tuples(verbs, st.integers(0, 11), st.integers(0, 3), st.integers(1, 30 * 60)), min_size=12, max_size=60
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=acts, cuts=st.sets(st.integers(1, 60), max_size=4))
def test_random_histories_balance_and_are_counted_as_by_hand(
    ward: Ward, history: list[tuple[str, int, int, int]], cuts: set[int]
) -> None:
    with transaction.atomic():
        agencies = [each.pk for each in organizations.communes()[:4]]
        versions = [
            ProcedureVersion.objects.filter(procedure=each).latest("number") for each in Procedure.objects.all()[:3]
        ]
        world = World(agencies, versions)
        now, moments = START, []
        for verb, place, where, minutes in history:
            now += timedelta(minutes=minutes)
            moments.append(now)
            world.act(verb, place, where, now)
        # Periods begin at the very moment of an act: it belongs to the later one.
        edges = sorted(
            {START - timedelta(days=1), *(moments[cut] for cut in cuts if cut < len(moments)), now + timedelta(days=9)}
        )
        periods = []
        for since, until in pairwise(edges):
            rows = queries.counted_dossiers(SYSTEM, since=since, until=until)
            cells = cells_from(rows)
            by_hand = world.count(since, until)
            assert {
                key: {name: n for name, n in numbers._asdict().items() if n and name != "spent"}
                for key, numbers in cells.items()
            } == by_hand
            assert uneven(cells) == {}
            whole = add(cells.values())
            assert (whole.moved_in, whole.linked_in) == (whole.moved_out, whole.linked_out)
            assert queries.faults_in_ledger(SYSTEM, since=since, until=until) == []
            for column in ("received", "overdue", "moved_out"):
                behind, number = queries.dossiers_behind(SYSTEM, column=column, since=since, until=until)
                assert len(behind) == number == getattr(whole, column)
            if periods:
                assert opening_of(cells) == standing_of(periods[-1])
            periods.append(cells)
        directly = cells_from(queries.counted_dossiers(SYSTEM, since=edges[0], until=edges[-1]))
        assert chained(periods) == directly
        assert add(n for key, n in directly.items() if not key.is_child).difference == 0
        transaction.set_rollback(True)


def test_time_spent_leaves_pauses_out(ward: Ward) -> None:
    agencies = [each.pk for each in organizations.communes()[:2]]
    world = World(agencies, [ProcedureVersion.objects.filter(procedure=Procedure.objects.all()[0]).latest("number")])
    for verb, hours in (
        ("submit", 0),
        ("accept", 1),
        ("pause", 5),
        ("resume", 25),
        ("hand over", 26),
        ("give back", 30),
        ("complete", 31),
    ):
        world.act(verb, 0, 1 if verb == "hand over" else 0, START + timedelta(hours=hours))
    whole = add(cells_from(queries.counted_dossiers(SYSTEM, since=START, until=START + timedelta(days=30))).values())
    assert (whole.done, whole.spent) == (1, 10 * 3600)
    assert whole.days_each == pytest.approx(10 / 24)


def test_a_clock_set_wrong_is_found_with_the_dossier(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    month = {"since": clock.now() - timedelta(days=20), "until": clock.now() + timedelta(days=1)}
    assert queries.faults_in_ledger(SYSTEM, **month) == []
    # The server that took it in was a month fast.
    first, second = Turn.objects.filter(dossier=dossier)
    Turn.objects.filter(pk=first.pk).update(at=first.at + timedelta(days=30))
    cells = cells_from(queries.counted_dossiers(SYSTEM, **month))
    (key,) = uneven(cells)
    assert cells[key].difference == -1
    (backwards,) = queries.faults_in_ledger(SYSTEM, **month)
    assert (backwards.kind, backwards.code) == ("backwards", dossier.code)
    (apart,) = queries.uneven_dossiers(SYSTEM, **month, cells=[tuple(key)])
    assert (apart.code, apart.said) == (dossier.code, "Ra hơn vào 1")
    assert second.state == "processing"


def test_what_goes_past_the_ledger_is_found(ward: Ward) -> None:
    changed, lost = stages.accepted(ward), stages.submitted(ward)
    Dossier.objects.filter(pk=changed.pk).update(state="withdrawn")
    Turn.objects.filter(dossier=lost).delete()
    month = {"since": clock.now() - timedelta(days=20), "until": clock.now() + timedelta(days=1)}
    found = {(each.kind, each.code) for each in queries.faults_in_ledger(SYSTEM, **month)}
    assert found == {("otherwise", changed.code), ("without", lost.code)}


def test_strangers_count_nothing(ward: Ward) -> None:
    with pytest.raises(NotAllowed):
        queries.counted_dossiers(ward.citizen, since=START, until=START)
    other = organizations.communes()[1].pk
    with pytest.raises(NotAllowed):
        queries.dossiers_behind(ward.leader, column="received", since=START, until=START, agency_id=other)
    assert queries.dossiers_behind(
        ward.leader, column="received", since=START, until=START, agency_id=ward.agency_id
    ) == ([], 0)
    assert Numbers().difference == 0
