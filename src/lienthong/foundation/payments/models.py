"""Orders to pay, the bank's notifications and the cash taken at a counter (lệnh thanh toán, báo có, biên lai thu tiền mặt)."""

from django.db import models
from django.db.models import F, Q

from lienthong.foundation.payments.choices import EntryKind, OrderState, Outcome, RefundState, RefundWay, ShiftState
from lienthong.kit import clock
from lienthong.kit.ids import new_id


class PaymentOrder(models.Model):
    """One amount asked for one subject. A subject has at most one live (pending or paid) order: nobody pays twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(
        "mã thanh toán", max_length=12, unique=True, help_text="Nội dung chuyển khoản, chỉ gồm chữ hoa không dấu và số"
    )
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    description = models.CharField("nội dung thu", max_length=200)
    payer_name = models.CharField("người nộp", max_length=120)
    state = models.CharField("trạng thái", max_length=10, choices=OrderState.choices, default=OrderState.PENDING)
    provider = models.CharField("cổng thanh toán", max_length=20, default="vietqr")
    provider_ref = models.CharField("mã giao dịch của ngân hàng", max_length=64, blank=True)
    paid_at = models.DateTimeField("thời điểm thanh toán", null=True, blank=True)
    created_at = models.DateTimeField("lập lúc", default=clock.now)
    expires_at = models.DateTimeField("hạn thanh toán")
    shift = models.ForeignKey(
        "payments.Shift",
        null=True,
        on_delete=models.PROTECT,
        related_name="orders",
        db_index=False,
        help_text="ca của cán bộ đã yêu cầu khoản này tại quầy",
    )

    class Meta:
        verbose_name = "lệnh thanh toán"
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~Q(provider_ref=""),
                name="payment_one_transfer_one_order",
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(state__in=[OrderState.PENDING, OrderState.PAID]),
                name="payment_one_live_order_per_subject",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_above_zero"),
            models.CheckConstraint(
                condition=~Q(state=OrderState.PAID) | (Q(paid_at__isnull=False) & ~Q(provider_ref="")),
                name="payment_paid_has_proof",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "created_at"]),
            models.Index(fields=["shift", "created_at"], name="order_of_shift", condition=Q(shift__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"


class CashReceipt(models.Model):
    """Cash that an officer took for an order (biên lai thu tiền mặt). Who holds the money: the account, in the seat and agency of then.

    The number is the proof of the order (`provider_ref`). Amounts in VND. Money given back stays in the book, with its reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.OneToOneField(PaymentOrder, on_delete=models.PROTECT, related_name="cash_receipt")
    number = models.CharField("số biên lai", max_length=40, unique=True, help_text="H21.88-26-000147")
    amount = models.PositiveBigIntegerField("số tiền thu (đồng)")
    given = models.PositiveBigIntegerField("người nộp đưa (đồng)")
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_by = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_by_position = models.ForeignKey(
        "organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taken_by_name = models.CharField("người thu", max_length=160)
    taken_at = models.DateTimeField("thu lúc", default=clock.now)
    returned_at = models.DateTimeField("trả lại lúc", null=True)
    returned_by = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    returned_by_name = models.CharField("người trả lại", max_length=160, blank=True)
    return_reason = models.CharField("lý do trả lại", max_length=250, blank=True)
    prints = models.PositiveSmallIntegerField("số lần in", default=0, db_default=0)

    class Meta:
        verbose_name = "biên lai thu tiền mặt"
        constraints = [
            models.CheckConstraint(condition=Q(given__gte=F("amount")), name="cash_given_covers_amount"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(return_reason=""), name="cash_returned_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "taken_at"], name="cash_of_agency"),
            models.Index(fields=["taken_by", "agency", "taken_at"], name="cash_of_taker"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.amount}"

    @property
    def change(self) -> int:
        """What was handed back to the person, in VND."""
        return self.given - self.amount


class Refund(models.Model):
    """Money paid for what was not done, decided to be given back (khoản hoàn trả phí, lệ phí). Amounts in VND.

    An order may have several; together they never exceed it, for whoever decides holds the order. `agency` pays. By account: `sent_at`
    is the claim of the job that tells the bank, `number` the bank's key of repetition. In cash: the line of a drawer, and who signed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="refunds")
    number = models.CharField("số", max_length=40, unique=True, help_text="HT-H21.88-26-000012")
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    reason = models.CharField("căn cứ", max_length=300)
    label = models.CharField("hồ sơ", max_length=60, blank=True, help_text="mã hồ sơ, để tra")
    way = models.CharField(max_length=8, choices=RefundWay.choices)
    state = models.CharField(max_length=10, choices=RefundState.choices, default=RefundState.WAITING)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_by = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_by_name = models.CharField("người quyết định", max_length=160)
    decided_at = models.DateTimeField("quyết định lúc", default=clock.now)

    bank_bin = models.CharField("ngân hàng", max_length=6, blank=True)
    account_number = models.CharField("số tài khoản", max_length=30, blank=True)
    account_name = models.CharField("chủ tài khoản", max_length=120, blank=True)
    sent_at = models.DateTimeField("gửi ngân hàng lúc", null=True)
    bank_ref = models.CharField("mã giao dịch", max_length=64, blank=True)
    is_unsure = models.BooleanField(
        "chưa biết tiền đã đi chưa", default=False, db_default=False, help_text="ngân hàng được hỏi mà không trả lời"
    )
    failure = models.CharField("vì sao chưa chuyển được", max_length=300, blank=True)

    receiver_name = models.CharField("người nhận", max_length=120, blank=True)
    receiver_number = models.CharField("số căn cước người nhận", max_length=20, blank=True)
    paid_at = models.DateTimeField("hoàn lúc", null=True)
    paid_by_name = models.CharField("người chi", max_length=160, blank=True)
    cancel_reason = models.CharField("lý do hủy", max_length=300, blank=True)

    class Meta:
        verbose_name = "khoản hoàn trả"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_above_zero"),
            models.CheckConstraint(
                condition=~Q(state=RefundState.PAID)
                | (Q(paid_at__isnull=False) & (~Q(bank_ref="") | ~Q(receiver_name=""))),
                name="refund_paid_has_proof",
            ),
            models.CheckConstraint(
                condition=Q(way=RefundWay.CASH) | (~Q(account_number="") & ~Q(account_name="")),
                name="refund_by_account_names_it",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-decided_at", "-id"], name="refund_of_agency"),
            models.Index(
                fields=["agency", "decided_at"],
                name="refund_open",
                condition=Q(state__in=[RefundState.WAITING, RefundState.FAILED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.amount}"

    @property
    def is_open(self) -> bool:
        """Somebody still has to do something."""
        return self.state in {RefundState.WAITING, RefundState.FAILED}


class BankNotification(models.Model):
    """What a bank sent, as it came (thông báo biến động số dư). Append-only: a trigger refuses change and removal."""

    id = models.BigAutoField(primary_key=True)
    received_at = models.DateTimeField(default=clock.now)
    raw = models.BinaryField("nguyên văn")
    signature = models.CharField(max_length=200, blank=True)
    signature_ok = models.BooleanField("chữ ký đúng")
    provider = models.CharField(max_length=20, default="vietqr")
    provider_ref = models.CharField(max_length=64, blank=True)
    amount = models.BigIntegerField("số tiền (đồng)", null=True)
    order = models.ForeignKey(PaymentOrder, null=True, on_delete=models.PROTECT, related_name="notifications")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    reason = models.CharField("diễn giải", max_length=250, blank=True)

    class Meta:
        verbose_name = "thông báo của ngân hàng"
        indexes = [models.Index(fields=["provider", "provider_ref"])]

    def __str__(self) -> str:
        return f"{self.provider_ref} {self.outcome}"


class Shift(models.Model):
    """One cashier's turn with one drawer (ca thu). Amounts in VND; `counted` by notes, `expected` as the book said at that moment.

    A cashier has one open shift in an agency. `point` is a name, for counters belong to another app.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    point = models.CharField("quầy", max_length=80, blank=True)
    cashier = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    cashier_position = models.ForeignKey(
        "organizations.Position", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    cashier_name = models.CharField("người thu", max_length=160)
    state = models.CharField(max_length=8, choices=ShiftState.choices, default=ShiftState.OPEN)
    opened_at = models.DateTimeField("mở lúc", default=clock.now)
    opened_by_itself = models.BooleanField("tự mở khi thu khoản đầu", default=False)
    opening_float = models.PositiveBigIntegerField("tiền đầu ca (đồng)", default=0)

    closed_at = models.DateTimeField("đóng lúc", null=True)
    closed_by_name = models.CharField(max_length=160, blank=True)
    notes = models.JSONField("tờ tiền đã đếm", default=dict, help_text='{"500000": 3}')
    counted = models.BigIntegerField("đếm được (đồng)", null=True)
    expected = models.BigIntegerField("theo sổ (đồng)", null=True)
    difference_reason = models.CharField("lý do chênh lệch", max_length=300, blank=True)

    handed_at = models.DateTimeField("nộp quỹ lúc", null=True)
    handed_to = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    handed_to_name = models.CharField("thủ quỹ", max_length=160, blank=True)

    class Meta:
        verbose_name = "ca thu"
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="shift_number_once_a_year"),
            models.UniqueConstraint(
                fields=["cashier", "agency"], condition=Q(state=ShiftState.OPEN), name="shift_open_once_per_cashier"
            ),
            models.CheckConstraint(
                condition=Q(state=ShiftState.OPEN)
                | Q(counted=F("expected"), closed_at__isnull=False)
                | (
                    Q(counted__isnull=False, expected__isnull=False, closed_at__isnull=False) & ~Q(difference_reason="")
                ),
                name="shift_difference_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ShiftState.HANDED) | (Q(handed_to__isnull=False) & ~Q(handed_to=F("cashier"))),
                name="shift_handed_to_another",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-opened_at", "-id"], name="shift_of_agency"),
            models.Index(fields=["cashier", "-opened_at", "-id"], name="shift_of_cashier"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`0012/CT-2026`, as printed."""
        return f"{self.number:04d}/CT-{self.year}"

    @property
    def difference(self) -> int | None:
        """Counted less expected: below zero when cash is missing. None while nobody has counted."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected


class CashEntry(models.Model):
    """A line in the book of a shift (dòng sổ quỹ ca): `amount` in VND, out of the drawer below zero. Append-only: a trigger refuses
    removal, and any change but the name of the second person, once."""

    id = models.BigAutoField(primary_key=True)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    amount = models.BigIntegerField("số tiền (đồng)")
    receipt = models.ForeignKey(CashReceipt, null=True, on_delete=models.PROTECT, related_name="entries")
    repaid = models.OneToOneField(Refund, null=True, on_delete=models.PROTECT, related_name="entry")
    at = models.DateTimeField("lúc", default=clock.now)
    by = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField("người ghi", max_length=160)
    reason = models.CharField("lý do", max_length=300, blank=True)
    confirmed_at = models.DateTimeField("người thứ hai xác nhận lúc", null=True)
    confirmed_by = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    confirmed_by_name = models.CharField("người thứ hai", max_length=160, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "dòng sổ quỹ ca"
        constraints = [
            models.UniqueConstraint(fields=["receipt", "kind"], name="cash_entry_once_per_receipt_and_kind"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.RECEIPT, amount__gt=0, receipt__isnull=False)
                | (
                    Q(kind=EntryKind.REFUND, amount__lt=0)
                    & (Q(receipt__isnull=False, repaid__isnull=True) | Q(receipt__isnull=True, repaid__isnull=False))
                    & ~Q(reason="")
                )
                | (Q(kind=EntryKind.CORRECTION, receipt__isnull=True) & ~Q(amount=0) & ~Q(reason="")),
                name="cash_entry_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")), name="cash_entry_seen_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.kind} {self.amount}"

    @property
    def document(self) -> str:
        """Number of the receipt or of the refund; empty for a correction."""
        return self.receipt.number if self.receipt else self.repaid.number if self.repaid else ""

    @property
    def order(self) -> PaymentOrder | None:
        """What it was paid for."""
        return self.receipt.order if self.receipt else self.repaid.order if self.repaid else None
