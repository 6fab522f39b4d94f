"""Papers for tests: a letter with a text layer, one with a password, a mail with a paper attached, a Word document."""

import io
import zipfile
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import docx
import pikepdf

from lienthong.kit import pdf

LINES = (
    "ỦY BAN NHÂN DÂN TỈNH GIA LAI",
    "Số: 1520/UBND-KGVX",
    "Gia Lai, ngày 24 tháng 11 năm 2026",
    "V/v báo cáo kết quả chuyển đổi số năm 2026",
    "Kính gửi: Ủy ban nhân dân các xã, phường",
    "Báo cáo gửi về Sở Khoa học và Công nghệ trước ngày 05/12/2026.",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Nguyễn Thị Thanh Lịch",
)


@cache
def paper(*lines: str, pages: int = 1) -> bytes:
    """A PDF of so many pages with these lines on the first."""
    return pdf.render(Path(__file__).with_name("letter.typ"), {"lines": lines or LINES, "pages": pages})


def locked(content: bytes) -> bytes:
    """The same with a password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as made:
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def word(*lines: str, macros: bool = False) -> bytes:
    """A Word document; with a macro's part when asked."""
    made, out = docx.Document(), io.BytesIO()
    for line in lines or LINES:
        made.add_paragraph(line)
    made.save(out)
    if macros:
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return out.getvalue()


def letter(
    *attached: tuple[str, bytes], number: str = "a1", subject: str = "Gửi văn bản số 1520", text: str = ""
) -> bytes:
    """A mail as an agency sends it."""
    message = EmailMessage()
    message["From"] = "Văn thư Sở Khoa học và Công nghệ <vanthu@skhcn.gialai.gov.vn>"
    message["To"] = "vanthu@pleiku.gialai.gov.vn"
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}@skhcn.gialai.gov.vn>"
    message.set_content(text or "Kính gửi Ủy ban nhân dân phường.")
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
