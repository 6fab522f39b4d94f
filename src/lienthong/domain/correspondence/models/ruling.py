"""How soon a document is to be laid before and settled, who is told when it is not, and the words leaders often use."""

from django.db import models
from django.db.models import Q

from lienthong.domain.correspondence.choices import Occasion, ToldTo, Urgency
from lienthong.kit import clock


class UrgencyRule(models.Model):
    """For one urgency: working hours until it is laid before (none: the close of the next working day), working days proposed to settle it."""

    urgency = models.CharField(max_length=12, choices=Urgency.choices, unique=True)
    submit_hours = models.PositiveSmallIntegerField("trình trong số giờ làm việc", null=True)
    settle_days = models.PositiveSmallIntegerField("đề xuất hạn giải quyết, ngày làm việc")

    def __str__(self) -> str:
        return self.get_urgency_display()


class TellingRule(models.Model):
    """Who is told of what, `hours` of working time after it fell due (before it when negative)."""

    occasion = models.CharField(max_length=14, choices=Occasion.choices)
    hours = models.SmallIntegerField("sau hạn bao nhiêu giờ làm việc")
    told = models.CharField("báo cho", max_length=8, choices=ToldTo.choices)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["occasion", "hours", "told"]
        constraints = [models.UniqueConstraint(fields=["occasion", "hours", "told"], name="document_rule_once")]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} {self.hours:+d} giờ: {self.get_told_display()}"


class Telling(models.Model):
    """That somebody was told, once for each deadline. The row is written with the telling."""

    rule = models.ForeignKey(TellingRule, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey("correspondence.Document", on_delete=models.CASCADE, related_name="tellings")
    task = models.ForeignKey("correspondence.DocumentTask", null=True, on_delete=models.CASCADE, related_name="+")
    position = models.ForeignKey("organizations.Position", on_delete=models.CASCADE, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "document", "task", "position", "due_at"],
                nulls_distinct=False,
                name="told_of_a_document_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.document_id}"


class Phrase(models.Model):
    """An instruction often given (câu bút phê hay dùng): of one seat, or everybody's where there is none."""

    position = models.ForeignKey("organizations.Position", null=True, on_delete=models.CASCADE, related_name="+")
    text = models.CharField("câu bút phê", max_length=300)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["position", "text"], nulls_distinct=False, name="phrase_once_a_seat"),
            models.CheckConstraint(condition=~Q(text=""), name="phrase_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
