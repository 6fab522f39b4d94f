"""The content of destroyed files goes, where nothing else refers to it (xóa nội dung hồ sơ đã tiêu hủy).

Three steps, each a transaction of its own: the row of the stored file is forgotten; its bytes are set aside; a day later they are deleted. Bytes
that somebody stores again meanwhile are put back. What a register, another file or another app still refers to stays, and the row says so.
Name, size and digest always stay.
"""

from datetime import timedelta

from django.db import transaction

from lienthong.domain.archive.models import ItemContent
from lienthong.domain.archive.terms import terms
from lienthong.foundation.files import services as files
from lienthong.kit import clock

AT_ONCE = 500
ELSEWHERE = "Tệp còn ở nơi khác (sổ văn bản, hồ sơ khác, ghi chú hoặc bản in có kiểm soát) nên nội dung được giữ."


def clear_contents() -> tuple[int, int, int]:
    """One round: (set aside, kept because of others, gone). Run again it changes nothing that was done."""
    kept = 0
    for content_id in _waiting(file__isnull=False):
        with transaction.atomic():
            kept += not _forget(_locked(content_id))
    aside = 0
    for content_id in _waiting(file__isnull=True, set_aside_at__isnull=True):
        with transaction.atomic():
            content = _locked(content_id)
            for digest in content.digests:
                files.set_content_aside(sha256=digest)
            content.set_aside_at = clock.now()
            content.save(update_fields=["set_aside_at"])
            aside += 1
    gone = 0
    cut = clock.now() - timedelta(hours=int(terms()["set_aside_hours"]))
    for content_id in _waiting(set_aside_at__isnull=False):
        with transaction.atomic():
            content = _locked(content_id)
            is_due = content.set_aside_at is not None and content.set_aside_at <= cut
            wanted = [files.put_content_back(sha256=digest) for digest in content.digests]
            if is_due:
                for digest, is_back in zip(content.digests, wanted, strict=True):
                    if not is_back:
                        files.drop_content(sha256=digest)
                content.gone_at = None if wanted[:1] == [True] else clock.now()
                content.kept_because = ELSEWHERE if content.gone_at is None else ""
                content.save(update_fields=["gone_at", "kept_because"])
                gone += content.gone_at is not None
    return aside, kept, gone


def _waiting(**more: object) -> list[int]:
    rows = ItemContent.objects.filter(released_at__isnull=False, gone_at__isnull=True, kept_because="", **more)
    return list(rows.order_by("id").values_list("pk", flat=True)[:AT_ONCE])


def _locked(content_id: int) -> ItemContent:
    return ItemContent.objects.select_for_update(of=("self",)).select_related("file").get(pk=content_id)


def _forget(content: ItemContent) -> bool:
    stored = content.file
    if stored is None:
        return True  # another run was faster
    content.file = None
    content.save(update_fields=["file"])
    digests = files.forget_file(file=stored)
    if digests:
        content.digests = list(digests)
        content.save(update_fields=["digests"])
        return True
    content.file, content.kept_because = stored, ELSEWHERE
    content.save(update_fields=["file", "kept_because"])
    return False
