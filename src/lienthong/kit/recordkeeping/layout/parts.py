"""The nine parts of a document found among its lines (chín thành phần thể thức), by their form: Phụ lục I, Mục II Nghị định 30/2020/NĐ-CP."""

import re
from dataclasses import dataclass, field

from lienthong.kit.recordkeeping.kinds import UNABBREVIATED, Kind
from lienthong.kit.recordkeeping.layout.seeing import Line, Seen
from lienthong.kit.recordkeeping.paper import DAY_MARK, SIGNATURE_MARK
from lienthong.kit.text_vi import fold

TYPES = {fold(kind.label): kind for kind in Kind if kind not in UNABBREVIATED}
NUMBER = re.compile(r"^\s*Số\s*[:.]?", re.IGNORECASE)
DAY = re.compile(
    r"ngày[\s…._]{0,40}\d{0,2}[\s…._]{0,40}tháng[\s…._]{0,40}\d{0,2}[\s…._]{0,40}năm[\s…._]{0,40}\d{0,4}", re.IGNORECASE
)
NUMERIC_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")
SUBJECT = re.compile(r"^\s*V\s*/\s*v\b[\s:.]*", re.IGNORECASE)
RECIPIENTS = re.compile(r"^\s*nơi nhận\s*:?", re.IGNORECASE)
TO = re.compile(r"^\s*kính gửi\s*:?", re.IGNORECASE)
_OFFICE = re.compile(
    r"\b(CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|CHÁNH|VỤ TRƯỞNG|CỤC TRƯỞNG|HIỆU TRƯỞNG|BỘ TRƯỞNG|BÍ THƯ|CHỦ NHIỆM|ỦY BAN|HỘI ĐỒNG|VIỆN TRƯỞNG)\b"
)
PREFIX = re.compile(
    r"^\s*(T\s*/\s*M|T\.\s?M|K\s*/\s*T|K\.\s?T|T\s*/\s*L|T\.\s?L|T\s*/\s*U\s*/?\s*Q|T\.\s?U\.\s?Q|TM|KT|TUQ|TL|Q)(?![A-ZÀ-Ỹ])[.:]?\s*",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"^(căn cứ|theo đề nghị|thực hiện|xét|kính gửi|điều \d|\d+[.)]|[ivx]+\.|[-–+•])", re.IGNORECASE)
_FOOT_BEFORE = 5
_TITLED = 4
"""Lines a name of a type or an abstract may take."""


@dataclass(slots=True)
class Parts:
    """Places in `lines`; None where a part was not found. `issuer` and `authority` may take several lines."""

    lines: tuple[Line, ...]
    nation: int | None = None
    motto: int | None = None
    issuer: list[int] = field(default_factory=list)
    number: int | None = None
    day: int | None = None
    title: int | None = None
    kind: Kind | None = None
    subject: int | None = None
    abstract: str = ""
    body: list[int] = field(default_factory=list)
    recipients: int | None = None
    recipient_lines: list[int] = field(default_factory=list)
    authority: list[int] = field(default_factory=list)
    signer: int | None = None

    def line(self, place: int | None) -> Line | None:
        """The line at a place."""
        return None if place is None else self.lines[place]


def find_parts(seen: Seen) -> Parts:
    """By their form, wherever they stand: that they stand in order is a rule of its own."""
    lines = seen.lines
    parts = Parts(lines)
    folded = [fold(line.text) for line in lines]
    parts.nation = _first(folded, lambda text: "cong hoa xa hoi chu nghia" in text)
    parts.motto = _first(folded, lambda text: text.startswith("doc lap") and "hanh phuc" in text)
    parts.number = _first(lines, lambda line: NUMBER.match(line.text) is not None and line.page == 1)
    parts.recipients = _first(lines, lambda line: RECIPIENTS.match(line.text) is not None)
    parts.title, parts.kind = _title(lines, folded)
    parts.subject = _first(lines, lambda line: SUBJECT.match(line.text) is not None and line.page == 1)
    parts.day = _day(parts, seen)
    parts.issuer = _issuer(parts)
    foot = _foot(parts)
    begins = _after_head(parts)
    parts.abstract, begins = _abstract(parts, begins, foot)
    parts.body = [place for place in range(begins, foot) if place not in _head(parts)]
    _sign(parts, foot, seen)
    return parts


def _first[T](rows: "list[T] | tuple[T, ...]", wanted: object) -> int | None:
    return next((place for place, row in enumerate(rows) if wanted(row)), None)  # type: ignore[operator]  # a predicate of T


def _title(lines: tuple[Line, ...], folded: list[str]) -> tuple[int | None, Kind | None]:
    for place, line in enumerate(lines[:30]):
        kind = TYPES.get(folded[place].strip(" ."))
        if kind is not None and (line.text == line.text.upper() or line.bold):
            return place, kind
    return None, None


def _day(parts: Parts, seen: Seen) -> int | None:
    """The line of place and day: with words, a mark, or a form field after the comma."""
    end = parts.recipients or len(parts.lines)
    for place, line in enumerate(parts.lines[: min(end, 25)]):
        stands = DAY.search(line.text) or DAY_MARK in line.text or (NUMERIC_DAY.search(line.text) and "," in line.text)
        if stands and not _BEGINS.match(line.text) and len(line.text) < 90:
            return place
        if "Ngay" in seen.fields and line.italic and line.text.endswith(","):
            return place
    return None


def _head(parts: Parts) -> set[int]:
    return {
        each
        for each in (parts.nation, parts.motto, parts.number, parts.day, parts.title, *parts.issuer)
        if each is not None
    }


def _issuer(parts: Parts) -> list[int]:
    """Capitals before the number that are neither the nation nor the motto."""
    end = parts.number if parts.number is not None else min(6, len(parts.lines))
    found = []
    for place, line in enumerate(parts.lines[:end]):
        if place in {parts.nation, parts.motto, parts.title, parts.day} or not any(map(str.isalpha, line.text)):
            continue
        if line.text == line.text.upper() and fold(line.text) not in TYPES:
            found.append(place)
    return found


def _after_head(parts: Parts) -> int:
    head = [each for each in (parts.nation, parts.motto, parts.number, parts.day) if each is not None]
    if parts.title is not None:
        return parts.title + 1
    if parts.subject is not None:
        head.append(parts.subject)
    return max(head, default=-1) + 1


def _abstract(parts: Parts, begins: int, foot: int) -> tuple[str, int]:
    """(the abstract, where the body begins)."""
    lines = parts.lines
    if parts.title is None and parts.subject is not None:
        said = [SUBJECT.sub("", lines[parts.subject].text)]
        first = lines[parts.subject]
        place = parts.subject + 1
        while place < foot and len(said) < _TITLED and _goes_on(lines[place], first) and place not in _head(parts):
            said.append(lines[place].text)
            place += 1
        # The number's line of a PDF and the day's stand between those of the subject.
        return " ".join(said).strip(), max(place, begins)
    said = []
    place = begins
    while parts.title is not None and place < foot and len(said) < _TITLED and lines[place].bold:
        if _BEGINS.match(lines[place].text) or (said and lines[place].text == lines[place].text.upper()):
            break
        said.append(lines[place].text)
        place += 1
    return " ".join(said).strip(), place


def _goes_on(line: Line, first: Line) -> bool:
    if _BEGINS.match(line.text) or line.bold or line.italic or line.size > first.size + 0.6:
        return False
    if line.left is None or first.left is None or first.right is None:
        return False  # a .docx keeps the subject in one paragraph
    return line.left < 105 and line.page == first.page


def _foot(parts: Parts) -> int:
    """Where names and recipients begin."""
    end = parts.recipients if parts.recipients is not None else len(parts.lines)
    begin = end
    for place in range(end - 1, max(end - 1 - _FOOT_BEFORE - (0 if parts.recipients is not None else 8), -1), -1):
        if _is_authority(parts.lines[place]) and place not in _head(parts):
            begin = place
    return begin


def _is_authority(line: Line) -> bool:
    text = line.text
    if not any(map(str.isalpha, text)) or text.endswith(":") or len(text) > 90:
        return False
    if PREFIX.match(text) and (text == text.upper() or line.bold):
        return True
    return text == text.upper() and line.bold and _OFFICE.search(text) is not None


def _sign(parts: Parts, foot: int, seen: Seen) -> None:
    """Below the text: recipients at the left, authority and name at the right."""
    for place in range(foot, len(parts.lines)):
        line = parts.lines[place]
        if place == parts.recipients or SIGNATURE_MARK in line.text:
            continue
        if parts.recipients is not None and place > parts.recipients and not line.bold and _at_left(line, seen):
            parts.recipient_lines.append(place)
        elif _is_authority(line) and parts.signer is None:
            parts.authority.append(place)
        elif line.bold and parts.authority and line.text != line.text.upper():
            if parts.signer is not None and _OFFICE.search(parts.lines[parts.signer].text.upper()):
                parts.authority.append(parts.signer)  # an office in small letters above the name
            parts.signer = place


def _at_left(line: Line, seen: Seen) -> bool:
    return line.left is None or line.left < seen.width * 0.5
