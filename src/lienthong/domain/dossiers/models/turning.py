"""The ledger of turns from which figures are counted (biến động hồ sơ)."""

from django.db import models
from django.db.models import F, Q

from lienthong.domain.dossiers.choices import UNDECIDED_STATES, Channel, State, Timeliness
from lienthong.kit import clock


class Turn(models.Model):
    """How a dossier stood from `at` until the next turn: its state, who held it, when it was due. One row whenever one of these changed.

    Rows are added in the transaction of the act and never removed; `until` is written once, by the next turn. What was before stands
    in the row too (`was_…`, empty in the first), so that what flowed in a period and what stood at its end are counted from different
    columns and may contradict each other: that is what the balance looks for. `spent`: seconds in State.PROCESSING since the
    acceptance or the reopening. `procedure` and `channel` never change and are copied, for counting without the dossiers.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="turns", db_index=False)
    number = models.PositiveIntegerField("thứ tự")
    at = models.DateTimeField("từ lúc", default=clock.now)
    until = models.DateTimeField("đến lúc", null=True)
    verb = models.CharField("việc làm", max_length=60)
    state = models.CharField(max_length=20, choices=State.choices)
    was_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    holder = models.ForeignKey(
        "organizations.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="cơ quan đang giữ",
        db_index=False,
    )
    was_holder = models.ForeignKey(
        "organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    is_child = models.BooleanField("hồ sơ con", default=False)
    was_child = models.BooleanField(default=False)
    due_at = models.DateTimeField("hẹn trả", null=True)
    timeliness = models.CharField(max_length=10, choices=Timeliness.choices, blank=True)
    spent = models.BigIntegerField("giây đã giải quyết", default=0)
    procedure = models.ForeignKey("procedures.Procedure", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    corrected_from = models.DateTimeField("thời điểm ghi lúc đầu", null=True)
    corrected_reason = models.TextField("lý do đính chính", blank=True)
    corrected_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["dossier", "number"]
        verbose_name = "biến động hồ sơ"
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="turn_number_once")]
        indexes = [
            models.Index(fields=["at"], name="turn_by_time"),
            models.Index(fields=["at"], name="turn_backwards", condition=Q(until__lt=F("at"))),
            models.Index(fields=["until"], name="turn_standing", condition=Q(state__in=UNDECIDED_STATES)),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.number}: {self.state}"
