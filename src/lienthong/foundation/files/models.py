"""Stored files (tệp). The bytes that were given never change; what the server makes of them is another file."""

import uuid

from django.db import models

from lienthong.kit import clock
from lienthong.kit.ids import new_id


class StoredFile(models.Model):
    """One immutable file. Its bytes lie in Django's storage under `path`; `sha256` is theirs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("tên tệp", max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField("số byte")
    sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    path = models.CharField(max_length=200)
    is_signed = models.BooleanField(
        "mang chữ ký số", null=True, help_text="có hay không; đúng hay sai thì việc kiểm tra trả lời"
    )
    purpose = models.SlugField(max_length=40, help_text="paper, result, receipt, thumbnail…")
    made_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="made_into")
    uploaded_by = models.ForeignKey(
        "accounts.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.name} ({uuid.UUID(str(self.id))})"
