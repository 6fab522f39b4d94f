"""Who took the result, shown by which paper, in whose place (trả kết quả, ký nhận)."""

from django.db import models
from django.db.models import Q

from lienthong.domain.dossiers.choices import Confirmed, IdentityPaper, ReceiverCapacity, ReturnForm
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class ResultReturn(models.Model):
    """One person at the counter takes one or several results (lượt trả kết quả). Append-only; a mistake is undone line by line."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc", default=clock.now)
    by = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField("người trả", max_length=160)
    capacity = models.CharField("tư cách", max_length=10, choices=ReceiverCapacity.choices)
    receiver_name = models.CharField("người nhận", max_length=160)
    paper = models.CharField("giấy tờ xuất trình", max_length=10, choices=IdentityPaper.choices)
    paper_number = models.CharField("số giấy tờ", max_length=20)
    from_card = models.BooleanField("đọc từ mã QR của thẻ", default=False)
    authority = models.CharField("văn bản ủy quyền", max_length=300, blank=True)
    authority_file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed = models.CharField("ký nhận", max_length=8, choices=Confirmed.choices)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "lượt trả kết quả"
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=ReceiverCapacity.OWNER) | ~Q(authority=""), name="return_for_another_has_authority"
            )
        ]

    def __str__(self) -> str:
        return f"{self.receiver_name} {self.at:%d/%m/%Y %H:%M}"


class ReturnedResult(models.Model):
    """One dossier of a return. An undone line stays, with who undid it and why."""

    act = models.ForeignKey(ResultReturn, on_delete=models.CASCADE, related_name="lines")
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="returns")
    form = models.CharField("hình thức", max_length=10, choices=ReturnForm.choices)
    undone_at = models.DateTimeField("hủy lúc", null=True)
    undone_by_name = models.CharField(max_length=160, blank=True)
    undone_reason = models.CharField("lý do hủy", max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "kết quả đã trả"
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | ~Q(undone_reason=""), name="return_undone_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.form}"


class CollectionRule(models.Model):
    """After how many days an uncollected result is called so at one office (quá bao nhiêu ngày thì nhắc người nhận)."""

    agency = models.OneToOneField("organizations.Agency", on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField("quá (ngày)", default=5)
    every = models.PositiveSmallIntegerField("nhắc lại sau (ngày)", default=7)

    class Meta:
        verbose_name = "quy định nhắc nhận kết quả"
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=90, every__gte=1, every__lte=90), name="collection_days_are_sensible"
            )
        ]

    def __str__(self) -> str:
        return f"{self.days} ngày"


class CollectionReminder(models.Model):
    """One word to the applicant that the result lies ready (nhắc nhận kết quả)."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="collection_reminders")
    at = models.DateTimeField("lúc", default=clock.now)
    by_name = models.CharField("người nhắc", max_length=160)

    class Meta:
        ordering = ["id"]
        verbose_name = "lần nhắc nhận kết quả"

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.at:%d/%m/%Y}"
