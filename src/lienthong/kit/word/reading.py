"""Read a Word document back (đọc tệp Word): its paragraphs, tables and pictures as plain data, for printing and for comparing.

What officials make papers of is carried whole: runs, alignment, indents, spacing, lists, tables with merged cells and borders,
pictures in the line, a ruled line under a heading. What is not is named in `notes`, so that nobody is surprised by the print.
Lengths are points.

    paragraph  {"kind": "p", "align", "left", "right", "first", "above", "leading", "rule", "label", "size", "page_break",
                "runs": [{"text", "b", "i", "u", "caps", "sup", "sub", "size"} | {"area"} | {"image", "width", "height"} | {"break"} | {"tab"}]}
    table      {"kind": "table", "columns": [points], "border": bool, "align", "above",
                "rows": [[{"x", "span", "rows", "border": bool, "middle": bool, "keep": bool, "blocks": [...]}]]}
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from lienthong.kit.word.checking import check_document
from lienthong.kit.word.errors import DocumentRefused
from lienthong.kit.word.lists import Numbering
from lienthong.kit.word.page_numbers import page_numbers
from lienthong.kit.word.styles import Look, Styles

MAX_BLOCKS = 3000
_PICTURES = {"image/png", "image/jpeg"}
_EMU = 12700  # to a point
_LOST = {
    "w:txbxContent": "hộp chữ (text box): chữ trong hộp không in",
    "w:footnoteReference": "chú thích cuối trang: không in",
    "w:endnoteReference": "chú thích cuối văn bản: không in",
    "w:commentReference": "ghi chú bên lề (comment): không in",
    "c:chart": "biểu đồ: không in",
    "dgm:relIds": "sơ đồ SmartArt: không in",
    "m:oMath": "công thức toán: không in",
    "v:imagedata": "ảnh kiểu cũ: chèn lại ảnh bằng Insert, Pictures",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A document: `paper` for `kit.pdf.word`, `images` it names, `text` line by line, `areas` found, `notes` of what is not printed."""

    paper: dict[str, Any]
    images: dict[str, bytes]
    text: str
    areas: tuple[str, ...]
    notes: tuple[str, ...]


def read_document(
    content: bytes,
    *,
    areas: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    checked: bool = False,
) -> Reading:
    """Read a finished .docx; `checked` where these bytes have passed `check_document`, or are our own. `areas`: text that marks a place -> the place's name, e.g. "«chữ ký»" -> "ChuKy". `texts`: marks that are
    read as other words, a line each.

    Raises DocumentRefused for what is no safe document, has unfilled fields or changes not yet accepted.
    """
    if not checked:
        check_document(content)
    document = Document(io.BytesIO(content))
    body = document.element.body
    if next(body.iter(qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo")), None) is not None:
        raise DocumentRefused.of(
            [
                "Tệp còn sửa đổi đang theo dõi (Track Changes). Trong Word chọn Review, Accept All Changes rồi tải lên lại."
            ]
        )
    reader = _Reader(document, areas or {}, texts or {})
    paper = reader.paper()
    if reader.count > MAX_BLOCKS:
        raise DocumentRefused.of(
            [f"Văn bản có hơn {MAX_BLOCKS} đoạn và ô bảng. Tách phụ lục ra tệp riêng rồi tải lại."]
        )
    return Reading(
        paper=paper,
        images=reader.images,
        text="\n".join(reader.lines).strip(),
        areas=tuple(reader.found),
        notes=tuple(reader.notes()),
    )


@dataclass(slots=True)
class _Place:
    """Where reading stands: the part that owns pictures, and the space the paragraph before asked for below it."""

    part: Any
    is_page: bool = False
    below: float = 0.0
    lines: list[str] = field(default_factory=list)


class _Reader:
    """Walks one document."""

    def __init__(self, document: Any, areas: Mapping[str, str], texts: Mapping[str, str]) -> None:
        self.document, self.areas, self.texts = document, areas, texts
        self.styles = Styles(document)
        self.numbering = Numbering(document)
        self.images: dict[str, bytes] = {}
        self.lines: list[str] = []
        self.found: list[str] = []
        self.count = 0
        self.lost: dict[str, None] = {}

    def paper(self) -> dict[str, Any]:
        """The whole."""
        section = self.document.sections[0]
        if len(self.document.sections) > 1:
            self.lost["nhiều phần (section): in theo khổ giấy của phần đầu"] = None
        place = _Place(self.document.part, is_page=True)
        body = self.blocks(self.document.element.body, place)
        self.lines = place.lines
        return {
            "page": {
                "width": _points(section.page_width, 595.3),
                "height": _points(section.page_height, 841.9),
                "top": _points(section.top_margin, 56.7),
                "bottom": _points(section.bottom_margin, 56.7),
                "left": _points(section.left_margin, 85),
                "right": _points(section.right_margin, 42.5),
                "first_differs": bool(section.different_first_page_header_footer),
            },
            "body": body,
            "header": self._of_margin(section.header),
            "footer": self._of_margin(section.footer),
        }

    def notes(self) -> Iterator[str]:
        """What the document holds and the print does not."""
        body = self.document.element.body
        for name, said in _LOST.items():
            prefix, local = name.split(":")
            if next(body.iter(f"{{{_NAMES[prefix]}}}{local}"), None) is not None:
                yield said[:1].upper() + said[1:]
        yield from (said[:1].upper() + said[1:] for said in self.lost)

    def _of_margin(self, margin: Any) -> list[dict[str, Any]]:
        place = _Place(margin.part)
        blocks = self.blocks(margin._element, place)
        return blocks if any(block["kind"] == "table" or block["runs"] for block in blocks) else []

    def blocks(self, parent: Any, place: _Place) -> list[dict[str, Any]]:
        """Paragraphs and tables in order."""
        made: list[dict[str, Any]] = []
        for child in _children(parent):
            self.count += 1
            if self.count > MAX_BLOCKS:
                return made
            if child.tag == qn("w:p"):
                made.append(self.paragraph(child, place))
            else:
                made.append({**self.table(child, place), "above": place.below + 4})
                place.below = 4.0
        return made

    def paragraph(self, element: Any, place: _Place) -> dict[str, Any]:
        """One paragraph with its runs."""
        paragraph = Paragraph(element, self.document)
        look = self.styles.paragraph(paragraph)
        runs = list(self._marked(_merged(list(self.runs(element, look, place)))))
        breaks = place.is_page and (look.page_break or any(run.get("break") == "page" for run in runs))
        runs = [run for run in runs if run.get("break") != "page"]
        label, hanging = self.numbering.next(paragraph, look)
        place.lines.append((f"{label} " if label else "") + _text(runs))
        above = look.above + place.below
        place.below = look.below
        return {
            "kind": "p",
            "align": look.align,
            "left": look.left if not label else max(look.left, hanging),
            "right": look.right,
            "first": look.first if not label else 0.0,
            "above": above,
            "leading": look.leading,
            "rule": look.rule or self._drawn_line(element),
            "label": label,
            "size": look.size,
            "page_break": breaks,
            "runs": runs,
        }

    def runs(self, element: Any, look: Look, place: _Place) -> Iterator[dict[str, Any]]:
        """Pieces of a line; results of fields as text, page numbers as such."""
        marks, results = page_numbers(element)
        for run in element.iter(qn("w:r")):
            shown = self.styles.run(run, look)
            if run in marks:
                yield {"page": True, **shown}
            for child in run if run not in results else ():
                yield from self._piece(child, shown, place)

    def _piece(self, child: Any, shown: dict[str, Any], place: _Place) -> Iterator[dict[str, Any]]:
        match child.tag.rpartition("}")[2]:
            case "t":
                yield {"text": child.text or "", **shown}
            case "tab":
                yield {"tab": True}
            case "br":
                yield {"break": "page" if child.get(qn("w:type")) == "page" else "line"}
            case "noBreakHyphen":
                yield {"text": "\u2011", **shown}
            case "drawing":
                yield from self._picture(child, place)

    def _picture(self, drawing: Any, place: _Place) -> Iterator[dict[str, Any]]:
        for blip in drawing.iter(f"{{{_NAMES['a']}}}blip"):
            related = place.part.related_parts.get(blip.get(f"{{{_NAMES['r']}}}embed"))
            extent = next(drawing.iter(f"{{{_NAMES['wp']}}}extent"), None)
            if related is None or extent is None or related.content_type not in _PICTURES:
                self.lost["ảnh không phải PNG hoặc JPEG: không in"] = None
                continue
            if next(drawing.iter(f"{{{_NAMES['wp']}}}anchor"), None) is not None:
                self.lost["ảnh đặt tự do trên trang: in tại dòng chữ chứa nó"] = None
            name = f"image{len(self.images) + 1}"
            self.images[name] = related.blob
            yield {"image": name, "width": int(extent.get("cx")) / _EMU, "height": int(extent.get("cy")) / _EMU}

    def _drawn_line(self, element: Any) -> float:
        """Length of a straight line drawn beside this paragraph, as many put it under a heading; 0 without one."""
        for anchor in element.iter(f"{{{_NAMES['wp']}}}anchor", f"{{{_NAMES['wp']}}}inline"):
            shape = next(anchor.iter(f"{{{_NAMES['a']}}}prstGeom"), None)
            extent = next(anchor.iter(f"{{{_NAMES['wp']}}}extent"), None)
            if shape is not None and extent is not None and shape.get("prst") in {"line", "straightConnector1"}:
                return int(extent.get("cx")) / _EMU
        return 0.0

    def _marked(self, runs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Marks of places become areas. Word splits words into runs as it likes, so runs of one look were merged before."""
        marks = (*self.areas, *self.texts)
        for run in runs:
            rest = run.get("text")
            if rest is None:
                yield run
                continue
            while rest:
                at, mark = min(((rest.find(mark), mark) for mark in marks if mark in rest), default=(-1, ""))
                if at < 0:
                    yield {**run, "text": rest}
                    break
                if rest[:at]:
                    yield {**run, "text": rest[:at]}
                yield from self._stand_for(mark, run)
                rest = rest[at + len(mark) :]

    def _stand_for(self, mark: str, run: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if mark in self.areas:
            self.found.append(self.areas[mark])
            yield {**run, "text": mark, "area": self.areas[mark]}
            return
        for number, line in enumerate(self.texts[mark].split("\n")):
            if number:
                yield {"break": "line"}
            yield {**run, "text": line}

    def table(self, element: Any, place: _Place) -> dict[str, Any]:
        """A table; cells of one line of text are joined in `text`."""
        table = Table(element, self.document)
        columns = [_twips(column.get(qn("w:w"))) for column in element.iter(qn("w:gridCol"))]
        border = self.styles.table_border(table)
        rows: list[list[dict[str, Any]]] = []
        open_cells: dict[int, dict[str, Any]] = {}
        for row in element.findall(qn("w:tr")):
            made, x = [], 0
            said: list[str] = []
            for cell in row.findall(qn("w:tc")):
                span, merge = _spans(cell)
                inside = _Place(place.part)
                if merge == "continue" and x in open_cells:
                    open_cells[x]["rows"] += 1
                else:
                    here: dict[str, Any] = {
                        "x": x,
                        "span": span,
                        "rows": 1,
                        "border": self.styles.cell_border(cell, border),
                        "middle": _middle(cell),
                        "blocks": self.blocks(cell, inside),
                    }
                    here["keep"] = _holds_area(here["blocks"])
                    made.append(here)
                    open_cells.pop(x, None)
                    if merge == "restart":
                        open_cells[x] = here
                    said.append(" ".join(line for line in inside.lines if line))
                x += span
            rows.append(made)
            place.lines.append(" | ".join(line for line in said if line))
        wide = max([len(columns), *(cell["x"] + cell["span"] for row in rows for cell in row)], default=1)
        columns += [72.0] * (wide - len(columns))
        align = element.find(f"{qn('w:tblPr')}/{qn('w:jc')}")
        centred = align is not None and align.get(qn("w:val")) == "center"
        return {
            "kind": "table",
            "columns": columns,
            "border": border,
            "align": "center" if centred else "left",
            "rows": rows,
        }


_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
}


def _children(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls."""
    for child in parent:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag == qn("w:sdt"):
            inside = child.find(qn("w:sdtContent"))
            if inside is not None:
                yield from _children(inside)


def _merged(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbours of one look as one."""
    made: list[dict[str, Any]] = []
    for run in runs:
        last = made[-1] if made else None
        if last and "text" in last and "text" in run and {**last, "text": ""} == {**run, "text": ""}:
            last["text"] += run["text"]
        elif "text" not in run or run["text"]:
            made.append(dict(run))
    return made


def _text(runs: list[dict[str, Any]]) -> str:
    said = "".join(
        " " if run.get("tab") else "\n" if run.get("break") else "[ảnh]" if "image" in run else run.get("text", "")
        for run in runs
    )
    return "\n".join(" ".join(line.split()) for line in said.split("\n"))


def _spans(cell: Any) -> tuple[int, str]:
    """(columns it covers, "restart" | "continue" | "" of a merge downwards)."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, ""
    span = properties.find(qn("w:gridSpan"))
    merge = properties.find(qn("w:vMerge"))
    downwards = "" if merge is None else merge.get(qn("w:val"), "continue")
    return int(span.get(qn("w:val"))) if span is not None else 1, downwards


def _holds_area(blocks: list[dict[str, Any]]) -> bool:
    """Whether a place of the paper lies inside: such a cell is not broken over two pages."""
    return any("area" in run for block in blocks if block["kind"] == "p" for run in block["runs"])


def _middle(cell: Any) -> bool:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vAlign')}")
    return found is not None and found.get(qn("w:val")) == "center"


def _points(length: Any, otherwise: float) -> float:
    return round(length.pt, 1) if length is not None else otherwise


def _twips(said: str | None) -> float:
    return int(said) / 20 if said and said.isdecimal() else 72.0
