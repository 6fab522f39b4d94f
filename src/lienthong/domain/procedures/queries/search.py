"""Finding a procedure the way people type (tìm thủ tục): without accents, glued, with one wrong letter, or by code.

One statement. Rows that hold every typed word are ranked by cheap comparisons; only when there is none does the trigram
branch run (PostgreSQL evaluates `NOT EXISTS` over the first branch once). Columns and indexes: `models.Procedure.search_*`.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from lienthong.domain.procedures.choices import FilingChannel, ServiceLevel
from lienthong.domain.procedures.queries.versions import time_text
from lienthong.kit.text_vi import clean, fold, glue

LONGEST = 120  # characters of a query that are looked at
MOST_WORDS = 12


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

    @property
    def level_text(self) -> str:
        """Service level in words."""
        return str(ServiceLevel(self.service_level).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`rows`, best first. `is_close`: no row holds the words as typed, these are near. `has_more`: another page follows."""

    rows: tuple[ProcedureRow, ...]
    is_close: bool
    has_more: bool


_COLUMNS = """p.code, v.name, v.short_name, f.code, f.name, v.summary, v.time_limit_value, v.time_limit_unit, v.service_level_2022, v.channels, p.is_demo"""
_JOINS = """procedures_procedure p JOIN procedures_procedureversion v ON v.id = p.current_version_id
            JOIN procedures_field f ON f.id = p.field_id"""
_FILTER = """p.status = 'active' AND (%(field)s = '' OR f.code = %(field)s)
             AND (%(tier)s = '' OR v.tiers -> %(profile)s @> %(tier_entry)s::jsonb)"""

_LIST = f"""
SELECT {_COLUMNS}, false FROM {_JOINS} WHERE {_FILTER}
ORDER BY p.popularity DESC, v.short_name, p.code LIMIT %(limit)s OFFSET %(offset)s"""  # noqa: S608  # constants of this module; values are parameters

_SEARCH = """
WITH held AS MATERIALIZED (
    SELECT p.id,
        CASE WHEN p.code = %(typed)s THEN 9
             WHEN strpos(p.search_exact, %(typed)s) > 0 THEN 8
             WHEN strpos(p.search_title, %(folded)s) = 1 THEN 7
             WHEN strpos(p.search_title, %(folded)s) > 0 THEN 6
             WHEN strpos(p.search_glued, %(glued)s) > 0 THEN 5
             WHEN {title_words} THEN 4
             ELSE 3 END AS rank
    FROM procedures_procedure p
    WHERE ({text_words}) OR p.search_glued LIKE %(glued_like)s
), near AS (
    SELECT p.id, greatest(word_similarity(%(folded)s, p.search_title), word_similarity(%(glued)s, p.search_glued)) AS rank
    FROM procedures_procedure p
    WHERE NOT EXISTS (SELECT FROM held) AND (%(folded)s <%% p.search_title OR %(glued)s <%% p.search_glued)
)
SELECT {columns}, hit.close
FROM (SELECT id, rank, false AS close FROM held UNION ALL SELECT id, rank, true FROM near) hit
JOIN procedures_procedure p USING (id) JOIN procedures_procedureversion v ON v.id = p.current_version_id
JOIN procedures_field f ON f.id = p.field_id
WHERE {filter}
ORDER BY hit.rank DESC, p.popularity DESC, length(p.search_title), p.code LIMIT %(limit)s OFFSET %(offset)s"""

_NEAREST = f"""
SELECT {_COLUMNS}, true FROM {_JOINS} WHERE {_FILTER} AND word_similarity(%(folded)s, p.search_title) > 0.25
ORDER BY word_similarity(%(folded)s, p.search_title) DESC, p.popularity DESC, p.code LIMIT %(limit)s"""  # noqa: S608  # constants of this module; values are parameters


def search_procedures(text: str, *, field: str = "", tier: str = "", limit: int = 20, offset: int = 0) -> Found:
    """Procedures in force that `text` means, best first; all of them, most wanted first, when `text` is empty.

    `field`: code of a field. `tier`: code of a tier (`xa`, `tinh`) in the profile of this installation. One query.
    """
    values = _values(text, field, tier) | {"limit": limit + 1, "offset": offset}
    words = str(values["folded"]).split()[:MOST_WORDS]
    if not words:
        return _found(_LIST, values, limit)
    values |= {f"word{n}": _holds(word) for n, word in enumerate(words)}
    statement = _SEARCH.format(
        columns=_COLUMNS,
        filter=_FILTER,
        title_words=" AND ".join(f"p.search_title LIKE %(word{n})s" for n in range(len(words))),
        text_words=" AND ".join(f"p.search_text LIKE %(word{n})s" for n in range(len(words))),
    )
    return _found(statement, values, limit)


def nearest_procedures(text: str, *, limit: int = 5) -> tuple[ProcedureRow, ...]:
    """What `text` resembles at all, for a page that found nothing. Reads every title: call it only then."""
    return _found(_NEAREST, _values(text, "", "") | {"limit": limit}, limit).rows


def _values(text: str, field: str, tier: str) -> dict[str, Any]:
    typed = clean(text[:LONGEST]).lower()
    folded = fold(typed)
    glued = glue(typed)
    return {
        "typed": typed,
        "folded": folded,
        "glued": glued,
        # Two letters glued are in every name.
        "glued_like": _holds(glued) if len(glued) > 2 else "",
        "field": field,
        "tier": tier,
        "profile": settings.PROFILE,
        "tier_entry": json.dumps([{"tier": tier}]),
    }


def _holds(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


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
            accepts_online=FilingChannel.ONLINE in channels,
            is_demo=is_demo,
        )
        for code, name, short_name, field_code, field_name, summary, time_limit, unit, level, channels, is_demo, _ in read[
            :limit
        ]
    )
    return Found(rows=rows, is_close=bool(read) and bool(read[0][-1]), has_more=len(read) > limit)
