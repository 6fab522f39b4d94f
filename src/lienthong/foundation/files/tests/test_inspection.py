import io
import unicodedata
import zlib

import pikepdf
import pytest
from PIL import Image

from lienthong.foundation.files import errors
from lienthong.foundation.files.choices import HEIC, JPEG, PDF, PNG
from lienthong.foundation.files.services.inspection import inspect
from lienthong.foundation.files.services.naming import clean_name


def a_pdf(pages: int = 1, **save: object) -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    pdf.save(out, **save)
    return out.getvalue()


def a_picture(kind: str, size: tuple[int, int] = (600, 400)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type", "pages"),
    [
        ("don.pdf", a_pdf(3), PDF, 3),
        ("anh.jpg", a_picture("JPEG"), JPEG, None),
        ("anh.png", a_picture("PNG"), PNG, None),
        ("IMG_0001.HEIC", a_picture("HEIF"), HEIC, None),
    ],
)
def test_it_works(name, content, media_type, pages):
    facts = inspect(name=name, content=content)
    assert (facts.media_type, facts.pages, facts.name) == (media_type, pages, name)
    assert (facts.thumbnail is None) == (media_type == PDF)


def test_a_wrong_extension_of_an_accepted_kind_is_put_right():
    assert inspect(name="IMG_1.jpg", content=a_picture("HEIF")).name == "IMG_1.jpg.heic"


def with_script() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def with_launch() -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    page.obj.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)]
    )
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def huge_png(side: int = 8_000) -> bytes:
    """A few kilobytes that would unfold to 64 million pixels."""
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()


def unfolding_pdf() -> bytes:
    """A hundred kilobytes whose one object stream would unfold to 100 MB."""
    squeezer = zlib.compressobj(9)
    parts = [squeezer.compress(b"5 0 << /Type /Catalog /Pages 2 0 R >> ")]
    parts += [squeezer.compress(b" " * (1 << 20)) for _ in range(100)]
    stream = b"".join([*parts, squeezer.flush()])
    body, at = b"%PDF-1.5\n", {}
    for number, text in (
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
        (
            4,
            b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream"
            % (len(stream), stream),
        ),
    ):
        at[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    rows = [(0, 0), (0, 0), (1, at[2]), (1, at[3]), (1, at[4]), (2, 4), (1, len(body))]
    table = b"".join(bytes([kind]) + offset.to_bytes(4, "big") + bytes(2) for kind, offset in rows)
    start = len(body)
    body += b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 2] /Root 5 0 R /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (
        len(table),
        table,
    )
    return body + b"startxref\n%d\n%%%%EOF\n" % start


@pytest.mark.parametrize(
    ("name", "content", "refusal", "says"),
    [
        ("a.pdf", b"", errors.FileEmpty, "0 byte"),
        ("a.pdf", b"MZ\x90\x00" + b"\x00" * 900, errors.FileTypeNotAccepted, "EXE"),
        ("a.pdf", b"<!DOCTYPE html><script>1</script>", errors.FileTypeNotAccepted, "HTML"),
        ("a.jpg", b"PK\x03\x04" + b"\x00" * 900, errors.FileTypeNotAccepted, "ZIP"),
        ("a.docx", b"PK\x03\x04[Content_Types].xml word/document.xml", errors.FileTypeNotAccepted, "DOCX"),
        ("a.mov", b"\x00\x00\x00\x14ftypqt  ", errors.FileTypeNotAccepted, "video"),
        ("a.svg", b"<svg xmlns='x'>", errors.FileTypeNotAccepted, "SVG"),
        ("a.pdf", a_pdf(2)[:-40], errors.FileCut, "%%EOF"),
        ("a.pdf", b"%PDF-1.7\n" + b"rubbish " * 50 + b"\n%%EOF", errors.FileCut, "không đọc được"),
        ("a.jpg", a_picture("JPEG")[:-2000], errors.FileCut, "bị cắt"),
        ("a.png", a_picture("PNG")[:-2000], errors.FileCut, "bị cắt"),
        ("a.heic", a_picture("HEIF")[:-2000], errors.FileCut, "bị cắt"),
        ("a.pdf", a_pdf(encryption=pikepdf.Encryption(owner="o", user="u")), errors.FileEncrypted, "mật khẩu"),
        ("a.pdf", a_pdf(encryption=pikepdf.Encryption(owner="o", user="")), errors.FileEncrypted, "mật khẩu"),
        ("a.pdf", with_script(), errors.FileActiveContent, "JavaScript"),
        ("a.pdf", with_launch(), errors.FileActiveContent, "chương trình"),
        ("a.pdf", a_pdf(301), errors.FileTooManyPages, "301 trang"),
        ("a.png", huge_png(), errors.FileTooManyPixels, "8000 × 8000"),
        ("b.png", huge_png(20_000), errors.FileTooManyPixels, "hơn 178 triệu"),
        ("a.pdf", unfolding_pdf(), errors.FileCut, "không đọc được"),
        ("a.pdf", b"%PDF" + bytes(20 * 1024 * 1024), errors.FileTooBig, "20,0 MB"),
    ],
)
def test_refusals_say_what_was_found(name, content, refusal, says):
    with pytest.raises(refusal) as caught:
        inspect(name=name, content=content)
    assert says in caught.value.message
    assert "Ông/bà" in caught.value.message  # the way out
    assert f"“{name}”" in caught.value.message


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        (unicodedata.normalize("NFD", "Giấy khai sinh.pdf"), "Giấy khai sinh.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Tài liệu\\đơn.pdf", "đơn.pdf"),
        ("ảnh\r\n\x00 bìa\u202egpj.exe.jpg", "ảnh bìagpj.exe.jpg"),
        ("H'Lan Ksor.pdf", "H'Lan Ksor.pdf"),
        ("...", "tep"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_names(given, clean):
    assert clean_name(given) == clean
