"""The list of processes with their procedures; the year played again on real dossiers."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests.stages import with_leader
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import services as organizations
from lienthong.kit import clock
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

SIMULATION = "/lam-viec/mo-phong-quy-trinh/"


@pytest.fixture
def keeper(ward: Ward) -> Client:
    account = accounts.create_officer(
        actor=SYSTEM, username="giu-quy-trinh", full_name="Rơ Châm Lan", password="mat-khau-2026-xyz", email="r@gialai.gov.vn"
    )  # fmt: skip
    organizations.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=ward.agency_id,
        title="Quản trị",
        roles=["administrator"],
        valid_from=date(2025, 7, 1),
    )
    client = Client()
    client.force_login(Account.objects.get(pk=account.pk), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_list_names_procedures(keeper: Client) -> None:
    page = keeper.get("/lam-viec/quy-trinh/", {"q": "khai sinh"}).content.decode()
    assert "/lam-viec/quy-trinh/tthc-1-001193/" in page
    assert "req_" in keeper.get("/lam-viec/quy-trinh/tthc-1-001193/thu-tuc/?soan").content.decode()


def test_an_empty_year_says_so(keeper: Client) -> None:
    assert "Chưa có hồ sơ để mô phỏng" in keeper.get(SIMULATION).content.decode()


def test_a_finished_dossier_is_played_exactly(keeper: Client, ward: Ward) -> None:
    dossier = with_leader(ward)
    Dossier.objects.filter(id=dossier.id).update(completed_at=clock.now())
    with clock.at(clock.now() + timedelta(minutes=5)):
        page = keeper.get(SIMULATION).content.decode()
        assert "Chạy lại 1 hồ sơ: 1 hồ sơ xong đúng thời điểm đã ghi" in page
        cases, steps = queries.recorded_steps(SYSTEM, since=clock.now() - timedelta(days=1), until=clock.now())
        desk = f"{steps[0].agency_id}-{steps[0].role}"
        changed = keeper.get(
            SIMULATION, {"ban": desk, "dang-co": "1", "se-co": "2", "thu-bay": str(cases[0].agency_id)}
        )
        assert "từ 1 thành 2 người" in changed.content.decode()
        assert "Số người phải từ 1 đến 99" in keeper.get(SIMULATION, {"ban": desk, "se-co": "x"}).content.decode()
    with pytest.raises(NotAllowed):
        queries.recorded_steps(ANONYMOUS, since=clock.now(), until=clock.now())
