"""Who kept a finished dossier how long (quy trách nhiệm thời gian). Written once, when it ends; the database refuses a change."""

from django.db import models
from django.db.models import Q

from lienthong.domain.lateness.choices import Ending, Fault, Kind
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class LatenessAccount(models.Model):
    """One account of one dossier: from acceptance to the result, and another one from each reopening (`round`) on.

    All figures are whole minutes of working time by the calendar of the due date. `total` = office + `paused`; `late` is the sum of
    `late` of its shares. With a `fault` there are no figures: the history could not be read, and the dossier is listed as such.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField("lần mở lại", default=0)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey("procedures.Procedure", on_delete=models.PROTECT, related_name="+", db_index=False)
    ending = models.CharField(max_length=10, choices=Ending.choices)
    fault = models.CharField("vì sao không tính được", max_length=14, choices=Fault.choices, blank=True)
    began_at = models.DateTimeField("tính từ", null=True)
    due_at = models.DateTimeField("hẹn trả", null=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    ended_on = models.DateField("ngày kết thúc")
    extended_days = models.PositiveSmallIntegerField("số ngày gia hạn", default=0)
    total = models.PositiveIntegerField("tổng số phút", default=0)
    paused = models.PositiveIntegerField("phút tạm dừng", default=0)
    limit = models.PositiveIntegerField("phút đến hạn trả", default=0)
    overrun = models.PositiveIntegerField("phút vượt thời hạn bước", default=0)
    covered = models.PositiveIntegerField("phút vượt được bù", default=0)
    late = models.PositiveIntegerField("phút trễ hạn", default=0)
    computed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "tính thời gian hồ sơ"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "round"], name="account_once_per_round"),
            models.CheckConstraint(
                condition=Q(fault="") | Q(late=0, total=0, paused=0, overrun=0), name="account_broken_has_no_figures"
            ),
        ]
        indexes = [
            models.Index(fields=["ended_on", "agency"], name="account_by_day", include=["late"]),
            models.Index(fields=["agency", "ended_on", "id"], name="account_late", condition=Q(late__gt=0)),
            models.Index(fields=["agency", "ended_on", "id"], name="account_broken", condition=~Q(fault="")),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.round}"


class LatenessShare(models.Model):
    """One stretch in one hand, in order of time (`place`). Figures are whole minutes of working time.

    `allowed`: what was left of its limit when it began, null without a limit. `over`: minutes beyond it; `late`: those charged.
    `ended_on` and `procedure` repeat the account's, so that sums over a million dossiers read one index.
    """

    account = models.ForeignKey(LatenessAccount, on_delete=models.CASCADE, related_name="shares")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    position = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.CharField("người giữ", max_length=160, blank=True)
    step_key = models.CharField(max_length=60, blank=True)
    step_name = models.CharField("bước", max_length=200, blank=True)
    cause = models.CharField("căn cứ", max_length=200, blank=True)
    begin = models.PositiveIntegerField("từ phút")
    minutes = models.PositiveIntegerField("phút giữ")
    allowed = models.PositiveIntegerField("phút được giữ", null=True)
    over = models.PositiveIntegerField("phút vượt", default=0)
    late = models.PositiveIntegerField("phút trễ hạn phải chịu", default=0)
    ended_on = models.DateField("ngày kết thúc")
    procedure = models.ForeignKey("procedures.Procedure", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "phần thời gian"
        constraints = [
            models.UniqueConstraint(fields=["account", "place"], name="share_place_once"),
            models.CheckConstraint(
                condition=Q(late__lte=models.F("over")) | Q(kind=Kind.PROCESS), name="share_late_within_over"
            ),
        ]
        indexes = [
            models.Index(
                fields=["ended_on", "agency"],
                name="share_late_by_day",
                include=["late", "department", "step_name", "procedure", "account"],
                condition=Q(late__gt=0),
            ),
            models.Index(fields=["agency", "ended_on", "id"], name="share_late_of_agency", condition=Q(late__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}.{self.place} {self.kind}"
