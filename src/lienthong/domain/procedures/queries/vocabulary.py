"""The words that names of procedures are made of (bộ từ của danh mục), to guess what a word with one wrong letter was meant to be.

Kept per process for some minutes: some thousand short words. Guessing asks no database: every way to be one letter wrong is tried against the set.
"""

from string import ascii_lowercase
from time import monotonic

from django.db import connection

from lienthong.kit import clock

KEPT_SECONDS = 600
SHORTEST_GUESSED = 3
"""Words of two letters are one letter away from half of the others."""
MOST_GUESSES = 40

_WORDS = """
SELECT DISTINCT unnest(string_to_array(ltrim(search_title), ' ')) FROM procedures_period
WHERE days @> %s AND status IN ('active', 'suspended')"""

_kept: dict[str, tuple[float, frozenset[str]]] = {}


def known_words() -> frozenset[str]:
    """Every word of the names and keywords in force, folded (1 query every ten minutes)."""
    at, words = _kept.get("words", (0.0, frozenset()))
    if not words or monotonic() - at > KEPT_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(_WORDS, [clock.today()])
            words = frozenset(word for (word,) in cursor.fetchall())
        _kept["words"] = (monotonic(), words)
    return words


def forget_words() -> None:
    """The catalogue changed: this process looks again."""
    _kept.clear()


def meant_by(word: str) -> tuple[str, ...]:
    """`word` itself and the known words that it becomes by changing, adding, leaving out or swapping one letter."""
    if len(word) < SHORTEST_GUESSED or not word.isalpha():
        return (word,)
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    tried = {left + right[1:] for left, right in parts if right}
    tried |= {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    tried |= {left + letter + right[1:] for left, right in parts if right for letter in ascii_lowercase}
    tried |= {left + letter + right for left, right in parts for letter in ascii_lowercase}
    return (word, *sorted((tried & known_words()) - {word})[:MOST_GUESSES])
