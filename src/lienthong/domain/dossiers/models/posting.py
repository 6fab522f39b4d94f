"""How papers come and the result goes by post (chọn gửi giấy tờ, nhận kết quả qua bưu chính)."""

from django.db import models
from django.db.models import Q

from lienthong.kit import clock


class PostalChoice(models.Model):
    """What the applicant chose, for a filing and then for the dossier made of it (QĐ 45/2016/QĐ-TTg, Điều 5).

    `address`: {"province", "commune", "detail"} as an address of a form. While `paper_keys` are awaited the dossier stands paused at
    reception; `arrived_at` is when the parcel was opened and its papers were counted in.
    """

    filing = models.OneToOneField("dossiers.Filing", null=True, on_delete=models.CASCADE, related_name="postal_choice")
    dossier = models.OneToOneField(
        "dossiers.Dossier", null=True, on_delete=models.CASCADE, related_name="postal_choice"
    )
    sends_papers = models.BooleanField("nộp giấy tờ qua bưu chính", default=False)
    paper_keys = models.JSONField("giấy tờ gửi trong gói", default=list)
    receives_result = models.BooleanField("nhận kết quả qua bưu chính", default=False)
    pays_postman = models.BooleanField("nộp phí, lệ phí cho bưu tá", default=False)
    name = models.CharField("người gửi, nhận", max_length=160)
    phone = models.CharField("điện thoại", max_length=20)
    address = models.JSONField("địa chỉ", default=dict)
    chosen_at = models.DateTimeField(default=clock.now)
    arrived_at = models.DateTimeField("mở gói lúc", null=True)

    class Meta:
        verbose_name = "lựa chọn bưu chính"
        constraints = [
            models.CheckConstraint(
                condition=Q(filing__isnull=False) | Q(dossier__isnull=False), name="postal_choice_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id or self.filing_id}"

    @property
    def awaits_papers(self) -> bool:
        """The office cannot begin: papers are still to come."""
        return self.sends_papers and self.arrived_at is None
