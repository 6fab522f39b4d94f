"""Reading payments. An order is reached by its unguessable id; whose it is, the owner of its subject decides."""

import uuid
from dataclasses import dataclass
from urllib.parse import quote

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from lienthong.foundation.payments import vietqr
from lienthong.foundation.payments.models import CashReceipt, PaymentOrder
from lienthong.kit.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSheet:
    """What `payments/vietqr.html` shows. `amount` in VND; `app_url` is empty where no bank app can be opened by link."""

    order: PaymentOrder
    payload: str
    qr: SafeString
    bank_name: str
    account: str
    account_name: str
    amount: int
    memo: str
    status_url: str
    app_url: str


def order(order_id: uuid.UUID) -> PaymentOrder:
    """One order; raises NotFound."""
    found = PaymentOrder.objects.filter(pk=order_id).first()
    if found is None:
        raise NotFound
    return found


def order_for(subject_type: str, subject_id: object) -> PaymentOrder | None:
    """The subject's live order, else its latest, else None."""
    orders = list(
        PaymentOrder.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("-created_at")
    )
    return next((each for each in orders if each.state in {"pending", "paid"}), orders[0] if orders else None)


def cash_receipt_for(order: PaymentOrder | None) -> CashReceipt | None:
    """The cash that paid this order, or None when it was paid otherwise or not at all."""
    return CashReceipt.objects.filter(order=order).first() if order is not None else None


def vietqr_payload(order: PaymentOrder) -> str:
    """VietQR text of an order: the province's account, the amount, the code as memo."""
    return vietqr.encode(
        vietqr.Transfer(
            bank_bin=settings.BANK_BIN,
            account=settings.BANK_ACCOUNT,
            amount=order.amount,
            memo=order.code,
            account_name=settings.BANK_ACCOUNT_NAME,
        )
    )


def transfer_sheet(order: PaymentOrder) -> TransferSheet:
    """Context for `{% include "payments/vietqr.html" with sheet=... only %}`."""
    payload = vietqr_payload(order)
    # BANK_APP_URL opens a bank's app with the payload appended; in the demo it is the sandbox's bank.
    app_url = getattr(settings, "BANK_APP_URL", "")
    return TransferSheet(
        order=order,
        payload=payload,
        qr=_qr(payload, f"Mã VietQR chuyển khoản, nội dung {order.code}"),
        bank_name=getattr(settings, "BANK_NAME", "")
        or _BANKS.get(settings.BANK_BIN, f"Ngân hàng có mã {settings.BANK_BIN}"),
        account=settings.BANK_ACCOUNT,
        account_name=settings.BANK_ACCOUNT_NAME,
        amount=order.amount,
        memo=order.code,
        status_url=reverse("payments:status", args=[order.id]),
        app_url=f"{app_url}{quote(payload)}" if app_url else "",
    )


def _qr(payload: str, title: str) -> SafeString:
    code = segno.make_qr(payload, error="m")
    # Made by segno from ASCII of ours; it escapes the title.
    return mark_safe(code.svg_inline(border=4, light="#fff", title=title, omitsize=True))  # noqa: S308


_BANKS = {
    "970415": "VietinBank, Ngân hàng TMCP Công thương Việt Nam",
    "970436": "Vietcombank, Ngân hàng TMCP Ngoại thương Việt Nam",
    "970418": "BIDV, Ngân hàng TMCP Đầu tư và Phát triển Việt Nam",
    "970405": "Agribank, Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam",
}
