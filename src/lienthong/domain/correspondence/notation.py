"""The number and notation of a document (số, ký hiệu): `15/QĐ-UBND`, `15/UBND-KGVX`, `05/2021/NQ-HĐND` (Phụ lục I, III Nghị định 30/2020/NĐ-CP).

People type it without accents, with spaces for strokes and with “Số:” in front; two notations are the same when their keys are.
"""

import re
from dataclasses import dataclass

from lienthong.domain.correspondence.choices import UNABBREVIATED, Kind
from lienthong.kit.text_vi import clean, fold, words

_NUMBER = re.compile(r"^\s*(?:(?:số|so)\s*:?\s*)?(?P<number>\d{1,6})(?P<letter>[a-z])?(?![a-z])", re.IGNORECASE)
_BY_KEY = {words(kind.value)[0]: kind for kind in Kind if kind not in UNABBREVIATED}
"""Abbreviations as people type them. `qd` is a decision: QyĐ (quy định) folds to `qyd`."""

COPIES = {"sy": "Sao y", "trs": "Trích sao", "sl": "Sao lục"}


@dataclass(frozen=True, slots=True)
class Notation:
    """`number` with an inserted letter (`15a`), `year` of legal norms, `kind`, `issuer` as the rest (`UBND-KGVX`), `text` as it should be written.

    `number` is None where the text begins with none; `key` is what two spellings of the same notation share.
    """

    text: str
    number: int | None
    letter: str
    year: int | None
    kind: Kind | None
    copy: str
    issuer: str
    key: str


def read_notation(typed: str) -> Notation:
    """Read what a person typed or a document bears. Never refuses: what cannot be read stays as text."""
    text = clean(typed)
    found = _NUMBER.match(text)
    number = int(found["number"]) if found else None
    letter = (found["letter"] or "").lower() if found else ""
    rest = (text[found.end() :] if found else text).strip(" /-")
    parts = words(rest)
    year = None
    if parts and re.fullmatch(r"(19|20)\d\d", parts[0]):
        year = int(parts.pop(0))
        rest = re.sub(r"^\s*\d{4}\s*[/ ]?\s*", "", rest)
    kind = copy = None
    if parts and parts[0] in _BY_KEY:
        # ĐA is a scheme, DA a project: whoever types accents means them.
        bears = re.match(r"[^\W_]+", rest)
        exact = [each for each in Kind if bears and each not in UNABBREVIATED and each.value == bears[0]]
        kind = exact[0] if exact else _BY_KEY[parts[0]]
    elif parts and parts[0] in COPIES:
        copy = COPIES[parts[0]]
    elif parts and number is not None:
        kind = Kind.LETTER
    issuer = rest
    if (kind is not None and kind != Kind.LETTER) or copy:
        issuer = re.sub(r"^[^\W_]+\s*[-/ ]?\s*", "", rest)
    key = " ".join(
        str(part) for part in [f"{number}{letter}" if number is not None else "", year or "", *parts] if part
    )
    shown = text
    if found:
        shown = "/".join(part for part in [f"{number:02d}{letter}", str(year or ""), rest.replace(" ", "-")] if part)
    return Notation(shown, number, letter, year, kind, copy or "", issuer, key)


def symbol_of(*, kind: str, agency: str, office: str = "") -> str:
    """The notation without its number: `QĐ-UBND` of a type with an abbreviation; `UBND-VP` of an official letter, with the department that
    drafted it (Phụ lục I). `agency`, `office`: how they are written in a notation."""
    parts = [kind, agency] if kind and kind not in UNABBREVIATED else [agency, office]
    return "-".join(part for part in parts if part)


def build_notation(number: int, symbol: str) -> str:
    """`09/QĐ-UBND`: a number below ten is written with a nought."""
    return f"{number:02d}/{symbol}"


def copy_notation(number: int, *, form: str, agency: str) -> str:
    """`05/SY-UBND` of a copy; `form` is SY, TrS or SL."""
    return f"{number:02d}/{form}-{agency}"


def guessed_sign(name: str) -> str:
    """How an agency is usually written in a notation, from its name: `Ủy ban nhân dân xã Ia Grai` → UBND, `Sở Tài chính` → STC."""
    if fold(name).startswith(("uy ban nhan dan", "ubnd")):
        return "UBND"
    if fold(name).startswith(("hoi dong nhan dan", "hdnd")):
        return "HĐND"
    kept = [word for word in re.findall(r"\w+", clean(name)) if fold(word) not in {"va", "cua", "tinh"}]
    return "".join(word[0] for word in kept).upper()[:8]
