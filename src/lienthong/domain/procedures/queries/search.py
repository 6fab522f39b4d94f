"""Finding a procedure the way people type (tìm thủ tục): without accents, glued, with one wrong letter, or by code.

One statement of three branches. `named`: every typed word begins a word of the names and keywords (a space before it marks where one begins),
or all of it written together is in them; ranked by cheap comparisons. `inside`: the words are somewhere in the record, its papers for one;
looked for when the names do not fill a page. `near`: one letter is wrong; looked for when no name holds the words. The conditions that
open a branch are gates above its scan, which PostgreSQL asks once. Columns and indexes: `models.Period.search_*`; other words for the same
thing: `meaning`; what a wrong word was meant to be: `vocabulary`.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from lienthong.domain.procedures.choices import ProcedureStatus, ServiceLevel
from lienthong.domain.procedures.meaning import glued, plain, without_asides
from lienthong.domain.procedures.queries.versions import time_text
from lienthong.domain.procedures.queries.vocabulary import SHORTEST_GUESSED, meant_by
from lienthong.kit import clock
from lienthong.kit.text_vi import clean

LONGEST = 120  # characters of a query that are looked at
MOST_WORDS = 12
SHORTEST_GLUED = 5
MOST_LETTERS_UNINDEXED = 2
ENOUGH = 20
"""A page of procedures that hold the words in their names: then the papers they ask for are not looked through."""
MOST_INSIDE = 300
"""Words that more records than this hold somewhere among their papers tell nothing; reading on would cost 40 ms."""
LEAST_ALIKE = "0.5"
"""Of word_similarity. At PostgreSQL's 0.6 one wrong letter in ten short names was not forgiven, at 0.5 one in twenty; below that, noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRow:
    """A procedure in a list."""

    code: str
    name: str
    short_name: str
    field_code: str
    field_name: str
    summary: str
    time_limit_text: str
    service_level: str
    accepts_online: bool
    is_demo: bool
    status: str

    @property
    def level_text(self) -> str:
        """Service level in words, empty when it is not known."""
        return str(ServiceLevel(self.service_level).label) if self.service_level else ""

    @property
    def is_suspended(self) -> bool:
        """Takes no new filing for the time being."""
        return self.status == ProcedureStatus.SUSPENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`rows`, best first. `is_close`: no row holds the words as typed, these are near. `has_more`: another page follows."""

    rows: tuple[ProcedureRow, ...]
    is_close: bool
    has_more: bool


_COLUMNS = """p.code, v.name, v.short_name, f.code, f.name, v.summary, v.time_limit_value, v.time_limit_unit, v.service_level_2022,
    'online' = ANY(v.channels) AND p.status = 'active' AND v.form_id IS NOT NULL AND v.workflow_id IS NOT NULL
    AND v.time_limit_value IS NOT NULL, p.is_demo, p.status"""
_JOINS = """JOIN procedures_procedureversion v ON v.id = p.version_id JOIN procedures_field f ON f.id = p.field_id"""
_IN_FORCE = "p.days @> %(today)s AND p.status IN ('active', 'suspended')"
_IN_FIELD = " AND p.field_id = (SELECT id FROM procedures_field WHERE code = %(field)s)"
_AT_TIER = """ AND EXISTS (SELECT FROM procedures_procedureversion t
    WHERE t.id = p.version_id AND t.tiers -> %(profile)s @> %(tier_entry)s::jsonb)"""

_LIST = """
SELECT {columns}, false FROM procedures_period p {joins} WHERE {filter}
ORDER BY p.popularity DESC, p.code LIMIT %(limit)s OFFSET %(offset)s"""

_SEARCH = """
WITH named AS MATERIALIZED (
    SELECT p.id, p.popularity, length(p.search_title) AS size,
        CASE WHEN p.code = %(typed)s THEN 9
             WHEN strpos(p.search_exact, %(typed)s) > 0 THEN 8
             WHEN strpos(p.search_title, ' ' || %(folded)s) = 1 THEN 7
             WHEN strpos(p.search_title, ' ' || %(folded)s) > 0 THEN 6
             WHEN strpos(p.search_glued, %(glued)s) > 0 THEN 5
             ELSE 4 END AS rank
    FROM procedures_period p
    WHERE {filter} AND (({title_words}){or_glued} OR p.code = %(typed)s)
), inside AS MATERIALIZED (
    SELECT p.id, p.popularity, length(p.search_title) AS size, 3.4 AS rank
    FROM procedures_period p
    WHERE {filter} AND (SELECT count(*) FROM named) < %(enough)s AND p.id NOT IN (SELECT id FROM named) AND {text_words}
    LIMIT %(most_inside)s
), near AS (
    SELECT p.id, p.popularity, length(p.search_title) AS size, 2 + 2 * word_similarity(%({near})s, p.{near_column}) AS rank
    FROM procedures_period p
    WHERE {filter} AND NOT EXISTS (SELECT FROM named)
        AND (SELECT set_config('pg_trgm.word_similarity_threshold', %(threshold)s, true)) IS NOT NULL
        AND {resembles}
), hit AS (
    SELECT id, popularity, size, max(rank) AS rank, bool_or(close) AS close FROM (
        SELECT id, popularity, size, rank, false AS close FROM named UNION ALL
        SELECT id, popularity, size, rank, false FROM inside UNION ALL
        SELECT id, popularity, size, rank, rank > 3.4 FROM near
    ) each GROUP BY id, popularity, size
    ORDER BY rank DESC, popularity DESC, size, id LIMIT %(limit)s OFFSET %(offset)s
)
SELECT {columns}, hit.close OR hit.rank < 3.4 FROM hit JOIN procedures_period p USING (id) {joins}
ORDER BY hit.rank DESC, hit.popularity DESC, hit.size, hit.id"""

_NEAREST = """
SELECT {columns}, true FROM procedures_period p {joins} WHERE {filter} AND ({any_word})
ORDER BY {words_held} DESC, p.popularity DESC, p.code LIMIT %(limit)s"""


def search_procedures(text: str, *, field: str = "", tier: str = "", limit: int = 20, offset: int = 0) -> Found:
    """Procedures in force that `text` means, best first; all of them, most wanted first, when `text` is empty.

    `field`: code of a field. `tier`: code of a tier (`xa`, `tinh`) in the profile of this installation. One query.
    """
    values = _values(text, field, tier) | {"limit": limit + 1, "offset": offset}
    words = str(values["folded"]).split()[:MOST_WORDS]
    shape = {
        "columns": _COLUMNS,
        "joins": _JOINS,
        "filter": _IN_FORCE + (_IN_FIELD if field else "") + (_AT_TIER if tier else ""),
    }
    if not words:
        return _found(_LIST.format(**shape), values, limit)
    values |= {f"word{n}": f"% {word}%" for n, word in enumerate(words)}
    values |= {f"meant{n}": f" ({'|'.join(map(re.escape, meant_by(word)))})" for n, word in enumerate(words)}
    shape |= {
        "title_words": " AND ".join(f"p.search_title LIKE %(word{n})s" for n in range(len(words))),
        # One or two letters are no trigram: every row would be read.
        "text_words": " AND ".join(f"p.search_text LIKE %(word{n})s" for n in range(len(words)))
        if len(str(values["folded"])) > MOST_LETTERS_UNINDEXED
        else "false",
        # A few letters glued are in every name.
        "or_glued": " OR p.search_glued LIKE %(glued_like)s" if len(str(values["glued"])) >= SHORTEST_GLUED else "",
        # Words written together resemble names written together, separate words separate ones.
        "near": "glued" if len(words) == 1 else "folded",
        "near_column": "search_glued" if len(words) == 1 else "search_title",
        "resembles": _resembles(words),
    }
    return _found(_SEARCH.format(**shape), values, limit)


def _resembles(words: list[str]) -> str:
    """The condition for names like what was typed: every word but one as it is, that one as it may have been meant.

    Whole names compared by trigrams would say the same, of thousands of names and one by one: 60 ms at 5,000 procedures where many begin
    alike. Short words are not asked for, they have too many neighbours; what is left to ranking is ranked by trigrams.
    """
    long = [n for n, word in enumerate(words) if len(word) >= SHORTEST_GUESSED]
    if len(words) == 1:
        return "%(glued)s <%% p.search_glued"
    if not long:
        return "%(folded)s <%% p.search_title"
    as_meant = " AND ".join(f"p.search_title ~ %(meant{n})s" for n in long)
    as_typed = " + ".join(f"(p.search_title LIKE %(word{n})s)::int" for n in long)
    return f"{as_meant} AND {as_typed} >= {len(long) - 1}"


def nearest_procedures(text: str, *, limit: int = 5) -> tuple[ProcedureRow, ...]:
    """Procedures that hold at least one word of `text`, for a page that found nothing. One query, none without words."""
    values = _values(text, "", "") | {"limit": limit}
    words = [word for word in str(values["folded"]).split()[:MOST_WORDS] if len(word) > MOST_LETTERS_UNINDEXED]
    if not words:
        return ()
    values |= {f"word{n}": f"% {word}%" for n, word in enumerate(words)}
    held = [f"p.search_title LIKE %(word{n})s" for n in range(len(words))]
    statement = _NEAREST.format(
        columns=_COLUMNS,
        joins=_JOINS,
        filter=_IN_FORCE,
        any_word=" OR ".join(held),
        words_held=" + ".join(f"({each})::int" for each in held),
    )
    return _found(statement, values, limit).rows


def _values(text: str, field: str, tier: str) -> dict[str, Any]:
    typed = clean(text[:LONGEST]).lower()
    folded = without_asides(plain(typed))
    written_together = glued(folded)
    return {
        "typed": typed,
        "folded": folded,
        "glued": written_together,
        "glued_like": f"%{written_together}%",
        "threshold": LEAST_ALIKE,
        "enough": ENOUGH,
        "most_inside": MOST_INSIDE,
        "today": clock.today(),
        "field": field,
        "tier": tier,
        "profile": settings.PROFILE,
        "tier_entry": json.dumps([{"tier": tier}]),
    }


def _found(statement: str, values: dict[str, Any], limit: int) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        read = cursor.fetchall()
    rows = tuple(
        ProcedureRow(
            code=code,
            name=name,
            short_name=short_name,
            field_code=field_code,
            field_name=field_name,
            summary=summary,
            time_limit_text=time_text(time_limit, unit),
            service_level=level,
            accepts_online=online,
            is_demo=is_demo,
            status=status,
        )
        for code, name, short_name, field_code, field_name, summary, time_limit, unit, level, online, is_demo, status, _ in read[
            :limit
        ]
    )
    return Found(rows=rows, is_close=bool(read) and bool(read[0][-1]), has_more=len(read) > limit)
