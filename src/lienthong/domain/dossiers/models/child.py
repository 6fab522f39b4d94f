"""Work of a dossier that another agency does as a dossier of its own (hồ sơ con mở từ hồ sơ gốc)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.dossiers.choices import ChildOutcome
from lienthong.kit import clock


class ChildWork(models.Model):
    """What an office asked for when it opened a child, and what came of it. The parent is `child.parent`.

    `holds`: the steps of the parent wait for it; the clock of the parent runs on, for waiting for a colleague is no pause.
    """

    child = models.OneToOneField(
        "dossiers.Dossier", primary_key=True, on_delete=models.CASCADE, related_name="child_work"
    )
    asked = models.TextField("nội dung đề nghị")
    holds = models.BooleanField("hồ sơ gốc chờ kết quả", default=False)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    opened_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    outcome = models.CharField(max_length=10, choices=ChildOutcome.choices, blank=True)
    said = models.TextField("kết quả bằng lời", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="child_work_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return str(self.child_id)

    @property
    def is_awaited(self) -> bool:
        """Whether the parent stands still for it."""
        return self.holds and self.ended_at is None
