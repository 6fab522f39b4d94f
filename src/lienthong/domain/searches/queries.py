"""Reading what was not found (đọc danh sách tìm mà không thấy)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.queries import ProcedureRow
from lienthong.domain.searches.choices import Verdict
from lienthong.domain.searches.errors import WordsNotFound
from lienthong.domain.searches.models import SettledWords
from lienthong.domain.searches.policies import can_settle
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

FEWEST_SHOWN = 3
"""Words that fewer searches share are not shown: they may hold somebody's name."""
DAYS_SHOWN = 90
NEAREST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingWords:
    """Words that wait for a decision: `count` searches in the last `DAYS_SHOWN` days, `last_week` of them in the last seven."""

    key: str
    words: str
    count: int
    last_week: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Words that were decided about."""

    key: str
    words: str
    verdict: str
    verdict_text: str
    procedure_code: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of words; `has_more`: another follows."""

    rows: tuple[WaitingWords, ...]
    has_more: bool


_WAITING = """
SELECT u.key, (array_agg(u.words ORDER BY u.day DESC))[1], sum(u.count)::int, coalesce(sum(u.count) FILTER (WHERE u.day > %(week)s), 0)::int,
    min(u.day), max(u.day)
FROM searches_unfoundwords u
WHERE u.day > %(since)s {one} AND NOT EXISTS (SELECT FROM searches_settledwords s WHERE s.key = u.key)
GROUP BY u.key HAVING sum(u.count) >= %(fewest)s
ORDER BY 3 DESC, 6 DESC, 1 LIMIT %(limit)s OFFSET %(offset)s"""


def waiting_words(actor: Actor, *, limit: int = 30, offset: int = 0) -> Found:
    """Words that wait, most looked for first (1 query). Raises NotAllowed."""
    rows = _read(actor, "", limit=limit + 1, offset=offset)
    return Found(rows=rows[:limit], has_more=len(rows) > limit)


def waiting(actor: Actor, key: str) -> WaitingWords:
    """One of them (1 query). Raises NotAllowed, WordsNotFound."""
    rows = _read(actor, key, limit=1, offset=0)
    if not rows:
        raise WordsNotFound
    return rows[0]


def near(words: str) -> tuple[ProcedureRow, ...]:
    """Procedures that the words may have meant: what the search offers, else those that share a word (at most 2 queries)."""
    return procedures.search_procedures(words, limit=NEAREST).rows or procedures.nearest_procedures(
        words, limit=NEAREST
    )


def settled_words(actor: Actor, *, limit: int = 100) -> list[Settled]:
    """What was decided, newest first (1 query). Raises NotAllowed."""
    if not can_settle(actor):
        raise NotAllowed
    return [
        Settled(
            key=row.key,
            words=row.words,
            verdict=row.verdict,
            verdict_text=str(Verdict(row.verdict).label),
            procedure_code=row.procedure_code,
            at=row.at,
            by_name=row.by_name,
        )
        for row in SettledWords.objects.all()[:limit]
    ]


def _read(actor: Actor, key: str, *, limit: int, offset: int) -> tuple[WaitingWords, ...]:
    if not can_settle(actor):
        raise NotAllowed
    today = clock.today()
    values: dict[str, Any] = {
        "since": today - timedelta(days=DAYS_SHOWN),
        "week": today - timedelta(days=7),
        "fewest": FEWEST_SHOWN,
        "limit": limit,
        "offset": offset,
        "key": key,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WAITING.format(one="AND u.key = %(key)s" if key else ""), values)
        return tuple(
            WaitingWords(key=one, words=words, count=count, last_week=week, first_day=first, last_day=last)
            for one, words, count, week, first, last in cursor.fetchall()
        )
