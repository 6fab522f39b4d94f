"""Pictures and Word documents as PDF (chuyển thành PDF): people send what their phone makes, offices work on pages."""

import io
from pathlib import PurePosixPath

from django.db import transaction

from lienthong.foundation.files import errors
from lienthong.foundation.files.choices import IMAGES, PDF, PURPOSE_RENDITION, RENDITION_SIDES, TIFF
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.files.services.storing import read_bytes, store_bytes
from lienthong.kit import pdf
from lienthong.kit.word import DOCX, DocumentRefused


def pdf_rendition(*, file: StoredFile) -> StoredFile:
    """The file itself when it is PDF; for a picture its PDF/A-2b rendition on A4, for a TIFF its pages as they are, for a Word document
    what is read of it, made at the first call and kept.

    The original stays as it was sent; the rendition names it in `made_from`. Raises FileDamaged, FileCut.
    """
    if file.media_type not in IMAGES and file.media_type not in {TIFF, DOCX}:
        return file
    made = file.made_into.filter(purpose=PURPOSE_RENDITION).first()
    if made is not None:
        return made
    make = {TIFF: _from_tiff, DOCX: _from_word}.get(file.media_type, _from_picture)
    content = make(file)
    with transaction.atomic():
        StoredFile.objects.select_for_update().get(pk=file.pk)  # two first calls make one rendition
        made = file.made_into.filter(purpose=PURPOSE_RENDITION).first()
        return made or store_bytes(
            name=f"{PurePosixPath(file.name).stem}.pdf",
            media_type=PDF,
            content=content,
            purpose=PURPOSE_RENDITION,
            made_from=file,
            pages=None if file.media_type == DOCX else file.pages or 1,
        )


def _from_picture(file: StoredFile) -> bytes:
    from lienthong.foundation.files.services.inspection import open_picture

    picture = open_picture(file.name, file.media_type, read_bytes(file), sides=RENDITION_SIDES)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True)
    return pdf.picture(title=file.name, jpeg=out.getvalue(), wide=picture.width > picture.height)


def _from_word(file: StoredFile) -> bytes:
    from lienthong.kit.word.reading import read_document

    try:
        read = read_document(read_bytes(file))
    except DocumentRefused as refusal:
        raise errors.FileCut(file.name, "không đọc được như một tài liệu Word") from refusal
    return pdf.word({"paper": read.paper, "title": PurePosixPath(file.name).stem, "agency": ""}, images=read.images)


def _from_tiff(file: StoredFile) -> bytes:
    """Page by page, so that a stack needs the memory of one page. A page without a resolution is taken to be A4."""
    import pikepdf

    from lienthong.foundation.files.services.inspection import open_tiff

    made = pikepdf.new()
    with open_tiff(file.name, read_bytes(file)) as picture:
        for number in range(int(getattr(picture, "n_frames", 1))):
            try:
                picture.seek(number)
                frame = picture.convert(picture.mode if picture.mode in {"1", "L", "RGB"} else "RGB")
            except (OSError, SyntaxError, ValueError, EOFError):
                raise errors.FileCut(file.name, f"bị cắt hoặc hỏng ở trang {number + 1}") from None
            across, down = (float(each or 0) for each in picture.info.get("dpi", (0, 0)))
            if min(across, down) < 50:
                across = down = max(frame.size) / 11.69
            out = io.BytesIO()
            frame.save(out, "PDF", dpi=(across, down), **({} if frame.mode == "1" else {"quality": 85}))
            with pikepdf.open(out) as page:
                made.pages.extend(page.pages)
    whole = io.BytesIO()
    made.save(whole)
    return whole.getvalue()
