"""Pictures as PDF (chuyển ảnh thành PDF): people send what their phone makes, offices work on pages."""

import io
from pathlib import PurePosixPath

from django.db import transaction

from lienthong.foundation.files.choices import IMAGES, PDF, PURPOSE_RENDITION, RENDITION_SIDES
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.files.services.storing import read_bytes, store_bytes
from lienthong.kit import pdf


def pdf_rendition(*, file: StoredFile) -> StoredFile:
    """The file itself when it is PDF; for a picture its PDF/A-2b rendition on A4, made at the first call and kept.

    The original stays as it was sent; the rendition names it in `made_from`. Raises FileDamaged.
    """
    from lienthong.foundation.files.services.inspection import open_picture

    if file.media_type not in IMAGES:
        return file
    made = file.made_into.filter(purpose=PURPOSE_RENDITION).first()
    if made is not None:
        return made
    picture = open_picture(file.name, file.media_type, read_bytes(file), sides=RENDITION_SIDES)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True)
    content = pdf.picture(title=file.name, jpeg=out.getvalue(), wide=picture.width > picture.height)
    with transaction.atomic():
        StoredFile.objects.select_for_update().get(pk=file.pk)  # two first calls make one rendition
        made = file.made_into.filter(purpose=PURPOSE_RENDITION).first()
        return made or store_bytes(
            name=f"{PurePosixPath(file.name).stem}.pdf",
            media_type=PDF,
            content=content,
            purpose=PURPOSE_RENDITION,
            made_from=file,
            pages=1,
        )
