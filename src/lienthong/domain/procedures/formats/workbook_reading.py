"""Reading the workbook (đọc sổ Excel) into entries. Formulas are never evaluated; each bad cell is named with its sheet, line and column."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from lienthong.domain.procedures.errors import FileRefused
from lienthong.domain.procedures.formats import sheets
from lienthong.domain.procedures.formats.national_shape import CODE
from lienthong.domain.procedures.formats.problems import MOST_PROBLEMS, Problem
from lienthong.domain.procedures.formats.rows import LONGEST_CELL, entry_of
from lienthong.domain.procedures.formats.sheets import Column, Sheet
from lienthong.domain.procedures.formats.spellings import key as same_words
from lienthong.domain.procedures.formats.workbook_safety import check_workbook
from lienthong.domain.procedures.formats.workbook_writing import MOST_ROWS
from lienthong.domain.procedures.record import Entry
from lienthong.kit.text_vi import clean, has_unseen, shown

STRANGE_COLUMNS: Final = 6
"""Columns beyond those of the sheet that are looked at, to say that they do not belong there."""
_KEY: Final = re.compile(r"[a-z0-9_-]{1,60}")


class _Full(Exception):  # the list of problems is long enough
    """Enough problems were found."""


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    problems: list[Problem] = field(default_factory=list)
    general: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    rows: dict[str, dict[str, list[dict[str, Any]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(
        self, sheet: Sheet, line: int, column: str, code: str, value: object, message: str, procedure: str = ""
    ) -> None:
        self.problems.append(
            Problem(
                sheet=sheet.title,
                line=line,
                column=column,
                code=code,
                value=shown(value, 80),
                message=message,
                procedure=procedure,
            )
        )
        if len(self.problems) >= MOST_PROBLEMS:
            raise _Full


def read_workbook(content: bytes) -> tuple[list[tuple[int, Entry]], list[Problem]]:
    """(line of the first sheet, entry) of every procedure, and what is wrong. Raises FileRefused for a file that is not to be opened."""
    check_workbook(content)
    found = _Reading()
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            _read_sheets(book, found)
        finally:
            book.close()
    except (FileRefused, _Full) as stop:
        if isinstance(stop, FileRefused):
            raise
        return [], found.problems
    except Exception as error:  # the library raises whatever a broken part makes it raise
        raise FileRefused(
            "Không đọc được sổ Excel này: có phần bị hỏng. Mở bằng phần mềm bảng tính, lưu lại dạng .xlsx rồi nhập."
        ) from error
    return _entries(found), found.problems


def _read_sheets(book: Workbook, found: _Reading) -> None:
    titles = {same_words(title): title for title in book.sheetnames}
    if same_words(sheets.PROCEDURES.title) not in titles:
        raise FileRefused(
            f"Sổ không có bảng “{sheets.PROCEDURES.title}”. Tải mẫu ở trang nhập và điền vào đó; tên bảng giữ nguyên."
        )
    for sheet in sheets.SHEETS:
        title = titles.get(same_words(sheet.title))
        if title is not None:
            page = book[title]
            page.reset_dimensions()  # what it says of its size is not believed
            _read_sheet(page.iter_rows(max_col=len(sheet.columns) + STRANGE_COLUMNS), sheet, found)


def _read_sheet(lines: Iterator[Sequence[Any]], sheet: Sheet, found: _Reading) -> None:
    head = next(lines, ())
    columns = _columns(sheet, [_plain(cell.value) for cell in head], found)
    if columns is None:
        return
    for line, cells in enumerate(lines, start=2):
        if line > MOST_ROWS:
            raise FileRefused(
                f"Bảng “{sheet.title}” dài quá {MOST_ROWS:,} dòng, kể cả dòng trống. Xóa các dòng trống ở cuối bảng hoặc chia thành nhiều tệp.".replace(
                    ",", "."
                )
            )
        if any(cell.value is not None for cell in cells):
            _read_row(sheet, line, columns, cells, found)


def _columns(sheet: Sheet, headers: list[str], found: _Reading) -> dict[int, Column] | None:
    by_words = {same_words(column.header): column for column in sheet.columns}
    columns: dict[int, Column] = {}
    for place, header in enumerate(headers):
        if not header:
            continue
        column = by_words.pop(same_words(header), None)
        if column is None:
            found.add(sheet, 1, get_column_letter(place + 1), "unknown-column", header,
                      "Cột này không có trong mẫu, hoặc có hai lần. Xóa cột hoặc sửa tiêu đề theo mẫu.")  # fmt: skip
        else:
            columns[place] = column
    missing = [column.header for column in by_words.values() if column.required]
    if missing and columns:
        found.add(
            sheet, 1, "", "missing-column", "", f"Thiếu cột bắt buộc: {', '.join(missing)}. Chép dòng tiêu đề từ mẫu."
        )
        return None
    return columns if columns else None


def _read_row(sheet: Sheet, line: int, columns: dict[int, Column], cells: Sequence[Any], found: _Reading) -> None:
    row: dict[str, Any] = {}
    bad = False
    code = next(
        (
            _plain(cells[place].value)
            for place, column in columns.items()
            if column.key == "code" and place < len(cells)
        ),
        "",
    )
    if not code[:1].isdigit() and same_words(code) == same_words(sheets.EXAMPLE_CODE):
        return
    for place, cell in enumerate(cells):
        column = columns.get(place)
        if cell.value is None or column is None:
            continue
        try:
            value = _value(cell, column)
        except _BadCell as bad_cell:
            where = f"{get_column_letter(place + 1)} – {column.header}"
            found.add(sheet, line, where, bad_cell.code, cell.value, bad_cell.message, code)
            bad = True
            continue
        if value is not None:
            row[column.key] = value
    for column in columns.values():
        if column.required and column.key not in row and not bad:
            found.add(
                sheet,
                line,
                column.header,
                "missing",
                "",
                f"Thiếu “{column.header}”. Điền ô này hoặc xóa cả dòng.",
                code,
            )
            bad = True
    if bad:
        return
    if not CODE.fullmatch(row["code"]):
        found.add(
            sheet,
            line,
            "A – Mã thủ tục",
            "bad-code",
            code,
            "Mã thủ tục phải có dạng 1.001193 hoặc 1.001193.H21; ô phải là chữ để không mất số 0.",
            code,
        )
    elif sheet is sheets.PROCEDURES:
        if row["code"] in found.general:
            first = found.general[row["code"]][0]
            found.add(
                sheet,
                line,
                "A – Mã thủ tục",
                "twice",
                code,
                f"Mã này đã có ở dòng {first}. Mỗi thủ tục chỉ một dòng ở bảng này.",
                code,
            )
        else:
            found.general[row["code"]] = (line, row)
    else:
        row["_line"] = line
        found.rows[row["code"]][sheet.title].append(row)


class _BadCell(Exception):
    """A cell that does not hold what its column holds."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


def _value(cell: Any, column: Column) -> object:
    value = cell.value
    if cell.data_type == "f" or not isinstance(value, str | int | float | bool | datetime | date):
        raise _BadCell("formula", "Ô chứa công thức; hệ thống không tính công thức. Chép ô rồi dán giá trị.")
    if cell.data_type == "e":
        raise _BadCell("error-value", "Ô báo lỗi của bảng tính. Ghi giá trị đúng hoặc xóa trống.")
    if column.kind == "raw":
        return str(value)
    text = _plain(value)
    if not text:
        return None
    if len(text) > LONGEST_CELL + 768 or (text != value and has_unseen(str(value))):
        raise _BadCell("bad-text", "Ô quá dài hoặc có ký tự không nhìn thấy. Gõ lại nội dung của ô.")
    if column.several:
        return [_word(part.strip(), column) for part in text.split(";") if part.strip()]
    match column.kind:
        case "number":
            return _number(value, text)
        case "yes":
            if same_words(text) not in _YES:
                raise _BadCell("bad-choice", "Ghi “Có” hoặc “Không”.")
            return _YES[same_words(text)]
        case "date":
            return _day(value, text)
        case "json":
            return _json(text)
        case _:
            return _word(text, column)


_YES: Final = {same_words(word): value for word, value in sheets.YES.items()} | {
    "true": True,
    "false": False,
    "x": True,
}


def _word(text: str, column: Column) -> str:
    if not column.words:
        if column.key in {"key", "case", "cases"} and not _KEY.fullmatch(text):
            raise _BadCell(
                "bad-key", "Khóa chỉ gồm chữ thường không dấu, số, dấu gạch nối, tối đa 60 ký tự; ví dụ cap-lai."
            )
        return text
    said = same_words(text)
    for word, label in column.words.items():
        if said in {same_words(label), word}:
            return word
    raise _BadCell("bad-choice", f"Chỉ nhận một trong các giá trị: {'; '.join(column.words.values())}.")


def _number(value: object, text: str) -> int:
    if isinstance(value, bool):
        raise _BadCell("bad-number", "Ghi một số nguyên.")
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) < 10**12):
        number = int(value)
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+|\d{1,12}", text, re.ASCII):
        number = int(text.replace(".", ""))
    else:
        raise _BadCell(
            "bad-number",
            "Ghi một số nguyên, ví dụ 5 hoặc 75000. Điều chưa thành số thì ghi ở cột nguyên văn hoặc mô tả.",
        )
    if not 0 <= number <= 2_000_000_000:
        raise _BadCell("bad-number", "Số phải từ 0 đến 2.000.000.000.")
    return number


def _day(value: object, text: str) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII)
    try:
        return (
            date(int(found[3]), int(found[2]), int(found[1])).isoformat()
            if found
            else date.fromisoformat(text).isoformat()
        )
    except ValueError:
        raise _BadCell("bad-date", "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 01/07/2025.") from None


def _json(text: str) -> object:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list | dict):
        raise _BadCell(
            "bad-json", "Công thức không đúng dạng. Xuất thủ tục từ hệ thống để lấy công thức đúng, hoặc để trống."
        )
    return value


def _plain(value: object) -> str:
    """A cell as text. Line breaks inside stay; 1.5 is not 1.50, and a whole number has no point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value), lines=True)


def _entries(found: _Reading) -> list[tuple[int, Entry]]:
    entries = []
    try:
        for code in found.rows.keys() - found.general.keys():
            for title, rows in found.rows[code].items():
                sheet = next(each for each in sheets.SHEETS if each.title == title)
                found.add(sheet, rows[0]["_line"], "A – Mã thủ tục", "no-procedure", code,
                          f"Mã này không có ở bảng “{sheets.PROCEDURES.title}”. Thêm thủ tục ở đó hoặc xóa các dòng này.", code)  # fmt: skip
        for code, (line, general) in found.general.items():
            by_sheet = {
                title: [{key: value for key, value in row.items() if key != "_line"} for row in held]
                for title, held in found.rows.get(code, {}).items()
            }
            try:
                entries.append((line, entry_of(general, by_sheet)))
            except (ValueError, RecursionError, KeyError):
                found.add(
                    sheets.KEPT,
                    0,
                    "Nội dung",
                    "kept-damaged",
                    "",
                    "Phần giữ nguyên đã bị sửa. Xuất lại thủ tục từ hệ thống rồi sửa ở các bảng khác.",
                    code,
                )
    except _Full:
        return []
    return entries
