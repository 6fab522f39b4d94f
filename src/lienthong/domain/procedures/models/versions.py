"""Versions of procedures and what a version asks for (phiên bản thủ tục).

A version is compiled from an *entry*, the whole record as it was declared (`entry`, shape in docs/guides/danh-muc-thu-tuc.md): the columns
and rows here are what programs ask for often. Shaped after the record of the national database (MATTHC, TENTTHC, LINHVUCTHUCHIEN,
CACHTHUCTHUCHIEN, THANHPHANHOSO, KETQUATHUCHIEN, CANCUPHAPLY, YEUCAU). A version never changes: a dossier points at the
version it was filed under, and migration 0002 has the database refuse an update.
"""

from django.contrib.postgres.fields import ArrayField
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
    ServiceLevel,
    Subject,
    TimeUnit,
)
from lienthong.kit import clock


class ProcedureVersion(models.Model):
    """What a procedure asks for and promises from `valid_from` on (phiên bản thủ tục). Never changed once written."""

    procedure = models.ForeignKey("procedures.Procedure", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("số phiên bản")
    valid_from = models.DateField("áp dụng từ")
    digest = models.CharField(max_length=64, help_text="SHA-256 của nội dung, để nạp lại không sinh phiên bản thừa")
    entry = models.JSONField("bản khai đầy đủ", default=dict)
    name = models.TextField("tên")
    short_name = models.TextField("tên ngắn")
    summary = models.TextField("một câu cho người dân", blank=True)
    decision = models.CharField("quyết định công bố", max_length=120, blank=True)
    tiers = models.JSONField("cấp thực hiện", help_text='{"2tier-2025": [{"tier": "xa", "agency": "UBND cấp xã"}]}')
    subjects = ArrayField(models.CharField(max_length=20, choices=Subject.choices), verbose_name="đối tượng")
    channels = ArrayField(models.CharField(max_length=10, choices=FilingChannel.choices), verbose_name="cách nộp")
    time_limit_value = models.PositiveSmallIntegerField("thời hạn", null=True)
    time_limit_unit = models.CharField(max_length=14, choices=TimeUnit.choices, blank=True)
    time_note = models.TextField(blank=True)
    dossier_sets = models.PositiveSmallIntegerField("số bộ hồ sơ", default=1)
    service_level_2022 = models.CharField(max_length=8, choices=ServiceLevel.choices, blank=True)
    service_level_2019 = models.PositiveSmallIntegerField(choices=OldServiceLevel.choices, null=True)
    conditions = ArrayField(models.TextField(), default=list, verbose_name="yêu cầu, điều kiện")
    exemptions = ArrayField(models.TextField(), default=list, verbose_name="miễn, giảm phí")
    form = models.ForeignKey(
        "eforms.Form", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="tờ khai điện tử"
    )
    workflow = models.ForeignKey(
        "workflows.Workflow", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="quy trình nội bộ"
    )
    steps = models.JSONField("các bước cho người dân đọc", default=list)
    result_name = models.TextField("kết quả", blank=True)
    result_code = models.CharField("mã kết quả", max_length=80, blank=True)
    marks = models.JSONField(default=dict, help_text='{"service_level": "M"}: mục nào là dữ liệu minh họa')
    flag_count = models.PositiveSmallIntegerField("số chỗ còn phải làm rõ", default=0)
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["procedure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(time_limit_value__gt=0) | Q(time_limit_value__isnull=True),
                name="version_time_limit_positive",
            ),
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
    code = models.CharField("mã giấy tờ", max_length=80, blank=True)
    name = models.TextField("tên giấy tờ")
    cases = ArrayField(models.CharField(max_length=60), default=list, verbose_name="trường hợp; rỗng là mọi trường hợp")
    originals = models.PositiveSmallIntegerField("bản chính", default=1)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    accepted_as = ArrayField(models.CharField(max_length=20, choices=AcceptedAs.choices))
    mode = models.CharField(max_length=8, choices=PaperMode.choices, default=PaperMode.SUBMIT)
    required = models.BooleanField("bắt buộc", default=True)
    when = models.TextField("khi nào phải có", blank=True)
    instead = models.TextField("giấy tờ thay thế", blank=True)
    sample_name = models.TextField("tên mẫu đơn", blank=True)
    sample_url = models.CharField("địa chỉ mẫu đơn", max_length=1000, blank=True)
    register = models.CharField("cơ sở dữ liệu nguồn", max_length=200, blank=True)
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
    name = models.TextField()
    amount = models.PositiveIntegerField("mức (đồng)")
    per = models.CharField("tính theo", max_length=80)
    channel = models.CharField(max_length=10, choices=FeeChannel.choices, default=FeeChannel.ANY)
    note = models.TextField(blank=True)
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
    number = models.CharField("số, ký hiệu", max_length=200, blank=True)
    title = models.TextField("trích yếu", blank=True)
    mark = models.CharField(max_length=1, choices=Mark.choices, default=Mark.SEEN)

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "legal bases"

    def __str__(self) -> str:
        return self.number
