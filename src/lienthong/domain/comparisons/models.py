"""Runs of the comparison and the differences they found (lần đối soát, khác biệt)."""

from django.db import models

from lienthong.domain.comparisons.choices import Against, Mender, Part, RunState, State, Trigger
from lienthong.kit import clock


class Run(models.Model):
    """One comparison. `national` and `portal` are sentences about the other side: empty when all was read."""

    trigger = models.CharField(max_length=10, choices=Trigger.choices)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by_name = models.CharField(max_length=160, blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField("đã đọc", default=0)
    total = models.PositiveIntegerField("phải đọc", default=0)
    compared = models.PositiveIntegerField("số thủ tục đã đối soát", default=0)
    national = models.TextField("tình trạng CSDL quốc gia", blank=True)
    portal = models.TextField("tình trạng cổng", blank=True)
    differing = models.PositiveIntegerField("số khác biệt", default=0)
    open = models.PositiveIntegerField("số khác biệt chưa xử lý", default=0)
    counts = models.JSONField(default=dict, help_text='{"national": {"papers": 3}, "portal": {}}')

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = "lần đối soát"
        indexes = [models.Index(fields=["-asked_at"], name="comparison_run_newest")]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.state}"


class NationalRecord(models.Model):
    """The record of a procedure as the national database last gave it; what is not answered today is still known from before."""

    code = models.CharField(max_length=40, unique=True)
    record = models.JSONField()
    read_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.code


class Finding(models.Model):
    """A difference in one place of one procedure, remembered from run to run (khác biệt).

    `said` is the fingerprint of both sides: a difference that was kept is open again as soon as either side says something else.
    """

    code = models.CharField("mã thủ tục", max_length=40)
    name = models.TextField("tên thủ tục")
    against = models.CharField(max_length=10, choices=Against.choices)
    part = models.CharField(max_length=12, choices=Part.choices)
    where = models.CharField(max_length=300)
    row = models.TextField(blank=True)
    field = models.CharField(max_length=80)
    ours = models.TextField()
    theirs = models.TextField()
    said = models.CharField(max_length=64)
    mender = models.CharField(max_length=10, choices=Mender.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    first_run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    last_run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    found_at = models.DateTimeField(default=clock.now)
    reason = models.TextField("lý do giữ", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["code", "against", "id"]
        verbose_name = "khác biệt"
        constraints = [models.UniqueConstraint(fields=["code", "against", "where"], name="finding_once_a_place")]
        indexes = [models.Index(fields=["state", "code"], name="finding_by_state")]

    def __str__(self) -> str:
        return f"{self.code} {self.where}"
