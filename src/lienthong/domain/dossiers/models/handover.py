"""The paper side of a dossier and how it changes hands (bản giấy của hồ sơ, danh sách bàn giao)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.dossiers.choices import HandoverState, LineState, PaperKind, PaperPlace
from lienthong.kit import clock


class PaperPart(models.Model):
    """What of a dossier exists on paper: the papers handed in, or the result. One row each; it says where that bundle lies.

    `agency` is where it lies; while it is on its way, who gave it. A dossier that is electronic throughout has none.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="paper_parts")
    kind = models.CharField(max_length=8, choices=PaperKind.choices)
    place = models.CharField("đang ở", max_length=8, choices=PaperPlace.choices)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField("từ lúc", default=clock.now)
    remark = models.CharField("ghi chú", max_length=300, blank=True, help_text="vì sao lần bàn giao trước không nhận")

    class Meta:
        verbose_name = "bản giấy của hồ sơ"
        constraints = [models.UniqueConstraint(fields=["dossier", "kind"], name="paper_part_once_per_kind")]
        indexes = [
            models.Index(
                fields=["agency", "kind", "place", "since", "id"],
                name="paper_part_waiting",
                condition=Q(place__in=[PaperPlace.COUNTER, PaperPlace.OFFICE]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.place}"


class Handover(models.Model):
    """A numbered list of bundles that one unit gives to another (danh sách bàn giao). Nothing of it is changed afterwards.

    `given_file` is the list as given, `received_file` the same list with what the receiver found; each bears the digital signature of
    who confirmed it where the position has a certificate, else the name and time stand for the confirmation in the system.
    Names of units are those of the day.
    """

    kind = models.CharField(max_length=8, choices=PaperKind.choices)
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.OPEN)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    count = models.PositiveSmallIntegerField("số hồ sơ")
    missing = models.PositiveSmallIntegerField("số hồ sơ không nhận", default=0)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    from_agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    from_unit = models.CharField("bên giao", max_length=200)
    given_at = models.DateTimeField("giao lúc", default=clock.now)
    given_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    given_by_account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    given_by_name = models.CharField("người giao", max_length=160)
    given_signed = models.BooleanField("bên giao ký số", default=False)
    given_file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    to_agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    to_department = models.ForeignKey(
        "organizations.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    to_unit = models.CharField("bên nhận", max_length=200)
    received_at = models.DateTimeField("nhận lúc", null=True)
    received_by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    received_by_name = models.CharField("người nhận", max_length=160, blank=True)
    received_signed = models.BooleanField("bên nhận ký số", default=False)
    received_file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    cancelled_at = models.DateTimeField("hủy lúc", null=True)
    cancelled_by_name = models.CharField(max_length=160, blank=True)
    cancelled_reason = models.CharField("lý do hủy", max_length=300, blank=True)

    class Meta:
        verbose_name = "danh sách bàn giao"
        constraints = [
            models.UniqueConstraint(fields=["from_agency", "year", "number"], name="handover_number_once_a_year"),
            models.CheckConstraint(
                condition=~Q(state=HandoverState.RECEIVED) | (Q(received_at__isnull=False) & ~Q(received_by_name="")),
                name="handover_received_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandoverState.CANCELLED) | ~Q(cancelled_reason=""),
                name="handover_cancelled_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["from_agency", "-given_at", "-id"], name="handover_from_agency"),
            models.Index(fields=["to_agency", "-given_at", "-id"], name="handover_to_agency"),
            models.Index(
                fields=["to_agency", "given_at", "id"],
                name="handover_waiting",
                condition=Q(state=HandoverState.OPEN),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`0012/BGHS-2026`, as printed."""
        return f"{self.number:04d}/BGHS-{self.year}"


class HandoverLine(models.Model):
    """One bundle on a list, and what the receiver found. `outcome` as form 06 asks: before, on or after the day of the giver's step."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="lines")
    part = models.ForeignKey(PaperPart, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField("STT")
    papers = models.CharField("giấy tờ", max_length=300, blank=True)
    outcome = models.CharField("kết quả", max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.WAITING)
    reason = models.CharField("lý do không nhận", max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["part"], condition=Q(state=LineState.WAITING), name="paper_part_on_one_open_list"
            ),
            models.CheckConstraint(
                condition=~Q(state=LineState.REFUSED) | ~Q(reason=""), name="handover_line_refused_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id}/{self.position} {self.state}"
