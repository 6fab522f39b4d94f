"""Other words for the same thing (từ đồng nghĩa, từ viết tắt): what people say for what the records say. Data: data/synonyms.json.

They are put beside the names of a procedure when its search columns are written, so a search costs nothing for them.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from lienthong.kit.text_vi import fold

_DATA = Path(__file__).resolve().parent / "data" / "synonyms.json"
_NO_WORD = re.compile(r"[^a-z0-9.]+")


def plain(text: str) -> str:
    """Words of `text` as the search columns hold them: folded, without punctuation but the points of a code, `ký` and `kí` alike."""
    words = (word.strip(".") for word in _NO_WORD.sub(" ", fold(text)).split())
    return " ".join(word[0] + "i" if len(word) == 2 and word[1] == "y" else word for word in words if word)


def glued(text: str) -> str:
    """`plain` written together: letters and digits only, `y` as `i` throughout because nobody knows where a word ends."""
    return plain(text).replace(" ", "").replace(".", "").replace("y", "i")


def also_said(names: list[str]) -> list[str]:
    """What people also say for a procedure of these names, in the order of the data; nothing that the names hold already."""
    held = f" {' | '.join(plain(name) for name in names)} "
    found = [says for means, said in _words() if any(f" {each} " in held for each in means) for says in said]
    return [says for says in dict.fromkeys(found) if f" {plain(says)} " not in held]


def without_asides(folded: str) -> str:
    """A question without what only makes it one (`lam sao de`, `can giay to gi`); as it is when nothing else would be left."""
    left = " ".join(_asides().sub(" ", f" {folded} ").split())
    return left if len(left) > 2 else folded


@cache
def _words() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple((tuple(plain(each) for each in row["means"]), tuple(row["says"])) for row in _read()["words"])


@cache
def _asides() -> re.Pattern[str]:
    longest_first = sorted((plain(each) for each in _read()["asides"]), key=len, reverse=True)
    return re.compile(rf"(?<= )(?:{'|'.join(map(re.escape, longest_first))})(?= )")


@cache
def _read() -> dict[str, list[Any]]:
    return dict(json.loads(_DATA.read_text(encoding="utf-8")))
