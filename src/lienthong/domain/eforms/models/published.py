"""Published versions (phiên bản đã công bố). A version never changes: dossiers point at the one they were filed with."""

from django.db import models

from lienthong.kit import clock


class Form(models.Model):
    """One published version of a form.

    `schema` is JSON Schema 2020-12 of the answers: a flat object, question name -> value. `layout` says how they are asked:
    `{"pages": [{"slug", "title", "questions": [{"name", "label", "kind", "hint", "autocomplete", "when", …}]}]}`.
    """

    code = models.CharField("mã", max_length=60)
    version = models.PositiveIntegerField("phiên bản")
    title = models.CharField("tên", max_length=300)
    schema = models.JSONField("lược đồ câu trả lời")
    layout = models.JSONField("cách trình bày")
    published_at = models.DateTimeField("công bố lúc", default=clock.now)

    class Meta:
        ordering = ["code", "-version"]
        verbose_name = "mẫu đơn"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="form_version_once_per_code")]

    def __str__(self) -> str:
        return f"{self.title} (phiên bản {self.version})"
