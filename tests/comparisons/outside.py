"""The other sides as they really answer: the sandbox's national catalogue and our own web tier, both over HTTP without a network."""

import copy
import json
from pathlib import Path
from typing import Any

import httpx
from django.test import Client
from sandbox import national_catalogue
from sandbox.config import Config
from sandbox.server import Sandbox

from lienthong.domain.comparisons import services
from lienthong.domain.comparisons.adapters import HttpNationalCatalogue, HttpPortal
from lienthong.domain.comparisons.models import Run
from lienthong.kit.actor import SYSTEM


def _from_our_web_tier(request: httpx.Request) -> httpx.Response:
    """The test client answers: it runs the whole stack on the connection of the test."""
    answer = Client().get(request.url.path)
    return httpx.Response(answer.status_code, content=answer.content)


class Outside:
    """The two other sides, and what stands in the national one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sandbox = Sandbox(Config(data_dir=folder, national_password="p"))
        self.records: dict[str, dict[str, Any]] = {}
        self.password = "p"
        self.turn = 0

    def hold(self, records: dict[str, dict[str, Any]]) -> None:
        """Have the national catalogue answer with these records."""
        self.records = copy.deepcopy(records)
        self.turn += 1
        path = self.folder / national_catalogue.RECORDS
        path.write_text(json.dumps(list(self.records.values())))
        import os

        os.utime(path, (self.turn, self.turn))  # the file is read again when its time differs

    @property
    def national(self) -> HttpNationalCatalogue:
        """A client that has just been made."""
        return HttpNationalCatalogue(
            base_url="http://sandbox", username="lienthong", password=self.password, province="52",
            transport=httpx.WSGITransport(app=self.sandbox.application),
        )  # fmt: skip

    @property
    def portal(self) -> HttpPortal:
        """Our own pages."""
        return HttpPortal(base_url="http://localhost", transport=httpx.MockTransport(_from_our_web_tier))

    def compare(self, **others: Any) -> Run:
        """A whole run."""
        run = services.request_run(actor=SYSTEM)
        return services.run_comparison(
            run_id=run.pk, national=others.get("national", self.national), portal=others.get("portal", self.portal)
        )
