"""Files that nothing refers to any more are forgotten (xóa tệp hết giá trị): the row first, the bytes later and in two steps.

Bytes are addressed by content, so other rows may share them, and somebody may store the same bytes at the very moment: they are moved aside
first, looked at again later, and only then deleted, or put back.
"""

import uuid
from collections.abc import Sequence

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from lienthong.foundation.files.adapters import content_store
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.files.services.sheets import forget_sheets


def forget_file(*, file: StoredFile) -> tuple[str, ...]:
    """Delete the row with what was made from it (thumbnails, renditions), and return their digests, the file's own first.

    Empty, and nothing changed, when anything else refers to one of them: every foreign key of every app is asked, also those that would let
    themselves be deleted along. The bytes are still there afterwards.
    """
    with transaction.atomic():
        family = list(StoredFile.objects.select_for_update().filter(pk=file.pk))
        for member in family:  # grows while it is walked: what was made from what was made
            family += member.made_into.select_for_update()
        ids = [member.pk for member in family]
        if not family or file.made_from_id is not None:
            return ()
        if any(_refers(model, field, ids) for model, field in _references()):
            return ()
        for member in reversed(family):
            member.delete()
    return tuple(dict.fromkeys(member.sha256 for member in family))


def set_content_aside(*, sha256: str) -> None:
    """Move the bytes where nobody reads them, unless a row names them; pages drawn of them go at once.

    Called after the row was forgotten and that is committed.
    """
    if not _is_named(sha256):
        forget_sheets(sha256)
        content_store.set_aside(content_store.path_of(sha256))


def put_content_back(*, sha256: str) -> bool:
    """Put bytes that were set aside back when a row names them again; says whether one does."""
    if not _is_named(sha256):
        return False
    content_store.put_back(content_store.path_of(sha256))
    return True


def drop_content(*, sha256: str) -> None:
    """Delete bytes that were set aside."""
    content_store.drop(content_store.path_of(sha256))


def _references() -> list[tuple[type[Model], str]]:
    """Every (model, field) of ours that points at stored files, also those without a way back (`related_name="+"`)."""
    return [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is StoredFile and model is not StoredFile
    ]


def _refers(model: type[Model], field: str, ids: Sequence[uuid.UUID]) -> bool:
    return model._default_manager.filter(**{f"{field}__in": ids}).exists()


def _is_named(sha256: str) -> bool:
    return StoredFile.objects.filter(sha256=sha256).exists()
