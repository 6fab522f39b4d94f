"""What the office found of each answer and each paper while it examined a dossier (đối chiếu)."""

from django.db import models

from lienthong.domain.dossiers.choices import MatchedKind, Verdict
from lienthong.kit import clock


class Matching(models.Model):
    """One answer or one paper, compared: with what, what came of it, who says so. A later word replaces an earlier one; the record keeps both."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="matchings")
    kind = models.CharField(max_length=6, choices=MatchedKind.choices)
    key = models.CharField("câu hỏi, giấy tờ", max_length=80)
    name = models.CharField(max_length=300)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    note = models.CharField("ghi chú, sai gì", max_length=500, blank=True)
    checked_at = models.DateTimeField(default=clock.now)
    checked_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    checked_by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["id"]
        verbose_name = "đối chiếu"
        constraints = [models.UniqueConstraint(fields=["dossier", "kind", "key"], name="matched_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict}"
