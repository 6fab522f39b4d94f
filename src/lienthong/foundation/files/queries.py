"""Reads of files (tra tệp). Who may see a file is decided by the app that owns the paper it belongs to."""

import uuid

from django.db import connection

from lienthong.foundation.files.choices import PURPOSE_THUMBNAIL
from lienthong.foundation.files.models import StoredFile
from lienthong.kit.errors import NotFound

__all__ = ["StoredFile", "all_uploaded_by", "get_file", "source_ids", "thumbnail_of", "thumbnails_of"]


def get_file(file_id: uuid.UUID | str) -> StoredFile:
    """The file. Raises NotFound, also for what is no identifier at all."""
    try:
        return StoredFile.objects.get(pk=uuid.UUID(str(file_id)))
    except (StoredFile.DoesNotExist, ValueError):
        raise NotFound from None


def file_with_sha256(sha256: str) -> StoredFile | None:
    """The newest stored file with exactly these bytes."""
    return StoredFile.objects.filter(sha256=sha256).order_by("-created_at").first()


def thumbnail_of(file: StoredFile) -> StoredFile | None:
    """The small PNG of a picture; None where the page shows the general icon of its type."""
    return file.made_into.filter(purpose=PURPOSE_THUMBNAIL).first()


def thumbnails_of(file_ids: list[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """File id -> id of its thumbnail, in one query; files without one are absent."""
    found = StoredFile.objects.filter(made_from_id__in=file_ids, purpose=PURPOSE_THUMBNAIL)
    return {source: made for source, made in found.values_list("made_from_id", "id") if source is not None}


def source_ids(file_id: uuid.UUID) -> list[uuid.UUID]:
    """Id of the file that this one was made from, if any: who may see a paper may see its thumbnail."""
    found = StoredFile.objects.filter(id=file_id, made_from__isnull=False).values_list("made_from_id", flat=True)
    return [source for source in found if source is not None]


# Plain SQL: every filing over the API asks it.
_OWN_FILES = "SELECT count(*) FROM files_storedfile WHERE id = ANY(%s) AND uploaded_by_id = %s"


def all_uploaded_by(*, account_id: int | None, file_ids: set[uuid.UUID]) -> bool:
    """Whether each of these files is there and was uploaded by this account."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN_FILES, [list(file_ids), account_id])
        (found,) = cursor.fetchone()
    return bool(found == len(file_ids))
