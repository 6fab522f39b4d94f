"""What a file really is (nhận dạng và kiểm tra nội dung tệp). Pure: bytes in, facts or a refusal out."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import pikepdf
import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from lienthong.foundation.files import errors
from lienthong.foundation.files.choices import (
    ACCEPTED,
    HEIC,
    IMAGES,
    JPEG,
    MAX_NAME,
    MAX_PDF_OBJECTS,
    MAX_PDF_STREAM,
    MAX_PIXELS,
    PDF,
    PNG,
    THUMBNAIL_SIDE,
    TIFF,
    TIFF_EXTENSIONS,
    USUAL,
    Allowance,
)
from lienthong.foundation.files.services.naming import clean_name

pillow_heif.register_heif_opener()
# A small PDF may unfold to gigabytes; what we read of one (object and reference streams) never needs this much.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MAX_PDF_STREAM,
    run_length_max_memory=MAX_PDF_STREAM,
    png_max_memory=MAX_PDF_STREAM,
    doc_max_warnings=1000,
)

_PILLOW_FORMATS = {JPEG: "JPEG", PNG: "PNG", HEIC: "HEIF", TIFF: "TIFF"}
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
# Beginning of the content -> its name for people. Only what people are likely to send, or to hide.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "chương trình chạy trên Windows (EXE)"),
    (b"\x7fELF", "chương trình chạy trên máy tính (ELF)"),
    (b"#!", "tập lệnh"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén GZIP"),
    (b"\xd0\xcf\x11\xe0", "tài liệu Word hoặc Excel đời cũ (DOC, XLS)"),
    (b"{\\rtf", "tài liệu RTF"),
    (b"GIF8", "ảnh GIF"),
    (b"BM", "ảnh BMP"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"RIFF", "ảnh WEBP hoặc tệp âm thanh, video"),
    (b"ID3", "tệp âm thanh"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Facts of accepted content. `pages` is None for images; `thumbnail` is PNG, None for PDF."""

    name: str
    media_type: str
    pages: int | None
    thumbnail: bytes | None


def sniff(content: bytes) -> tuple[str, str]:
    """(media type, "") of accepted content, or ("", name of what was found in Vietnamese)."""
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t \x00")
    if head.startswith(b"%PDF-"):
        return PDF, ""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG, ""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG, ""
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return (HEIC, "") if brand in _HEIF_BRANDS else ("", "ảnh AVIF" if brand == b"avif" else "video (MOV, MP4)")
    return "", _foreign(head)


def _foreign(head: bytes) -> str:
    if head.startswith(b"PK"):
        if b"word/" in head:
            return "tài liệu Word (DOCX)"
        if b"xl/" in head:
            return "bảng tính Excel (XLSX)"
        return "tài liệu Word, Excel" if b"[Content_Types].xml" in head else "tệp nén ZIP"
    lowered = head[:200].lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body")):
        return "trang web (HTML)"
    if lowered.startswith((b"<?xml", b"<svg")):
        return "ảnh SVG" if b"<svg" in head.lower() else "tệp XML"
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            return name
    try:
        head[:512].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < 500:
            return "loại tệp không nhận ra được"
    return "văn bản thuần (TXT)"


def inspect(*, name: str, content: bytes, allowance: Allowance = USUAL) -> Inspection:
    """Accept content or raise one of the refusals of `files.errors`."""
    name = clean_name(name)
    if not content:
        raise errors.FileEmpty(name)
    if len(content) > allowance.max_bytes:
        raise errors.FileTooBig(name, len(content), allowance.max_bytes)
    media_type, foreign = sniff(content)
    if allowance.tiff and content[:4] in {b"II*\x00", b"MM\x00*"}:
        media_type = TIFF
    suffix = PurePosixPath(name).suffix.lower()
    if not media_type:
        promised = any(suffix in extensions for extensions in ACCEPTED.values())
        raise errors.FileTypeNotAccepted(name, foreign, disguised=promised, tiff=allowance.tiff)
    extensions = TIFF_EXTENSIONS if media_type == TIFF else ACCEPTED[media_type]
    if suffix not in extensions:
        # Phones name HEIC pictures .jpg and the like: take them, and let the name tell the truth.
        name = clean_name(name[: MAX_NAME - 5] + extensions[0])
    if media_type in IMAGES:
        return Inspection(name=name, media_type=media_type, pages=None, thumbnail=_thumbnail(name, media_type, content))
    if media_type == TIFF:
        return Inspection(
            name=name, media_type=media_type, pages=_frames(name, content, allowance.max_pages), thumbnail=None
        )
    return Inspection(
        name=name, media_type=media_type, pages=_pages(name, content, allowance.max_pages), thumbnail=None
    )


def _frames(name: str, content: bytes, most: int) -> int:
    """The pages of a TIFF, each looked at for its size."""
    with open_tiff(name, content) as picture:
        frames = int(getattr(picture, "n_frames", 1))
        if frames > most:
            raise errors.FileTooManyPages(name, frames, most)
        try:
            for number in range(frames):
                picture.seek(number)
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise errors.FileTooManyPixels(name, (width, height))
        except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError):
            raise errors.FileCut(name, "bị cắt giữa chừng hoặc hỏng nên không đọc được hết các trang") from None
        return frames


def open_tiff(name: str, content: bytes) -> Image.Image:
    """The TIFF, undecoded. Raises FileCut."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(io.BytesIO(content), formats=[_PILLOW_FORMATS[TIFF]])
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise errors.FileCut(name, "bị cắt giữa chừng hoặc hỏng nên không hiển thị được ảnh") from None


def open_picture(name: str, media_type: str, content: bytes, *, sides: tuple[int, int]) -> Image.Image:
    """The picture, upright, in RGB, fully decoded and no larger than `sides`. Raises FileTooManyPixels, FileCut."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd EXIF and large sizes; we judge sizes ourselves
            picture: Image.Image = Image.open(io.BytesIO(content), formats=[_PILLOW_FORMATS[media_type]])
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise errors.FileTooManyPixels(name, (width, height))
            if media_type == JPEG:
                # Decode small: reads every byte, so a cut is seen, at a fraction of the memory.
                picture.draft("RGB", sides if width >= height else sides[::-1])
            picture.load()
            picture = ImageOps.exif_transpose(picture)
            if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
                layer = picture.convert("RGBA")
                picture = Image.new("RGB", layer.size, "white")
                picture.paste(layer, mask=layer.getchannel("A"))
            picture = picture.convert("RGB")
            picture.thumbnail(sides if width < height else sides[::-1])
    except Image.DecompressionBombError:
        raise errors.FileTooManyPixels(name, None) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, RuntimeError, EOFError):
        raise errors.FileCut(name, "bị cắt giữa chừng hoặc hỏng nên không hiển thị được ảnh") from None
    return picture


def _thumbnail(name: str, media_type: str, content: bytes) -> bytes:
    picture = open_picture(name, media_type, content, sides=(THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _pages(name: str, content: bytes, most: int) -> int:
    if b"%%EOF" not in content[-2048:]:
        raise errors.FileCut(name, "thiếu phần cuối (không có dấu kết thúc %%EOF)")
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise errors.FileEncrypted(name)
            pages = len(pdf.pages)
            if pages == 0:
                raise errors.FileCut(name, "không có trang nào")
            if pages > most:
                raise errors.FileTooManyPages(name, pages, most)
            found = _active_content(pdf)
    except pikepdf.PasswordError:
        raise errors.FileEncrypted(name) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        raise errors.FileCut(name, "bị hỏng nên không đọc được cấu trúc PDF") from None
    if found:
        raise errors.FileActiveContent(name, found)
    return pages


_ACTIVE = {
    "/JavaScript": "mã JavaScript",
    "/Launch": "lệnh mở chương trình khác",
    "/ImportData": "lệnh nạp dữ liệu",
    "/Rendition": "nội dung đa phương tiện có lệnh",
}


def _active_content(pdf: pikepdf.Pdf) -> str:
    """Name of the first action that runs something, "" when there is none."""
    for number, obj in enumerate(pdf.objects):
        if number > MAX_PDF_OBJECTS:
            return "quá nhiều đối tượng để kiểm tra hết"
        for each in _dictionaries(obj, depth=0):
            action = each.get("/S")
            if (
                isinstance(action, pikepdf.Name)
                and str(action) in _ACTIVE
                and ("/Type" not in each or each.get("/Type") == "/Action")
            ):
                return _ACTIVE[str(action)]
            if "/JS" in each or "/JavaScript" in each:
                return _ACTIVE["/JavaScript"]
    return ""


def _dictionaries(obj: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """The object and its direct children; indirect ones are met by themselves."""
    if depth > 20 or not isinstance(obj, pikepdf.Object):
        return
    kind = obj._type_code
    if kind in {pikepdf.ObjectType.dictionary, pikepdf.ObjectType.stream}:
        yield obj
        children = [value for _, value in obj.items()] if kind == pikepdf.ObjectType.dictionary else []
    elif kind == pikepdf.ObjectType.array:
        children = list(obj.as_list())
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _dictionaries(child, depth + 1)
