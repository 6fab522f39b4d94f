"""Pauses with their grounds, and duties that arise while handling (tạm dừng, nghĩa vụ tài chính phát sinh)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.dossiers.choices import Ground, HaltKind
from lienthong.kit import clock


class Halt(models.Model):
    """One stretch in which the clock stands still for a reason of the applicant's side, never for a delay of the office.

    A supplement request is a pause of its own kind and has its own table. `amount` in VND and `title` belong to a duty; the bank
    ends it, nobody else.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="halts")
    kind = models.CharField(max_length=10, choices=HaltKind.choices)
    ground = models.CharField("căn cứ", max_length=20, choices=Ground.choices, blank=True)
    title = models.CharField("khoản phải nộp", max_length=160, blank=True)
    amount = models.PositiveBigIntegerField("số tiền (đồng)", default=0)
    reason = models.TextField("nội dung")
    expected_until = models.DateField("dự kiến đến", null=True)
    began_at = models.DateTimeField(default=clock.now)
    began_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    began_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=160, blank=True)
    ended_note = models.TextField(blank=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at__isnull=True), name="one_open_halt"),
            models.CheckConstraint(
                condition=Q(kind=HaltKind.DUTY, amount__gt=0) | (Q(kind=HaltKind.PAUSE, amount=0) & ~Q(ground="")),
                name="halt_has_ground_or_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind}"
