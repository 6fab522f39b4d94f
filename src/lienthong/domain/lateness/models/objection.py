"""A unit says that a charge is not its own; the level above decides (đề nghị xem xét lại phần trễ hạn)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.lateness.choices import Verdict
from lienthong.kit import clock


class Objection(models.Model):
    """One objection to one share, decided once. The share keeps its figures: `minutes` of them no longer count against the unit, and
    count against `to_agency` where one is named."""

    share = models.OneToOneField("lateness.LatenessShare", on_delete=models.CASCADE, related_name="objection")
    agency = models.ForeignKey(
        "organizations.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="đơn vị đề nghị",
        db_index=False,
    )
    reason = models.TextField("lý do")
    state = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.PENDING)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=160)
    minutes = models.PositiveIntegerField("số phút được chấp nhận", default=0)
    to_agency = models.ForeignKey(
        "organizations.Agency",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="tính cho đơn vị",
        db_index=False,
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=160, blank=True)
    note = models.TextField("ý kiến quyết định", blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "đề nghị xem xét lại"
        indexes = [
            models.Index(fields=["made_at", "id"], name="objection_waiting", condition=Q(state=Verdict.PENDING)),
            models.Index(fields=["agency", "-id"], name="objection_of_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=Verdict.GRANTED, minutes__gt=0) | (~Q(state=Verdict.GRANTED) & Q(minutes=0)),
                name="objection_grants_minutes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.share_id} {self.state}"
