"""The report of a shift (báo cáo ca thu): one set of lines, as PDF to be signed and as a workbook to be reckoned with."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from django.conf import settings

from lienthong.foundation.payments import queries
from lienthong.foundation.payments.choices import EntryKind, Match
from lienthong.foundation.payments.models import CashEntry, Shift
from lienthong.kit import clock, pdf
from lienthong.kit.money import format_number, money_in_words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLE = "Báo cáo ca thu phí, lệ phí"


@dataclass(frozen=True, slots=True)
class _Line:
    label: str
    number: int | None
    amount: int
    strong: bool = False


def shift_report_pdf(*, shift: Shift) -> bytes:
    """As PDF; `shift.agency` is loaded. The count stands there once there is one."""
    matched = queries.transfers_of(shift)
    paid = queries.transfer_totals(matched).get(Match.PAID, (0, 0))[1]
    counted = shift.counted
    return pdf.shift_report(
        {
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": shift.agency.name,
            "place": shift.agency.short_name,
            "number": shift.label,
            "date": shift.closed_at or clock.now(),
            "code": shift.label,
            "url": f"{settings.PUBLIC_URL}/lam-viec/ca-thu/{shift.pk}/",
            "title": TITLE,
            "about": f"Ca {shift.label}" + (f", {shift.point}" if shift.point else ""),
            "facts": [{"label": label, "value": value} for label, value in _facts(shift)],
            "cash": [_printed(line) for line in _cash(shift)],
            "transfers": [_printed(line) for line in _transfers(matched)],
            "counts": [
                {"note": format_number(int(note)), "number": str(number), "amount": format_number(int(note) * number)}
                for note, number in shift.notes.items()
            ],
            "counted_words": _capital(money_in_words(counted)) if counted is not None else "Chưa đếm",
            "paid_words": _capital(money_in_words(paid)),
            "difference": _difference(shift),
            "watch": [
                {"code": code, "said": said, "amount": format_number(amount)}
                for code, said, amount in _watch(shift, matched)
            ],
            "cashier": shift.cashier_name,
            "keeper": shift.handed_to_name,
        }
    )


def shift_report_xlsx(*, shift: Shift) -> bytes:
    """As a workbook of three sheets: the sums, every line of the book, every transfer. Amounts are numbers, times are those of Vietnam."""
    from openpyxl import Workbook  # loads the spreadsheet library
    from openpyxl.worksheet.worksheet import Worksheet

    matched = queries.transfers_of(shift)
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Tổng hợp"
    _write(first, ("Mục", "Số", "Số tiền (đồng)"), [])
    for label, value in _facts(shift):
        first.append([label, "", value])
    for line in (*_cash(shift), *_transfers(matched)):
        first.append([line.label, "" if line.number is None else line.number, line.amount])
    for note, number in shift.notes.items():
        first.append([f"Tờ {format_number(int(note))}", number, int(note) * number])
    if shift.difference_reason:
        first.append(["Lý do chênh lệch", "", shift.difference_reason])
    _write(
        book.create_sheet("Sổ quỹ"),
        ("Lúc", "Loại", "Biên lai", "Người nộp", "Nội dung", "Số tiền (đồng)", "Người ghi", "Lý do", "Người thứ hai"),
        [
            (
                _local(entry.at),
                str(EntryKind(entry.kind).label),
                entry.document,
                entry.order.payer_name if entry.order else "",
                entry.order.description if entry.order else "",
                entry.amount,
                entry.by_name,
                entry.reason,
                entry.confirmed_by_name,
            )
            for entry in queries.entries_of(shift)
        ],
    )
    _write(
        book.create_sheet("Chuyển khoản"),
        (
            "Mã thanh toán",
            "Người nộp",
            "Nội dung",
            "Phải nộp (đồng)",
            "Đối chiếu",
            "Đã đến (đồng)",
            "Giao dịch",
            "Diễn giải",
        ),
        [
            (
                each.order.code,
                each.order.payer_name,
                each.order.description,
                each.order.amount,
                str(each.match.label),
                each.arrived,
                ", ".join(each.refs),
                each.note,
            )
            for each in matched
        ],
    )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _facts(shift: Shift) -> list[tuple[str, str]]:
    found = [
        ("Người thu", shift.cashier_name),
        ("Mở ca", f"{_local(shift.opened_at)}" + (" (tự mở khi thu khoản đầu)" if shift.opened_by_itself else "")),
    ]
    if shift.closed_at:
        found.append(("Đóng ca", f"{_local(shift.closed_at)}, {shift.closed_by_name}"))
    if shift.handed_at:
        found.append(("Nộp quỹ", f"{_local(shift.handed_at)}, {shift.handed_to_name}"))
    return found


def _cash(shift: Shift) -> list[_Line]:
    sums = queries.sums_of(shift)
    lines = [
        _Line("Tiền đầu ca", None, sums.opening_float),
        _Line("Thu phí, lệ phí", sums.receipts, sums.received),
        _Line("Trả lại", sums.refunds, sums.refunded),
        _Line("Điều chỉnh", sums.corrections, sums.corrected),
        _Line("Theo sổ phải có", None, sums.expected, strong=True),
    ]
    if shift.counted is not None:
        lines.append(_Line("Đếm được", None, shift.counted, strong=True))
        lines.append(_Line("Nộp quỹ, không kể tiền đầu ca", None, shift.counted - shift.opening_float, strong=True))
    return lines


def _transfers(matched: list[queries.Matched]) -> list[_Line]:
    totals = queries.transfer_totals(matched)
    return [_Line(str(match.label), *totals[match], strong=match == Match.PAID) for match in Match if match in totals]


def _difference(shift: Shift) -> str:
    if shift.difference is None:
        return ""
    if not shift.difference:
        return "Không"
    word = "Thiếu" if shift.difference < 0 else "Thừa"
    amount = abs(shift.difference)
    return f"{word} {format_number(amount)} đồng ({money_in_words(amount)}). Lý do: {shift.difference_reason}"


def _watch(shift: Shift, matched: list[queries.Matched]) -> list[tuple[str, str, int]]:
    """(document, in words, VND) of what somebody has to look at once more."""
    rows = [
        (
            each.order.code,
            f"{each.match.label}. {each.note}".rstrip(". ") + f", {each.order.payer_name}",
            each.order.amount,
        )
        for each in matched
        if each.match in {Match.WAITING, Match.WRONG_AMOUNT, Match.TWICE}
    ]
    return rows + [
        (entry.document or "Điều chỉnh", _told(entry), entry.amount)
        for entry in queries.entries_of(shift)
        if entry.kind != EntryKind.RECEIPT
    ]


def _told(entry: CashEntry) -> str:
    seen = f"{entry.confirmed_by_name} xác nhận" if entry.confirmed_by_name else "chưa có người thứ hai xác nhận"
    return f"{entry.get_kind_display()}: {entry.reason}. {entry.by_name} ghi, {seen}"


def _printed(line: _Line) -> dict[str, object]:
    number = "" if line.number is None else str(line.number)
    return {"label": line.label, "number": number, "amount": format_number(line.amount), "strong": line.strong}


def _write(sheet: "Worksheet", heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    from openpyxl.styles import Font

    sheet.append(list(heads))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        # What somebody typed is text, never a formula.
        sheet.append([f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" else value for value in row])
    for column, head in enumerate(heads, 1):
        sheet.column_dimensions[chr(64 + column)].width = max(14, len(head) + 4)


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
