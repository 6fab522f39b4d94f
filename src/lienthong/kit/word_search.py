"""Rows found by words without accents, in any order, the last one perhaps not finished (tìm theo từ).

A searched row keeps its words in one column, each between spaces, written by `kept`. That one form serves the index of words, the look
at a single row and plain SQL, so that the three find the same.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorExact
from django.db.models import Q

from lienthong.kit.pagination import Matching
from lienthong.kit.text_vi import words

FIELD = "search_text"
CONFIG = "simple"


def kept(*texts: str) -> str:
    """What the column of a row holds: ` siu h ngan dang ky khai sinh `."""
    return f" {' '.join(words(' '.join(texts)))} "


def index_of(field: str = FIELD) -> Any:
    """The expression to index (GIN)."""
    return SearchVector(field, config=CONFIG)


def patterns(text: str) -> list[str]:
    """For LIKE, all of them: every word whole, the last one at its beginning. A text without words finds nothing."""
    *whole, begun = words(text) or [""]
    return [*(f"% {word} %" for word in whole), f"% {begun}%"] if begun else [""]


def matching(text: str) -> Matching:
    """The same for a page of rows that keep their words in FIELD."""
    asked = words(text)
    if not asked:
        return Matching(Q(pk__in=[]), Q(pk__in=[]))
    *whole, begun = asked
    seen = Q(**{f"{FIELD}__contains": f" {begun}"})
    for word in whole:
        seen &= Q(**{f"{FIELD}__contains": f" {word} "})
    terms = " & ".join([*(f"'{word}'" for word in whole), f"'{begun}':*"])
    return Matching(seen, Q(SearchVectorExact(index_of(), SearchQuery(terms, config=CONFIG, search_type="raw"))))
