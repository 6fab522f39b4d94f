"""Acting for another seat, and being away (ủy quyền; nghỉ, vắng mặt).

Nothing runs at midnight: whether a delegation holds is judged by its period whenever somebody asks.
"""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lienthong.foundation.organizations.choices import (
    AbsenceKind,
    DelegatedAct,
    DelegationStanding,
    DelegationState,
)
from lienthong.foundation.organizations.models.tree import Position
from lienthong.kit import clock


class Delegation(models.Model):
    """One seat lets another act on its behalf (ủy quyền): from, to, scope, period. Half-open: [begins_at, ends_at).

    acts        what may be done, of what the giver may do; rights that the giver loses meanwhile are lost here too
    procedures  codes of the procedures it is limited to; empty for all
    """

    giver = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+", verbose_name="người ủy quyền")
    receiver = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="+", verbose_name="người được ủy quyền"
    )
    acts = ArrayField(models.CharField(max_length=12, choices=DelegatedAct.choices), verbose_name="việc được ủy quyền")
    procedures = ArrayField(models.CharField(max_length=20), default=list, verbose_name="thủ tục")
    begins_at = models.DateTimeField("từ")
    ends_at = models.DateTimeField("đến")
    document = models.CharField("số văn bản ủy quyền", max_length=60, blank=True)
    reason = models.CharField("lý do", max_length=300)
    state = models.CharField(max_length=12, choices=DelegationState.choices, default=DelegationState.PENDING)
    made_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField("nhận lúc", null=True)
    ended_at = models.DateTimeField("thôi ủy quyền lúc", null=True)
    ended_by_name = models.CharField(max_length=160, blank=True)
    end_reason = models.CharField("lý do thôi ủy quyền", max_length=300, blank=True)

    class Meta:
        ordering = ["-begins_at", "-id"]
        verbose_name = "ủy quyền"
        indexes = [
            models.Index(fields=["receiver", "ends_at"], name="delegation_in_force", condition=Q(state="accepted")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="delegation_not_to_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id}, {self.begins_at:%Y-%m-%d}"

    def standing(self, at: datetime) -> DelegationStanding:
        """Where it stands at a moment, by what people said and by its period."""
        match DelegationState(self.state):
            case DelegationState.PENDING:
                return DelegationStanding.LAPSED if at >= self.ends_at else DelegationStanding.PENDING
            case DelegationState.ACCEPTED if at < self.begins_at:
                return DelegationStanding.COMING
            case DelegationState.ACCEPTED:
                return DelegationStanding.EXPIRED if at >= self.ends_at else DelegationStanding.RUNNING
            case said:
                return DelegationStanding(said.value)


class Absence(models.Model):
    """Days on which the holder of a seat is away (nghỉ, vắng mặt), both included."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField("lý do", max_length=10, choices=AbsenceKind.choices)
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    note = models.CharField("ghi chú", max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["begins_on", "id"]
        verbose_name = "vắng mặt"
        indexes = [models.Index(fields=["position", "ends_on"], name="absence_of_seat")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="absence_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.position_id}: {self.begins_on} – {self.ends_on}"
