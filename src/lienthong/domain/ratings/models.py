"""What people thought of a service (mức độ hài lòng)."""

from django.db import models
from django.db.models import Q

from lienthong.kit import clock


class Rating(models.Model):
    """One answer about one thing (a dossier today). One per subject and account; a later one replaces the earlier."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField("mức độ hài lòng, 1 đến 5")
    aspects = models.JSONField("các mặt chưa hài lòng", default=list)
    comment = models.TextField("ý kiến", blank=True)
    rated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "account"], name="rating_once_per_account"),
            models.CheckConstraint(condition=Q(score__gte=1) & Q(score__lte=5), name="rating_score_1_to_5"),
        ]
        indexes = [models.Index(fields=["agency", "-rated_at"])]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.score}"
