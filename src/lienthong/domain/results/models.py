"""Templates of results (mẫu kết quả): .docx files with fields, kept by an agency for the results it gives."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from lienthong.domain.results.choices import TemplateState
from lienthong.kit import clock


class TemplateQuerySet(models.QuerySet["ResultTemplate"]):
    def used_on(self, day: date) -> "TemplateQuerySet":
        """Published, begun and not ended on `day`; of several versions of one name the caller takes the latest."""
        return self.filter(
            Q(used_until__isnull=True) | Q(used_until__gte=day), state=TemplateState.PUBLISHED, used_from__lte=day
        )

    def named(self, agency_id: int | None, procedure_id: int, name: str) -> "TemplateQuerySet":
        """Every version of one template; None for the whole province."""
        rows = self.filter(procedure_id=procedure_id, name=name)
        return rows.filter(agency__isnull=True) if agency_id is None else rows.filter(agency_id=agency_id)


class ResultTemplate(models.Model):
    """One version of a template of one result of one procedure (một bản mẫu).

    Without an agency it serves the whole province. `fields` are the names it uses; `inputs` are texts it asks from whoever drafts:
    [{name, label, text}], `text` being what stands there to begin with; `notes` what Word shows and the print does not. Two officials:
    one proposes, another publishes. Versions are never changed: a draft names the one it was made from.
    """

    agency = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    procedure = models.ForeignKey("procedures.Procedure", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("tên kết quả", max_length=200)
    notation = models.CharField("ký hiệu", max_length=30, blank=True, help_text="GXN-UBND; trống thì dùng dãy số chung")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=list)
    inputs = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=TemplateState.choices, default=TemplateState.PROPOSED)
    used_from = models.DateField("dùng từ ngày")
    used_until = models.DateField("dùng đến hết ngày", null=True)
    proposed_at = models.DateTimeField(default=clock.now)
    proposed_by = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=160)
    remark = models.CharField("thay đổi gì, căn cứ", max_length=300, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    judged_by_name = models.CharField(max_length=160, blank=True)
    reason = models.CharField("lý do không công bố", max_length=300, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "procedure", "name"], name="result_template_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "procedure", "name"],
                condition=Q(state=TemplateState.PROPOSED),
                nulls_distinct=False,
                name="one_result_template_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state=TemplateState.PUBLISHED)
                | (Q(judged_by__isnull=False) & ~Q(judged_by=F("proposed_by"))),
                name="result_template_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.proposed_at:%Y-%m-%d})"
