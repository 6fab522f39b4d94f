"""What was asked of a register, and what it answered (lượt tra cứu). Append-only: a database trigger refuses change and removal."""

import uuid

from django.db import models

from lienthong.foundation.registers.choices import Outcome
from lienthong.kit import clock


class Lookup(models.Model):
    """One question: who asked, from which seat and on whose behalf, for which dossier and step, by which rule, why.

    `asked` {"id_number": "064195000512"}; `about` in words ("mẹ của trẻ"). `key` makes a repeated press one question.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    register = models.SlugField("cơ sở dữ liệu", max_length=20)
    asked = models.JSONField("hỏi")
    about = models.CharField("về ai, về gì", max_length=160, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    subject_name = models.CharField("hồ sơ", max_length=60)
    step = models.CharField("bước", max_length=200, blank=True)
    basis = models.CharField("căn cứ", max_length=300)
    reason = models.CharField("lý do", max_length=300)
    at = models.DateTimeField(default=clock.now)
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=120)
    position = models.ForeignKey("organizations.Position", null=True, on_delete=models.PROTECT, related_name="+")
    position_title = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey("organizations.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "accounts.Person", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="người được tra cứu"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "lượt tra cứu"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="lookup_of_subject"),
            models.Index(fields=["position", "-at"], name="lookup_of_seat"),
            models.Index(fields=["agency", "-id"], name="lookup_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.register} {self.subject_name}"


class LookupAnswer(models.Model):
    """What came back. `record` holds what the register said; `fields` the names of what was seen."""

    lookup = models.OneToOneField(Lookup, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField("kết quả", max_length=12, choices=Outcome.choices)
    record = models.JSONField(default=dict)
    fields = models.JSONField("mục đã xem", default=list)
    reference = models.CharField("số tham chiếu", max_length=80, blank=True)
    as_of = models.DateTimeField("dữ liệu lúc", null=True)
    said = models.CharField("câu trả lời khi không có dữ liệu", max_length=400, blank=True)
    at = models.DateTimeField(default=clock.now)
    took_ms = models.PositiveIntegerField("mất (mili giây)", default=0)

    class Meta:
        verbose_name = "trả lời tra cứu"

    def __str__(self) -> str:
        return f"{self.lookup_id}: {self.outcome}"
