"""What is asked of a workbook before any of it is read (kiểm tra an toàn tệp Excel): sizes, macros, entities, passwords."""

import re
import zipfile
from io import BytesIO
from typing import Final

from lienthong.domain.procedures.errors import FileRefused

LARGEST_FILE: Final = 20 * 1024 * 1024
LARGEST_UNPACKED: Final = 96 * 1024 * 1024
MOST_MEMBERS: Final = 200
HIGHEST_RATIO: Final = 150
"""Sheets of text pack to a tenth or a thirtieth; only repeated nonsense packs to less than a hundredth."""
_RATIO_FROM: Final = 1024 * 1024
_PIECE: Final = 256 * 1024
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OLE: Final = b"\xd0\xcf\x11\xe0"


def check_workbook(content: bytes) -> None:
    """Raises FileRefused with a sentence; what passes is a small enough zip of XML without entities, macros or a password."""
    if len(content) > LARGEST_FILE:
        raise FileRefused(f"Tệp nặng {_mb(len(content))}, tối đa {_mb(LARGEST_FILE)}. Chia danh mục thành nhiều tệp.")
    if content[:4] == _OLE:
        raise FileRefused("Tệp đặt mật khẩu hoặc ở dạng .xls cũ. Bỏ mật khẩu, lưu lại dạng .xlsx rồi nhập.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            _check_members(packed.infolist())
            for member in packed.infolist():
                _check_text(packed, member)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise FileRefused(
            "Tệp hỏng hoặc không phải sổ Excel (.xlsx). Mở bằng phần mềm bảng tính, lưu lại dạng .xlsx rồi nhập."
        ) from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise FileRefused("Tệp nén này không phải sổ Excel (.xlsx). Tải mẫu ở trang nhập để bắt đầu.")
    if len(members) > MOST_MEMBERS:
        raise FileRefused(
            f"Tệp gồm {len(members)} phần, tối đa {MOST_MEMBERS}. Chép các bảng cần nhập sang mẫu rồi nhập."
        )
    if any(name.endswith("vbaProject.bin") for name in names):
        raise FileRefused("Tệp có macro. Lưu lại dạng .xlsx (không macro) rồi nhập.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED:
        raise FileRefused(
            f"Giải nén ra {_mb(unpacked)}, tối đa {_mb(LARGEST_UNPACKED)}: tệp quá lớn hoặc được nén để phá máy. Chia danh mục thành nhiều tệp."
        )
    for member in members:
        if member.file_size > _RATIO_FROM and member.file_size > HIGHEST_RATIO * max(1, member.compress_size):
            raise FileRefused(
                f"Phần {member.filename} nén tới {member.file_size // max(1, member.compress_size)} lần: nội dung lặp bất thường, giống tệp dùng để phá máy. "
                "Chép các bảng cần nhập sang mẫu rồi nhập."
            )


def _check_text(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Reads through, so that sizes are what the zip says, and looks for declarations that make a parser fetch or multiply."""
    if not member.filename.endswith((".xml", ".rels", ".vml")):
        return
    tail = b""
    with packed.open(member) as stream:
        first = True
        while piece := stream.read(_PIECE):
            if first and (piece[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in piece[:8]):
                raise FileRefused(
                    "Tệp dùng bảng mã lạ bên trong. Mở bằng phần mềm bảng tính, lưu lại dạng .xlsx rồi nhập."
                )
            if _DOCTYPE.search(tail + piece):
                raise FileRefused(
                    "Tệp khai báo thực thể XML, sổ Excel thật không có. Chép các bảng cần nhập sang mẫu rồi nhập."
                )
            tail, first = piece[-32:], False


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
