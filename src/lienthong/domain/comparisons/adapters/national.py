"""The national catalogue (CSDL quốc gia về thủ tục hành chính): sign in, LayDanhSachTTHC, LayThuTuc."""

from typing import Any, Protocol

import httpx

from lienthong.domain.comparisons.adapters.answers import TIMEOUT, asked
from lienthong.domain.comparisons.errors import SourceFailed

SOURCE = "Cơ sở dữ liệu quốc gia"


class NationalCatalogue(Protocol):
    """What a comparison asks. Each call raises SourceFailed."""

    def list_codes(self) -> list[str]:
        """Codes that hold for this province."""
        ...

    def read(self, code: str) -> Any:
        """The record, whatever it is; None when there is none."""
        ...


class HttpNationalCatalogue:
    """The real client. A session that has ended is opened again once."""

    def __init__(
        self,
        *,
        base_url: str,
        username: str,
        password: str,
        province: str,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._client = httpx.Client(base_url=base_url, timeout=TIMEOUT, transport=transport)
        self._who = {"username": username, "password": password}
        self._province = province
        self._session = ""

    def list_codes(self) -> list[str]:
        """Codes that hold for this province."""
        data = self._ask("/csdlqg/LayDanhSachTTHC", {"MATINH": self._province})
        rows = data.get("data") if isinstance(data, dict) else None
        if not isinstance(rows, list) or not all(
            isinstance(row, dict) and isinstance(row.get("MATTHC"), str) for row in rows
        ):
            raise SourceFailed(f"{SOURCE} trả lời danh sách thủ tục không đúng khuôn dạng.")
        if not rows:  # then every procedure of ours would seem to be gone
            raise SourceFailed(f"{SOURCE} trả lời một danh sách rỗng.")
        return [row["MATTHC"] for row in rows]

    def read(self, code: str) -> Any:
        """The record, None when there is none."""
        data = self._ask("/csdlqg/LayThuTuc", {"MATTHC": code})
        return data.get("data") if isinstance(data, dict) else data

    def _ask(self, path: str, query: dict[str, str]) -> Any:
        for _ in range(2):
            if not self._session:
                self._sign_in()
            status, data = asked(
                self._client,
                "GET",
                path,
                source=SOURCE,
                params=query,
                headers={"Authorization": f"Bearer {self._session}"},
            )
            if status == 404:
                return None
            if status == 401:
                self._session = ""
                continue
            if status >= 400:
                raise SourceFailed(f"{SOURCE} từ chối yêu cầu (mã {status}).")
            return data
        raise SourceFailed(f"{SOURCE} không nhận phiên đăng nhập.")

    def _sign_in(self) -> None:
        status, data = asked(self._client, "POST", "/csdlqg/dang-nhap", source=SOURCE, json=self._who)
        session = data.get("session") if isinstance(data, dict) else None
        if status != 200 or not isinstance(session, str) or not session:
            raise SourceFailed(f"{SOURCE} không nhận tên đăng nhập hoặc mật khẩu của tỉnh.")
        self._session = session
