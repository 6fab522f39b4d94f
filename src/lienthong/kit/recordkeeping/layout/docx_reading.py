"""A .docx as the linter sees it (đọc tệp Word để soát thể thức)."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lienthong.kit.recordkeeping.layout.seeing import Line, Seen
from lienthong.kit.recordkeeping.paper import SIGNATURE_MARK
from lienthong.kit.text_vi import nfc

if TYPE_CHECKING:
    from lienthong.kit.word.reading import Reading

_MM = 25.4 / 72
_BLACK = {"", "auto", "000000"}
_SIDES = ("top", "bottom", "left", "right")


def read_docx(content: bytes, reading: "Reading | None" = None) -> Seen:
    """`reading`: these bytes read before, without areas. Raises DocumentRefused as `kit.word.reading.read_document`."""
    from docx import Document

    from lienthong.kit.word.reading import read_document

    reading = reading or read_document(content)
    page = reading.paper["page"]
    lines = tuple(_lines(reading.paper["body"]))
    fonts, colours = _letters(Document(io.BytesIO(content)))
    margins = {side: page[side] * _MM for side in _SIDES}
    return Seen(
        source="docx",
        width=page["width"] * _MM,
        height=page["height"] * _MM,
        margins=margins,
        surely=margins,
        lines=tuple(line for line in lines if line.text),
        fonts=fonts,
        colours=colours,
        page_numbers=_numbered(reading.paper),
        signature_place=_room(lines),
    )


def _lines(blocks: list[dict[str, Any]]) -> Iterator[Line]:
    for block in blocks:
        if block["kind"] == "table":
            for row in block["rows"]:
                for cell in row:
                    yield from _lines(cell["blocks"])
            continue
        part: list[dict[str, Any]] = []
        for run in [*block["runs"], {"break": "line"}]:
            if "break" not in run:
                part.append(run)
                continue
            if part or not block["runs"]:
                yield _line(part, block)
            part = []


def _line(runs: list[dict[str, Any]], block: dict[str, Any]) -> Line:
    said = "".join(" " if run.get("tab") else run.get("text", "") for run in runs)
    if any(run.get("caps") for run in runs):
        said = "".join(run.get("text", "").upper() if run.get("caps") else run.get("text", "") for run in runs)
    text = nfc(re.sub(r"\s+", " ", said).strip())
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[run.get("size", block["size"])] += len(run.get("text", "").strip())
    shown = [run for run in runs if run.get("text", "").strip()]
    return Line(
        text=(f"{block['label']} " if block["label"] and text else "") + text,
        size=sizes.most_common(1)[0][0] if sizes else block["size"],
        bold=bool(shown) and all(run.get("b") for run in shown),
        italic=bool(shown) and all(run.get("i") for run in shown),
    )


def _letters(document: Any) -> tuple[Counter[str], Counter[str]]:
    """Letters of each font and of each colour that is not black."""
    from docx.oxml.ns import qn

    from lienthong.kit.word.styles import Styles

    styles = Styles(document)
    fonts: Counter[str] = Counter()
    colours: Counter[str] = Counter()
    for paragraph in document.element.body.iter(qn("w:p")):
        properties = paragraph.find(qn("w:pPr"))
        named = properties.find(qn("w:pStyle")) if properties is not None else None
        for run in paragraph.iter(qn("w:r")):
            length = sum(len("".join((text.text or "").split())) for text in run.iter(qn("w:t")))
            if not length:
                continue
            said = styles.letters(run, named.get(qn("w:val")) if named is not None else None)
            fonts[_font(said, document)] += length
            if (colour := _colour(said)) not in _BLACK:
                colours[colour] += length
    return fonts, colours


def _font(said: list[Any], document: Any) -> str:
    from docx.oxml.ns import qn

    for each in said:
        found = each.find(qn("w:rFonts"))
        if found is None:
            continue
        for name in ("w:ascii", "w:hAnsi"):
            if found.get(qn(name)):
                return str(found.get(qn(name)))
        if theme := found.get(qn("w:asciiTheme")):
            return _theme_font(document, theme)
    return "Times New Roman"  # what Word takes where nothing is said


def _theme_font(document: Any, theme: str) -> str:
    from lxml import etree

    kind = "major" if theme.startswith("major") else "minor"
    for related in document.part.rels.values():
        if related.reltype.endswith("/theme"):
            root = etree.fromstring(related.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            found = root.find(f".//{{*}}{kind}Font/{{*}}latin")
            if found is not None:
                return str(found.get("typeface"))
    return theme


def _colour(said: list[Any]) -> str:
    from docx.oxml.ns import qn

    for each in said:
        found = each.find(qn("w:color"))
        if found is not None:
            return str(found.get(qn("w:val"), "")).lower()
    return ""


def _numbered(paper: dict[str, Any]) -> int:
    """From which page numbers stand in the head; 0 where none do."""
    head = any("page" in run for block in paper["header"] if block["kind"] == "p" for run in block["runs"])
    if not head:
        return 0
    return 2 if paper["page"]["first_differs"] else 1


def _room(lines: tuple[Line, ...]) -> bool:
    """Whether a mark or at least three empty lines stand before the last words."""
    if any(SIGNATURE_MARK in line.text for line in lines):
        return True
    empty = best = 0
    for line in lines[-40:]:
        empty = empty + 1 if not line.text else 0
        best = max(best, empty)
    return best >= 3
