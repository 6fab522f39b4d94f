"""A keeper of the catalogue brings a file in and takes one out, in the browser."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.domain.procedures import queries
from lienthong.domain.procedures.tests.test_importing import packed, records
from lienthong.domain.procedures.tests.test_keeping_pages import office
from lienthong.foundation.accounts.models import Account

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
HERE = "/lam-viec/thu-tuc/nhap/"


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(Account.objects.get(username="lan"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, content: bytes, name: str = "danh-muc.json.gz") -> str:
    answer = client.post(HERE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer["Location"])


def test_it_works(keeper: Client) -> None:
    place = send(keeper, packed(records()))
    page = keeper.get(place).content.decode()
    assert "Xác nhận nhập" in page
    assert "1.999001" in page
    for _ in range(2):
        assert keeper.post(place).status_code == 302
    assert "Đã nhập xong" in keeper.get(place).content.decode()
    assert queries.current_version("1.999001").name == records()[1]["TENTTHC"]
    assert "danh-muc.json.gz" in keeper.get(HERE).content.decode()


def test_bad_rows_and_bad_files_are_told_and_nothing_can_be_confirmed(keeper: Client) -> None:
    answer = keeper.post(HERE, {"file": SimpleUploadedFile("a.pdf", b"%PDF")})
    assert answer.status_code == 422
    assert "Không nhận ra dạng tệp" in answer.content.decode()
    assert "Chọn tệp danh mục" in keeper.post(HERE).content.decode()
    place = send(keeper, json.dumps([{"MATTHC": "1.000001"}, {"MATTHC": "x", "TENTTHC": "<b>"}]).encode())
    page = keeper.get(place).content.decode()
    assert "Chưa nhập được thủ tục nào" in page
    assert "Xác nhận nhập" not in page
    assert keeper.post(place).status_code == 409


def test_what_changed_meanwhile_asks_for_another_trial(keeper: Client) -> None:
    first, second = send(keeper, packed(records())), send(keeper, packed(records(count=2)))
    keeper.post(first)
    page = keeper.post(second)
    assert page.status_code == 409
    assert "Nhập thử lại" in page.content.decode()
    keeper.post(second, {"act": "again"})
    assert "Không có gì thay đổi" in keeper.get(second).content.decode()
    keeper.post(f"{second}bo/")
    assert keeper.get(second).status_code == 404


def test_files_to_take_away(keeper: Client, client: Client) -> None:
    workbook = keeper.get("/lam-viec/thu-tuc/xuat/?linh-vuc=ho-tich")
    assert workbook["Content-Disposition"].endswith('.xlsx"')
    assert keeper.get(f"{HERE}mau.xlsx").content[:2] == b"PK"
    chosen = keeper.get("/lam-viec/thu-tuc/xuat/?dang=national&ma=1.001193")
    assert [record["MATTHC"] for record in json.loads(chosen.content)] == ["1.001193"]


def test_only_keepers_enter(client: Client) -> None:
    client.force_login(Account.objects.get(username="thu"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(HERE).status_code == 403
    assert client.get("/lam-viec/thu-tuc/xuat/").status_code == 403
