"""One complete list of defects (phiếu yêu cầu bổ sung, hoàn thiện hồ sơ; mẫu 02)."""

from django.db import models

from lienthong.domain.dossiers.choices import Verdict
from lienthong.kit import clock


class SupplementRequest(models.Model):
    """A request that judges every requirement of the dossier at once."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="supplement_requests")
    number = models.PositiveSmallIntegerField("lần")
    requested_at = models.DateTimeField(default=clock.now)
    requested_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    requested_by_name = models.CharField(max_length=160)
    answer_before = models.DateTimeField("bổ sung trước")
    note = models.TextField(blank=True)
    allowed_by_name = models.CharField(
        "lãnh đạo cho phép nêu thêm",
        max_length=160,
        blank=True,
        help_text="khi phiếu nêu cả giấy tờ lần trước đã hợp lệ và không thay đổi",
    )
    answered_at = models.DateTimeField(null=True)
    postmark = models.DateField("ngày trên dấu bưu điện", null=True, help_text="khi giấy tờ bổ sung đến qua bưu chính")
    tracking = models.CharField("số hiệu bưu gửi", max_length=40, blank=True)
    counted_day = models.DateField("ngày tính là đã bổ sung", null=True, help_text="theo quy tắc của ngày nhận")
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="supplement_number_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.number}"

    @property
    def in_time(self) -> bool | None:
        """Whether it was answered before the deadline, by the day that counts; None while it is open."""
        if self.answered_at is None:
            return None
        if self.counted_day is None:
            return self.answered_at <= self.answer_before
        return self.counted_day <= self.answer_before.astimezone(clock.VIETNAM).date()


class SupplementLine(models.Model):
    """What was found of one requirement, and how to mend it."""

    request = models.ForeignKey(SupplementRequest, on_delete=models.CASCADE, related_name="lines")
    requirement_key = models.SlugField(max_length=60)
    requirement_name = models.CharField(max_length=300)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField("lý do", blank=True)
    remedy = models.TextField("cách hoàn thiện", blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.requirement_name}: {self.verdict}"
