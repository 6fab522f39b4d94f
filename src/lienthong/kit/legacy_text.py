"""Vietnamese of before Unicode (bảng mã cũ): TCVN3 (ABC, TCVN 5712:1993) and VNI, as old documents still hold it.

Such text was typed for a font, so read as Latin-1 it looks like `Céng hßa x· héi chñ nghÜa` (TCVN3) or `Coäng hoøa xaõ hoäi` (VNI).
Capital fonts of TCVN3 (.VnTimeH) keep the case in the font: their text comes out in small letters.
"""

import re
import unicodedata
from typing import Literal

type Encoding = Literal["unicode", "tcvn3", "vni"]

_TCVN3_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđẰ\0\0\0\0\0àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
"""Bytes A1 to FF of TCVN 5712:1993 (VN1)."""
_TCVN3 = {0xA1 + place: char for place, char in enumerate(_TCVN3_FROM_A1) if char != "\0"}

# VNI writes the plain letter and then one character for what stands above or below it.
_VNI_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}  # sắc huyền hỏi ngã nặng
_VNI_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for letter in "aeouy":
        table |= {letter + mark: unicodedata.normalize("NFC", letter + tone) for mark, tone in _VNI_MARKS.items()}
    for letter in "aeo":
        table |= {
            letter + mark: unicodedata.normalize("NFC", f"{letter}\u0302{tone}") for mark, tone in _VNI_HAT.items()
        }
    table |= {"a" + mark: unicodedata.normalize("NFC", f"a\u0306{tone}") for mark, tone in _VNI_BREVE.items()}
    for letter, horn in (("ô", "ơ"), ("ö", "ư")):
        table |= {letter + mark: unicodedata.normalize("NFC", horn + tone) for mark, tone in _VNI_MARKS.items()}
    for old, new in list(table.items()):
        table |= {old.upper(): new.upper(), old[0].upper() + old[1:]: new.upper()}
    return table


_VNI = _vni()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_NUCLEUS = "(?:oa|oă|oe|uâ|uê|uy|uơ|iê|yê|ươ|uô|ia|ưa|ua|ya|uyê|uya|oai|oay|oeo|uôi|ươi|iêu|yêu|ươu|uây|uyu|ai|ao|au|âu|ay|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}(?:ch|ng|nh|[cmnpt])?")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_OURS = frozenset("ăâđêôơư")


def from_tcvn3(text: str) -> str:
    """Text typed for a TCVN3 font and read as Latin-1, in Unicode."""
    return unicodedata.normalize("NFC", text.translate(_TCVN3))


def from_vni(text: str) -> str:
    """Text typed for a VNI font and read as Latin-1, in Unicode."""
    return _VNI_PATTERN.sub(lambda found: _VNI[found[0]], text)


def encoding_of(text: str) -> Encoding:
    """Which of the three a text is in; a text without any accent is Unicode."""
    scores: dict[Encoding, float] = {
        "unicode": _vietnamese(text),
        "tcvn3": _vietnamese(from_tcvn3(text)),
        "vni": _vietnamese(from_vni(text)),
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > scores["unicode"] + 0.2 else "unicode"


def to_unicode(text: str) -> tuple[str, Encoding]:
    """The text in Unicode, and what it was in."""
    found = encoding_of(text)
    match found:
        case "tcvn3":
            return from_tcvn3(text), found
        case "vni":
            return from_vni(text), found
        case _:
            return text, found


def _vietnamese(text: str) -> float:
    """Share of the accented words that are Vietnamese syllables, from 0 to 1."""
    words = [
        word for word in re.findall(r"[^\W\d_¡-¿]+|\S+", text) if not word.isascii() and any(map(str.isalpha, word))
    ]
    if not words:
        return 0.0
    return sum(map(_is_syllable, words)) / len(words)


def _is_syllable(word: str) -> bool:
    bare = word.strip(".,;:!?()[]\"'“”/-").casefold()
    plain = unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", bare)))
    return (plain != bare or bool(_OURS & set(bare))) and _SYLLABLE.fullmatch(plain) is not None
