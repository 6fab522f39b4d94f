"""A post that really answers: the sandbox over HTTP without a network, its messages to our own web tier."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.test import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.province import Ward

from lienthong.foundation.postal import services
from lienthong.foundation.postal.adapters import VnpostCarrier
from lienthong.foundation.postal.models import PostalOrder


class Outside:
    """The post, and a client of it."""

    def __init__(self, folder: Path) -> None:
        config = Config(
            data_dir=folder,
            platform_url="",
            post_secret=settings.POST_SECRET,
            post_webhook_secret=settings.POST_WEBHOOK_SECRET,
        )
        self.sandbox = Sandbox(config)
        self.post = self.sandbox.post
        self.post._send = self._to_us
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.requests: list[httpx.Request] = []

    def _to_us(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        named.pop("HTTP_CONTENT_TYPE")
        answer = Client().post(url, body, content_type="application/json", **named)
        self.answers.append((answer.status_code, answer.json()))
        return answer.status_code, answer.content.decode()

    @property
    def carrier(self) -> VnpostCarrier:
        """A client that has just been made."""
        return VnpostCarrier(
            base_url="http://post",
            token=settings.POST_TOKEN,
            secret=settings.POST_SECRET,
            transport=httpx.WSGITransport(app=self.sandbox.application),
        )

    def accept(self, order: PostalOrder) -> PostalOrder:
        """Send the order and read it again."""
        services.send_order(order_id=order.id, carrier=self.carrier)
        order.refresh_from_db()
        return order


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    made = Outside(tmp_path)
    yield made
    made.sandbox.close()


CITIZEN = services.Party(
    name="Siu H'Ngan",
    phone="+84905000512",
    province="52",
    commune="23575",
    detail="Tổ 5",
    text="Tổ 5, Phường Diên Hồng, Tỉnh Gia Lai",
)
OFFICE = services.Party(
    name="Bộ phận Một cửa phường Pleiku",
    phone="02693000000",
    province="52",
    commune="23563",
    detail="01 Trần Hưng Đạo",
    text="01 Trần Hưng Đạo, Phường Pleiku, Tỉnh Gia Lai",
)


@pytest.fixture
def order_for(ward: Ward) -> Any:
    """An order of the ward; what differs by name."""

    def make(**changes: Any) -> PostalOrder:
        values = {
            "actor": ward.one_stop,
            "kind": "deliver",
            "agency_id": ward.agency_id,
            "citizen": CITIZEN,
            "office": OFFICE,
            "subject_type": "dossier",
            "subject_id": "7",
            "subject_code": "H21.88-261126-0007",
            "content": "Đăng ký khai sinh",
            "office_url": "/lam-viec/ho-so/H21.88-261126-0007/",
            "person_id": ward.citizen.person_id,
        }
        return services.create_order(**(values | changes))

    return make
