"""What lies before the head of the agency, and the letters that go out (đề xuất trình lãnh đạo, văn bản gửi người nộp)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.dossiers.choices import Decision, ProposalKind
from lienthong.kit import clock


class Proposal(models.Model):
    """Something that only a leader decides. `details` by kind: extend {days, old_due, new_due (once approved)}, stop {},
    supplement {lines: [{requirement_key, verdict, reason, remedy}], note}, reopen {completed_at, returned_at, result_number}."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="proposals")
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=ProposalKind.choices)
    state = models.CharField(max_length=10, choices=Decision.choices, default=Decision.PENDING)
    reason = models.TextField("lý do")
    details = models.JSONField(default=dict)
    proposed_at = models.DateTimeField(default=clock.now)
    proposed_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=160)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=160, blank=True)
    decision_note = models.TextField("ý kiến quyết định", blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["agency", "proposed_at", "id"],
                name="proposal_waiting",
                condition=Q(state=Decision.PENDING),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind"], condition=Q(state=Decision.PENDING), name="proposal_pending_once"
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(kind=ProposalKind.EXTEND, state=Decision.APPROVED),
                name="extended_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.state}"


class Letter(models.Model):
    """A form of the one-stop shop that went out (03, 04, 05), as printed; `regime` names the set of forms it belongs to."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="letters")
    form = models.CharField("mẫu số", max_length=4)
    regime = models.CharField("bộ mẫu", max_length=10)
    title = models.CharField(max_length=160)
    number = models.CharField("số", max_length=60)
    issued_at = models.DateTimeField(default=clock.now)
    issued_by_name = models.CharField(max_length=160)
    is_signed = models.BooleanField("ký số", default=False)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"
