"""To whom a document was given and what became of it (chuyển xử lý): a tree that begins at the clerk."""

from django.db import models
from django.db.models import F, Q

from lienthong.domain.correspondence.choices import Part, TaskState
from lienthong.kit import clock


class DocumentTask(models.Model):
    """A document with somebody: a seat, or a department whose head gives it on. The words of the giver stand in `instruction` (bút phê)."""

    document = models.ForeignKey("correspondence.Document", on_delete=models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="given_on")
    part = models.CharField(max_length=8, choices=Part.choices)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    position = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiver_name = models.CharField("người, đơn vị nhận", max_length=240)
    instruction = models.TextField("ý kiến chỉ đạo", blank=True)
    due_at = models.DateTimeField("hạn", null=True)
    given_at = models.DateTimeField(default=clock.now)
    given_by = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    given_by_name = models.CharField(max_length=160)
    proposal = models.JSONField("đề xuất của văn thư", default=dict)
    """Of a document laid before a leader: {lead, support: [..], inform: [..]} by keys of `queries.Receiver`, instruction, days."""
    seen_at = models.DateTimeField("mở xem lúc", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=160, blank=True)
    result = models.TextField("kết quả, hoặc lý do trả lại, thu hồi", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "parent"],
                condition=Q(part=Part.LEAD, state=TaskState.OPEN),
                nulls_distinct=False,
                name="one_leads_a_document",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=True) ^ Q(department__isnull=True), name="task_lies_with_one"
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN) ^ Q(ended_at__isnull=False), name="ended_task_has_its_time"
            ),
        ]
        indexes = [
            models.Index(
                "position",
                F("due_at").asc(nulls_last=True),
                "id",
                condition=Q(state=TaskState.OPEN, position__isnull=False),
                name="task_open_of_seat",
            ),
            models.Index(
                "department",
                F("due_at").asc(nulls_last=True),
                "id",
                condition=Q(state=TaskState.OPEN, department__isnull=False),
                name="task_open_of_department",
            ),
            models.Index("due_at", "id", condition=Q(state=TaskState.OPEN), name="task_open_by_due"),
            # What a seat settled lately: for who stands in for it, and for its own list of what is done.
            models.Index(
                fields=["position", "-ended_at", "-id"],
                condition=Q(ended_at__isnull=False, position__isnull=False),
                name="task_ended_of_seat",
            ),
            models.Index(
                fields=["department", "-ended_at", "-id"],
                condition=Q(ended_at__isnull=False, department__isnull=False),
                name="task_ended_of_department",
            ),
            models.Index(fields=["position", "document"], name="task_of_seat"),
            models.Index(fields=["department", "document"], name="task_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.receiver_name}"

    @property
    def is_overdue(self) -> bool:
        """Ended after its deadline, or still open when it has passed. To be informed has none."""
        return self.due_at is not None and (self.ended_at or clock.now()) > self.due_at


class Opinion(models.Model):
    """What somebody who holds the document says of it (ý kiến); nothing said is taken back, one may say more."""

    document = models.ForeignKey("correspondence.Document", on_delete=models.CASCADE, related_name="opinions")
    task = models.ForeignKey(DocumentTask, null=True, on_delete=models.SET_NULL, related_name="opinions")
    text = models.TextField()
    by = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=clock.now)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.text[:40]}"


class PrivateNote(models.Model):
    """A note that only its writer reads (ghi chú riêng)."""

    document = models.ForeignKey("correspondence.Document", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "account"], name="one_private_note_each")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.document_id}"
