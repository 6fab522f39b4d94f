"""Counting what was not found, and deciding about it (ghi và xử lý từ tìm không thấy)."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures import services as procedure_services
from lienthong.domain.searches import queries
from lienthong.domain.searches.choices import Verdict
from lienthong.domain.searches.errors import WordsNotFound
from lienthong.domain.searches.models import SettledWords, UnfoundWords
from lienthong.domain.searches.policies import can_settle
from lienthong.domain.searches.tidying import tidy
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed

MOST_NEW_A_DAY = 2_000
"""New words of one day beyond this are not kept: somebody is playing with the search."""
RARE_KEPT_DAYS = 14
KEPT_DAYS = 400

_COUNT = """
INSERT INTO searches_unfoundwords (key, words, day, count)
SELECT %(key)s::varchar, %(words)s::varchar, %(day)s::date, 1
WHERE (SELECT count(*) FROM searches_unfoundwords WHERE day = %(day)s::date) < %(most)s
    OR EXISTS (SELECT FROM searches_unfoundwords WHERE key = %(key)s::varchar AND day = %(day)s::date)
ON CONFLICT (key, day) DO UPDATE SET count = least(searches_unfoundwords.count + 1, 1000000), words = excluded.words"""

_FORGET = """
DELETE FROM searches_unfoundwords WHERE day <= %(long_ago)s OR key IN (
    SELECT key FROM searches_unfoundwords GROUP BY key HAVING sum(count) < %(fewest)s AND max(day) <= %(some_days_ago)s)"""


def count_unfound(*, text: str) -> bool:
    """Count one search in vain; whether it was. What the catalogue does hold, and what is only a number, is not counted.

    Anybody may call it: what is kept says nothing of who searched.
    """
    key, words = tidy(text)
    if not key:
        return False
    found = procedures.search_procedures(text, limit=1)
    if found.rows and not found.is_close:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "words": words, "day": clock.today(), "most": MOST_NEW_A_DAY})
        return bool(cursor.rowcount)


@transaction.atomic
def add_as_keyword(*, actor: Actor, key: str, procedure_code: str) -> None:
    """Let these words find that procedure from now on. Raises NotAllowed, WordsNotFound, Invalid."""
    waiting = queries.waiting(actor, key)
    if procedure_code not in procedures.current_versions([procedure_code]):
        raise Invalid(
            {
                "procedure": f"Không có thủ tục mã “{procedure_code}” đang áp dụng. Chọn trong danh sách, hoặc nhập mã như 1.001193."
            }
        )
    procedure_services.add_search_words(actor=actor, code=procedure_code, words=waiting.words)
    _settle(actor, waiting, Verdict.KEYWORD, procedure_code)


@transaction.atomic
def set_aside(*, actor: Actor, key: str, verdict: str) -> None:
    """Say that the words belong to no procedure here. Raises NotAllowed, WordsNotFound, Invalid."""
    waiting = queries.waiting(actor, key)
    if verdict not in {Verdict.NOT_HERE, Verdict.NO_NAME}:
        raise Invalid({"verdict": "Chọn một lý do trong danh sách."})
    _settle(actor, waiting, Verdict(verdict), "")


@transaction.atomic
def take_back(*, actor: Actor, key: str) -> None:
    """Words wait again. A keyword that was added stays with its procedure. Raises NotAllowed, WordsNotFound."""
    if not can_settle(actor):
        raise NotAllowed
    settled = SettledWords.objects.select_for_update().filter(key=key).first()
    if settled is None:
        raise WordsNotFound
    _record(actor, "reopen_unfound_words", settled)
    settled.delete()


def forget_rare_words() -> int:
    """Drop what few looked for and what is old; how many rows. Done every night."""
    today = clock.today()
    values: dict[str, Any] = {
        "long_ago": today - timedelta(days=KEPT_DAYS),
        "some_days_ago": today - timedelta(days=RARE_KEPT_DAYS),
        "fewest": queries.FEWEST_SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, values)
        return int(cursor.rowcount)


def remember_counts(*, counts: list[tuple[str, int, int]]) -> None:
    """Counts of earlier days, for the demo: (words, days ago, count)."""
    today = clock.today()
    UnfoundWords.objects.bulk_create(
        UnfoundWords(key=key, words=words, day=today - timedelta(days=ago), count=count)
        for text, ago, count in counts
        for key, words in [tidy(text)]
    )


def _settle(actor: Actor, waiting: queries.WaitingWords, verdict: Verdict, code: str) -> None:
    settled = SettledWords.objects.create(
        key=waiting.key, words=waiting.words, verdict=verdict, procedure_code=code, by_name=actor.name
    )
    _record(actor, "settle_unfound_words", settled)


def _record(actor: Actor, verb: str, settled: SettledWords) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="unfound_words",
        subject_id=settled.pk,
        details={"words": settled.words, "verdict": settled.verdict, "procedure": settled.procedure_code},
    )
