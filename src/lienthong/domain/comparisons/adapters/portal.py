"""What the portal shows (cổng dịch vụ công): its own open representation of each procedure, read as anybody reads it."""

from typing import Any, Protocol

import httpx

from lienthong.domain.comparisons.adapters.answers import TIMEOUT, asked
from lienthong.domain.comparisons.errors import SourceFailed

SOURCE = "Cổng dịch vụ công"


class Portal(Protocol):
    """What a comparison asks. Raises SourceFailed."""

    def read(self, code: str) -> Any:
        """The national shape of what the page of the procedure shows; None when there is no page."""
        ...


class HttpPortal:
    """Over HTTP, past no cache."""

    def __init__(self, *, base_url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(base_url=base_url, timeout=TIMEOUT, transport=transport)

    def read(self, code: str) -> Any:
        """The record, None when there is none."""
        status, data = asked(self._client, "GET", f"/api/v1/procedures/{code}/national", source=SOURCE)
        if status == 404:
            return None
        if status >= 400:
            raise SourceFailed(f"{SOURCE} từ chối yêu cầu (mã {status}).")
        return data
