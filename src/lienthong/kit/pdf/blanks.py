"""A PDF somebody else made gets the fields ours have (chỗ trống cho số, ngày, chữ ký): found by the words of the form (thể thức).

A number and a day follow the signature, and only a field may change after it. So the blanks of a paper ("Số:      /QĐ-UBND", "ngày    tháng
    năm 2026") become fields before it is signed, and the signature stands above the name of who signs. Where a paper has no such blank the
number and the day stand in the top margin.
"""

import io
import re
from dataclasses import dataclass

import pikepdf
import pypdfium2

from lienthong.kit.pdf.pdfium import one_at_a_time
from lienthong.kit.pdf.rendering import empty_field
from lienthong.kit.text_vi import nfc

NUMBER, NUMBER_GAP, DAY, DAY_GAP, MONTH_GAP, SIGNATURE = "So", "SoTrong", "Ngay", "NgayTrong", "ThangTrong", "ChuKy"
_NUMBER = re.compile(r"\bSố\s*:?(?P<gap>[ \t\xa0.…_]*)(?P<rest>/[^\s/]{2,40})?")
_WRITTEN = re.compile(r"\bSố\s*:?\s*(?P<number>\d{1,6}[a-z]?\s*/\s*[0-9A-ZĐ][^\s]{1,40})")
_DAY = re.compile(
    r"ngày(?P<day>[ \t\xa0.…_]*)(?P<tháng>tháng)(?P<month>[ \t\xa0.…_]*\d{0,2}[ \t\xa0.…_]*)năm\s*\d{4}", re.IGNORECASE
)
_NARROWEST = 11.0  # points: two digits of 12 pt do not fit into less
_LINE = 15.0
_SIGN_WIDTH, _SIGN_HEIGHT = 200.0, 84.0  # 70 by 30 mm
_LOWEST_HEAD = 0.55  # of the page: the head of a paper stands above this

type Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Blank:
    """A field to be: its name, the page from 0, left, bottom, right, top in points."""

    field: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Seen:
    """What a paper shows: its blanks, the number, the notation without one ("QĐ-UBND") and the month that are printed already, the words of its first pages, how many pages."""

    blanks: tuple[Blank, ...]
    written_number: str
    written_symbol: str
    written_month: int | None
    text: str
    pages: int


def look_for_blanks(content: bytes, *, signer: str = "") -> Seen:
    """Find where number, day and the signature of `signer` (a name as printed) belong. Raises ValueError for what is no PDF."""
    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF") from error
        try:
            texts = [_Page(document[number]) for number in range(len(document))]
            return _seen(texts, signer)
        finally:
            document.close()


def has_signatures(content: bytes) -> bool:
    """Whether somebody has signed it digitally already: then nothing may be added. Raises ValueError for what is no PDF."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return bool(_fields(pdf) and any("/V" in field for field in _fields(pdf) if field.get("/FT") == "/Sig"))
    except pikepdf.PdfError as error:
        raise ValueError("not a PDF") from error


def add_blanks(content: bytes, blanks: tuple[Blank, ...]) -> bytes:
    """The PDF with those fields that it lacks; one that has them all comes back as it is. Raises ValueError for what is no PDF."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            known = {str(field.get("/T")) for field in _fields(pdf)}
            wanted = [blank for blank in blanks if not _has(known, blank.field)]
            if not wanted:
                return content
            made = []
            for blank in wanted:
                page = pdf.pages[blank.page].obj
                field = empty_field(pdf, page, blank.field, blank.box, is_text=blank.field != SIGNATURE)
                page.Annots = pikepdf.Array([*page.get("/Annots", []), field])
                made.append(field)
            form = pdf.Root.get("/AcroForm", pikepdf.Dictionary(Fields=pikepdf.Array(), SigFlags=0))
            form.Fields = pikepdf.Array([*form.get("/Fields", []), *made])
            pdf.Root.AcroForm = form if form.is_indirect else pdf.make_indirect(form)
            out = io.BytesIO()
            pdf.save(out, fix_metadata_version=False, deterministic_id=True)
            return out.getvalue()
    except pikepdf.PdfError as error:
        raise ValueError("not a PDF") from error


def field_names(content: bytes) -> set[str]:
    """Names of the fields of a paper."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {str(field.get("/T")) for field in _fields(pdf)}


def flattened(content: bytes, *, pages: list[int] | None = None) -> bytes:
    """The pages (from 0; all) as they look, without fields and signatures: what is copied is the picture of a paper. Raises ValueError."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pdf.generate_appearance_streams()
            pdf.flatten_annotations("all")
            if "/AcroForm" in pdf.Root:
                del pdf.Root.AcroForm
            if pages is not None:
                for number in sorted(set(range(len(pdf.pages))) - set(pages), reverse=True):
                    del pdf.pages[number]
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
            return out.getvalue()
    except (pikepdf.PdfError, IndexError) as error:
        raise ValueError("not a PDF") from error


def joined(first: bytes, second: bytes) -> bytes:
    """Two PDFs one behind the other."""
    with pikepdf.open(io.BytesIO(first)) as pdf, pikepdf.open(io.BytesIO(second)) as more:
        pdf.pages.extend(more.pages)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _has(known: set[str], field: str) -> bool:
    """A number, a day and a signature have one place each, by whatever name."""
    if field == SIGNATURE:
        return any(name.startswith(SIGNATURE) for name in known)
    if field in {NUMBER, NUMBER_GAP}:
        return bool(known & {NUMBER, NUMBER_GAP})
    return DAY in known or field in known


def _fields(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    form = pdf.Root.get("/AcroForm")
    return list(form.get("/Fields", [])) if form is not None else []


class _Page:
    """The letters of a page with their places."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.width, self.height = page.get_size()
        self.letters = page.get_textpage()
        self.text = self.letters.get_text_range()

    def box(self, place: int) -> Box:
        left, bottom, right, top = self.letters.get_charbox(place)
        return (left, bottom, right, top)


def _seen(pages: list[_Page], signer: str) -> Seen:
    first = pages[0]
    written = _WRITTEN.search(first.text)
    in_head = written is not None and first.box(written.start())[1] > first.height * _LOWEST_HEAD
    day, month = _day(first)
    number, symbol = _number(first)
    blanks = [number, *day, *_signature(pages, signer)]
    return Seen(
        blanks=tuple(blank for blank in blanks if blank is not None),
        written_number=written["number"] if written is not None and in_head else "",
        written_symbol=symbol,
        written_month=month,
        text="\n".join(nfc(page.text) for page in pages[:3]),
        pages=len(pages),
    )


def _number(page: _Page) -> tuple[Blank, str]:
    for found in _NUMBER.finditer(page.text):
        _, low, _, _ = page.box(found.start())
        if low < page.height * _LOWEST_HEAD:
            continue
        start = page.box(found.start("gap") - 1)[2] + 2
        if found["rest"]:
            end = page.box(found.start("rest"))[0] - 1
            if end - start >= _NARROWEST:
                return Blank(NUMBER_GAP, 0, (start, low - 1.2, end, low - 1.2 + _LINE)), nfc(found["rest"]).strip("/ ")
        elif page.text[found.end() : found.end() + 1] in {"", "\r", "\n"}:
            return Blank(NUMBER, 0, (start, low - 1.2, min(start + 105, page.width / 2), low - 1.2 + _LINE)), ""
    top = page.height - 22
    return Blank(NUMBER, 0, (57, top - _LINE, 57 + 160, top)), ""


def _day(page: _Page) -> tuple[list[Blank], int | None]:
    for found in _DAY.finditer(page.text):
        _, low, _, _ = page.box(found.start())
        if low < page.height * _LOWEST_HEAD:
            continue
        low -= 1.2
        start, end = page.box(found.start("day") - 1)[2] + 2, page.box(found.start("tháng"))[0] - 1
        if end - start < _NARROWEST:
            continue
        blanks = [Blank(DAY_GAP, 0, (start, low, end, low + _LINE))]
        digits = re.sub(r"\D", "", found["month"])
        if digits:
            return blanks, int(digits)
        start = page.box(found.end("tháng") - 1)[2] + 2
        end = page.box(found.end("month"))[0] - 1
        if end - start >= _NARROWEST:
            return [*blanks, Blank(MONTH_GAP, 0, (start, low, end, low + _LINE))], None
    top = page.height - 22
    return [Blank(DAY, 0, (page.width - 60 - 160, top - _LINE, page.width - 43, top))], None


def _signature(pages: list[_Page], signer: str) -> list[Blank]:
    name = nfc(signer).strip()
    if not name:
        return []
    for number in range(len(pages) - 1, -1, -1):
        page = pages[number]
        place = nfc(page.text).rfind(name)
        if place < 0 or len(nfc(page.text)) != len(page.text):
            continue
        left, low, _, top = page.box(place)
        right = page.box(place + len(name) - 1)[2]
        middle = (left + right) / 2
        start = min(max(middle - _SIGN_WIDTH / 2, 20), page.width - _SIGN_WIDTH - 20)
        if low < 0 or top + _SIGN_HEIGHT > page.height:
            continue
        return [Blank(SIGNATURE, number, (start, top + 3, start + _SIGN_WIDTH, top + 3 + _SIGN_HEIGHT))]
    return []
