"""The list of files as a workbook, out and in (danh mục hồ sơ bằng Excel): the same columns both ways; texts only, never a formula."""

from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from lienthong.domain.archive import queries
from lienthong.domain.archive.services.listing import Line
from lienthong.domain.archive.terms import read_retention, retention_name
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean, fold

COLUMNS = (
    ("Số, ký hiệu", 16),
    ("Đề mục, tiêu đề hồ sơ", 70),
    ("Thời hạn bảo quản", 18),
    ("Người lập hồ sơ", 40),
    ("Ghi chú", 30),
)
MOST_ROWS, MOST_BYTES = 2_000, 5 * 1024 * 1024


def list_workbook(*, actor: Actor, list_id: int) -> bytes:
    """The list as .xlsx; a heading is a row without a retention. Raises NotFound."""
    from openpyxl import Workbook  # few pages export: a web process begins without it
    from openpyxl.styles import Font

    found = queries.list_for(actor, list_id)
    book = Workbook()
    page: Any = book.active
    page.title = f"Danh mục {found.year}"
    for letter, (_, width) in zip("ABCDE", COLUMNS, strict=True):
        page.column_dimensions[letter].width = width
    page.append([name for name, _ in COLUMNS])
    for each in queries.entries_of(found):
        retention = "" if each.is_heading else retention_name(each.years)
        page.append([each.code, each.title, retention, each.keeper_name, each.note])
    for number, row in enumerate(page.iter_rows(), start=1):
        for cell in row:
            cell.data_type = "s"  # a text that begins like a formula stays a text
            if number == 1 or not row[2].value:
                cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def read_workbook(*, actor: Actor, content: bytes) -> list[Line]:
    """The lines of such a workbook. Raises Invalid with one sentence for each bad row (at most 20)."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if len(content) > MOST_BYTES:
        raise Invalid({"file": "Tệp quá 5 MB. Danh mục hồ sơ chỉ vài trăm dòng; xóa ảnh, trang thừa rồi nhập lại."})
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(min_row=2, max_row=MOST_ROWS + 2, max_col=5, values_only=True))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError, EOFError):
        raise Invalid({"file": "Không đọc được tệp. Nhập tệp .xlsx, theo mẫu xuất ra từ danh mục."}) from None
    if len(rows) > MOST_ROWS:
        raise Invalid({"file": f"Tệp có hơn {MOST_ROWS} dòng. Kiểm tra lại tệp."})
    agency_id = actor.agency_id or 0
    people = {fold(name.split(",")[0]): key for key, name in queries.colleagues(agency_id)}
    rooms = {fold(room.name): room.pk for room in organizations.departments_of(agency_id)}
    lines: list[Line] = []
    wrong: list[str] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        code, title, retention, keeper, note = (clean(str(value)) if value is not None else "" for value in row)
        if not any((code, title, retention, keeper, note)):
            continue
        if not code or len(title) < 3:
            wrong.append(f"Dòng {number}: thiếu ký hiệu hoặc tên.")
            continue
        if not retention:
            lines.append(Line(code=code, title=title, is_heading=True, note=note))
            continue
        try:
            years = read_retention(retention)
        except ValueError:
            wrong.append(
                f"Dòng {number}: thời hạn “{retention}” không đọc được; ghi Vĩnh viễn hoặc số năm từ 1 đến 100."
            )
            continue
        if code in seen:
            wrong.append(f"Dòng {number}: ký hiệu {code} đã có ở dòng trên.")
            continue
        seen.add(code)
        who = fold(keeper.split(",")[0])
        lines.append(
            Line(
                code=code,
                title=title,
                years=years,
                position_id=people.get(who),
                department_id=rooms.get(fold(keeper)) if who not in people else None,
                keeper_name=keeper,
                note=note,
            )
        )
    if wrong:
        more = f" Và {len(wrong) - 20} dòng khác." if len(wrong) > 20 else ""
        raise Invalid({"file": " ".join(wrong[:20]) + more})
    if not lines:
        raise Invalid({"file": "Tệp không có dòng nào dưới dòng tiêu đề."})
    return lines
