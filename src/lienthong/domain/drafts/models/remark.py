"""What is said of a draft (góp ý, ý kiến): comments at a paragraph, opinions asked of people and departments."""

from django.db import models
from django.db.models import F, Q

from lienthong.domain.drafts.choices import Handling, OpinionState, Verdict
from lienthong.kit import clock


class DraftComment(models.Model):
    """A comment on a version (góp ý); `paragraph` is the line of its text, from 0, with how it read in `quote`. Settled, never erased."""

    draft = models.ForeignKey("drafts.Draft", on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey("drafts.DraftVersion", on_delete=models.CASCADE, related_name="comments")
    paragraph = models.PositiveIntegerField(null=True)
    quote = models.CharField(max_length=300, blank=True)
    text = models.TextField("góp ý")
    by = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=clock.now)
    answer = models.TextField("trả lời", blank=True)
    resolved_at = models.DateTimeField("xong lúc", null=True)
    resolved_by_name = models.CharField(max_length=160, blank=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["draft", "resolved_at"], name="draft_comments_open")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.text[:40]}"


class DraftOpinion(models.Model):
    """An opinion asked for. Those of one `turn` are asked side by side; the next turn begins when all of the one before have said theirs.

    `days` is the limit in working days from when the turn began.
    """

    draft = models.ForeignKey("drafts.Draft", on_delete=models.CASCADE, related_name="opinions")
    version = models.ForeignKey("drafts.DraftVersion", null=True, on_delete=models.CASCADE, related_name="opinions")
    turn = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=OpinionState.choices)
    position = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_name = models.CharField("hỏi ai", max_length=240)
    question = models.TextField("nội dung cần ý kiến", blank=True)
    days = models.PositiveSmallIntegerField("số ngày làm việc", default=2)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by_name = models.CharField(max_length=160)
    due_at = models.DateTimeField("hạn cho ý kiến", null=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    text = models.TextField("ý kiến", blank=True)
    given_at = models.DateTimeField(null=True)
    given_by_name = models.CharField(max_length=160, blank=True)
    handling = models.CharField(max_length=10, choices=Handling.choices, blank=True)
    handling_text = models.TextField("tiếp thu, giải trình", blank=True)
    handled_at = models.DateTimeField(null=True)
    handled_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["turn", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__isnull=True) ^ Q(department__isnull=True), name="opinion_asked_of_one"
            ),
            models.CheckConstraint(
                condition=Q(state=OpinionState.GIVEN) ^ Q(given_at__isnull=True), name="opinion_given_has_its_time"
            ),
        ]
        indexes = [
            models.Index(
                "position",
                F("due_at").asc(nulls_last=True),
                condition=Q(state=OpinionState.OPEN, position__isnull=False),
                name="opinion_open_of_seat",
            ),
            models.Index(
                "department",
                F("due_at").asc(nulls_last=True),
                condition=Q(state=OpinionState.OPEN, department__isnull=False),
                name="opinion_open_of_dept",
            ),
            models.Index(fields=["position", "draft"], name="opinion_of_seat"),
            models.Index(fields=["department", "draft"], name="opinion_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_name}: {self.get_state_display()}"

    @property
    def is_overdue(self) -> bool:
        """Given after its deadline, or still to be given when it has passed."""
        return self.due_at is not None and (self.given_at or clock.now()) > self.due_at
