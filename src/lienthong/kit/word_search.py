"""Rows found by words without accents, in any order, the last one perhaps not finished (tìm theo từ).

A searched row keeps its words in one column, each between spaces, written by `kept`. That one form serves the index of words, the look
at a single row and plain SQL, so that the three find the same.
"""

import re
from string import ascii_lowercase, digits
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchQueryField, SearchVector, SearchVectorExact
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Cast

from lienthong.kit.pagination import Matching
from lienthong.kit.text_vi import words

FIELD = "search_text"
CONFIG = "simple"
PENDING_KB = 256
"""What an index of words may keep unsorted before it takes it in: every search reads that through, and 4 MB, the usual, cost 40 ms."""
_LETTERS = ascii_lowercase + digits


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


def holding(text: str) -> Q:
    """The same as a condition on rows that are read one by one and keep their words in FIELD. A text without words finds nothing."""
    return _seen(*patterns(text)) if words(text) else Q(pk__in=[])


def matching(text: str) -> Matching:
    """The same for a page of rows that keep their words in FIELD, but the last word is taken as unfinished only where nothing holds it as
    it stands: to gather whatever begins with a common word costs 0.1 s at a million rows."""
    asked = words(text)
    if not asked:
        return Matching(Q(pk__in=[]), Q(pk__in=[]))
    *whole, last = [f"'{word}'" for word in asked]
    return Matching(
        _seen(*(f"% {word} %" for word in asked)),
        _indexed(*whole, last),
        otherwise=Matching(holding(text), _indexed(*whole, _longer(asked[-1]))),
    )


def _longer(word: str) -> str:
    """Every word that begins with this one but the word itself, which the index would have to read through once more."""
    return f"({' | '.join(f"'{word}{letter}':*" for letter in _LETTERS)})"


def _seen(*likes: str) -> Q:
    seen = Q()
    for like in likes:
        seen &= Q(**{f"{FIELD}__contains": like.removeprefix("%").removesuffix("%")})
    return seen


def _indexed(*terms: str) -> Q:
    query = SearchQuery(" & ".join(terms), config=CONFIG, search_type="raw")
    return Q(SearchVectorExact(index_of(), query))


_QUOTED = re.compile(r'["“”]([^"“”]*)["“”]?')


def terms(text: str, *, weight: str = "", unfinished: bool = True) -> list[str]:
    """Parts of a `tsquery`, all of them wanted: words in any order, the last one perhaps unfinished, and "words between quotes" as they
    stand. `weight` (A to D) wants them at that weight. An `unfinished` word costs the index all words that begin with it. Written for a cast, not for `to_tsquery`; empty for a text without words.
    """
    phrases = [asked for phrase in _QUOTED.findall(text) if (asked := words(phrase))]
    found = [f"({' <-> '.join(_term(word, weight) for word in asked)})" for asked in phrases]
    loose = words(_QUOTED.sub(" ", text))
    found += [_term(word, weight) for word in loose[:-1]]
    if loose:
        begun = unfinished and len(loose[-1]) > 1 and not text.rstrip().endswith(('"', "”"))
        found.append(_term(loose[-1], f"{weight}*" if begun else weight))
    return list(dict.fromkeys(found))


def _term(word: str, marks: str) -> str:
    return f"'{word}':{marks}" if marks else f"'{word}'"


def matches(field: str, query: str) -> Any:
    """The condition that a stored vector of words answers a `tsquery` of `terms`."""
    asked = Cast(Value(query), SearchQueryField())
    return Func(F(field), asked, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())
