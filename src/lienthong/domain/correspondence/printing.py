"""Registers and figures of documents as PDF and workbooks (in sổ, xuất Excel). Texts and numbers only, never a formula."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from lienthong.domain.correspondence.models import Register
from lienthong.domain.correspondence.queries.books import Book, Line, Span, day
from lienthong.domain.correspondence.queries.slips import Slip
from lienthong.domain.correspondence.queries.statistics import FIGURES, Row
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock, pdf

_TEMPLATES = Path(__file__).parent / "templates" / "correspondence"
_HEAD, _STRUCK = Font(bold=True, color="FFFFFF"), Font(strike=True)
_FILL = PatternFill("solid", start_color="A31621")
_WRAP = Alignment(wrap_text=True, vertical="top")


def book_pdf(book: Book, register: Register, span: Span, lines: Iterable[Line]) -> bytes:
    """The register with its cover, A4 across, the heads of the columns on every page."""
    rows = [{"cells": list(line.cells), "void": line.is_void} for line in lines]
    return pdf.render(
        _TEMPLATES / "book.typ",
        {
            **_heading(register.agency_id),
            "title": book.title,
            "register": register.name,
            "year": str(span.year),
            "days": _between("Từ ngày", day(span.since), day(span.until), "đến ngày"),
            "numbers": _between("Từ số", str(span.first or ""), str(span.last or ""), "đến số"),
            "basis": book.basis,
            "made": f"In lúc {clock.local_now():%H:%M, %d/%m/%Y}",
            "heads": [column.label for column in book.columns],
            "widths": [column.width for column in book.columns],
            "figures": [column.is_figure for column in book.columns],
            "rows": rows,
            "closing": f"Có {len(rows)} dòng." if rows else "Không có dòng nào trong phạm vi này.",
        },
    )


def book_xlsx(book: Book, register: Register, span: Span, lines: Iterable[Line]) -> bytes:
    """The same as a workbook, written line by line."""
    made = Workbook(write_only=True)
    page = made.create_sheet(book.title[:31])
    for letter, column in zip("ABCDEFGHIJ", book.columns, strict=False):
        page.column_dimensions[letter].width = column.width + 3
    page.freeze_panes = "A3"
    page.append([_text(page, f"{book.title}, {register.name}, năm {span.year}, {register.agency.name}")])
    page.append([_head(page, column.label) for column in book.columns])
    for line in lines:
        row = [_text(page, cell) for cell in line.cells]
        for cell in row:
            cell.alignment = _WRAP
        if line.is_void:
            for cell in row[:-1]:
                cell.font = _STRUCK
        page.append(row)
    return _saved(made)


def figures_xlsx(rows: Sequence[Row], everything: Row, *, title: str, by: str) -> bytes:
    """The table of figures with the period before beside each number."""
    made = Workbook(write_only=True)
    page = made.create_sheet("Thống kê")
    page.column_dimensions["A"].width = 46
    page.freeze_panes = "B3"
    page.append([_text(page, title)])
    heads = [_head(page, by)]
    for figure in FIGURES.values():
        heads += [_head(page, figure.label), _head(page, "Kỳ trước")]
    page.append(heads)
    for row in [*rows, everything]:
        cells: list[Any] = [_text(page, f"{'    ' * row.depth}{row.name}")]
        for key in FIGURES:
            cells += [row.numbers[key], row.before.get(key)]
        page.append(cells)
    return _saved(made)


def slip_pdf(slip: Slip) -> bytes:
    """Phiếu giải quyết văn bản đến of one document."""
    document = slip.document
    return pdf.render(
        _TEMPLATES / "slip.typ",
        {
            **_heading(document.agency_id),
            "number": f"{document.number}/{document.year}" if document.number else "",
            "arrived": day(document.arrived_at),
            "about": slip.about,
            "parts": [
                {
                    "title": part.title,
                    "entries": [
                        {"who": each.who, "at": each.at, "text": each.text, "lines": list(each.lines)}
                        for each in part.entries
                    ],
                }
                for part in slip.parts
            ],
            "made": f"{clock.local_now():%H:%M, %d/%m/%Y}",
        },
    )


def _heading(agency_id: int) -> dict[str, str]:
    above = organizations.parents_of([agency_id]).get(agency_id)
    return {
        "agency": organizations.agency(agency_id).name,
        "above": organizations.agency(above).name if above is not None else "",
    }


def _between(begin: str, first: str, last: str, to: str) -> str:
    if first and last:
        return f"{begin} {first} {to} {last}"
    if first:
        return f"{begin} {first}"
    return f"{to.capitalize()} {last}" if last else ""


def _head(page: Any, value: str) -> Cell:
    cell = _text(page, value)
    cell.font, cell.fill, cell.alignment = _HEAD, _FILL, _WRAP
    return cell


def _text(page: Any, value: str) -> Cell:
    cell: Cell = WriteOnlyCell(page, value=value)
    cell.data_type = "s"  # a text that begins like a formula stays a text
    return cell


def _saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()
