"""Giving money back through the bank (lệnh hoàn tiền): one signed question, answered at once, repeated safely.

`POST {BANK_API_URL}/ngan-hang/api/refunds`, header `X-Bank-Signature` as in `bank.py` over the raw body, JSON UTF-8: `key` (ours, the bank
gives the same answer for the same key), `amount` (VND), `original_ref` (the bank's number of the transfer that paid; empty for cash),
`bank_bin`, `account`, `name`, `memo`. Answer: 200 `{"ref", "message"}` when done, 4xx `{"message"}` when it will never be. The shape is ours: what banks
publish differs from contract to contract [M].
"""

import time
from dataclasses import dataclass
from typing import Final, Protocol

import httpx
import orjson
from django.conf import settings

from lienthong.foundation.payments.errors import BankRefused, BankUnreachable
from lienthong.kit.signed_letters import sign
from lienthong.kit.text_vi import shown

PATH: Final = "/ngan-hang/api/refunds"
LARGEST: Final = 64 * 1024
TIMEOUT: Final = httpx.Timeout(10.0, connect=4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repayment:
    """What the bank is asked to pay. `amount` in VND."""

    key: str
    amount: int
    original_ref: str
    bank_bin: str
    account: str
    name: str
    memo: str


class RefundGateway(Protocol):
    """A bank that gives money back."""

    def refund(self, repayment: Repayment) -> str:
        """The bank's number of the transfer. Raises BankRefused, BankUnreachable."""


class HttpRefundGateway:
    """The real client."""

    def __init__(self, *, base_url: str, secret: str, transport: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(base_url=base_url, timeout=TIMEOUT, transport=transport)
        self._secret = secret

    def refund(self, repayment: Repayment) -> str:
        """As the protocol says."""
        raw = orjson.dumps(repayment)
        headers = {
            "Content-Type": "application/json",
            "X-Bank-Signature": sign(raw=raw, secret=self._secret, now=time.time()),
        }
        try:
            answer = self._client.post(PATH, content=raw, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise BankUnreachable from error
        try:
            told = orjson.loads(answer.content[:LARGEST]) if answer.content else {}
        except orjson.JSONDecodeError as error:
            raise BankUnreachable("Ngân hàng trả lời không đọc được.") from error
        message = shown((told.get("message") if isinstance(told, dict) else "") or f"mã {answer.status_code}", 200)
        if answer.status_code in {401, 403, 429} or answer.status_code >= 500:
            raise BankUnreachable(f"Ngân hàng báo lỗi: {message}.")
        ref = str(told.get("ref") or "") if isinstance(told, dict) else ""
        if answer.status_code >= 400:
            raise BankRefused(message)
        if not (ref.isascii() and ref.isprintable() and 0 < len(ref) <= 64):
            raise BankUnreachable("Ngân hàng trả lời không có mã giao dịch.")
        return ref


def configured_gateway() -> RefundGateway | None:
    """The gateway of this installation; None where the bank takes no refunds from us."""
    if not settings.BANK_API_URL:
        return None
    return HttpRefundGateway(base_url=settings.BANK_API_URL, secret=settings.BANK_WEBHOOK_SECRET)
