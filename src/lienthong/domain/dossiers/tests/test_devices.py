"""Two devices on one draft: the later save wins, says so, and what it replaced can be had back."""

import re

from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Filing
from lienthong.foundation.notifications.models import Notification

PAGE = "tre-duoc-khai-sinh"


def opened(client: Client, url: str) -> dict[str, str]:
    """The page as one device shows it: which opening it is, and whose save it shows."""
    page = client.get(url).content.decode()
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("_visit", "_seen")}


def test_the_later_save_wins_and_nothing_is_lost(mother: Client, filing: Filing) -> None:
    url = f"/ban-khai/{filing.reference}/to-khai/{PAGE}/"
    phone, desk = opened(mother, url), opened(mother, url)
    first = mother.post(f"{url}luu/", {**phone, "child_name": "Siu Bảo An", "child_birth_place": "Trạm y tế xã Ia Ly"})
    assert "note" not in first.json()
    again = mother.post(f"{url}luu/", {**phone, "child_name": "Siu Bảo An", "child_birth_place": "Trạm y tế xã Ia Ly"})
    assert "note" not in again.json()  # the same device
    second = mother.post(f"{url}luu/", {**desk, "child_name": "Siu Bảo Ân"})
    assert "máy khác" in second.json()["note"]
    filing.refresh_from_db()
    assert filing.answers["child_name"] == "Siu Bảo Ân"
    page = mother.get(url).content.decode()
    assert "Trang này đã được lưu ở một máy khác" in page
    assert "Trạm y tế xã Ia Ly" in page
    mother.post(url, {**desk, "child_name": "Siu Bảo Ân", "_other": "take"})
    filing.refresh_from_db()
    assert (filing.answers["child_name"], filing.answers["child_birth_place"]) == ("Siu Bảo An", "Trạm y tế xã Ia Ly")
    assert filing.set_aside == {}
    assert "một máy khác" not in mother.get(url).content.decode()


def test_opening_it_later_on_another_device_is_no_conflict(mother: Client, filing: Filing) -> None:
    url = f"/ban-khai/{filing.reference}/to-khai/{PAGE}/"
    mother.post(f"{url}luu/", {**opened(mother, url), "child_name": "Siu Bảo An"})
    later = mother.post(f"{url}luu/", {**opened(mother, url), "child_name": "Siu Bảo Anh"})
    assert "note" not in later.json()


def test_the_list_says_where_each_draft_was_left(mother: Client, ward: Ward, filing: Filing) -> None:
    services.start_filing(actor=ward.citizen, code="1.000894")
    page = mother.get("/ho-so/").content.decode()
    assert "Đang ở phần 1 trên 5 của tờ khai" in page
    assert "Đang ở bước chọn nơi giải quyết" in page


def test_the_way_to_another_device_is_scanned_or_sent(mother: Client, neighbour: Client, filing: Filing) -> None:
    url = f"/ban-khai/{filing.reference}/may-khac/"
    assert "Mã QR mở bản khai" in mother.get(url).content.decode()
    assert mother.post(url).status_code == 302
    assert neighbour.get(url).status_code == 404
    assert Notification.objects.count() == 0  # the letter is a job of the worker
