"""Documents signed, or numbered and stamped, in one go (lượt ký, lượt đóng dấu): one confirmation, each document its own transaction."""

import uuid

from django.db import models
from django.db.models import Q

from lienthong.domain.dossiers.choices import BatchKind, ItemState
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class SigningBatch(models.Model):
    """What one officer ticked and confirmed together. `token` comes from the form: pressed twice it is the same batch."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=BatchKind.choices)
    token = models.UUIDField(default=uuid.uuid4)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=160)
    prepared_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True, help_text="lần gần nhất các văn bản được giao cho máy ký")

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [models.UniqueConstraint(fields=["account", "token"], name="batch_once_per_press")]

    def __str__(self) -> str:
        return f"{self.kind} {self.prepared_at:%Y-%m-%d %H:%M}"


class BatchItem(models.Model):
    """One document of a batch: the digest that was seen, and what became of it. A step waits in one batch at a time."""

    batch = models.ForeignKey(SigningBatch, on_delete=models.CASCADE, related_name="items", db_index=False)
    place = models.PositiveSmallIntegerField()
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="+", db_index=False)
    step = models.ForeignKey("dossiers.DossierStep", on_delete=models.CASCADE, related_name="+", db_index=False)
    sha256 = models.CharField("bản đã xem", max_length=64)
    on_behalf_of = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=ItemState.choices, default=ItemState.PREPARED)
    code = models.CharField(max_length=60, blank=True)
    said = models.CharField("vì sao không được", max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place"]
        indexes = [models.Index(fields=["dossier"], name="batch_item_of_dossier")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="batch_place_once"),
            models.UniqueConstraint(
                fields=["step"], condition=Q(state=ItemState.WAITING), name="step_waits_in_one_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.place}"
