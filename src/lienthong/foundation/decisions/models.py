"""Decision tables, their versions and drafts (bảng quyết định). What a table decides about is not known here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lienthong.foundation.decisions.choices import Purpose
from lienthong.kit import clock


class DecisionTable(models.Model):
    """One table under its code (bảng quyết định). `subjects`: opaque codes of what it decides about, such as procedures."""

    code = models.SlugField("mã", max_length=80, unique=True)
    name = models.CharField("tên", max_length=200)
    description = models.CharField("bảng này trả lời câu hỏi gì", max_length=400, blank=True)
    purpose = models.CharField("dùng để", max_length=12, choices=Purpose.choices, default=Purpose.OTHER)
    subjects = ArrayField(models.CharField(max_length=40), default=list, verbose_name="áp dụng cho")
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name"]
        verbose_name = "bảng quyết định"

    def __str__(self) -> str:
        return self.name


class DecisionVersion(models.Model):
    """What a table says from `published_at` on (phiên bản). Never changed: migration 0002 has the database refuse an update.

    `content` is the JSON of `rules.table`.
    """

    table = models.ForeignKey(DecisionTable, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("số phiên bản")
    content = models.JSONField("nội dung")
    digest = models.CharField(max_length=64, help_text="SHA-256 của nội dung")
    note = models.CharField("thay đổi gì, căn cứ nào", max_length=400, blank=True)
    published_at = models.DateTimeField("ban hành lúc", default=clock.now)
    published_by = models.CharField("người ban hành", max_length=160, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["table", "number"], name="decision_version_once")]
        indexes = [models.Index(fields=["table", "-published_at"], name="decision_version_in_force")]
        verbose_name = "phiên bản bảng quyết định"

    def __str__(self) -> str:
        return f"{self.table_id} v{self.number}"


class DecisionDraft(models.Model):
    """The next version while it is written (bản đang soạn). `edits` counts saves: who saves with an old count is told.

    `replaced` keeps what another official had saved when it was overwritten knowingly: {content, by, at}.
    """

    table = models.OneToOneField(DecisionTable, on_delete=models.CASCADE, related_name="draft")
    content = models.JSONField("nội dung")
    edits = models.PositiveIntegerField("số lần lưu", default=1)
    edited_at = models.DateTimeField("lưu lúc", default=clock.now)
    edited_by = models.CharField("người lưu", max_length=160, blank=True)
    replaced = models.JSONField(null=True)

    class Meta:
        verbose_name = "bản đang soạn"

    def __str__(self) -> str:
        return f"{self.table_id} draft {self.edits}"
