"""Asking by HTTP and believing nothing (hỏi qua HTTP): limits of time and size, one sentence for each way it may fail."""

from typing import Any, Final

import httpx
import orjson

from lienthong.domain.comparisons.errors import SourceFailed

LARGEST: Final = 4 * 1024 * 1024
TIMEOUT: Final = httpx.Timeout(10.0, connect=4.0)


def asked(client: httpx.Client, method: str, path: str, *, source: str, **more: Any) -> tuple[int, Any]:
    """Status and JSON of an answer (None when there is none). Raises SourceFailed."""
    try:
        with client.stream(method, path, **more) as answer:
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise SourceFailed(f"{source} trả lời dài quá {LARGEST >> 20} MB, không giống một bản ghi thủ tục.")
            status = answer.status_code
    except httpx.TimeoutException as error:
        raise SourceFailed(f"{source} không trả lời trong {TIMEOUT.read:.0f} giây.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceFailed(f"Không kết nối được với {source}.") from error
    if status >= 500:
        raise SourceFailed(f"{source} báo lỗi {status}.")
    try:
        return status, orjson.loads(body) if body else None
    except orjson.JSONDecodeError as error:
        if status >= 400:
            return status, None
        raise SourceFailed(f"{source} trả lời không đúng dạng JSON.") from error
