"""The registers (cơ sở dữ liệu quốc gia), reached through the data sharing platform."""

from functools import lru_cache

from django.conf import settings

from lienthong.foundation.registers.adapters.data_platform import DataPlatformClient
from lienthong.foundation.registers.adapters.registers import Purpose, RegisterAnswer, RegisterClient
from lienthong.foundation.registers.errors import RegistersNotConnected

__all__ = ["DataPlatformClient", "Purpose", "RegisterAnswer", "RegisterClient", "configured_client"]


def configured_client() -> RegisterClient:
    """The client of this installation. Raises RegistersNotConnected when none is configured."""
    if not settings.REGISTERS_URL:
        raise RegistersNotConnected
    return _client(settings.REGISTERS_URL, settings.REGISTERS_CLIENT_ID, settings.REGISTERS_CLIENT_SECRET)


@lru_cache(maxsize=4)
def _client(url: str, client_id: str, secret: str) -> DataPlatformClient:
    return DataPlatformClient(base_url=url, client_id=client_id, secret=secret)
