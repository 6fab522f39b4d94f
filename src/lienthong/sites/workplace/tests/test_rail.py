"""The rooms at the left of officers' pages: groups that fold, the one that is needed open."""

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from tests.province import Ward

from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations.choices import Role, rights_of
from lienthong.kit.actor import Actor, ActorPosition
from lienthong.sites.workplace import rail


def _actor(role: str) -> Actor:
    return Actor(
        account_id=1,
        position=ActorPosition(
            id=1,
            title="",
            agency_id=1,
            agency_name="",
            department_id=None,
            roles=frozenset({role}),
            rights=rights_of([role]),
        ),
    )


def _open(rooms: list[dict[str, Any]]) -> list[str]:
    return [each["key"] for each in rooms if each.get("open")]


def test_a_clerk_sees_groups_and_the_one_of_the_page_is_open() -> None:
    clerk = _actor(Role.CLERK)
    rooms = rail.rooms(clerk, "/lam-viec/van-ban-di/phat-hanh/")
    labels = [each["label"] for each in rooms]
    assert {"Văn bản đến", "Văn bản đi", "Hồ sơ lưu trữ"} <= set(labels)
    assert len(labels) <= 8
    assert _open(rooms) == ["van-ban-di"]
    assert [room["label"] for each in rooms for room in each.get("rooms", []) if room["current"]] == ["Bàn phát hành"]


def test_what_was_left_open_stays_open_and_nonsense_is_ignored() -> None:
    rooms = rail.rooms(_actor(Role.CLERK), "/lam-viec/", ["luu-tru", "van-ban-den", "<script>"])
    assert _open(rooms) == ["van-ban-den", "luu-tru"]


@pytest.mark.parametrize("role", list(Role))
def test_a_group_of_one_is_a_link_and_nothing_stands_twice(role: str) -> None:
    rooms = rail.rooms(_actor(role), "/")
    assert all(len(each["rooms"]) > 1 for each in rooms if "rooms" in each)
    urls = [room["url"] for each in rooms for room in each.get("rooms", [each])]
    assert len(urls) == len(set(urls))
    assert all(resolve(url) for url in urls)


def test_a_citizen_has_none() -> None:
    assert rail.rooms(Actor(account_id=1), "/lam-viec/") == []


def test_the_page_folds_without_a_script_and_reads_the_cookie(client: Client, ward: Ward) -> None:
    client.force_login(Account.objects.get(pk=ward.clerk.account_id), "django.contrib.auth.backends.ModelBackend")
    client.cookies["lt_nhom"] = "luu-tru"
    page = client.get("/lam-viec/van-ban-den/").content.decode()
    assert '<details class="lt-rooms" data-lt-rooms="luu-tru" open><summary>' in page
    assert '<details class="lt-rooms" data-lt-rooms="van-ban-den" open><summary>' in page
    assert '<details class="lt-rooms" data-lt-rooms="van-ban-di"><summary>' in page
