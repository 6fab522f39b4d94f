"""Taking files in and giving their bytes back (lưu tệp, đọc tệp)."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import errors
from lienthong.foundation.files.adapters import content_store
from lienthong.foundation.files.choices import PDF, PURPOSE_THUMBNAIL, USUAL, Allowance
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.files.services.naming import clean_name
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor


def store_upload(
    *, actor: Actor, upload: "UploadedFile[Any]", purpose: str, allowance: Allowance = USUAL
) -> StoredFile:
    """Check what a person sent and keep it unchanged; a picture also gets a thumbnail.

    Raises the refusals of `files.errors`. The result's `sha256`, `size` and `pages` are what the page confirms to the sender.
    """
    # Looking into files loads three image and PDF libraries; a process that only serves pages never does.
    from lienthong.foundation.files.services.inspection import inspect

    name = clean_name(upload.name or "")
    if upload.size is not None and upload.size > allowance.max_bytes:
        raise errors.FileTooBig(name, upload.size, allowance.max_bytes)
    upload.seek(0)
    facts = inspect(name=name, content=(content := upload.read()), allowance=allowance)
    with transaction.atomic():
        stored = _store(
            name=facts.name,
            media_type=facts.media_type,
            content=content,
            purpose=purpose,
            actor=actor,
            pages=facts.pages,
            made_from=None,
        )
        if facts.thumbnail is not None:
            store_bytes(
                name=f"{facts.name}.png",
                media_type="image/png",
                content=facts.thumbnail,
                purpose=PURPOSE_THUMBNAIL,
                actor=actor,
                made_from=stored,
            )
        audit.record(
            actor=actor,
            verb="store_upload",
            subject_type="file",
            subject_id=stored.id,
            details={"name": stored.name, "size": stored.size, "sha256": stored.sha256},
        )
    return stored


def store_bytes(
    *,
    name: str,
    media_type: str,
    content: bytes,
    purpose: str,
    actor: Actor = SYSTEM,
    made_from: StoredFile | None = None,
    pages: int | None = None,
) -> StoredFile:
    """Keep bytes the platform itself made (receipts, results, renditions). Not inspected: they are ours."""
    with transaction.atomic():
        return _store(
            name=clean_name(name),
            media_type=media_type,
            content=content,
            purpose=purpose,
            actor=actor,
            pages=pages,
            made_from=made_from,
        )


def read_bytes(file: StoredFile) -> bytes:
    """The bytes exactly as given. Raises FileDamaged when the storage lost or changed them."""
    try:
        content = content_store.get(file.path)
    except FileNotFoundError:
        raise errors.FileDamaged(file_id=str(file.id)) from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise errors.FileDamaged(file_id=str(file.id))
    return content


def _store(
    *,
    name: str,
    media_type: str,
    content: bytes,
    purpose: str,
    actor: Actor,
    pages: int | None,
    made_from: StoredFile | None,
) -> StoredFile:
    # Bytes first, row second: after a rollback there may be bytes nobody names, never a name without bytes.
    sha256, path = content_store.put(content)
    return StoredFile.objects.create(
        name=name,
        is_signed=media_type == PDF and b"/ByteRange" in content and b"/Sig" in content,
        media_type=media_type,
        size=len(content),
        sha256=sha256,
        pages=pages,
        path=path,
        purpose=purpose,
        made_from=made_from,
        uploaded_by_id=actor.account_id,
        created_at=clock.now(),
    )
