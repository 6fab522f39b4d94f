"""Drafts of the result, each saving kept; what was looked at before it was approved, signed or stamped; what was sent back (dự thảo kết quả)."""

from django.db import models

from lienthong.domain.dossiers.choices import DraftKind, ReturnGround
from lienthong.kit import clock


class DraftVersion(models.Model):
    """One saving of the draft (bản dự thảo). Never changed; the one with the highest number counts.

    fields    by kind. text: {about, grounds, body, recipients}, paragraphs separated by an empty line; template: {said: {field: text}},
              the values as whoever drafted left them; word: {}
    document  the .docx, for template and word; preview  the PDF that says DỰ THẢO; text  what it says, line by line, for comparing
    notes     what Word shows and the print does not
    digest    SHA-256 of what makes the content: two savings of the same are one
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="drafts", db_index=False)
    number = models.PositiveSmallIntegerField("bản thứ")
    kind = models.CharField(max_length=10, choices=DraftKind.choices)
    title = models.CharField("tên kết quả", max_length=200)
    notation = models.CharField("ký hiệu", max_length=30, blank=True)
    template = models.ForeignKey("results.ResultTemplate", null=True, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=dict)
    document = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    preview = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    notes = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    remark = models.CharField("ghi chú lần sửa", max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="draft_number_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Look(models.Model):
    """What a seat was shown of an open step before deciding (bản đã xem): the very bytes, by their digest.

    For a signature `file` is the paper as it will be signed, with `heading`, the lines above the signature, in place; the bytes signed
    begin with these. One per step and seat; opening the page again renews it.
    """

    step = models.ForeignKey("dossiers.DossierStep", on_delete=models.CASCADE, related_name="looks", db_index=False)
    position = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False)
    draft = models.ForeignKey(DraftVersion, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    heading = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    looked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "position"], name="look_once_per_step_and_seat")]

    def __str__(self) -> str:
        return f"{self.step_id} {self.sha256[:12]}"


class DraftReturn(models.Model):
    """Sent back with the reason (trả lại dự thảo): which step sent, to which step, on what ground. Counted against nobody by itself, but shown."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="draft_returns")
    draft = models.ForeignKey(DraftVersion, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    from_step = models.CharField("bước trả lại", max_length=200)
    to_step = models.CharField("trả về bước", max_length=200)
    ground = models.CharField("loại lý do", max_length=12, choices=ReturnGround.choices)
    reason = models.TextField("lý do")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.ground}"
