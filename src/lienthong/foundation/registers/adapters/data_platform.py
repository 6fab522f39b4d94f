"""The client of the data sharing platform (trục NDXP/LGSP): HTTP, a signed token, limits of time and size, believing nothing.

Client credentials (RFC 6749, 4.4) give a token of a few minutes; a question is one JSON object in, one out:
POST /csdl/v1/<register>/tra-cuu {"asked": {…}, "purpose": {…}} → 200 {"found": true, "record": {…}, "reference", "as_of"}, 404 when
nothing is known, 403 with a sentence. Shape assumed until the platform's own contract is known.
"""

import threading
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import httpx
import orjson

from lienthong.foundation.registers.adapters.registers import Purpose, RegisterAnswer
from lienthong.foundation.registers.choices import registers
from lienthong.foundation.registers.errors import RegisterRefused, RegisterUnreachable
from lienthong.kit.text_vi import shown

LARGEST: Final = 256 * 1024
TIMEOUT: Final = httpx.Timeout(6.0, connect=3.0)
EARLY: Final = 20
"""Seconds before its end from which a token is not used any more."""


class DataPlatformClient:
    """The real client. A token that the platform no longer takes is renewed once."""

    def __init__(
        self, *, base_url: str, client_id: str, secret: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._client = httpx.Client(base_url=base_url, timeout=TIMEOUT, transport=transport)
        self._auth = httpx.BasicAuth(client_id, secret)
        self._token, self._until = "", 0.0
        self._lock = threading.Lock()

    def ask(self, register: str, asked: Mapping[str, str], purpose: Purpose) -> RegisterAnswer:
        """One question. Raises RegisterUnreachable, RegisterRefused."""
        name = registers()[register].name
        body = {
            "asked": dict(asked),
            "purpose": {
                "dossier": purpose.dossier,
                "basis": purpose.basis,
                "reason": purpose.reason,
                "officer": purpose.officer,
                "agency": purpose.agency,
            },
        }
        path = f"/csdl/v1/{register}/tra-cuu"
        for renewed in (False, True):
            headers = {
                "Authorization": f"Bearer {self._bearer(name, renew=renewed)}",
                "X-Request-Id": purpose.request_id,
            }
            status, answer = self._sent(name, path, orjson.dumps(body), headers)
            if status != 401:
                break
        return _read(name, status, answer)

    def _bearer(self, name: str, *, renew: bool) -> str:
        with self._lock:
            if self._token and not renew and time.monotonic() < self._until:
                return self._token
            status, answer = self._sent(name, "/csdl/token", b"grant_type=client_credentials", {}, auth=self._auth)
            token, seconds = answer.get("access_token"), answer.get("expires_in")
            if status != 200 or not isinstance(token, str) or not isinstance(seconds, int):
                raise RegisterUnreachable.of(name, "không nhận khóa kết nối của tỉnh; báo quản trị hệ thống kiểm tra")
            self._token, self._until = token, time.monotonic() + max(0, seconds - EARLY)
            return token

    def _sent(
        self, name: str, path: str, raw: bytes, headers: Mapping[str, str], auth: httpx.Auth | None = None
    ) -> tuple[int, dict[str, Any]]:
        kind = "application/x-www-form-urlencoded" if auth else "application/json"
        try:
            with self._client.stream(
                "POST", path, content=raw, headers={"Content-Type": kind, **headers}, auth=auth
            ) as answer:
                body = b""
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > LARGEST:
                        raise RegisterUnreachable.of(name, "trả lời dài bất thường")
                status = answer.status_code
        except httpx.TimeoutException as error:
            raise RegisterUnreachable.of(name, f"không trả lời trong {TIMEOUT.read:.0f} giây") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RegisterUnreachable.of(name, "hiện không kết nối được") from error
        if status == 429 or status >= 500:
            raise RegisterUnreachable.of(name, f"đang bận hoặc bảo trì (mã {status})")
        try:
            read = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError as error:
            raise RegisterUnreachable.of(name, "trả lời không đọc được") from error
        return status, read if isinstance(read, dict) else {}


def _read(name: str, status: int, answer: Mapping[str, Any]) -> RegisterAnswer:
    if status == 401:
        raise RegisterUnreachable.of(name, "không nhận khóa kết nối của tỉnh; báo quản trị hệ thống kiểm tra")
    if status == 404:
        return RegisterAnswer(found=False, record={}, reference=shown(answer.get("reference") or "", 80))
    record = answer.get("record")
    if status >= 400:
        raise RegisterRefused(f"{name} từ chối: {shown(answer.get('message') or f'mã {status}', 200)}")
    if not isinstance(record, dict) or answer.get("found") is not True:
        raise RegisterUnreachable.of(name, "trả lời không đúng dạng")
    return RegisterAnswer(
        found=True,
        record={str(key)[:40]: value for key, value in record.items() if isinstance(value, str | int | float)},
        reference=shown(answer.get("reference") or "", 80),
        as_of=_moment(answer.get("as_of")),
    )


def _moment(value: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read if read is not None and read.tzinfo is not None else None
