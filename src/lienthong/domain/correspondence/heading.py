"""What the first page of a document says of itself (đọc thể thức): notation, date, issuer, type, abstract, urgency.

The nine parts stand where Phụ lục I of Nghị định 30/2020/NĐ-CP puts them, so they are found by their form. Text layers and recognised
scans both give lines; the two columns of the head may stand in one line, one after the other, or mixed. What is not found is left
empty: a clerk sees every field before it is kept.
"""

import re
from dataclasses import dataclass
from datetime import date

from lienthong.domain.correspondence.choices import UNABBREVIATED, Kind, Urgency
from lienthong.domain.correspondence.notation import read_notation
from lienthong.kit.text_vi import fold, nfc

_NUMBER = re.compile(r"\bS[ốôồóo6]\s*[:.]?\s*(\d{1,6}[a-z]?\s*/\s*[^\s,;]{2,40})", re.IGNORECASE)
_DATE = re.compile(r"ng[àa]y\s+(\d{1,2})\s+th[áaúu]ng\s+(\d{1,2})\s+n[ăa]m\s+(\d{4})", re.IGNORECASE)
_SUBJECT = re.compile(r"^\s*(?:[VW]/?v\b|Về việc)\s*:?\s*(.*)", re.IGNORECASE)
_NATION = re.compile(
    r"C[ỘO]NG\s+H[ÒO][ÀA]?\s+X[ÃA]\s+H[ỘO]I.*|[ĐD][ộo]c\s+l[ậa]p\s*[-–].*", re.IGNORECASE
)  # a dash as printed
_ENDS = re.compile(
    r"^\s*(?:kính gửi|căn cứ|thực hiện|theo đề nghị|xét|điều 1|chủ tịch|giám đốc|trưởng|hội đồng nhân dân|ủy ban nhân dân|[IVX]+\.|\d+\.|số\b|nơi nhận)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[^\n]*?,?\s*ngày\s+\d{1,2}\s+tháng.*", re.IGNORECASE)
_STAMPS = {
    fold("Hỏa tốc"): Urgency.EXPRESS,
    fold("Thượng khẩn"): Urgency.VERY_URGENT,
    fold("Khẩn"): Urgency.URGENT,
}
_TYPES = {fold(kind.label): kind for kind in Kind if kind not in UNABBREVIATED}
_BODIES = {"uy ban nhan dan", "hoi dong nhan dan", "van phong", "ban quan ly"}
_NAMING = {"tinh", "thanh", "pho", "phuong", "xa", "huyen", "quan", "thi", "tran", "dac", "khu"}
LONGEST_ABSTRACT = 6
_SIGNS = re.compile(
    r"^(?:TM\.|KT\.|TL\.|TUQ\.|Q\.|PHÓ |CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG |CHÁNH |CỤC TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|HIỆU TRƯỞNG|BÍ THƯ)"
)
_PERSON = re.compile(r"[^\W\d_][^\d:;,.\-/()]{2,40}")
_ANSWER_BY = re.compile(
    r"trước\s+(?:(?:\d{1,2}\s*(?:giờ|h)\d{0,2}\s*,?\s*)?ngày\s+)(\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(\d{1,2})\s*(?:[/.-]|\s+năm\s+)\s*(\d{4})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Empty where nothing was found. `issuer` in the case of a sentence: `Ủy ban nhân dân tỉnh Gia Lai`."""

    notation: str = ""
    issued_on: date | None = None
    kind: str = ""
    issuer: str = ""
    abstract: str = ""
    urgency: str = Urgency.NORMAL

    @property
    def found(self) -> int:
        """How many of the five parts were read."""
        return sum(bool(part) for part in (self.notation, self.issued_on, self.kind, self.issuer, self.abstract))


def read_heading(text: str) -> Heading:
    """Read the first page. Never refuses."""
    lines = [line.strip() for line in nfc(text).splitlines()]
    number = _NUMBER.search(nfc(text))
    notation = read_notation(number[1].replace(" ", "")) if number else None
    kind, after = _type(lines)
    abstract = _abstract(lines, after)
    if notation is not None and notation.kind is not None:
        kind = notation.kind
    return Heading(
        notation=notation.text if notation else "",
        issued_on=_date(nfc(text)),
        kind=kind or "",
        issuer=_issuer(lines),
        abstract=abstract,
        urgency=next(
            (_STAMPS[fold(line)] for line in lines if fold(line) in _STAMPS and line.isupper()), Urgency.NORMAL
        ),
    )


def read_signer(text: str) -> str:
    """Who signed, off the last page: the name below the last line that says in what office. Empty where it is not seen."""
    lines = [line.strip() for line in nfc(text).splitlines()]
    signs = [place for place, line in enumerate(lines) if _SIGNS.match(line)]
    if not signs:
        return ""
    for line in lines[signs[-1] + 1 :]:
        parts = line.split()
        is_name = 2 <= len(parts) <= 6 and _PERSON.fullmatch(line) and all(part[0].isupper() for part in parts)
        if is_name and not _SIGNS.match(line.upper()):
            return line.title() if line.isupper() else line
    return ""


def read_answer_by(text: str, issued_on: date | None) -> date | None:
    """The day before which an answer is wanted (`trước ngày 05/12/2026`): the first one behind the day of the document."""
    for found in _ANSWER_BY.finditer(nfc(text)):
        try:
            day = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
        if issued_on is None or day > issued_on:
            return day
    return None


def _date(text: str) -> date | None:
    for found in _DATE.finditer(text):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
    return None


def _type(lines: list[str]) -> tuple[Kind | None, int]:
    """The name of the type on a line of its own in capitals, and the line after it."""
    for place, line in enumerate(lines):
        if line.isupper() and (kind := _TYPES.get(fold(line))) is not None:
            return kind, place + 1
    return None, -1


def _abstract(lines: list[str], after: int) -> str:
    begins = next(((place, found) for place, line in enumerate(lines) if (found := _SUBJECT.match(line))), None)
    if begins is not None:
        return _gathered([begins[1][1], *lines[begins[0] + 1 :]])
    return _gathered(lines[after:]) if after > 0 else ""


def _gathered(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if _ENDS.match(line) or _NATION.match(line) or _PLACE.fullmatch(line) or (not line and kept):
            break
        if line and not re.fullmatch(r"[-_–—\s]+", line):  # rules under headings
            kept.append(line)
        if len(kept) == LONGEST_ABSTRACT:
            break
    return " ".join(kept).strip()


def _issuer(lines: list[str]) -> str:
    """Capitals above the number: the one above and the issuer, or the issuer over two lines."""
    head: list[str] = []
    for line in lines[:14]:
        rest = _NATION.sub("", line).strip()
        if _NUMBER.search(line) or _SUBJECT.match(line):
            break
        if rest and rest == rest.upper() and any(map(str.isalpha, rest)) and fold(rest) not in _STAMPS | _TYPES:
            head.append(rest)
    if not head:
        return ""
    name = head[-1]
    # “ỦY BAN NHÂN DÂN” alone on its line is finished by the next; a proper name alone finishes the one before.
    if len(head) > 1 and (fold(head[-2]) in _BODIES or fold(name).split()[0] in _NAMING):
        name = f"{head[-2]} {name}"
    return _sentence(name)


def _sentence(name: str) -> str:
    words = name.lower().split()
    proper = False
    for place, word in enumerate(words):
        if proper or place == 0:
            words[place] = word.capitalize()
        if fold(word) in _NAMING and not proper:
            following = fold(words[place + 1]) if place + 1 < len(words) else ""
            proper = following not in {"pho", "tran", "xa", "khu", "uy"}
    return " ".join(words)
