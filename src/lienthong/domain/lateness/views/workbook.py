"""The figures as a workbook (xuất Excel): sums first, then the dossiers. Texts and numbers only, never a formula."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font, PatternFill

from lienthong.domain.lateness import queries
from lienthong.domain.lateness.queries import Asked
from lienthong.domain.lateness.rules.words import DAY
from lienthong.domain.lateness.views.periods import Period
from lienthong.kit.actor import Actor

MOST_DOSSIERS = 5000
_HEAD = Font(bold=True, color="FFFFFF")
_FILL = PatternFill("solid", start_color="A31621")
_SHEETS = (("Theo đơn vị", "Đơn vị", "agency"), ("Theo bước", "Bước", "step"), ("Theo thủ tục", "Thủ tục", "procedure"), ("Theo tháng", "Tháng", "month"))  # fmt: skip


def workbook(actor: Actor, asked: Asked, period: Period) -> bytes:
    """An .xlsx of what `actor` may see; at most MOST_DOSSIERS dossiers, the most minutes first."""
    book = Workbook(write_only=True)
    note = f"{period.label}: hồ sơ kết thúc từ {asked.since:%d/%m/%Y} đến {asked.until:%d/%m/%Y}. Một ngày làm việc tính 8 giờ."
    for title, what, by in _SHEETS:
        page = _page(
            book,
            title,
            note,
            (what, 44),
            ("Hồ sơ trễ", 12),
            ("Phút trễ", 12),
            ("Ngày trễ", 12),
            ("Phút sau xem xét", 18),
        )
        for each in queries.sums(actor, by, asked):  # type: ignore[arg-type]  # one of By
            page.append([_text(page, each.label), each.dossiers, each.minutes, _days(each.minutes), each.after])
    page = _page(
        book, "Hồ sơ", note, ("Mã hồ sơ", 28), ("Thủ tục", 50), ("Cơ quan giải quyết", 36), ("Bước", 40), ("Ngày kết thúc", 16),
        ("Phút trễ phần này", 18), ("Phút trễ cả hồ sơ", 18),
    )  # fmt: skip
    rows, more = queries.late_dossiers(actor, asked, limit=MOST_DOSSIERS)
    for row in rows:
        page.append([_text(page, row.code), _text(page, row.procedure), _text(page, row.agency), _text(page, row.where), row.ended_on, row.charged, row.late])  # fmt: skip
    if more:
        page.append(
            [_text(page, f"Còn nữa: chỉ xuất {MOST_DOSSIERS} hồ sơ trễ nhiều nhất, thu hẹp kỳ hoặc đơn vị để xem hết.")]
        )
    broken = queries.broken_dossiers(actor, asked)
    if broken:
        page = _page(
            book, "Không tính được", note, ("Mã hồ sơ", 28), ("Thủ tục", 50), ("Cơ quan giải quyết", 36), ("Lý do", 44)
        )
        for bad in broken:
            page.append([_text(page, text) for text in (bad.code, bad.procedure, bad.agency, bad.why)])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _page(book: Workbook, title: str, note: str, *columns: tuple[str, int]) -> Any:
    page = book.create_sheet(title)
    for letter, (_, width) in zip("ABCDEFGH", columns, strict=False):
        page.column_dimensions[letter].width = width
    page.append([_text(page, note)])
    head = []
    for name, _ in columns:
        cell = _text(page, name)
        cell.font, cell.fill = _HEAD, _FILL
        head.append(cell)
    page.append(head)
    page.freeze_panes = "A3"
    return page


def _text(page: Any, value: str) -> Cell:
    cell: Cell = WriteOnlyCell(page, value=value)
    cell.data_type = "s"  # a text that begins like a formula stays a text
    return cell


def _days(minutes: int) -> float:
    return round(minutes / DAY, 2)
