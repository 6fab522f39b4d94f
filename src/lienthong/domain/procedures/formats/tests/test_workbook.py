"""The workbook loses nothing, names each bad cell, and is not opened when it is made to break the machine."""

import copy
import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lienthong.domain.procedures.errors import FileRefused
from lienthong.domain.procedures.formats import sheets
from lienthong.domain.procedures.formats.files import read_file
from lienthong.domain.procedures.formats.national import to_entry
from lienthong.domain.procedures.formats.rows import entry_of, rows_of
from lienthong.domain.procedures.formats.tests.test_national import RECORD
from lienthong.domain.procedures.formats.workbook_reading import read_workbook
from lienthong.domain.procedures.formats.workbook_writing import template, workbook
from lienthong.domain.procedures.record import settled
from lienthong.domain.procedures.services.reading import read_catalogue


def same(one: object, other: object) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def entries() -> list[dict[str, Any]]:
    data = read_catalogue(None)
    names = {field["code"]: field["name"] for field in data["fields"]}
    return [*(entry | {"field_name": names[entry["field"]]} for entry in data["procedures"]), to_entry(RECORD)]


def test_our_catalogue_and_a_national_record_come_back_equal() -> None:
    given = entries()
    odd = given[0] | {
        "code": "9.999999",
        "summary": "=1+1",
        "conditions": ["a; b", " hai  dấu cách ", "x" * 40_000, "dòng\nmới"],
        "marks": {"a": "\x0b"},
        "của tôi": [1, 2.5, None, {"sâu": ["=SUM(A1)"]}],
        "ways": [{"channel": "online", "terms": [{}]}, {"channel": "online", "terms": [], "note": "hai lần"}],
    }
    read, problems = read_workbook(workbook([*given, odd]))
    assert problems == []
    assert len(read) == len(given) + 1
    for (_, entry), wanted in zip(read, [*given, odd], strict=True):
        assert same(entry, settled(wanted)), wanted["code"]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**16)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "code", "key", "channel", "terms", "case", "steps", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "ways",
                "fees",
                "requirements",
                "cases",
                "order",
                "results",
                "result",
                "tiers",
                "flags",
                "subjects",
                "time_limit_value",
                "summary",
                "form",
            ]
        ),
        anything,
        max_size=5,
    )
)
@settings(deadline=None)
def test_any_entry_survives_the_rows(parts: dict[str, Any]) -> None:
    entry = {"code": "1.000001", "name": "Tên", **parts}
    rows = rows_of(entry)
    general, *_ = rows[sheets.PROCEDURES.title]
    assert same(entry_of(general, rows), settled(entry))


def test_the_template_is_empty_for_the_reader_and_full_for_the_eye() -> None:
    content = template(field_names=["Hộ tịch", "Đất đai"])
    assert read_workbook(content) == ([], [])
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames[:2] == ["Hướng dẫn", "Thủ tục"]
    assert book["Thủ tục"].data_validations.dataValidation
    assert book["Thủ tục"]["A2"].value == "Ví dụ"


def broken(changes: dict[str, dict[str, object]]) -> bytes:
    """The workbook of two procedures with some cells changed, as a spreadsheet program would save it."""
    book = load_workbook(io.BytesIO(workbook(entries()[:2])))
    for sheet, cells in changes.items():
        for place, value in cells.items():
            book[sheet][place] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_each_bad_cell_is_named_with_its_sheet_line_and_column() -> None:
    papers = {column.key: index for index, column in enumerate(sheets.PAPERS.columns)}
    originals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[papers["originals"]]
    content = broken(
        {
            "Thủ tục": {"B2": '=HYPERLINK("http://x","tên")', "A3": "1.1", "ZZ1": None},
            "Thành phần hồ sơ": {f"{originals}2": "một", "B3": "Khóa Sai"},
            "Căn cứ pháp lý": {"A2": "7.777777", "D3": "Chắc chắn"},
            "Kết quả": {"D1": "Cột lạ"},
        }
    )
    _, problems = read_workbook(content)
    found = {(problem.sheet, problem.line, problem.column, problem.code) for problem in problems}
    assert ("Thủ tục", 2, "B – Tên thủ tục", "formula") in found
    assert ("Thủ tục", 3, "A – Mã thủ tục", "bad-code") in found
    assert ("Thành phần hồ sơ", 2, f"{originals} – Số bản chính", "bad-number") in found
    assert ("Thành phần hồ sơ", 3, "B – Khóa", "bad-key") in found
    assert ("Căn cứ pháp lý", 3, "D – Đối chiếu nguồn", "bad-choice") in found
    assert ("Căn cứ pháp lý", 2, "A – Mã thủ tục", "no-procedure") in found
    assert ("Kết quả", 1, "D", "unknown-column") in found
    formula = next(problem for problem in problems if problem.code == "formula")
    assert formula.value.startswith("=HYPERLINK")
    assert "không tính công thức" in formula.message


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return target.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    """A real workbook with one member replaced."""
    with zipfile.ZipFile(io.BytesIO(workbook(entries()[:1]))) as packed:
        return zipped({each: packed.read(each) for each in packed.namelist()} | {name: content})


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
HEAD = b"".join(
    b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % (letter.encode(), header.encode())
    for letter, header in zip("ABCD", ["Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Tên ngắn"], strict=True)
)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Tệp rỗng"),
        (b"PK\x03\x04 hong", "hỏng"),
        (zipped({"a.txt": b"x"}), "không phải sổ Excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "mật khẩu"),
        (with_member("xl/vbaProject.bin", b"x"), "macro"),
        (with_member("xl/bom.xml", b" " * 30_000_000), "nén tới"),
        (with_member("xl/sharedStrings.xml", b'<!DOCTYPE s [<!ENTITY a "&b;">]><s>&a;</s>'), "thực thể XML"),
        (
            with_member(
                "xl/worksheets/sheet2.xml",
                SHEET.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
                % (b'<row r="1">' + HEAD + b'</row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
            ),
            "dòng trống",
        ),
        (with_member("xl/worksheets/sheet2.xml", b"<khong-dong"), "bị hỏng"),
        (
            zipped({f"x{number}": b"" for number in range(300)} | {"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
            "tối đa 200",
        ),
        (b"\x1f\x8b" + b"\0" * 20, "bị hỏng"),
        (b"[[[[", "không phải JSON"),
        (b"%PDF-1.7", "Không nhận ra"),
        (b'{"a": 1}', "không có thủ tục nào"),
        (b"[" * 5_000 + b"]" * 5_000, "JSON"),
    ],
)
def test_what_must_not_be_opened_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        read_file(content)


def test_a_gzip_bomb_stops_at_the_limit() -> None:
    import gzip

    bomb = gzip.compress(b" " * 120_000_000)
    assert len(bomb) < 200_000
    with pytest.raises(FileRefused, match="phá máy"):
        read_file(bomb)


def test_a_workbook_of_somebody_else_is_not_ours() -> None:
    book = Workbook()
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(FileRefused, match="không có bảng “Thủ tục”"):
        read_file(target.getvalue())


def test_files_of_every_kind_give_the_same_records() -> None:
    import gzip

    other = copy.deepcopy(RECORD) | {"MATTHC": "1.999002"}
    records = [RECORD, other]
    lines = b"\n".join(json.dumps(record).encode() for record in records)
    array = json.dumps(records).encode()
    for content in (
        lines,
        array,
        gzip.compress(lines),
        b"\xef\xbb\xbf" + array,
        json.dumps({"data": records}).encode(),
    ):
        read = read_file(content)
        assert [found.record for found in read.found] == records
        assert read.problems == []
    bad = read_file(lines + b"\n{oops\n" + json.dumps(RECORD).encode() + b"\n" + json.dumps({"MATTHC": "x"}).encode())
    assert [(problem.line, problem.code) for problem in bad.problems] == [
        (3, "not-json"),
        (5, "bad-shape"),
        (5, "bad-shape"),
        (4, "twice"),
    ]
