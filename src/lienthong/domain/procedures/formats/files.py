"""Reading whatever file a catalogue comes in (đọc tệp danh mục): JSON, JSON lines, either packed with gzip, CSV of the national list, workbook.

Nothing here knows the database. A file that cannot be read at all raises FileRefused; a row that cannot be read becomes a Problem.
"""

import csv
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from lienthong.domain.procedures.errors import FileRefused
from lienthong.domain.procedures.formats import entry_shape, national_shape
from lienthong.domain.procedures.formats.problems import MOST_PROBLEMS, Problem
from lienthong.domain.procedures.formats.sheets import PROCEDURES
from lienthong.domain.procedures.formats.workbook_safety import LARGEST_FILE, LARGEST_UNPACKED
from lienthong.kit.text_vi import shown

MOST_PROCEDURES: Final = 20_000
JSON_TITLE: Final = "JSON"
CSV_TITLE: Final = "CSV"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One procedure of a file. `record`: the national record or our entry. `partial`: a workbook or list that leaves parts out."""

    sheet: str
    line: int
    record: dict[str, Any]
    is_national: bool
    keeps_rest: bool = False

    @property
    def code(self) -> str:
        """National code, as cleaned."""
        return str(self.record["MATTHC" if self.is_national else "code"]).strip()


@dataclass(slots=True)
class ReadFile:
    """`found` in the order of the file; `fields`: names of fields the file brings, {code, name}; `read`: rows looked at."""

    kind: str
    found: list[Found] = field(default_factory=list)
    fields: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: int = 0


def read_file(content: bytes, *, name: str = "") -> ReadFile:
    """Procedures of the file. Raises FileRefused with a sentence."""
    if not content.strip():
        raise FileRefused("Tệp rỗng. Chọn lại tệp danh mục.")
    if len(content) > LARGEST_FILE:
        raise FileRefused(f"Tệp nặng quá {LARGEST_FILE >> 20} MB. Nén gzip hoặc chia danh mục thành nhiều tệp.")
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        return _workbook(content)
    if content[:2] == b"\x1f\x8b":
        content = _unpacked(content)
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in {b"[", b"{"}:
        found = _lines(text) if _is_lines(text) else _document(text)
    elif b"code,name" in text[:200].lower() or name.lower().endswith(".csv"):
        found = _list(text)
    else:
        raise FileRefused(
            "Không nhận ra dạng tệp. Nhập tệp Excel (.xlsx), JSON, JSON theo dòng (.jsonl), hoặc bản nén .gz của chúng."
        )
    _refuse_twins(found)
    return found


def _workbook(content: bytes) -> ReadFile:
    # The spreadsheet library is loaded when a spreadsheet comes.
    from lienthong.domain.procedures.formats.workbook_reading import read_workbook

    entries, problems = read_workbook(content)
    read = ReadFile(kind="xlsx", problems=problems, read=len(entries))
    for line, entry in entries:
        _take(read, PROCEDURES.title, line, entry, keeps_rest=True)
    return read


def _unpacked(content: bytes) -> bytes:
    """Gunzip, stopping at the limit whatever the file says of its size."""
    out: list[bytes] = []
    size = 0
    try:
        while content:
            engine = zlib.decompressobj(wbits=31)
            piece = engine.decompress(content, LARGEST_UNPACKED - size + 1)
            size += len(piece)
            if size > LARGEST_UNPACKED or engine.unconsumed_tail:
                raise FileRefused(
                    f"Tệp nén giải ra hơn {LARGEST_UNPACKED >> 20} MB: quá lớn hoặc được nén để phá máy. Chia danh mục thành nhiều tệp."
                )
            if not engine.eof:
                raise FileRefused("Tệp nén bị cắt ngang. Tải lại tệp rồi nhập.")
            out.append(piece)
            content = engine.unused_data
    except zlib.error as error:
        raise FileRefused("Tệp nén bị hỏng. Tải lại tệp rồi nhập.") from error
    return b"".join(out)


def _is_lines(text: bytes) -> bool:
    first, _, rest = text.partition(b"\n")
    if not (first.startswith(b"{") and rest.strip()):
        return False
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return True


def _lines(text: bytes) -> ReadFile:
    read = ReadFile(kind="jsonl")
    for line, said in enumerate(text.split(b"\n"), start=1):
        if not said.strip():
            continue
        try:
            value = orjson.loads(said)
        except orjson.JSONDecodeError as error:
            read.read += 1
            _add(
                read,
                JSON_TITLE,
                line,
                "",
                "not-json",
                shown(said[:60].decode("utf-8", "replace")),
                f"Dòng không phải JSON: {_where(error)}.",
                "",
            )
            continue
        _take(read, JSON_TITLE, line, value)
    return read


def _document(text: bytes) -> ReadFile:
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise FileRefused(f"Tệp không phải JSON đúng: {_where(error)}. Xuất lại tệp, bảng mã UTF-8.") from error
    read = ReadFile(kind="json")
    for place, value in enumerate(_rows_of(data, read), start=1):
        _take(read, JSON_TITLE, place, value)
    return read


def _rows_of(data: Any, read: ReadFile) -> list[Any]:
    """The rows of an array, of our catalogue, of an answer of the national service (`data`, `result`…), or one record."""
    if isinstance(data, list):
        return data
    if "procedures" in data:
        fields = data.get("fields") or []
        read.fields = [
            {"code": str(row["code"]), "name": str(row["name"])}
            for row in fields
            if isinstance(row, dict) and isinstance(row.get("code"), str) and isinstance(row.get("name"), str)
        ]
        return data["procedures"] if isinstance(data["procedures"], list) else [data["procedures"]]
    if "MATTHC" in data or "code" in data:
        return [data]
    for name in ("data", "result", "results", "items", "DANHSACH"):
        if isinstance(data.get(name), list):
            return list(data[name])
    raise FileRefused(
        "Tệp JSON không có thủ tục nào. Cần một danh sách các bản ghi (MATTHC, TENTTHC…), hoặc tệp danh mục có “procedures”."
    )


def _list(text: bytes) -> ReadFile:
    """The list of codes (code, name, issued_by, carried_out_by, field) as CSV: names and fields alone, the rest of a procedure stays."""
    read = ReadFile(kind="csv")
    try:
        rows = csv.DictReader(io.StringIO(text.decode("utf-8")))
        for row in rows:
            record = {
                "MATTHC": (row.get("code") or "").strip(),
                "TENTTHC": row.get("name") or "",
                "LINHVUCTHUCHIEN": [{"MALINHVUC": "", "TENLINHVUC": row.get("field") or ""}],
                "COQUANTHUCHIEN": [{"TENDONVI": row.get("carried_out_by") or "", "MADONVI": ""}],
            }
            _take(read, CSV_TITLE, rows.line_num, record, keeps_rest=True)
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileRefused(
            "Tệp CSV không đọc được. Lưu lại dạng CSV UTF-8 có dòng tiêu đề code,name,issued_by,carried_out_by,field."
        ) from error
    return read


def _take(read: ReadFile, sheet: str, line: int, value: Any, *, keeps_rest: bool = False) -> None:
    if sheet != PROCEDURES.title:
        read.read += 1
    if read.read > MOST_PROCEDURES:
        raise FileRefused(f"Tệp có hơn {MOST_PROCEDURES} thủ tục; cả nước có chưa tới 6.000. Chia thành nhiều tệp.")
    is_national = isinstance(value, dict) and "MATTHC" in value
    check = national_shape.problems_of if is_national else entry_shape.problems_of
    wrong = check(value)
    code = str(value.get("MATTHC") or value.get("code") or "")[:40] if isinstance(value, dict) else ""
    for place, found, sentence in wrong:
        _add(read, sheet, line, place, "bad-shape", found, sentence, code)
    if not wrong:
        # A national record that leaves a part out says nothing of it; an empty list says that there is none.
        read.found.append(
            Found(sheet=sheet, line=line, record=value, is_national=is_national, keeps_rest=keeps_rest or is_national)
        )


def _add(
    read: ReadFile, sheet: str, line: int, column: str, code: str, value: str, message: str, procedure: str
) -> None:
    if len(read.problems) < MOST_PROBLEMS:
        read.problems.append(
            Problem(sheet=sheet, line=line, column=column, code=code, value=value, message=message, procedure=procedure)
        )


def _refuse_twins(read: ReadFile) -> None:
    """A code that stands twice: which of them is meant is not for us to say."""
    first: dict[str, Found] = {}
    for found in list(_twins(read.found, first)):
        _add(read, found.sheet, found.line, "MATTHC", "twice", found.code,
             f"Mã này đã có ở dòng {first[found.code].line}. Giữ một bản ghi cho mỗi thủ tục.", found.code)  # fmt: skip
        read.found.remove(found)


def _twins(rows: list[Found], first: dict[str, Found]) -> Iterator[Found]:
    for found in rows:
        if found.code in first:
            yield found
        first.setdefault(found.code, found)


def _where(error: orjson.JSONDecodeError) -> str:
    return f"dòng {error.lineno}, cột {error.colno}"
