"""What other agencies are asked for while a dossier is handled (phiếu chuyển liên thông): opinions side by side, a hand-over and back."""

from django.db import models
from django.db.models import Q

from lienthong.domain.dossiers.choices import ReferralKind, ReferralState
from lienthong.kit import clock


class Referral(models.Model):
    """One question to one agency with a deadline of its own. The clock of the dossier runs on: waiting for a colleague is no pause.

    A hand-over holds the steps of the office until the other agency has given the dossier back.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="referrals")
    kind = models.CharField(max_length=10, choices=ReferralKind.choices)
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.OPEN)
    agency = models.ForeignKey(
        "organizations.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="cơ quan được hỏi",
        db_index=False,
    )
    from_agency = models.ForeignKey(
        "organizations.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="cơ quan hỏi",
        db_index=False,
    )
    question = models.TextField("nội dung đề nghị")
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    sent_by_name = models.CharField(max_length=160)
    due_at = models.DateTimeField("trả lời trước")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    answered_by_name = models.CharField(max_length=160, blank=True)
    answer = models.TextField("nội dung trả lời", blank=True)
    answer_file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["agency", "state", "due_at", "id"], name="referral_to_agency"),
            models.Index(fields=["from_agency", "state", "due_at", "id"], name="referral_from_agency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "agency", "kind"],
                condition=Q(state=ReferralState.OPEN),
                name="referral_open_once_per_agency",
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(state=ReferralState.OPEN, kind=ReferralKind.HANDOVER),
                name="handed_over_to_one",
            ),
            models.CheckConstraint(
                condition=~Q(agency=models.F("from_agency")), name="referral_goes_to_another_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} -> {self.agency_id}"

    @property
    def is_overdue(self) -> bool:
        """Answered too late, or not yet and the deadline has passed; a recalled one never."""
        if self.state == ReferralState.RECALLED:
            return False
        return (self.answered_at or clock.now()) > self.due_at
