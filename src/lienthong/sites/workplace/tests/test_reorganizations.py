"""The pages on which agencies are merged, split, renamed and closed."""

import pytest
from django.test import Client
from tests.province import Ward, _officer

from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests.stages import submitted
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.models import Reorganization
from lienthong.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ward: Ward, client: Client) -> Client:
    manager = _officer(organizations.root_agency().pk, "quan-ly", "Quách Minh Châu", "Quản trị", "administrator")
    client.force_login(Account.objects.get(pk=manager.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(kind: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "effective_on": f"{clock.today():%d/%m/%Y}", "decision": "1664/NQ-UBTVQH15"} | more


def test_prepared_rehearsed_and_carried_out(desk: Client, ward: Ward) -> None:
    assert "Chưa có phương án sắp xếp nào" in desk.get("/lam-viec/sap-xep/").text
    submitted(ward)
    old, new = organizations.agency(ward.agency_id), organizations.communes().exclude(pk=ward.agency_id)[0]
    assert 'list="co-quan"' in desk.get("/lam-viec/sap-xep/lap/").text
    wrong = desk.post("/lam-viec/sap-xep/lap/", typed("merge", decision="", **{"source-0": "Sở Không Có"}))
    assert wrong.status_code == 422
    assert "Không tìm thấy cơ quan “Sở Không Có”" in wrong.text
    assert 'value="Sở Không Có"' in wrong.text

    sent = typed("merge", **{"source-0": f"{old.identifier} {old.short_name}", "heir-0": new.short_name.lower()})
    plan = desk.post("/lam-viec/sap-xep/lap/", sent, follow=True)
    assert "hồ sơ đang giải quyết" in plan.text
    assert ward.specialist.name in plan.text
    address = f"/lam-viec/sap-xep/{Reorganization.objects.get().pk}/"
    asked = desk.post(f"{address}thuc-hien/")
    assert asked.status_code == 409
    assert "Đánh dấu xác nhận" in asked.text
    done = desk.post(f"{address}thuc-hien/", {"confirmed": "on"}, follow=True)
    assert "Đã thực hiện" in done.text
    assert Dossier.objects.get().agency_id == new.pk
    assert "Trước đây là" in desk.get(f"/lam-viec/co-quan/{new.identifier}/").text
    assert new.name in desk.get(f"/lam-viec/co-quan/{old.identifier}/").text
    assert desk.post(f"{address}thuc-hien/", {"confirmed": "on"}).status_code == 409


def test_an_agency_with_open_dossiers_is_not_closed(desk: Client, ward: Ward) -> None:
    submitted(ward)
    old = organizations.agency(ward.agency_id)
    plan = desk.post("/lam-viec/sap-xep/lap/", typed("close", **{"source-0": old.identifier}), follow=True)
    assert "còn 1 hồ sơ đang giải quyết" in plan.text
    address = f"/lam-viec/sap-xep/{Reorganization.objects.get().pk}/"
    refused = desk.post(f"{address}thuc-hien/", {"confirmed": "on"})
    assert refused.status_code == 409
    assert "Chỉ giải thể được khi không còn việc" in refused.text
    assert "Đã thu hồi" in desk.post(f"{address}thu-hoi/", follow=True).text


def test_a_split_is_divided_on_the_page(desk: Client, ward: Ward) -> None:
    dossier = submitted(ward)
    old = organizations.agency(ward.agency_id)
    new = {"new-0-identifier": "H21.999", "new-0-name": "Ủy ban nhân dân phường Mới", "new-0-short": "Phường Mới"}
    plan = desk.post(
        "/lam-viec/sap-xep/lap/",
        typed("split", **{"source-0": old.identifier, "heir-0": old.identifier}, **new),
        follow=True,
    )
    field = dossier.procedure.field.code
    assert f'name="fields-{field}"' in plan.text
    address = f"/lam-viec/sap-xep/{Reorganization.objects.get().pk}/"
    desk.post(f"{address}chia/", {f"fields-{field}": "1", "seats-x": "9"})
    assert desk.post(f"{address}thuc-hien/", {"confirmed": "on"}, follow=True).status_code == 200
    dossier.refresh_from_db()
    assert dossier.agency_id == organizations.agency_by_identifier("H21.999").pk


def test_only_who_manages_agencies(ward: Ward, client: Client) -> None:
    client.force_login(Account.objects.get(pk=ward.leader.account_id))
    assert client.get("/lam-viec/sap-xep/").status_code == 403
    assert client.get("/lam-viec/sap-xep/lap/").status_code == 403
