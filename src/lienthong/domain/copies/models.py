"""Certified copies and how an office certifies them (bản sao điện tử, quy tắc của cơ quan)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.copies.choices import NOTATION, WORDS, CopyState, SignedBy
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class CopyRule(models.Model):
    """How an office certifies copies (quy tắc lập bản sao). Without a row: the office's seal, one pair of eyes, the usual words."""

    agency = models.OneToOneField("organizations.Agency", on_delete=models.CASCADE, related_name="+")
    needs_second = models.BooleanField("phải có người thứ hai đối chiếu", default=False)
    signed_by = models.CharField(max_length=8, choices=SignedBy.choices, default=SignedBy.AGENCY)
    words = models.CharField("dòng chữ trên bản sao", max_length=80, default=WORDS)
    notation = models.CharField("mẫu số, ký hiệu", max_length=60, default=NOTATION)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by_name = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.words}, {self.notation}"


class CertifiedCopy(models.Model):
    """One copy. `scan` is what was compared, never changed; `file` the signed copy, `sha256` its digest.

    `original_*` are facts of the original; `kind` its code in the vault. `number` runs without gaps for an agency and a year.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã kiểm tra", max_length=20, unique=True, help_text="BS-261126-7KQ2XM")
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=CopyState.choices)
    name = models.CharField("tên giấy tờ", max_length=300)
    kind = models.CharField("mã loại giấy tờ", max_length=120, blank=True)
    original_number = models.CharField("số bản chính", max_length=60, blank=True)
    original_issuer = models.CharField("nơi cấp bản chính", max_length=300)
    original_issued_on = models.DateField("ngày cấp bản chính", null=True)
    original_valid_to = models.DateField("bản chính có giá trị đến hết", null=True)
    reference = models.CharField("hồ sơ, bản khai", max_length=40, blank=True)
    scan = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField("số trang", default=1)
    compared_at = models.DateTimeField("đối chiếu lúc", default=clock.now)
    compared_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    compared_by_name = models.CharField("người đối chiếu", max_length=160)
    second_at = models.DateTimeField(null=True)
    second_by_name = models.CharField("người đối chiếu lần hai", max_length=160, blank=True)
    number = models.PositiveIntegerField("số", null=True)
    year = models.PositiveSmallIntegerField("năm", null=True)
    notation = models.CharField("số, ký hiệu", max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by_name = models.CharField("người ký", max_length=160, blank=True)
    signed_as = models.CharField(max_length=8, choices=SignedBy.choices, blank=True)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    reason = models.CharField("lý do không chứng thực, thu hồi", max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name = "bản sao điện tử"
        indexes = [
            models.Index(fields=["agency", "state", "-compared_at", "-id"], name="copy_of_agency"),
            models.Index(fields=["agency", "year", "number"], name="copy_register", condition=Q(number__isnull=False)),
            models.Index(fields=["sha256"], name="copy_by_digest", condition=~Q(sha256="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "number"], condition=Q(number__isnull=False), name="copy_number_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["agency", "scan"],
                condition=Q(state__in=["second", "ready", "signed"]),
                name="copy_once_of_a_scan",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CopyState.SIGNED, CopyState.REVOKED])
                | Q(file__isnull=False, number__isnull=False, signed_at__isnull=False),
                name="copy_signed_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notation or self.code} {self.name}"
