"""How agencies change (sắp xếp cơ quan): the plan, and what remains of it when it has been carried out.

An agency that ends keeps its row: what it decided is read under its name. What is still open goes to its successor.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lienthong.foundation.organizations.choices import ReorganizationKind, ReorganizationState
from lienthong.foundation.organizations.models.tree import Agency
from lienthong.kit import clock


class Reorganization(models.Model):
    """One decision on agencies (sắp xếp): a draft until it is carried out or called back.

    places  a split: where each part goes, by the order of the successor
            {"departments": {"12": 1}, "seats": {"34": 0}, "fields": {"dat-dai": 1}}; what is not named goes to the first
    report  what was done: {"counts": [["hồ sơ đang giải quyết", 1000], …], "seats": [["Lê Văn Dũng", "Chuyên viên", "Xã A", "Xã B"], …]}
    """

    kind = models.CharField("hình thức", max_length=8, choices=ReorganizationKind.choices)
    state = models.CharField(max_length=12, choices=ReorganizationState.choices, default=ReorganizationState.DRAFT)
    sources = models.ManyToManyField(Agency, related_name="+", verbose_name="cơ quan được sắp xếp")
    effective_on = models.DateField("có hiệu lực từ ngày")
    decision = models.CharField("số quyết định", max_length=120)
    reason = models.CharField("nội dung", max_length=300, blank=True)
    places = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    prepared_at = models.DateTimeField(default=clock.now)
    prepared_by_name = models.CharField(max_length=160, blank=True)
    ended_at = models.DateTimeField("thực hiện hoặc thu hồi lúc", null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-prepared_at", "-id"]
        verbose_name = "sắp xếp cơ quan"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReorganizationState.DRAFT, ended_at__isnull=True)
                | Q(~Q(state=ReorganizationState.DRAFT), ended_at__isnull=False),
                name="reorganization_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} theo {self.decision}"


class Successor(models.Model):
    """Who takes over in a plan (cơ quan kế thừa): an agency there is, or a new one founded when the plan is carried out.

    A rename has one successor: the agency itself under its new name.
    """

    reorganization = models.ForeignKey(Reorganization, on_delete=models.CASCADE, related_name="successors")
    order = models.PositiveSmallIntegerField(default=0)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    identifier = models.CharField("mã định danh điện tử", max_length=24, blank=True)
    name = models.CharField("tên", max_length=200, blank=True)
    short_name = models.CharField("tên ngắn", max_length=80, blank=True)

    class Meta:
        ordering = ["order"]
        verbose_name = "cơ quan kế thừa"
        constraints = [
            models.UniqueConstraint(fields=["reorganization", "order"], name="successor_order_once"),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(identifier=""), name="successor_is_known_or_founded"
            ),
        ]

    def __str__(self) -> str:
        return self.agency.short_name if self.agency is not None and not self.name else self.short_name


class Succession(models.Model):
    """Who came after whom (kế thừa), for ever. Kept closed under itself: a successor's successor has a row too, so that one look is enough.

    `fields` are the fields of administration this successor took; a main one took all that are not in `other_fields`.
    """

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    since = models.DateField("từ ngày")
    is_main = models.BooleanField(default=True)
    fields = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    other_fields = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    reorganization = models.ForeignKey(Reorganization, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "kế thừa"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="nobody_succeeds_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class FormerName(models.Model):
    """A name an agency bore (tên trước đây) until the end of a day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, db_index=True)
    until = models.DateField("đến hết ngày")

    class Meta:
        ordering = ["-until", "-id"]
        verbose_name = "tên trước đây"

    def __str__(self) -> str:
        return self.name
