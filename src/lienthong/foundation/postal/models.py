"""Orders, their tracking, the carrier's messages, hand-over lists and statements (đơn bưu chính, hành trình, bảng kê, đối soát)."""

from typing import Any

from django.db import models
from django.db.models import Q

from lienthong.foundation.postal.choices import (
    OPEN_STATES,
    CodState,
    Kind,
    LineOutcome,
    Need,
    NoticeOutcome,
    Payer,
    Source,
    State,
    Verb,
)
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class Manifest(models.Model):
    """What was handed to the postman at one time (bảng kê bàn giao)."""

    number = models.CharField("số bảng kê", max_length=40, unique=True, help_text="BK-H21.88-26-0007")
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField("lập lúc", default=clock.now)
    made_by_name = models.CharField("người giao", max_length=160)
    postman = models.CharField("bưu tá nhận", max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-made_at"], name="manifest_of_agency")]

    def __str__(self) -> str:
        return self.number


class PostalOrder(models.Model):
    """One parcel between a citizen and an office (đơn bưu chính).

    `citizen` and `office`: {"name", "phone", "province", "commune" (codes of units), "detail", "text" (the whole address)}. `code` is our
    own number and the idempotency key at the carrier, `tracking` the carrier's. Amounts in VND. `office_url`: where officers work on
    what the parcel holds.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã đơn", max_length=20, unique=True, help_text="BC261126-8F3K2Q")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    subject_code = models.CharField("mã hồ sơ", max_length=40, db_index=True)
    content = models.CharField("bên trong", max_length=200)
    office_url = models.CharField(max_length=200)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    citizen = models.JSONField("người dân", default=dict)
    office = models.JSONField("cơ quan", default=dict)
    weight_class = models.CharField("nấc khối lượng", max_length=10)
    grams = models.PositiveIntegerField("khối lượng bưu điện cân (g)", null=True)
    freight_estimate = models.PositiveIntegerField("cước dự kiến (đồng)")
    freight = models.PositiveIntegerField("cước bưu điện tính (đồng)", null=True)
    freight_payer = models.CharField(max_length=10, choices=Payer.choices, default=Payer.CITIZEN)
    cod_amount = models.PositiveBigIntegerField("thu hộ (đồng)", default=0)
    cod_state = models.CharField(max_length=10, choices=CodState.choices, default=CodState.NONE)
    cod_seen = models.BigIntegerField("số tiền bưu điện báo (đồng)", null=True)
    cod_at = models.DateTimeField("thu lúc", null=True)

    state = models.CharField(max_length=12, choices=State.choices, default=State.CREATED)
    state_at = models.DateTimeField(default=clock.now)
    tracking = models.CharField("số hiệu bưu gửi", max_length=40, blank=True)
    last_text = models.CharField(max_length=250, blank=True)
    last_place = models.CharField(max_length=250, blank=True)
    fails = models.PositiveSmallIntegerField("số lần giao không thành", default=0)
    conflict = models.BooleanField(default=False)
    refusal = models.CharField("vì sao đơn chưa gửi được", max_length=300, blank=True)
    sent_at = models.DateTimeField("gửi đơn lúc", null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=250, blank=True)
    polled_at = models.DateTimeField(null=True)

    need = models.CharField("việc cần làm", max_length=10, choices=Need.choices, default=Need.NOTHING, blank=True)
    need_since = models.DateTimeField(null=True)
    attended = models.CharField("việc đã làm", max_length=10, blank=True)
    attended_at = models.DateTimeField(null=True)
    attended_by_name = models.CharField(max_length=160, blank=True)
    attended_note = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField("mở gói lúc", null=True)
    manifest = models.ForeignKey(Manifest, null=True, on_delete=models.PROTECT, related_name="orders")
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField("lập lúc", default=clock.now)
    created_by_name = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind"],
                condition=Q(state__in=OPEN_STATES),
                name="postal_one_open_order",
            ),
            models.UniqueConstraint(fields=["tracking"], condition=~Q(tracking=""), name="postal_tracking_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="postal_state_is_known"),
            models.CheckConstraint(
                condition=Q(cod_amount=0, cod_state=CodState.NONE)
                | (Q(cod_amount__gt=0) & ~Q(cod_state=CodState.NONE)),
                name="postal_cod_has_state",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-created_at"], name="postal_of_subject"),
            models.Index(fields=["agency", "need_since", "id"], name="postal_to_do", condition=~Q(need="")),
            models.Index(
                fields=["agency", "created_at", "id"], name="postal_under_way", condition=Q(state__in=OPEN_STATES)
            ),
            models.Index(fields=["agency", "created_at", "id"], name="postal_of_agency"),
            models.Index(fields=["created_at"], name="postal_to_send", condition=Q(state=State.CREATED)),
            models.Index(fields=["polled_at", "id"], name="postal_to_poll", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["cod_at"], name="postal_cod_open", condition=Q(cod_state=CodState.COLLECTED)),
        ]

    def __str__(self) -> str:
        return self.tracking or self.code

    @property
    def sender(self) -> dict[str, Any]:
        """Who gives it to the postman."""
        return dict(self.citizen if self.kind == Kind.COLLECT else self.office)

    @property
    def receiver(self) -> dict[str, Any]:
        """Who gets it."""
        return dict(self.office if self.kind == Kind.COLLECT else self.citizen)

    @property
    def freight_shown(self) -> int:
        """What the carrier reckoned, before that what is expected."""
        return self.freight_estimate if self.freight is None else self.freight


class TrackingEvent(models.Model):
    """One thing the carrier (or the office) says of a parcel (chặng hành trình). Append-only: a trigger refuses change and removal.

    What its `code` means is looked up when it is read, so a code that is mapped later counts from then on.
    """

    order = models.ForeignKey(PostalOrder, on_delete=models.PROTECT, related_name="events")
    code = models.CharField("mã trạng thái", max_length=40)
    at = models.DateTimeField("xảy ra lúc")
    text = models.CharField(max_length=250, blank=True)
    place = models.CharField(max_length=250, blank=True)
    reason = models.CharField(max_length=250, blank=True)
    collected = models.BigIntegerField("tiền đã thu (đồng)", null=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["order", "code", "at"], name="postal_event_once")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.code} {self.at:%Y-%m-%d %H:%M}"


class CarrierCode(models.Model):
    """What an administrator says a code of the carrier means (mã trạng thái của bưu điện). It goes before the codes that come with the
    platform (`carrier_codes`); a code in neither is unknown, kept and shown as it came."""

    code = models.CharField(max_length=40, primary_key=True)
    verb = models.CharField("ý nghĩa", max_length=10, choices=Verb.choices)
    text = models.CharField("nội dung", max_length=250)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by_name = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.verb}"


class CarrierNotice(models.Model):
    """A message of the carrier as it came (thông báo hành trình). Append-only: a trigger refuses change and removal."""

    id = models.BigAutoField(primary_key=True)
    received_at = models.DateTimeField(default=clock.now)
    raw = models.BinaryField("nguyên văn")
    transaction = models.CharField(max_length=80, blank=True)
    tracking = models.CharField(max_length=40, blank=True)
    order = models.ForeignKey(PostalOrder, null=True, on_delete=models.PROTECT, related_name="notices")
    outcome = models.CharField(max_length=16, choices=NoticeOutcome.choices)
    reason = models.CharField(max_length=250, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["transaction"], name="postal_notice_key", condition=~Q(transaction="")),
            models.Index(
                fields=["-received_at"], name="postal_notice_stray", condition=Q(outcome=NoticeOutcome.UNKNOWN_PARCEL)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tracking} {self.outcome}"


class CodStatement(models.Model):
    """The carrier's list of money collected and passed on (bảng đối soát tiền thu hộ). `total` is what it says it paid, in VND."""

    number = models.CharField("số bảng", max_length=60, unique=True)
    period_from = models.DateField()
    period_to = models.DateField()
    total = models.BigIntegerField("tổng tiền chuyển (đồng)")
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return self.number


class CodLine(models.Model):
    """One line of a statement, compared with our order."""

    statement = models.ForeignKey(CodStatement, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField("số thứ tự")
    tracking = models.CharField(max_length=40)
    order = models.ForeignKey(PostalOrder, null=True, on_delete=models.PROTECT, related_name="cod_lines")
    amount = models.BigIntegerField("số tiền chuyển (đồng)")
    expected = models.BigIntegerField("số tiền phải thu (đồng)", null=True)
    outcome = models.CharField(max_length=10, choices=LineOutcome.choices)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "place"], name="postal_cod_line_once"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(outcome=LineOutcome.MATCHED), name="postal_cod_matched_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.place} {self.tracking}"
