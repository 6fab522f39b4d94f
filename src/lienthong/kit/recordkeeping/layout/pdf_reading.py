"""A PDF as the linter sees it (đọc PDF để soát thể thức): letters with their place, size, font and colour, gathered into lines."""

import ctypes
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lienthong.kit.pdf.pdfium import one_at_a_time
from lienthong.kit.recordkeeping.layout.seeing import Line, Seen
from lienthong.kit.text_vi import nfc

MOST_PAGES = 30
"""Pages that are read: the form of a document shows on them."""
_MM = 25.4 / 72
_BOLD = 600
_DARK = 60
"""Of 255: black as printers and converters write it."""
_TOGETHER, _MANY, _LONGEST_WORD = 0.8, 3, 15.0
"""Lines whose ends differ by no more than so many millimetres, if so many, are set flush; others end a word earlier at most."""
_SPACE_ABOVE, _LINE_MOVED = 5.0, 8.0
"""Millimetres: what may stand above a first line, and a line that went to the next page so that two stand there."""
_HEAD = 60.0
_NUMBER = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")


@dataclass(slots=True)
class _Letter:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    font: str
    bold: bool
    italic: bool
    colour: str
    spaced: bool
    """Whether a space stands before it."""


@dataclass(slots=True)
class _Row:
    letters: list[_Letter] = field(default_factory=list)

    @property
    def base(self) -> float:
        """The line they stand on."""
        return min(letter.bottom for letter in self.letters)


def read_pdf(content: bytes) -> Seen:
    """Read a PDF that `foundation.files` has let in."""
    pages, width, height, read = _read(content)
    lines: list[Line] = []
    heads: dict[int, bool] = {}
    fonts: Counter[str] = Counter()
    colours: Counter[str] = Counter()
    for number, letters in enumerate(read, start=1):
        fonts.update(letter.font for letter in letters)
        colours.update(letter.colour for letter in letters if letter.colour)
        found = _lines(letters, height, number)
        heads[number] = bool(found) and _is_page_number(found[0], width * _MM)
        lines += found[heads[number] :]
    return Seen(
        source="pdf",
        width=width * _MM,
        height=height * _MM,
        margins=_margins(lines, width * _MM, height * _MM),
        surely=_surely(lines, width * _MM, height * _MM),
        lines=tuple(lines),
        fonts=fonts,
        colours=colours,
        pages=pages,
        page_numbers=_numbered(heads),
        fields=_fields(content),
        is_scan=not lines,
    )


def _read(content: bytes) -> tuple[int, float, float, list[list[_Letter]]]:
    """(pages, width and height of the first in points, letters of each page read)."""
    import pypdfium2 as pdfium

    with one_at_a_time:
        document = pdfium.PdfDocument(content)
        try:
            first = document[0]
            letters = [_letters(document[number]) for number in range(min(len(document), MOST_PAGES))]
            return len(document), first.get_width(), first.get_height(), letters
        finally:
            document.close()


def _letters(page: Any) -> list[_Letter]:
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    handle = textpage.raw
    found: list[_Letter] = []
    name = ctypes.create_string_buffer(200)
    flags, weight_of = ctypes.c_int(), raw.FPDFText_GetFontWeight
    box = [ctypes.c_double() for _ in range(4)]
    shade = [ctypes.c_uint() for _ in range(4)]
    spaced = False
    for index in range(raw.FPDFText_CountChars(handle)):
        text = chr(raw.FPDFText_GetUnicode(handle, index) or 32)
        if text.isspace() or not text.isprintable():
            spaced = True
            continue
        raw.FPDFText_GetCharBox(handle, index, *(ctypes.byref(each) for each in box))
        left, right, _bottom, top = (each.value for each in box)
        raw.FPDFText_GetFontInfo(handle, index, name, 200, ctypes.byref(flags))
        raw.FPDFText_GetFillColor(handle, index, *(ctypes.byref(each) for each in shade))
        font = name.value.decode("utf-8", "replace")
        origin = (ctypes.c_double(), ctypes.c_double())
        raw.FPDFText_GetCharOrigin(handle, index, ctypes.byref(origin[0]), ctypes.byref(origin[1]))
        found.append(
            _Letter(
                text=text,
                left=left,
                right=right,
                bottom=origin[1].value,
                top=max(top, origin[1].value),
                size=round(raw.FPDFText_GetFontSize(handle, index) * _scale(textpage, index), 1),
                font=font,
                bold="bold" in font.lower() or weight_of(handle, index) >= _BOLD,
                italic="italic" in font.lower() or "oblique" in font.lower() or bool(flags.value & 64),
                colour=""
                if max(each.value for each in shade[:3]) <= _DARK
                else "#{:02x}{:02x}{:02x}".format(*tuple(each.value for each in shade[:3])),
                spaced=spaced,
            )
        )
        spaced = False
    return found


def _scale(textpage: Any, index: int) -> float:
    """Many writers set letters of size 1 in a matrix: the size that is seen is the product."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(textpage.raw, index, ctypes.byref(matrix)):
        return float((matrix.b**2 + matrix.d**2) ** 0.5 or 1.0)
    return 1.0


def _lines(letters: list[_Letter], height: float, page: int) -> list[Line]:
    """Letters on one base line, cut where the two columns of head and foot part; from top to bottom."""
    rows: list[_Row] = []
    for letter in sorted(letters, key=lambda each: (-round(each.bottom), each.left)):
        row = next((each for each in rows[-3:] if abs(each.letters[-1].bottom - letter.bottom) < 2.5), None)
        if row is None:
            rows.append(row := _Row())
        row.letters.append(letter)
    made: list[Line] = []
    for row in rows:
        row.letters.sort(key=lambda each: each.left)
        part = [row.letters[0]]
        for before, letter in pairwise(row.letters):
            if letter.left - before.right > 2.2 * letter.size:
                made.append(_line(part, height, page))
                part = []
            part.append(letter)
        made.append(_line(part, height, page))
    return made


def _line(letters: list[_Letter], height: float, page: int) -> Line:
    text = letters[0].text
    for before, letter in pairwise(letters):
        gap = letter.left - before.right
        text += (" " if gap > 0.4 * letter.size or (letter.spaced and gap > 0) else "") + letter.text
    return Line(
        text=nfc(text),
        size=Counter(letter.size for letter in letters).most_common(1)[0][0],
        bold=sum(letter.bold for letter in letters) > len(letters) * 0.8,
        italic=sum(letter.italic for letter in letters) > len(letters) * 0.8,
        page=page,
        left=letters[0].left * _MM,
        right=letters[-1].right * _MM,
        top=(height - max(letter.bottom + letter.size * 0.9 for letter in letters)) * _MM,
    )


def _is_page_number(line: Line, width: float) -> bool:
    """A number by itself in the middle above the text, however wide the upper margin is. `line`: the first of its page."""
    assert line.top is not None
    assert line.left is not None
    assert line.right is not None
    middle = abs((line.left + line.right) / 2 - width / 2) < 25
    return line.top < _HEAD and middle and _NUMBER.fullmatch(line.text) is not None


def _margins(lines: list[Line], width: float, height: float) -> dict[str, float]:
    if not lines:
        return {}
    first = [line for line in lines if line.page == lines[0].page]
    return {
        "top": min(line.top or 0 for line in first),
        "bottom": height - max((line.top or 0) + line.size * _MM for line in lines),
        "left": min(line.left or 0 for line in lines),
        "right": width - max(line.right or 0 for line in lines),
    }


def _surely(lines: list[Line], width: float, height: float) -> dict[str, float]:
    """How wide the margins are at least. Text leaves more free than a margin where lines end early and where a page ends early: so the right
    one is told by lines that end together, the lower one by a page whose last sentence goes on upon the next."""
    if not lines:
        return {}
    surely = {"left": min(line.left or 0 for line in lines)}
    edge = max(line.right or 0 for line in lines)
    ends_together = sum(edge - (line.right or 0) < _TOGETHER for line in lines)
    surely["right"] = width - edge - (0 if ends_together >= _MANY else _LONGEST_WORD)
    begins: dict[int, Line] = {}
    ends: dict[int, Line] = {}
    for line in lines:
        begins.setdefault(line.page, line)
        ends[line.page] = line
    surely["top"] = min(line.top or 0 for line in begins.values()) - _SPACE_ABOVE
    full = [
        height - (last.top or 0) - last.size * _MM
        for page, last in ends.items()
        if page + 1 in begins and _goes_on(last.text, begins[page + 1].text)
    ]
    if full:
        surely["bottom"] = min(full) - _LINE_MOVED
    return surely


def _goes_on(last: str, following: str) -> bool:
    return bool(last) and last[-1] not in ".;:!?/" and following[:1].islower()


def _numbered(heads: dict[int, bool]) -> int | None:
    if heads.get(1):
        return 1
    later = [has for page, has in heads.items() if page > 1]
    if not later:
        return None
    return 2 if all(later) else 0


def _fields(content: bytes) -> frozenset[str]:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        form = pdf.Root.get("/AcroForm")
        return (
            frozenset(str(each.get("/T", "")) for each in form.get("/Fields", [])) if form is not None else frozenset()
        )
