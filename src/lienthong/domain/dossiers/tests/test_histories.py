"""Random lives of a dossier: the table is respected, the national status is always there, and no working time is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import NationalStatus, State
from lienthong.domain.dossiers.errors import ExtendedBefore, WrongState
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.states import TRANSITIONS, national_group, national_status
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_lifecycle import judged
from lienthong.foundation.workdays import queries as calendars
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

MORNING = datetime(2026, 11, 9, 8, 0, tzinfo=clock.VIETNAM)
REASON = "Căn cứ ghi trong văn bản số 15 kèm theo hồ sơ."
WAITING = {State.SUPPLEMENT, State.PAUSED, State.DUTY}

type Verb = Callable[[Ward, Dossier], object]


def _supplement(ward: Ward, dossier: Dossier) -> None:
    services.request_supplement(actor=ward.specialist, dossier_id=dossier.id, lines=judged(dossier))


def _answer(ward: Ward, dossier: Dossier) -> None:
    filing = services.open_supplement(actor=ward.citizen, dossier_id=dossier.id)
    services.attach_paper(
        actor=ward.citizen, filing_id=filing.id, requirement_key="birth_notice", upload=stages.picture()
    )
    services.send_supplement(actor=ward.citizen, filing_id=filing.id)


def _duty(ward: Ward, dossier: Dossier) -> None:
    services.ask_duty(actor=ward.specialist, dossier_id=dossier.id, title="Lệ phí", amount=8000, reason=REASON)


def _settle(ward: Ward, dossier: Dossier) -> None:
    halt = queries.open_halt(dossier)
    if halt is None or halt.kind != "duty":
        raise WrongState.of(State(dossier.state), "settle_duty")
    services.settle_duty(actor=SYSTEM, halt_id=halt.pk, paid_at=clock.now())


VERBS: dict[str, Verb] = {
    "request_supplement": _supplement,
    "resume": _answer,
    "pause": lambda ward, dossier: services.pause_dossier(
        actor=ward.specialist, dossier_id=dossier.id, ground="court", reason=REASON
    ),
    "end_pause": lambda ward, dossier: services.end_pause(actor=ward.specialist, dossier_id=dossier.id),
    "ask_duty": _duty,
    "settle_duty": _settle,
    "cancel_duty": lambda ward, dossier: services.cancel_duty(
        actor=ward.specialist, dossier_id=dossier.id, reason=REASON
    ),
    "extend": lambda ward, dossier: services.propose_extension(
        actor=ward.leader, dossier_id=dossier.id, days=2, reason=REASON
    ),
    "stop": lambda ward, dossier: services.propose_stop(actor=ward.leader, dossier_id=dossier.id, reason=REASON),
    "withdraw": lambda ward, dossier: services.withdraw_dossier(
        actor=ward.citizen, dossier_id=dossier.id, reason=REASON
    ),
}

# The endings come seldom, or every history would be short.
steps = st.lists(
    st.tuples(
        st.sampled_from([*VERBS, *[verb for verb in VERBS if verb not in {"stop", "withdraw"}] * 2]),
        st.integers(min_value=1, max_value=9 * 24 * 60),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=steps)
def test_random_histories(ward: Ward, history: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        _live(ward, history)
        transaction.set_rollback(True)


def _live(ward: Ward, history: list[tuple[str, int]]) -> None:
    now = MORNING
    with clock.at(now):
        dossier = stages.accepted(ward)
    accepted_at = now
    calendar = calendars.calendar_for(dossier.agency_id, accepted_at)
    counted = timedelta()
    ended: datetime | None = None
    for verb, minutes in history:
        later = now + timedelta(minutes=minutes)
        before = State(dossier.state)
        if before == State.PROCESSING:
            counted += workdays.working_time_between(calendar, now, later)
        now = later
        with clock.at(now):
            _try(ward, dossier, verb, before)
            dossier.refresh_from_db()
            if dossier.state in {State.STOPPED, State.WITHDRAWN} and ended is None:
                ended = now
            _check(dossier, calendar_elapsed=workdays.working_time_between(calendar, accepted_at, now))
            account = queries.time_account(dossier)
        if ended is None:
            assert account.counted == counted, (verb, account, counted)


def _try(ward: Ward, dossier: Dossier, verb: str, before: State) -> None:
    """The verb does what the table says, or is refused and changes nothing."""
    move = TRANSITIONS[verb]
    try:
        with transaction.atomic():
            VERBS[verb](ward, dossier)
    except WrongState:
        assert before not in move.sources
        assert Dossier.objects.get(id=dossier.id).state == before
    except ExtendedBefore:
        assert verb == "extend"
        assert queries.repeats_of(dossier, [], queries.proposals_of(dossier)).extended
    else:
        assert before in move.sources
        assert Dossier.objects.get(id=dossier.id).state == move.target


def _check(dossier: Dossier, *, calendar_elapsed: timedelta) -> None:
    status = national_status(dossier.state, work_begun=dossier.work_begun)
    assert status in NationalStatus
    assert national_group(status)
    assert (dossier.paused_at is not None) == (dossier.state in WAITING)
    account = queries.time_account(dossier)
    assert account.elapsed == calendar_elapsed
    assert account.counted + account.paused == account.elapsed
    assert min(account.counted, account.paused) >= timedelta()
    assert dossier.due_at is not None
    assert dossier.original_due_at is not None
    assert dossier.due_at >= dossier.original_due_at
    open_steps = queries.open_steps(dossier)
    assert all(step.is_paused == (dossier.state in WAITING) for step in open_steps)
    assert bool(open_steps) == (dossier.state not in {State.STOPPED, State.WITHDRAWN})


def test_every_state_has_its_national_status_and_group() -> None:
    for state in State:
        for begun in (False, True):
            assert national_group(national_status(state, work_begun=begun))
    reached = {national_status(state, work_begun=begun) for state in State for begun in (False, True)}
    assert reached == set(NationalStatus)
