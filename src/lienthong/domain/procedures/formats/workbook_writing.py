"""Writing the workbook (xuất sổ Excel) and its empty template (mẫu nhập). Every value is a text, a number or a date, never a formula."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from lienthong.domain.procedures.formats import sheets
from lienthong.domain.procedures.formats.rows import rows_of
from lienthong.domain.procedures.formats.sheets import Column, Sheet
from lienthong.domain.procedures.record import Entry

MOST_ROWS: Final = 100_000
"""Rows of one sheet, read or written."""
_LISTS_TITLE: Final = "Danh mục"
_HEAD = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", start_color="A31621")
_EXAMPLE = Font(italic=True, color="6B6B6B")
_TOP = Alignment(vertical="top", wrap_text=True)
_CLOSED_LIST = 250

_INTRODUCTION: Final = (
    "Sổ này dùng để nhập, sửa và xuất danh mục thủ tục hành chính. Mỗi bảng là một phần của thủ tục; mọi dòng đều ghi mã thủ tục ở cột đầu.",
    "Một thủ tục có trong bảng “Thủ tục” được nhập trọn vẹn: phần nào không có dòng ở bảng tương ứng thì hiểu là không có phần đó. Muốn sửa một thủ tục đang có, hãy xuất nó ra, sửa rồi nhập lại.",
    "Thủ tục không có trong sổ thì giữ nguyên, không bị xóa.",
    "Ô có danh sách chọn thì chọn trong danh sách; ô cho nhiều giá trị thì cách nhau bằng dấu chấm phẩy.",
    "Hệ thống không tính công thức. Ô chứa công thức bị từ chối; hãy chép rồi dán giá trị.",
    "Dòng có mã “Ví dụ” chỉ để xem, không được nhập. Cột có dấu * là bắt buộc.",
    "Nhập thử trước khi ghi: hệ thống chỉ rõ từng dòng sai theo bảng, dòng, cột. Còn một dòng sai thì chưa ghi dòng nào.",
)


def workbook(entries: Iterable[Entry], *, field_names: Sequence[str] = ()) -> bytes:
    """An .xlsx with all `entries`; `field_names` are offered in the list of fields. Reading it gives the same entries back."""
    held: dict[str, list[dict[str, Any]]] = {sheet.title: [] for sheet in sheets.SHEETS}
    for entry in entries:
        for title, rows in rows_of(entry).items():
            held[title] += rows
    return _file(held, field_names)


def template(*, field_names: Sequence[str] = ()) -> bytes:
    """The empty workbook with instructions, lists to choose from and one example in each sheet."""
    return _file(_EXAMPLES, field_names, is_template=True)


def _file(
    held: Mapping[str, Sequence[Mapping[str, Any]]], field_names: Sequence[str], *, is_template: bool = False
) -> bytes:
    book = Workbook(write_only=True)
    _write_guide(book.create_sheet(sheets.GUIDE_TITLE))
    lists: dict[tuple[str, ...], int] = {}
    for sheet in sheets.SHEETS:
        if is_template and sheet is sheets.KEPT:
            continue
        _write_sheet(book.create_sheet(sheet.title), sheet, held.get(sheet.title, ()), field_names, lists)
    _write_lists(book.create_sheet(_LISTS_TITLE), lists)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write_guide(page: Any) -> None:
    page.column_dimensions["A"].width = 30
    page.column_dimensions["B"].width = 110
    page.append([_text(page, "Danh mục thủ tục hành chính", Font(bold=True, size=14, color="A31621"))])
    for line in _INTRODUCTION:
        page.append([None, _text(page, line)])
    page.append([])
    for sheet in sheets.SHEETS:
        page.append([_text(page, sheet.title, Font(bold=True)), _text(page, sheet.about)])
        for column in sheet.columns[1:] if sheet is not sheets.PROCEDURES else sheet.columns:
            said = "; ".join(column.words.values()) if column.words else column.hint
            page.append([_text(page, f"  {_header(column)}"), _text(page, said)])


def _write_sheet(
    page: Any,
    sheet: Sheet,
    rows: Sequence[Mapping[str, Any]],
    field_names: Sequence[str],
    lists: dict[tuple[str, ...], int],
) -> None:
    page.freeze_panes = "B2"
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = column.width
        offered = tuple(field_names) if column.key == "field_name" else _offered(column)
        if offered:
            number = lists.setdefault(offered, len(lists) + 1)
            page.data_validations.append(_choice(letter, number, len(offered), column, last=len(rows) + 2_000))
    page.append([_text(page, _header(column), _HEAD, _HEAD_FILL) for column in sheet.columns])
    for row in rows:
        style = _EXAMPLE if row["code"] == sheets.EXAMPLE_CODE else None
        page.append([_cell(page, column, row.get(column.key), style) for column in sheet.columns])


def _offered(column: Column) -> tuple[str, ...]:
    if column.kind == "yes":
        return tuple(sheets.YES)
    return tuple(column.words.values()) if column.words and not column.several else ()


def _choice(letter: str, number: int, count: int, column: Column, *, last: int) -> DataValidation:
    source = get_column_letter(number)
    rule = DataValidation(
        type="list",
        formula1=f"'{_LISTS_TITLE}'!${source}$1:${source}${count}",
        allow_blank=not column.required,
        showErrorMessage=column.key != "field_name",  # a new field may be written in
        errorTitle=column.header,
        error="Chọn một giá trị trong danh sách.",
        promptTitle=column.header,
        prompt=column.hint or None,
        showInputMessage=bool(column.hint),
    )
    rule.add(f"{letter}2:{letter}{max(last, _CLOSED_LIST)}")
    return rule


def _write_lists(page: Any, lists: Mapping[tuple[str, ...], int]) -> None:
    page.sheet_state = "hidden"
    longest = max(map(len, lists), default=0)
    for place in range(longest):
        page.append([_text(page, offered[place]) if place < len(offered) else None for offered in lists])


def _header(column: Column) -> str:
    return f"{column.header} *" if column.required else column.header


def _cell(page: Any, column: Column, value: object, style: Font | None) -> Cell | None:
    if value is None:
        return None
    if column.several and isinstance(value, list):
        return _text(page, "; ".join(_word(each, column) for each in value), style)
    match column.kind:
        case "number":
            cell: Cell = WriteOnlyCell(page, value=int(str(value)))
            if style:
                cell.font = style
            return cell
        case "yes":
            return _text(page, "Có" if value else "Không", style)
        case "json":
            return _text(page, json.dumps(value, ensure_ascii=False), style)
        case "date":
            return _text(page, _day(str(value)), style)
        case _:
            return _text(page, _word(value, column), style)


def _word(value: object, column: Column) -> str:
    return column.words.get(str(value), str(value)) if column.words else str(value)


def _day(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


def _text(page: Any, value: str, font: Font | None = None, fill: PatternFill | None = None) -> Cell:
    cell: Cell = WriteOnlyCell(page, value="")
    # Set past the guessing of the library, which has no public way: a text that begins with = stays a text, in every program that opens the file.
    cell._value, cell.data_type = value, "s"  # type: ignore[attr-defined]  # see above
    if value[:1] in "=+-@":
        cell.quotePrefix = True
    if font:
        cell.font = font
    if fill:
        cell.fill = fill
    if len(value) > 60:
        cell.alignment = _TOP
    return cell


_EXAMPLE_ROWS: Final[dict[str, dict[str, Any]]] = {
        sheets.PROCEDURES.title: {
            "name": "Thủ tục cấp bản sao trích lục hộ tịch", "short_name": "Cấp bản sao trích lục hộ tịch", "field_name": "Hộ tịch",
            "summary": "Xin bản sao giấy khai sinh, kết hôn, khai tử từ sổ hộ tịch.", "national_tier": "Cấp xã", "subjects": ["citizen"],
            "channels": ["counter", "online"], "time_limit_value": 1, "time_limit_unit": "working_days", "dossier_sets": 1,
            "service_level_2022": "full", "decision": "163/QĐ-BTP", "valid_from": "2025-07-01", "keywords": ["trích lục", "bản sao khai sinh"],
        },
        sheets.CASES.title: {"key": "nhieu-ban", "name": "Xin từ hai bản trở lên"},
        sheets.ORDER.title: {"step": "Người yêu cầu nộp tờ khai tại bộ phận một cửa hoặc trên cổng dịch vụ công."},
        sheets.WAYS.title: {"channel": "online", "place": 1, "value": 1, "unit": "working_days", "text": "1 ngày làm việc"},
        sheets.WAY_FEES.title: {"channel": "online", "place": 1, "amount": 8000, "currency": "đồng", "kind": "phi", "note": "Phí mỗi bản", "text": "8000"},
        sheets.FEES.title: {"kind": "phi", "name": "Phí bản sao trích lục hộ tịch", "amount": 8000, "per": "bản", "channel": "any"},
        sheets.PAPERS.title: {"key": "to-khai", "name": "Tờ khai cấp bản sao trích lục", "originals": 1, "copies": 0, "accepted_as": ["original"], "mode": "submit", "required": True},
        sheets.RESULTS.title: {"result_name": "Bản sao trích lục hộ tịch", "result_code": "KQ.G15.000031"},
        sheets.LAWS.title: {"number": "60/2014/QH13", "title": "Luật Hộ tịch"},
        sheets.AGENCIES.title: {"role": "2tier-2025", "tier": "xa", "name": "UBND cấp xã"},
        sheets.REMARKS.title: {"kind": "conditions", "text": "Sự kiện hộ tịch đã được đăng ký"},
        sheets.FLAGS.title: {"path": "ways.0.terms.0.value", "text": "Không quá 15 ngày, vùng khó khăn thêm 10 ngày", "why": "Thời hạn viết thành câu"},
}  # fmt: skip
_EXAMPLES: Final = {title: [{"code": sheets.EXAMPLE_CODE, **row}] for title, row in _EXAMPLE_ROWS.items()}
