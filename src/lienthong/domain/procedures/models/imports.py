"""A catalogue file that was tried and perhaps imported (lần nhập danh mục)."""

import uuid

from django.db import models

from lienthong.domain.procedures.choices import ImportState
from lienthong.kit import clock


class CatalogueImport(models.Model):
    """A file after its trial run: what it would do, and once confirmed what it did.

    `content` is the file as it came. `basis` is the fingerprint of what the trial found: when the catalogue has changed since, the
    confirmation is refused and tried anew. `report` is what `services.importing.Report` writes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField("tên tệp", max_length=200)
    content = models.BinaryField("nội dung tệp")
    size = models.PositiveIntegerField("cỡ tệp")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.TRIED)
    basis = models.CharField(max_length=64)
    report = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    made_by_name = models.CharField(max_length=160, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = "lần nhập danh mục"
        indexes = [models.Index(fields=["-made_at"], name="catalogue_import_newest")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"
