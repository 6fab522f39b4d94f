"""Following a dossier without an account."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.views.lookup import TRIES


@pytest.fixture(autouse=True)
def _fresh_count() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_it_works_and_shows_nothing_of_the_person(client: Client, dossier: Dossier) -> None:
    assert dossier.code in client.get(f"/tra-cuu/?ma={dossier.code}").content.decode()
    page = client.post("/tra-cuu/", {"code": f" {dossier.code.lower()} ", "digits": "0512"}).content.decode()
    assert "Hồ sơ đang ở đâu" in page
    assert "Siu H" not in page
    assert "064195000512" not in page


def test_a_wrong_code_and_wrong_digits_sound_the_same(client: Client, dossier: Dossier) -> None:
    answers = [
        client.post("/tra-cuu/", {"code": dossier.code, "digits": "9999"}),
        client.post("/tra-cuu/", {"code": "H21.88-000000-0001", "digits": "0512"}),
        client.post("/tra-cuu/", {"code": dossier.code, "digits": "0512\u0000é"}),
        client.post("/tra-cuu/", {}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert all("Không tìm thấy hồ sơ có mã và 4 số cuối này" in answer.content.decode() for answer in answers)


def test_guessing_is_stopped(client: Client, dossier: Dossier) -> None:
    for _ in range(TRIES):
        client.post("/tra-cuu/", {"code": dossier.code, "digits": "9999"})
    page = client.post("/tra-cuu/", {"code": dossier.code, "digits": "0512"})
    assert page.status_code == 429
    assert "gọi 1022" in page.content.decode()
