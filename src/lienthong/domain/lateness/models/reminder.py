"""Rules of telling up the line, and what was told to whom (nhắc việc, báo quá hạn theo tuyến)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lienthong.domain.lateness.choices import Answer, Measure, Moment, Receiver, Telling
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class ReminderRule(models.Model):
    """When whom. Without an agency it holds for all that have no rules of their own.

    `amount`: per cent of the limit (LEFT) or working days of eight hours (BEFORE, AFTER); 0 for OVERDUE.
    """

    agency = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.CASCADE, related_name="+", verbose_name="cơ quan"
    )
    place = models.PositiveSmallIntegerField("thứ tự")
    measure = models.CharField("tính theo", max_length=8, choices=Measure.choices)
    moment = models.CharField("thời điểm", max_length=8, choices=Moment.choices)
    amount = models.PositiveSmallIntegerField("mức", default=0)
    receivers = ArrayField(models.CharField(max_length=8, choices=Receiver.choices), verbose_name="báo cho")
    is_active = models.BooleanField("đang dùng", default=True)
    is_retired = models.BooleanField("đã bỏ", default=False, help_text="giữ lại vì đã báo cho người khác")
    changed_at = models.DateTimeField(default=clock.now)
    changed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["place", "id"]
        verbose_name = "quy tắc nhắc việc"
        constraints = [
            models.CheckConstraint(
                condition=Q(moment=Moment.OVERDUE, amount=0)
                | Q(moment=Moment.LEFT, amount__gte=1, amount__lte=99)
                | Q(moment__in=[Moment.BEFORE, Moment.AFTER], amount__gte=1),
                name="reminder_rule_amount",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.moment} {self.amount}"


class Reminder(models.Model):
    """One person told once of one dossier by one rule. `occasion` tells a reopening, an extension or a new assignment apart.

    late_by   working minutes since the rule fell due when it was found; what is late or out of hours waits for the digest of 07:00
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.ForeignKey(ReminderRule, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="+")
    step = models.ForeignKey(
        "dossiers.DossierStep", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    occasion = models.CharField(max_length=40)
    receiver = models.CharField(max_length=8, choices=Receiver.choices)
    position = models.ForeignKey(
        "organizations.Position", on_delete=models.PROTECT, related_name="+", verbose_name="người nhận", db_index=False
    )
    receiver_name = models.CharField(max_length=160)
    said = models.CharField("nội dung", max_length=200)
    due_at = models.DateTimeField("hạn")
    late_by = models.PositiveIntegerField("phút làm việc từ lúc phải báo", default=0)
    made_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=Telling.choices, default=Telling.WAITING)
    told_at = models.DateTimeField(null=True)
    answer = models.CharField("đã làm", max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=160, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "nhắc việc"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "rule", "step", "occasion", "position"],
                nulls_distinct=False,
                name="reminder_once",
            )
        ]
        indexes = [
            models.Index(fields=["position", "made_at"], name="reminder_waiting", condition=Q(state=Telling.WAITING)),
            models.Index(
                fields=["position", "-id"],
                name="reminder_to_answer",
                condition=Q(state=Telling.TOLD, answered_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.receiver} {self.state}"
