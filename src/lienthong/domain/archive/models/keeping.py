"""Files change hands, are lent, reach the end of their retention (nộp lưu, khai thác, tiêu hủy)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.archive.choices import DestructionState, HandoverState, LoanState, Occasion
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class Handover(models.Model):
    """Files given to the archive of the agency with index and minutes in two copies (Điều 30, Phụ lục V)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField("số")
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.OFFERED)
    key = models.CharField(max_length=64, unique=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    giver = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False)
    giver_name = models.CharField("người giao", max_length=160)
    giver_title = models.CharField(max_length=240, blank=True)
    giver_signed = models.BooleanField(default=False)
    offered_at = models.DateTimeField(default=clock.now)
    receiver = models.ForeignKey(
        "organizations.Position", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiver_name = models.CharField("người nhận", max_length=160, blank=True)
    receiver_title = models.CharField(max_length=240, blank=True)
    receiver_signed = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField("lý do trả lại", blank=True)
    minutes = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "state", "-offered_at", "-id"], name="handover_of_agency")]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="archive_handover_number_once"),
            models.CheckConstraint(
                condition=Q(state=HandoverState.OFFERED) ^ Q(decided_at__isnull=False), name="handover_decided_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.year}"


class HandoverLine(models.Model):
    """One file of a hand-over; `reason` says why it was returned."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="lines")
    file = models.ForeignKey("archive.WorkFile", on_delete=models.PROTECT, related_name="handed")
    place = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["handover", "file"], name="file_once_in_a_handover")]

    def __str__(self) -> str:
        return f"{self.handover_id}: {self.place}"


class Destruction(models.Model):
    """Files past their retention: prepared, reviewed by a council, decided by a leader, destroyed by two."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=DestructionState.choices, default=DestructionState.PREPARED)
    key = models.CharField(max_length=64, unique=True)
    summary = models.TextField("thuyết minh", blank=True)
    prepared_at = models.DateTimeField(default=clock.now)
    prepared_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    prepared_by_name = models.CharField(max_length=160)
    council = models.TextField("thành viên hội đồng", blank=True, help_text="mỗi dòng một người")
    review = models.TextField("ý kiến hội đồng", blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_by_name = models.CharField(max_length=160, blank=True)
    decision = models.CharField("số, ký hiệu quyết định", max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    approved_by_name = models.CharField(max_length=160, blank=True)
    carried_out_at = models.DateTimeField(null=True)
    carried_out_by_name = models.CharField(max_length=160, blank=True)
    manner = models.CharField("cách tiêu hủy bản giấy", max_length=200, blank=True)
    reason = models.CharField("lý do hủy", max_length=300, blank=True)
    minutes = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "state", "-prepared_at", "-id"], name="destruction_of_agency")]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="destruction_number_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=models.F("prepared_by")) & ~Q(approved_by=models.F("reviewed_by"))),
                name="destruction_is_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.year}"


class DestructionLine(models.Model):
    """One file of the list; the council may keep it, with a reason. What stands here stays when the content is gone."""

    destruction = models.ForeignKey(Destruction, on_delete=models.CASCADE, related_name="lines")
    file = models.ForeignKey("archive.WorkFile", on_delete=models.PROTECT, related_name="destroyed_in")
    place = models.PositiveIntegerField()
    why = models.CharField("lý do hủy", max_length=200)
    is_kept = models.BooleanField("giữ lại", default=False)
    kept_reason = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True, help_text="đang xét; một hồ sơ chỉ nằm trong một danh mục đang xét")

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["destruction", "file"], name="file_once_in_a_destruction"),
            models.UniqueConstraint(fields=["file"], condition=Q(is_active=True), name="file_in_one_open_destruction"),
        ]

    def __str__(self) -> str:
        return f"{self.destruction_id}: {self.place}"


class Loan(models.Model):
    """Somebody asks to read an archived file, until a day (khai thác tài liệu lưu trữ)."""

    file = models.ForeignKey("archive.WorkFile", on_delete=models.CASCADE, related_name="loans")
    position = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_by_name = models.CharField(max_length=160)
    purpose = models.CharField("mục đích", max_length=300)
    asked_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=LoanState.choices, default=LoanState.ASKED)
    until = models.DateField("được đọc đến hết ngày", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=160, blank=True)
    answer = models.CharField("trả lời", max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["position", "-id"], name="loan_of_seat"),
            models.Index(fields=["state", "-id"], condition=Q(state=LoanState.ASKED), name="loan_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "position"], condition=Q(state__in=["asked", "granted"]), name="one_running_loan"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_name}: {self.file_id}"


class Reminder(models.Model):
    """Somebody was told of a file once for an occasion: the row is what keeps it at once."""

    file = models.ForeignKey("archive.WorkFile", on_delete=models.CASCADE, related_name="reminders")
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    position = models.ForeignKey("organizations.Position", on_delete=models.CASCADE, related_name="+", db_index=False)
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "occasion", "position"], name="told_once_of_an_occasion")
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.occasion}"
