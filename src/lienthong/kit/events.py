"""Events and their reactions (sự kiện). PostgreSQL is the outbox.

`publish(event)` stores one background job per reaction in the transaction of the fact itself: after a rollback there is
no job, after a commit there is each exactly once. Reactions live only in `lienthong.flows`, are idempotent (they key what
they do by `event.event_id`) and are retried; a failing reaction never undoes the fact.
"""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, get_type_hints

import orjson
import procrastinate
from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs

from lienthong.kit import clock
from lienthong.kit.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense: ids and plain values only (str, int, bool, None, UUID, date, datetime, tuples of str)."""

    event_id: uuid.UUID = field(default_factory=new_id)
    happened_at: datetime = field(default_factory=clock.now)


type Reaction = Callable[[Any], None]

_reactions: dict[type[Event], list[Reaction]] = defaultdict(list)
_by_name: dict[str, tuple[Reaction, type[Event]]] = {}
_at_once: ContextVar[Callable[[Event], bool] | None] = ContextVar("reacting_at_once", default=None)


def reacts_to[E: Event](*event_types: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a reaction. Its job name is `<flow module>.<function>`; renaming it orphans waiting jobs."""

    def register(reaction: Callable[[E], None]) -> Callable[[E], None]:
        for event_type in event_types:
            _reactions[event_type].append(reaction)
            _by_name[_name(reaction, event_type)] = (reaction, event_type)
        return reaction

    return register


def _name(reaction: Reaction, event_type: type[Event]) -> str:
    return f"{reaction.__module__.rsplit('.', 1)[-1]}.{reaction.__name__}:{event_type.__name__}"


# What `run_reaction.batch_defer` says to PostgreSQL, without the objects it makes on the way: every act of the office pays it.
_DEFER = """
SELECT procrastinate_defer_jobs_v1(
    array_agg(ROW(%(queue)s, %(task)s, 0, NULL, NULL, args, NULL)::procrastinate_job_to_defer_v1 ORDER BY place))
FROM jsonb_array_elements(%(jobs)s::jsonb) WITH ORDINALITY AS job(args, place)
"""
_QUEUE = "reactions"
_TASK = "run_reaction"


def publish(event: Event) -> None:
    """Defer one job per reaction, in the open transaction.

    Raises RuntimeError outside a transaction: a fact that is not yet safe must not be told.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{type(event).__name__} published outside a transaction")
    reactions = _reactions.get(type(event), ())
    if not reactions:
        return
    if (wanted := _at_once.get()) is not None:
        for reaction in reactions if wanted(event) else ():
            reaction(event)
        return
    payload = _to_json(event)
    jobs_to_run = [{"name": _name(reaction, type(event)), "event": payload} for reaction in reactions]
    with connection.cursor() as cursor:
        cursor.execute(_DEFER, {"queue": _QUEUE, "task": _TASK, "jobs": orjson.dumps(jobs_to_run).decode()})


@contextmanager
def reacting_at_once(wanted: Callable[[Event], bool] | None = None) -> Iterator[None]:
    """Run reactions inside the transaction that publishes, at the moment of `kit.clock`, instead of deferring jobs.

    For the loader of the demo, whose past must not wait for a worker of today. A failing reaction undoes the fact here;
    events that are not `wanted` (all are unless told) have no consequences at all.
    """
    token = _at_once.set(wanted or (lambda event: event is not None))
    try:
        yield
    finally:
        _at_once.reset(token)


@jobs.task(
    name=_TASK,
    queue=_QUEUE,
    retry=procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3),
)
def run_reaction(name: str, event: dict[str, Any]) -> None:
    """Run one reaction in one transaction."""
    reaction, event_type = _by_name[name]
    with transaction.atomic(durable=True):
        reaction(_from_json(event_type, event))


def registered() -> dict[type[Event], tuple[Reaction, ...]]:
    """Event -> reactions, for `docs/flows.md` and the architecture tests."""
    return {event: tuple(reactions) for event, reactions in _reactions.items()}


def _to_json(event: Event) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in dataclasses.fields(event):
        value = getattr(event, each.name)
        values[each.name] = (
            str(value) if isinstance(value, uuid.UUID) else value.isoformat() if isinstance(value, date) else value
        )
    return values


def _from_json[E: Event](event_type: type[E], values: dict[str, Any]) -> E:
    hints = get_type_hints(event_type)
    return event_type(**{name: _read(str(hints.get(name, "")), value) for name, value in values.items()})


def _read(hint: str, value: Any) -> Any:
    """A JSON value as the field's type has it; only the few types that events may carry."""
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, str):
        return value
    if "UUID" in hint:
        return uuid.UUID(value)
    if "datetime.datetime" in hint:
        return datetime.fromisoformat(value)
    if "datetime.date" in hint:
        return date.fromisoformat(value)
    return value
