"""Lateness over the API: accounts, sums, lists; who may ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.lateness import services
from lienthong.domain.lateness.tests.test_keeping import MONDAY, withdrawn
from lienthong.foundation.accounts import services as accounts
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor

API = "/api/v1"
PERIOD = f"since={MONDAY:%Y-%m-%d}&until={MONDAY + timedelta(days=30):%Y-%m-%d}"


def ask(actor: Actor, path: str) -> Any:
    token = accounts.issue_token(
        actor=SYSTEM,
        account_id=actor.account_id or 0,
        position_id=actor.position.id if actor.position else None,
        name="kiểm thử",
    )
    return Client().get(API + path, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def late(ward: Ward) -> Dossier:
    dossier = withdrawn(ward)
    services.keep_account(dossier_id=dossier.id)
    return dossier


def test_the_account_of_a_dossier_adds_up(ward: Ward, late: Dossier) -> None:
    (account,) = ask(ward.specialist, f"/dossiers/{late.code}/time-accounts").json()
    assert sum(each["minutes"] for each in account["stretches"]) == account["total"]
    assert sum(each["late"] for each in account["stretches"]) == account["late"] > 0
    assert account["explanation"]
    (plain,) = ask(ward.citizen, f"/dossiers/{late.code}/time-accounts").json()
    assert plain["late"] == account["late"]
    assert "không tính cho ông/bà" in plain["explanation"][0]
    assert ask(ward.neighbour, f"/dossiers/{late.code}/time-accounts").status_code == 404


def test_sums_and_lists_of_a_period(ward: Ward, late: Dossier) -> None:
    sums = ask(ward.leader, f"/lateness?{PERIOD}&by=step").json()
    assert (sums["ended"], sums["late"]) == (1, 1)
    assert sum(each["minutes"] for each in sums["rows"]) == sums["late_minutes"]
    page = ask(ward.leader, f"/late-dossiers?{PERIOD}").json()
    assert [each["dossier"] for each in page["items"]] == [late.code]
    assert page["items"][0]["minutes"] == sums["late_minutes"]
    assert ask(ward.specialist, f"/lateness?{PERIOD}").status_code == 403
    assert ask(ward.leader, "/lateness?since=2026-11-30&until=2026-11-01").status_code == 422
    assert ask(ward.leader, "/lateness?since=2020-01-01&until=2026-11-01").status_code == 422


def test_overdue_dossiers_say_who_made_them_late(ward: Ward) -> None:
    with clock.at(MONDAY):
        running = stages.accepted(ward)
    with clock.at(MONDAY + timedelta(days=7)):
        page = ask(ward.leader, "/overdue-dossiers").json()
    (item,) = page["items"]
    assert item["dossier"] == running.code
    assert sum(each["late"] for each in item["charged"]) == item["late"] > 0
