"""Where searched words stand in a text (trích đoạn có từ tìm): pieces to show, the words found among them marked."""

import re
import unicodedata
from collections.abc import Sequence

from lienthong.kit.text_vi import words

type Piece = tuple[str, bool]
"""(text, whether it is a word that was looked for)"""

READ = 100_000
"""Letters of a text that are looked at; what stands behind them is found, not shown."""
MOST_HITS = 400
LEAD = 40
"""Letters shown before the first hit."""


def _plain() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "D"}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table


_PLAIN = _plain()


def snippet(text: str, asked: str, *, length: int = 180) -> list[Piece]:
    """The stretch of `text` (composed form) that holds most of the different words of `asked`; empty where it holds none.

    Accents do not matter, the last word may be unfinished. At most `length` letters, and three dots where it is cut.
    """
    wanted = words(asked)
    if not wanted:
        return []
    text = " ".join(text[:READ].split())
    bare = text.translate(_PLAIN).lower()
    if len(bare) != len(text):  # a letter of another script that grows in lower case
        return []
    *whole, begun = dict.fromkeys(wanted)
    ends = [*(f"{re.escape(word)}(?![a-z0-9])" for word in whole), f"{re.escape(begun)}[a-z0-9]*"]
    pattern = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(ends)})")
    hits = []
    for found in pattern.finditer(bare):
        hits.append((found.start(), found.end(), found[0]))
        if len(hits) == MOST_HITS:
            break
    if not hits:
        return []
    begin = max(0, _best(hits, length - LEAD) - LEAD)
    if begin:  # a word is not cut
        begin = text.find(" ", begin, begin + LEAD) + 1 or begin
    end = len(text) if begin + length >= len(text) else max(text.rfind(" ", begin, begin + length), begin + LEAD)
    return _marked(text, begin, end, hits)


def _best(hits: Sequence[tuple[int, int, str]], span: int) -> int:
    """Where the window with the most different words begins; the first of several."""
    best, most = hits[0][0], 0
    for place, (start, _, _) in enumerate(hits):
        different = {word for at, end, word in hits[place : place + 40] if end <= start + span and at >= start}
        if len(different) > most:
            best, most = start, len(different)
    return best


def _marked(text: str, begin: int, end: int, hits: Sequence[tuple[int, int, str]]) -> list[Piece]:
    pieces: list[Piece] = [("… ", False)] if begin else []
    at = begin
    for start, stop, _ in hits:
        if start < at or stop > end:
            continue
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:stop], True))
        at = stop
    if at < end:
        pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append((" …", False))
    return pieces
