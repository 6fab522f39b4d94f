"""Who did what, in which position, when, on what (nhật ký). Append-only: a database trigger refuses change and removal."""

from django.db import models

from lienthong.kit import clock


class AuditEntry(models.Model):
    """One act. `subject_type`/`subject_id` name the thing; `verb` is the service that did it.

    On behalf of another seat (thay mặt): `position` is the seat of who acted, `for_position` the seat acted for, both names in `actor_name`.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=120)
    position = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    position_title = models.CharField(max_length=200, blank=True)
    for_position = models.ForeignKey(
        "organizations.Position",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="thay mặt chức vụ",
    )
    agency = models.ForeignKey("organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"]), models.Index(fields=["account", "-id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.subject_type} {self.subject_id}"


class AccessEntry(models.Model):
    """Personal data seen (lượt xem dữ liệu cá nhân): who looked at whose data, why. Shown to the person concerned."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=120)
    position_title = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey("organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    reason = models.CharField(max_length=120)
    seen = models.CharField("nội dung đã xem", max_length=300, blank=True, db_default="", default="")

    class Meta:
        indexes = [models.Index(fields=["person", "-id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.subject_type} {self.subject_id}"
