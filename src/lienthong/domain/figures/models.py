"""Reports of a period, their editions and cells (báo cáo số liệu, bản công bố, ô số liệu)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.figures.choices import EditionState, PeriodKind
from lienthong.domain.figures.rules.cells import COLUMNS, Key, Numbers
from lienthong.domain.figures.rules.periods import Period
from lienthong.kit import clock


class Report(models.Model):
    """The figures of one period. `compared_at`: when a reckoning last agreed with what is published."""

    kind = models.CharField("loại kỳ", max_length=10, choices=PeriodKind.choices)
    starts_on = models.DateField("từ ngày")
    ends_before = models.DateField("đến trước ngày")
    asked_at = models.DateTimeField("yêu cầu tính lúc", null=True)
    compared_at = models.DateTimeField("đối chiếu khớp lúc", null=True)

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = "báo cáo số liệu"
        constraints = [models.UniqueConstraint(fields=["kind", "starts_on"], name="report_once_a_period")]

    def __str__(self) -> str:
        return self.period.name

    @property
    def period(self) -> Period:
        """As the rules know it."""
        return Period(self.starts_on, self.ends_before, PeriodKind(self.kind))


class Edition(models.Model):
    """One reckoning of a report with what its checks found. Once published it never changes: the database refuses.

    `labels`: {"agencies": {id: [identifier, name, tier]}, "procedures": {id: [code, name, field, field name]}} as on the last day of
    the period. `checks`: [{check, passed, said, cells: [[agency, procedure, channel, is_child, difference]]}]. `faults`: [[kind, code,
    said]]. `hidden`: [[agency, procedure, column, mark]], see `rules.protecting`. `satisfaction`: {agency id: [count of each level, worst
    first]}. `lateness`: {agency id: [dossiers, working minutes]} charged to it, for information beside the balance. `digest`: SHA-256 of the period, the method and every cell by identifier and code, see `services.reckoning`.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("bản số")
    state = models.CharField(max_length=10, choices=EditionState.choices)
    method = models.CharField("cách tính", max_length=8)
    reckoned_at = models.DateTimeField("tính lúc", default=clock.now)
    digest = models.CharField(max_length=64)
    totals = models.JSONField(default=dict)
    checks = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    labels = models.JSONField(default=dict)
    hidden = models.JSONField(default=list)
    satisfaction = models.JSONField(default=dict)
    lateness = models.JSONField(default=dict)
    reason = models.TextField("lý do đính chính", blank=True)
    published_at = models.DateTimeField("công bố lúc", null=True)
    published_by_name = models.CharField("người công bố", max_length=160, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = "bản số liệu"
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["report"], condition=~Q(state=EditionState.PUBLISHED), name="edition_one_in_hand"
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.PUBLISHED, published_at__isnull=False)
                | (~Q(state=EditionState.PUBLISHED) & Q(published_at__isnull=True)),
                name="edition_published_has_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["report", "-number"], name="edition_published", condition=Q(state=EditionState.PUBLISHED)
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}, bản {self.number}"


class Cell(models.Model):
    """One row of an edition: `rules.cells.Key` and `rules.cells.Numbers`."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="cells", db_index=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey("procedures.Procedure", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    is_child = models.BooleanField(default=False)
    opening = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    moved_in = models.PositiveIntegerField(default=0)
    linked_in = models.PositiveIntegerField(default=0)
    early = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    undated = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    stopped = models.PositiveIntegerField(default=0)
    moved_out = models.PositiveIntegerField(default=0)
    linked_out = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    paused = models.PositiveIntegerField(default=0)
    spent = models.BigIntegerField("giây, cộng các hồ sơ đã giải quyết", default=0)

    class Meta:
        verbose_name = "ô số liệu"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "agency", "procedure", "channel", "is_child"], name="cell_once_an_edition"
            )
        ]
        indexes = [models.Index(fields=["edition", "procedure"], name="cell_of_procedure")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.agency_id} {self.procedure_id} {self.channel}"

    @property
    def key(self) -> Key:
        """What it counts."""
        return Key(self.agency_id, self.procedure_id, self.channel, self.is_child)

    @property
    def numbers(self) -> Numbers:
        """Its columns."""
        return Numbers(*(getattr(self, column) for column in (*COLUMNS, "spent")))
