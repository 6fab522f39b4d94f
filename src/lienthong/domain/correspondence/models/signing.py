"""What was seen before it was signed, and what was confirmed together (lượt xem, lượt ký văn bản đi)."""

import uuid

from django.db import models
from django.db.models import Q

from lienthong.domain.correspondence.choices import ItemState, RoundKind
from lienthong.domain.correspondence.models.document import Document
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class DocumentLook(models.Model):
    """The files a seat was shown last, by one digest over all of them."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="looks")
    position = models.ForeignKey("organizations.Position", on_delete=models.CASCADE, related_name="+", db_index=False)
    sha256 = models.CharField("các tệp đã xem", max_length=64)
    looked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="one_look_a_seat")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.position_id}"


class Round(models.Model):
    """What one officer ticked and confirmed together (lượt ký, lượt phát hành). `token` comes from the form: pressed twice it is one round."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=RoundKind.choices)
    token = models.UUIDField(default=uuid.uuid4)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey("organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_by_name = models.CharField(max_length=160)
    confirmed_at = models.DateTimeField(default=clock.now)
    pushed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "token"], name="document_round_once_per_press")]

    def __str__(self) -> str:
        return f"{self.kind} {self.confirmed_at:%Y-%m-%d %H:%M}"


class RoundItem(models.Model):
    """One document of a round: what was seen of it and what became of it. A document waits in one round at a time."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="items", db_index=False)
    place = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField("bản đã xem", max_length=64)
    state = models.CharField(max_length=8, choices=ItemState.choices, default=ItemState.WAITING)
    code = models.CharField(max_length=60, blank=True)
    said = models.CharField("vì sao không được", max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="document_round_place_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state=ItemState.WAITING), name="document_waits_in_one_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.place}"
