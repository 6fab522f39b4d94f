"""A draft of a document to be sent (dự thảo văn bản đi), its versions and appendices, for whom it is; templates of an agency."""

from django.db import models
from django.db.models import Q

from lienthong.domain.drafts.choices import OPEN_STATES, DraftState, Manner, RecipientRole
from lienthong.kit import clock
from lienthong.kit.ids import new_id
from lienthong.kit.recordkeeping import Kind, Urgency


class DraftTemplate(models.Model):
    """A template in Word of one type of document (mẫu văn bản). One of a name is in use; a new file of that name ends the one before."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("loại văn bản", max_length=4, choices=Kind.choices)
    name = models.CharField("tên mẫu", max_length=160)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    remark = models.CharField("thay đổi gì", max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField("thôi dùng lúc", null=True)
    ended_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["kind", "name", "-id"]
        verbose_name = "mẫu văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "name"], condition=Q(ended_at__isnull=True), name="draft_template_in_use_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """One document in the making. `symbol` is its notation without the number; `authority` the lines above the signature.

    `latest` is the number of its newest version, `approved_version` the one whose content was approved, `submission` how often it was
    laid before a signer.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    writer = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False)
    writer_name = models.CharField("người soạn", max_length=160)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.WRITING)
    reason = models.TextField("lý do trả lại, thôi soạn", blank=True)

    kind = models.CharField("loại văn bản", max_length=4, choices=Kind.choices, blank=True)
    abstract = models.TextField("trích yếu", blank=True)
    urgency = models.CharField("độ khẩn", max_length=12, choices=Urgency.choices, default=Urgency.NORMAL)
    symbol = models.CharField("ký hiệu", max_length=40, blank=True)
    enacting = models.CharField("thẩm quyền ban hành", max_length=200, blank=True)
    signer = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    signer_for = models.ForeignKey(
        "organizations.Position",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="ký thay, ký thừa ủy quyền của",
    )
    signer_name = models.CharField("người ký", max_length=160, blank=True)
    authority = models.JSONField("thẩm quyền ký", default=list)
    answers = models.ForeignKey(
        "correspondence.Document", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    answers_label = models.CharField("trả lời văn bản", max_length=300, blank=True)
    template = models.ForeignKey(DraftTemplate, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    latest = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    asked_at = models.DateTimeField("trình duyệt lúc", null=True)
    approved_version = models.PositiveIntegerField(null=True)
    approved_at = models.DateTimeField("duyệt lúc", null=True)
    approved_by_name = models.CharField(max_length=160, blank=True)
    submission = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField("trình ký lúc", null=True)
    submitted_by_name = models.CharField(max_length=160, blank=True)
    layout_reason = models.TextField("lý do vẫn trình khi còn lỗi thể thức", blank=True)
    document = models.ForeignKey(
        "correspondence.Document", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    notation = models.CharField("số, ký hiệu", max_length=80, blank=True)
    finished_at = models.DateTimeField("ban hành lúc", null=True)
    key = models.CharField(max_length=64, unique=True, help_text="một lần bắt đầu, một dự thảo")

    class Meta:
        verbose_name = "dự thảo"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=DraftState.SUBMITTED) | Q(signer__isnull=False, submitted_at__isnull=False),
                name="draft_submitted_to_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["writer", "-changed_at", "-id"], name="draft_of_writer"),
            models.Index(fields=["agency", "-changed_at", "-id"], name="draft_of_agency"),
            models.Index(
                fields=["agency", "department", "asked_at"],
                condition=Q(state=DraftState.AWAITING),
                name="draft_awaiting",
            ),
            models.Index(fields=["signer"], condition=Q(state=DraftState.SUBMITTED), name="draft_with_signer"),
            models.Index(fields=["answers"], condition=Q(answers__isnull=False), name="draft_answering"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.abstract[:60]}"

    @property
    def is_open(self) -> bool:
        """Still in the hands of those who write it."""
        return self.state in OPEN_STATES


class DraftVersion(models.Model):
    """One saving (bản): never changed. `content` is what was typed on the web: {"grounds", "body"}; `text` what is compared, a paragraph a line.

    `file` is the .docx or the uploaded PDF, `pdf` the print of a .docx. `notes`: what Word shows and the print does not. `findings`:
    what the layout linter said, see `kit.recordkeeping.layout`.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    manner = models.CharField(max_length=4, choices=Manner.choices)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+", db_index=False)
    pdf = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+", db_index=False)
    content = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    notes = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    remark = models.CharField("sửa gì", max_length=300, blank=True)
    written_by = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    written_by_name = models.CharField(max_length=160)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_version_numbered_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.number}"

    @property
    def error_count(self) -> int:
        """How many findings are errors."""
        return sum(1 for each in self.findings if each["severity"] == "error")

    @property
    def advice_count(self) -> int:
        """Findings that are no error."""
        return len(self.findings) - self.error_count


class DraftAppendix(models.Model):
    """A file that goes with the document (phụ lục, tài liệu kèm theo); taken out it stays in the record."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="appendices")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(default=clock.now)
    added_by_name = models.CharField(max_length=160)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "file"], condition=Q(removed_at__isnull=True), name="draft_appendix_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.place}"


class DraftRecipient(models.Model):
    """For whom a document is, in order: an agency of the province, a department, or a name outside."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="recipients")
    place = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=4, choices=RecipientRole.choices, default=RecipientRole.COPY)
    agency = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField("tên nơi nhận", max_length=240)
    purpose = models.CharField("để làm gì", max_length=60, blank=True, help_text="để b/c, để thực hiện")

    class Meta:
        ordering = ["role", "place", "id"]

    def __str__(self) -> str:
        return self.name


class DraftBasis(models.Model):
    """A document that a draft is based on (căn cứ), with the words it was known by."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="bases")
    document = models.ForeignKey(
        "correspondence.Document", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    label = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "document"], condition=Q(document__isnull=False), name="draft_based_once"
            )
        ]

    def __str__(self) -> str:
        return self.label
