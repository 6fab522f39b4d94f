"""How soon a document is to be laid before and settled, who is told when it is not, and the words leaders often use."""

from django.db import models
from django.db.models import Q

from lienthong.domain.correspondence.choices import Occasion, ToldTo, Urgency
from lienthong.kit import clock


class RuleEdition(models.Model):
    """The rules of one agency from a day on (bản quy tắc); without an agency they hold for all that have none of their own.

    Never changed: another edition takes its place from its own day on. One that has not begun may be called back. `follows_common`: from
    that day on the agency has none of its own again.
    """

    agency = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    valid_from = models.DateField("áp dụng từ ngày")
    follows_common = models.BooleanField("dùng quy tắc chung", default=False)
    reason = models.CharField("lý do, căn cứ", max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by_name = models.CharField(max_length=160)
    called_back_at = models.DateTimeField(null=True)
    called_back_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name = "bản quy tắc văn bản"
        indexes = [models.Index(fields=["agency", "-valid_from", "-id"], name="rule_edition_by_day")]

    def __str__(self) -> str:
        return f"{self.agency_id or 'chung'} {self.valid_from}"


class UrgencyRule(models.Model):
    """For one urgency: working hours until it is laid before (none: the close of the next working day), working days proposed to settle it."""

    edition = models.ForeignKey(RuleEdition, on_delete=models.CASCADE, related_name="urgencies", db_index=False)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    submit_hours = models.PositiveSmallIntegerField("trình trong số giờ làm việc", null=True)
    settle_days = models.PositiveSmallIntegerField("đề xuất hạn giải quyết, ngày làm việc")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "urgency"], name="urgency_ruled_once")]

    def __str__(self) -> str:
        return self.get_urgency_display()


class TellingRule(models.Model):
    """Who is told of what, `hours` of working time after it fell due (before it when negative). Editions share these rows: what was told by
    one is not told again when the next keeps it."""

    occasion = models.CharField(max_length=14, choices=Occasion.choices)
    hours = models.SmallIntegerField("sau hạn bao nhiêu giờ làm việc")
    told = models.CharField("báo cho", max_length=8, choices=ToldTo.choices)

    class Meta:
        ordering = ["occasion", "hours", "told"]
        constraints = [models.UniqueConstraint(fields=["occasion", "hours", "told"], name="document_rule_once")]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} {self.hours:+d} giờ: {self.get_told_display()}"


class EditionTelling(models.Model):
    """That an edition tells by this rule. `since`: from which day on, without a break; deadlines before it are no news of this rule."""

    edition = models.ForeignKey(RuleEdition, on_delete=models.CASCADE, related_name="tellings", db_index=False)
    rule = models.ForeignKey(TellingRule, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()

    class Meta:
        ordering = ["rule__occasion", "rule__hours", "rule__told"]
        constraints = [models.UniqueConstraint(fields=["edition", "rule"], name="edition_tells_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.rule_id}"


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
