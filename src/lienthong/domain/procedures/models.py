"""Procedures, their versions and what a version asks for (thủ tục hành chính).

Shaped after the record of the national database (MATTHC, TENTTHC, LINHVUCTHUCHIEN, CACHTHUCTHUCHIEN, THANHPHANHOSO, KETQUATHUCHIEN,
CANCUPHAPLY, YEUCAU). A version never changes: a dossier points at the version it was filed under, and migration
0002 has the database refuse an update.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from lienthong.domain.procedures.choices import (
    AcceptedAs,
    FeeChannel,
    FeeKind,
    FilingChannel,
    Mark,
    OldServiceLevel,
    PaperMode,
    ProcedureStatus,
    ServiceLevel,
    Subject,
    TimeUnit,
)
from lienthong.kit import clock


class Field(models.Model):
    """A field of administration (lĩnh vực)."""

    code = models.SlugField("mã", unique=True)
    name = models.CharField("tên", max_length=160)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "lĩnh vực"

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """One procedure under its national code (thủ tục). The search columns are written by `services.load_catalogue` alone."""

    code = models.CharField("mã thủ tục", max_length=40, unique=True, help_text="Ví dụ 1.001193")
    name = models.CharField("tên", max_length=600)
    short_name = models.CharField("tên ngắn", max_length=160)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="procedures", verbose_name="lĩnh vực")
    status = models.CharField(max_length=10, choices=ProcedureStatus.choices, default=ProcedureStatus.ACTIVE)
    is_demo = models.BooleanField("có dữ liệu minh họa", default=False)
    popularity = models.PositiveSmallIntegerField("mức được tìm nhiều", default=0)
    keywords = ArrayField(models.CharField(max_length=80), default=list, verbose_name="từ hay dùng để tìm")
    current_version = models.ForeignKey(
        "procedures.ProcedureVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    search_exact = models.TextField("chữ thường, có dấu", default="", editable=False)
    search_title = models.TextField("tên và từ khóa, không dấu", default="", editable=False)
    search_text = models.TextField("mọi từ tìm được, không dấu", default="", editable=False)
    search_glued = models.TextField("tên và từ khóa, viết liền", default="", editable=False)

    class Meta:
        ordering = ["code"]
        verbose_name = "thủ tục"
        indexes = [
            models.Index(fields=["-popularity", "code"], name="procedure_most_wanted"),
            GinIndex(OpClass("search_title", name="gin_trgm_ops"), name="procedure_title_trgm"),
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="procedure_text_trgm"),
            GinIndex(OpClass("search_glued", name="gin_trgm_ops"), name="procedure_glued_trgm"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short_name}"


class ProcedureVersion(models.Model):
    """What a procedure asks for and promises from `valid_from` on (phiên bản thủ tục). Never changed once written."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("số phiên bản")
    valid_from = models.DateField("áp dụng từ")
    digest = models.CharField(max_length=64, help_text="SHA-256 của nội dung, để nạp lại không sinh phiên bản thừa")
    name = models.CharField("tên", max_length=600)
    short_name = models.CharField("tên ngắn", max_length=160)
    summary = models.CharField("một câu cho người dân", max_length=400)
    decision = models.CharField("quyết định công bố", max_length=80, blank=True)
    tiers = models.JSONField("cấp thực hiện", help_text='{"2tier-2025": [{"tier": "xa", "agency": "UBND cấp xã"}]}')
    subjects = ArrayField(models.CharField(max_length=20, choices=Subject.choices), verbose_name="đối tượng")
    channels = ArrayField(models.CharField(max_length=10, choices=FilingChannel.choices), verbose_name="cách nộp")
    time_limit_value = models.PositiveSmallIntegerField("thời hạn")
    time_limit_unit = models.CharField(max_length=14, choices=TimeUnit.choices)
    time_note = models.CharField(max_length=300, blank=True)
    dossier_sets = models.PositiveSmallIntegerField("số bộ hồ sơ", default=1)
    service_level_2022 = models.CharField(max_length=8, choices=ServiceLevel.choices)
    service_level_2019 = models.PositiveSmallIntegerField(choices=OldServiceLevel.choices, null=True)
    conditions = ArrayField(models.CharField(max_length=400), default=list, verbose_name="yêu cầu, điều kiện")
    exemptions = ArrayField(models.CharField(max_length=300), default=list, verbose_name="miễn, giảm phí")
    form = models.ForeignKey(
        "eforms.Form", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="tờ khai điện tử"
    )
    workflow = models.ForeignKey(
        "workflows.Workflow", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="quy trình nội bộ"
    )
    steps = models.JSONField("các bước cho người dân đọc", default=list)
    result_name = models.CharField("kết quả", max_length=300)
    result_code = models.CharField("mã kết quả", max_length=40, blank=True)
    marks = models.JSONField(default=dict, help_text='{"service_level": "M"}: mục nào là dữ liệu minh họa')
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["procedure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(time_limit_value__gt=0), name="version_time_limit_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"


class Requirement(models.Model):
    """A paper the dossier must hold (thành phần hồ sơ).

    `from_form`: the platform makes it from the electronic form, so it is never asked as a file. `from_register`: a national
    database knows it, so a person signed in with a verified identity is not asked.
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="requirements")
    order = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    name = models.CharField("tên giấy tờ", max_length=300)
    originals = models.PositiveSmallIntegerField("bản chính", default=1)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    accepted_as = ArrayField(models.CharField(max_length=20, choices=AcceptedAs.choices))
    mode = models.CharField(max_length=8, choices=PaperMode.choices, default=PaperMode.SUBMIT)
    required = models.BooleanField("bắt buộc", default=True)
    when = models.CharField("trường hợp phải có", max_length=300, blank=True)
    instead = models.CharField("giấy tờ thay thế", max_length=400, blank=True)
    register = models.CharField("cơ sở dữ liệu nguồn", max_length=120, blank=True)
    from_form = models.BooleanField(default=False)
    from_register = models.BooleanField(default=False)
    mark = models.CharField(max_length=1, choices=Mark.choices, default=Mark.SEEN)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="requirement_key_once_per_version")]

    def __str__(self) -> str:
        return self.name


class Fee(models.Model):
    """A fee or charge (phí, lệ phí). `amount` in đồng per unit.

    `quantity` is a product of terms over answers of the form, `[{"answer": "copies"}]`, each with optional `first`, `after`, `most`;
    `applies` limits the fee to answers, `{"answer": "work_type", "in": ["Nhà ở riêng lẻ"]}` or
    `{"answer": "birth_date", "older_than_days": 60}`. Both empty: one unit, always.
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="fees")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=FeeKind.choices)
    name = models.CharField(max_length=200)
    amount = models.PositiveIntegerField("mức (đồng)")
    per = models.CharField("tính theo", max_length=40)
    channel = models.CharField(max_length=10, choices=FeeChannel.choices, default=FeeChannel.ANY)
    note = models.CharField(max_length=300, blank=True)
    quantity = models.JSONField(default=list)
    applies = models.JSONField(default=dict)
    mark = models.CharField(max_length=1, choices=Mark.choices, default=Mark.SEEN)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class LegalBasis(models.Model):
    """A legal text the procedure stands on (căn cứ pháp lý)."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="legal_bases")
    order = models.PositiveSmallIntegerField()
    number = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=300, blank=True)
    mark = models.CharField(max_length=1, choices=Mark.choices, default=Mark.SEEN)

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "legal bases"

    def __str__(self) -> str:
        return self.number
