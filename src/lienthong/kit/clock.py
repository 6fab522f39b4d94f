"""The one source of time (đồng hồ). Domain code asks here, so demo data and tests can live on another day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_now", default=None)


def now() -> datetime:
    """The present moment, aware, UTC."""
    return _frozen.get() or datetime.now(UTC)


def local_now() -> datetime:
    """The present moment in Vietnam (UTC+7)."""
    return now().astimezone(VIETNAM)


def today() -> date:
    """The calendar day in Vietnam."""
    return local_now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Pretend that it is `moment` (aware). Used by the demo loader and by tests, never by a request."""
    if moment.tzinfo is None:
        raise ValueError("clock.at needs an aware datetime")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
