"""The client of the post (VNPost): HTTP, signed, with limits of time and size.

Shape after the published interface of EMS, VNPost's express company (docws.ems.com.vn): one JSON object in, `{"code": "success" | "error",
"message", "data"}` out, fields `order_code`, `from_*`, `to_*`, `money_collect`, `total_weight`. Beyond it every request carries
`X-Post-Signature` (see `kit.signed_letters`, over "METHOD path\\n" + body) and the key of repetition `Idempotency-Key`; a contract that
does without them ignores two headers.
"""

import time
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import httpx
import orjson

from lienthong.foundation.postal.adapters.carrier import (
    Parcel,
    Place,
    Statement,
    StatementLine,
    Taken,
    TrackingNote,
)
from lienthong.foundation.postal.adapters.notices import MalformedError, read_moment, whole
from lienthong.foundation.postal.errors import CarrierRefused, CarrierUnreachable
from lienthong.kit.signed_letters import sign
from lienthong.kit.text_vi import shown

LARGEST: Final = 4 * 1024 * 1024
TIMEOUT: Final = httpx.Timeout(10.0, connect=4.0)
SERVICE: Final = "HCC"  # hành chính công


class VnpostCarrier:
    """The real client. One attempt more at once when the connection broke; later attempts are the job's business."""

    def __init__(self, *, base_url: str, token: str, secret: str, transport: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(base_url=base_url, timeout=TIMEOUT, transport=transport)
        self._token, self._secret = token, secret

    def create(self, parcel: Parcel) -> Taken:
        """Order; the same `code` again gives the same answer."""
        data = self._ask(
            "POST",
            "/buu-dien/api/v1/orders/create-v2",
            {
                "order_code": parcel.code,
                **_place("from", parcel.sender),
                **_place("to", parcel.receiver),
                "product_name": parcel.content,
                "total_quantity": 1,
                "total_weight": parcel.grams,
                "money_collect": parcel.cod_amount,
                "money_collect_at": parcel.collect_at,
                "payment_config": "receiver" if parcel.freight_by_citizen else "sender",
                "service": SERVICE,
                "description": parcel.note,
            },
            key=parcel.code,
        )
        tracking = data.get("tracking_code")
        if not isinstance(tracking, str) or not 5 <= len(tracking) <= 40 or not tracking.isascii():
            raise CarrierUnreachable("Bưu điện nhận đơn nhưng không trả số hiệu bưu gửi.")
        fee = data.get("fee")
        return Taken(tracking=tracking, freight=whole(fee.get("fee")) if isinstance(fee, dict) else None)

    def cancel(self, *, tracking: str, reason: str) -> None:
        """Give up an order that was not picked up."""
        self._ask("POST", "/buu-dien/api/v1/orders/cancel", {"tracking_code": tracking, "reason": reason}, key=tracking)

    def redeliver(self, *, tracking: str, note: str) -> None:
        """Ask for another attempt."""
        self._ask("POST", "/buu-dien/api/v1/orders/redeliver", {"tracking_code": tracking, "note": note})

    def trace(self, tracking: str) -> list[TrackingNote]:
        """Everything the carrier knows of a parcel. A line that cannot be read is left out, not made up."""
        data = self._ask("GET", f"/buu-dien/api/v1/orders/tracking/{tracking}")
        fees = data.get("__get_fee")
        fee = whole(fees.get("fee")) if isinstance(fees, dict) else None
        notes = []
        for line in data.get("__get_status") or ():
            if not isinstance(line, dict):
                continue
            try:
                at = read_moment(line.get("tracedate"))
            except MalformedError:
                continue
            notes.append(
                TrackingNote(
                    code=str(line.get("status", ""))[:40],
                    at=at,
                    text=str(line.get("description") or ""),
                    place=str(line.get("address") or ""),
                    reason=str(line.get("reason") or ""),
                    collected=whole(line.get("money_collect")),
                    freight=fee,
                    grams=whole(data.get("total_weight")),
                )
            )
        return notes

    def statements(self, *, since: date) -> list[Statement]:
        """Statements made on or after a day."""
        data = self._ask("GET", f"/buu-dien/api/v1/cod/statements?from={since.isoformat()}")
        found = []
        for each in data.get("statements") or ():
            try:
                found.append(
                    Statement(
                        number=str(each["number"])[:60],
                        period_from=date.fromisoformat(each["from"]),
                        period_to=date.fromisoformat(each["to"]),
                        total=int(each["total"]),
                        lines=[
                            StatementLine(tracking=str(line["tracking_code"])[:40], amount=int(line["amount"]))
                            for line in each["lines"]
                        ],
                    )
                )
            except (KeyError, TypeError, ValueError) as error:
                raise CarrierUnreachable(f"Bảng đối soát của bưu điện không đọc được: {shown(error)}.") from error
        return found

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None, *, key: str = "") -> dict[str, Any]:
        raw = orjson.dumps(body) if body is not None else b""
        status, answer = self._sent(method, path, raw, key)
        message = shown(answer.get("message") or f"mã {status}", 200)
        if status in {401, 403}:
            raise CarrierUnreachable(
                "Bưu điện không nhận khóa kết nối của tỉnh. Báo quản trị hệ thống kiểm tra cấu hình."
            )
        if status == 429 or status >= 500:
            raise CarrierUnreachable(f"Bưu điện báo lỗi {status}.")
        if status >= 400 or answer.get("code") != "success":
            raise CarrierRefused(f"Bưu điện từ chối: {message}.")
        data = answer.get("data")
        return data if isinstance(data, dict) else {}

    def _sent(self, method: str, path: str, raw: bytes, key: str) -> tuple[int, dict[str, Any]]:
        signed = f"{method} {path.partition('?')[0]}\n".encode() + raw
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Merchant-Token": self._token,
            "X-Post-Signature": sign(raw=signed, secret=self._secret, now=time.time()),
            **({"Idempotency-Key": key} if key else {}),
        }
        for attempt in (1, 2):
            try:
                return self._once(method, path, raw, headers)
            except (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError) as error:
                if attempt == 2 or (method == "POST" and not key):
                    raise CarrierUnreachable from error
            except httpx.TimeoutException as error:
                raise CarrierUnreachable(f"Bưu điện không trả lời trong {TIMEOUT.read:.0f} giây.") from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise CarrierUnreachable from error
        raise AssertionError("the second attempt returns or raises")

    def _once(self, method: str, path: str, raw: bytes, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        with self._client.stream(method, path, content=raw, headers=headers) as answer:
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise CarrierUnreachable(f"Bưu điện trả lời dài quá {LARGEST >> 20} MB.")
            status = answer.status_code
        try:
            read = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError as error:
            if status >= 400:
                return status, {}
            raise CarrierUnreachable("Bưu điện trả lời không đúng dạng JSON.") from error
        return status, read if isinstance(read, dict) else {}


def _place(end: str, place: Place) -> dict[str, str]:
    return {
        f"{end}_name": place.name,
        f"{end}_phone": place.phone,
        f"{end}_province": place.province,
        f"{end}_ward": place.commune,
        f"{end}_address": place.detail,
    }
