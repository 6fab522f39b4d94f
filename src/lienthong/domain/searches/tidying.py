"""What of a search may be kept (bỏ dữ liệu cá nhân khỏi từ tìm): words of a kind of business, never a number of a person.

Numbers of identity cards, telephones, dossiers and dates are cut out, addresses of mail and web too. A name of a person cannot be
told from other words; `queries` therefore shows only what several searches share, and `services.forget_rare_words` drops the rest.
"""

import re

from lienthong.kit.text_vi import clean, fold

LONGEST = 80
MOST_WORDS = 10
SHORTEST = 3

_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
# A telephone or a date is written with spaces, points, dashes, strokes between its digits.
_NUMBER_WITH_GAPS = re.compile(r"\+?\d(?:[\s./_-]?\d){5,}")
_CODE = re.compile(r"\b[a-z]{1,3}\d{2}[.\d]*[-\d]{6,}\S*")
_NUMBER = re.compile(r"\d{3,}")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def tidy(text: str) -> tuple[str, str]:
    """(key, words): the words to keep in lower case with their accents, and without them as key. Both empty: nothing may be kept."""
    words = clean(text[: LONGEST * 3]).lower()
    for pattern in (_ADDRESS, _CODE, _NUMBER_WITH_GAPS, _NUMBER):
        words = pattern.sub(" ", words)
    words = " ".join(words.split()[:MOST_WORDS])[:LONGEST].strip(" .,;:-–/()\"'“”")
    key = " ".join(part for part in _NO_WORD.sub(" ", fold(words)).split())[:LONGEST]
    if sum(char.isalpha() for char in key) < SHORTEST:
        return "", ""
    return key, words
