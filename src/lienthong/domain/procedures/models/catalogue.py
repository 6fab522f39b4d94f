"""Procedures and the days on which a version of them holds (thủ tục, giai đoạn áp dụng)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from lienthong.domain.procedures.choices import Origin, ProcedureStatus


class Field(models.Model):
    """A field of administration (lĩnh vực)."""

    code = models.SlugField("mã", max_length=80, unique=True)
    name = models.CharField("tên", max_length=300)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "lĩnh vực"

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """One procedure under its national code (thủ tục). What it says is in its versions; which of them holds on a day, in its periods.

    `name` and `short_name` are those of the newest version or draft, for lists of officials.
    """

    code = models.CharField("mã thủ tục", max_length=40, unique=True, help_text="Ví dụ 1.001193")
    name = models.TextField("tên")
    short_name = models.TextField("tên ngắn")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="procedures", verbose_name="lĩnh vực")
    origin = models.CharField("nguồn", max_length=10, choices=Origin.choices, default=Origin.OWN)
    is_demo = models.BooleanField("có dữ liệu minh họa", default=False)
    popularity = models.PositiveSmallIntegerField("mức được tìm nhiều", default=0)
    keywords = ArrayField(models.CharField(max_length=200), default=list, verbose_name="từ hay dùng để tìm")
    learned = ArrayField(
        models.CharField(max_length=200),
        default=list,
        verbose_name="từ người dân gõ",
        help_text="Cán bộ thêm từ danh sách tìm mà không thấy; nạp lại danh mục không làm mất",
    )

    class Meta:
        ordering = ["code"]
        verbose_name = "thủ tục"

    def __str__(self) -> str:
        return f"{self.code} {self.short_name}"


class Period(models.Model):
    """Days on which one version of a procedure stands in one status (giai đoạn áp dụng): the answer to “what holds on this day?”.

    Derived: `services.timeline` rebuilds the periods of a procedure from its decisions in the transaction of each decision, and the
    database lets no two overlap. Reading by date is therefore right at midnight without any job. What the search needs is
    copied here, so that a list is one scan; `queries.search` says how the columns are used.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="periods")
    days = DateRangeField("các ngày")
    version = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="periods")
    status = models.CharField(max_length=10, choices=ProcedureStatus.choices)
    decision = models.ForeignKey("procedures.Decision", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+")
    popularity = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(default=False)
    search_exact = models.TextField("chữ thường, có dấu", default="", editable=False)
    search_title = models.TextField("tên và từ khóa, không dấu", default="", editable=False)
    search_text = models.TextField("mọi từ tìm được, không dấu", default="", editable=False)
    search_glued = models.TextField("tên và từ khóa, viết liền", default="", editable=False)

    class Meta:
        ordering = ["procedure", "days"]
        verbose_name = "giai đoạn áp dụng"
        constraints = [
            ExclusionConstraint(
                name="one_period_a_day",
                expressions=[("procedure", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="period_of_code"),
            models.Index(fields=["-popularity", "code"], name="period_most_wanted"),
            GinIndex(OpClass("search_title", name="gin_trgm_ops"), name="period_title_trgm"),
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="period_text_trgm"),
            GinIndex(OpClass("search_glued", name="gin_trgm_ops"), name="period_glued_trgm"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.days}: {self.status}"
