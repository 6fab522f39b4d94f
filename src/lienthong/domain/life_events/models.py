"""Life events as officials edit them (sự kiện đời sống)."""

from django.db import models


class LifeEvent(models.Model):
    """One event under its address. `draft` and `published` hold an outline; people read `published` alone, null: not shown.

    Procedures are named by their national code, not by key: a code that this catalogue does not hold today is left out of the page
    and comes back with the procedure.
    """

    slug = models.SlugField("địa chỉ", unique=True, max_length=60)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    draft = models.JSONField("bản đang soạn")
    published = models.JSONField("bản đang hiện", null=True)
    edits = models.PositiveIntegerField("số lần sửa", default=0, help_text="Hai người cùng sửa: người sau được báo")
    changed_at = models.DateTimeField("sửa lúc")
    published_at = models.DateTimeField("công bố lúc", null=True)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = "sự kiện đời sống"

    def __str__(self) -> str:
        return self.slug
