"""Word templates of declarations (mẫu Word của tờ khai)."""

from django.db import models
from django.db.models import Q

from lienthong.kit import clock


class WordTemplate(models.Model):
    """A .docx with fields, for offices that want the declaration in Word. One per form holds; earlier ones stay in the record.

    `fields` are the names it uses, as they were checked when it was uploaded.
    """

    form_code = models.CharField("mã mẫu đơn", max_length=60)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=list)
    uploaded_by_name = models.CharField(max_length=160)
    uploaded_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_code"], condition=Q(retired_at__isnull=True), name="one_word_template_per_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form_code} ({self.uploaded_at:%Y-%m-%d})"
