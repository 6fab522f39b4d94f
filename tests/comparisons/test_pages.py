"""The pages of the comparison, as the keeper of the catalogue uses them."""

import copy
from datetime import date

from django.test import Client
from tests.comparisons.outside import Outside

from lienthong.domain.comparisons.models import Finding, Run
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.organizations import queries as organization_queries
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit.actor import SYSTEM

HERE = "/lam-viec/thu-tuc/doi-soat/"
BIRTH = "1.001193"


def officer(client: Client, role: Role) -> Client:
    account = accounts.create_officer(
        actor=SYSTEM, username=f"o-{role}", full_name="Lê Lan", password="mat-khau-2026-dai", email=""
    )
    organizations.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")
    agency = organization_queries.communes().first()
    organizations.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=agency.id,
        title="Quản trị",
        roles=[role],
        valid_from=date(2025, 7, 1),
    )
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_from_nothing_to_a_settled_difference(outside: Outside, client: Client) -> None:
    keeper = officer(client, Role.ADMINISTRATOR)
    assert "Chưa có kết quả đối soát" in keeper.get(HERE).content.decode()
    assert keeper.post(f"{HERE}chay/").status_code == 302
    assert "Đang đối soát" in keeper.get(HERE).content.decode()
    assert "HX-Refresh" not in keeper.get(f"{HERE}tien-do/")
    Run.objects.update(state="failed", national="Không kết nối được với Cơ sở dữ liệu quốc gia.")
    page = keeper.get(HERE).content.decode()
    assert "Không kết nối được với Cơ sở dữ liệu quốc gia." in page
    records = copy.deepcopy(outside.records)
    records[BIRTH]["TENTTHC"] = "Tên khác hẳn & <b>lạ</b>"
    records[BIRTH]["KETQUATHUCHIEN"][0]["TENKETQUA"] = "Giấy khai sinh điện tử"
    outside.hold(records)
    outside.compare()
    page = keeper.get(f"{HERE}?phan=general").content.decode()
    assert "&lt;b&gt;lạ" in page
    assert "Giấy khai sinh điện tử" not in page
    ids = list(Finding.objects.values_list("pk", flat=True))
    refused = keeper.post(HERE, {"ids": ids, "act": "keep", "reason": "vì"})
    assert refused.status_code == 422
    assert "Nêu lý do" in refused.content.decode()
    keeper.post(f"{HERE}{BIRTH}/", {"ids": ids[:1], "act": "keep", "reason": "Theo quyết định của tỉnh"})
    keeper.post(HERE, {"ids": ids[1:], "act": "take"})
    assert sorted(Finding.objects.values_list("state", flat=True)) == ["drafted", "kept"]
    assert "Theo quyết định của tỉnh" in keeper.get(f"{HERE}{BIRTH}/").content.decode()
    assert "Các lần đối soát" in keeper.get(f"{HERE}lich-su/").content.decode()
    assert keeper.get(f"{HERE}9.999999/").status_code == 404


def test_others_see_nothing(outside: Outside, client: Client) -> None:
    assert officer(client, Role.CLERK).get(HERE).status_code == 403
    assert client.get("/api/v1/catalogue-differences").status_code in {401, 403}
