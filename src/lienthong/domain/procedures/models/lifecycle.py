"""What officials decide about a procedure, and what they prepare (quyết định về thủ tục, dự thảo phiên bản)."""

from django.db import models

from lienthong.domain.procedures.choices import DecisionKind, DraftPart
from lienthong.kit import clock


class Decision(models.Model):
    """One decision about one procedure (quyết định): it publishes a version, suspends, resumes or withdraws, from a date on.

    Kept for ever. One that has not taken effect may be called back (`called_back_at`) and then counts for nothing.
    """

    procedure = models.ForeignKey("procedures.Procedure", on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField("nội dung", max_length=10, choices=DecisionKind.choices)
    version = models.ForeignKey(
        "procedures.ProcedureVersion", null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.CharField("số, ký hiệu", max_length=120, blank=True, help_text="Ví dụ 512/QĐ-UBND")
    decided_on = models.DateField("ngày ký", null=True)
    effective_from = models.DateField("có hiệu lực từ")
    issuer = models.CharField("cơ quan ban hành", max_length=300, blank=True)
    reason = models.TextField("lý do", blank=True)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    made_by_name = models.CharField(max_length=160, blank=True)
    called_back_at = models.DateTimeField(null=True)
    called_back_by_name = models.CharField(max_length=160, blank=True)
    called_back_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["effective_from", "id"]
        verbose_name = "quyết định"
        indexes = [models.Index(fields=["procedure", "effective_from"], name="decision_of_procedure")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.effective_from}"


class ProcedureDraft(models.Model):
    """The next version of a procedure while it is prepared (dự thảo phiên bản tiếp theo). One at a time; the running version is not touched.

    `entry` is the whole record, `edits` counts its changes: whoever saves says which count they saw, so that nobody
    overwrites what they have not seen.
    """

    procedure = models.OneToOneField("procedures.Procedure", on_delete=models.CASCADE, related_name="draft")
    base = models.ForeignKey("procedures.ProcedureVersion", null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.JSONField()
    edits = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=clock.now)
    begun_by_name = models.CharField(max_length=160, blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name = "dự thảo phiên bản"

    def __str__(self) -> str:
        return f"{self.procedure_id}: {self.edits}"


class DraftEdit(models.Model):
    """One saved change of a draft (lần sửa): who, when, which part, what it was and what it became.

    `changes`: `[{"label": "Thời hạn", "before": "5 ngày làm việc", "after": "3 ngày làm việc"}]`.
    """

    draft = models.ForeignKey(ProcedureDraft, on_delete=models.CASCADE, related_name="history")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=12, choices=DraftPart.choices)
    at = models.DateTimeField(default=clock.now)
    by_account = models.ForeignKey("accounts.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160, blank=True)
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_edit_number_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} #{self.number} {self.part}"
