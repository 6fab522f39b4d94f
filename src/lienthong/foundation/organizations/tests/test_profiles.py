"""Loading the tree of a province."""

import pytest

from lienthong.foundation.organizations import queries, services
from lienthong.foundation.organizations.errors import OtherProfileLoaded, UnknownProfile
from lienthong.foundation.organizations.models import Agency, Department
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_gia_lai_of_2025_has_two_tiers_and_135_communes():
    counts = services.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")

    assert counts["communes"] == 135
    assert queries.communes().count() == 135
    assert [tier.code for tier in queries.tiers()] == ["tinh", "xa"]
    pleiku = Agency.objects.get(short_name="Phường Pleiku")
    assert pleiku.name == "Ủy ban nhân dân phường Pleiku"
    assert pleiku.unit_code == "23575"
    assert pleiku.parent == queries.root_agency()
    assert list(pleiku.departments.order_by("id").values_list("name", flat=True))[:2] == [
        "Lãnh đạo UBND phường",
        "Trung tâm Phục vụ hành chính công",
    ]
    names = [name for _, name in queries.commune_choices()]
    assert (
        names.index("Phường An Khê")
        < names.index("Xã Ân Hảo")
        < names.index("Xã Đak Đoa")
        < names.index("Phường Pleiku")
    )


def test_loading_again_changes_nothing():
    first = services.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")
    before = list(Agency.objects.order_by("pk").values_list("pk", "identifier", "parent_id"))

    assert services.load_profile(actor=SYSTEM, profile="2tier-2025", province="52") == first
    assert list(Agency.objects.order_by("pk").values_list("pk", "identifier", "parent_id")) == before
    assert Department.objects.count() == first["departments"]


def test_old_gia_lai_has_three_tiers():
    counts = services.load_profile(actor=SYSTEM, profile="3tier-2019", province="64")

    assert (counts["districts"], counts["communes"]) == (17, 222)
    depths = [depth for depth, _ in queries.tree(SYSTEM)]
    assert (depths.count(0), max(depths)) == (1, 2)
    city = Agency.objects.get(short_name="Thành phố Pleiku")
    assert len(queries.subtree_ids(city.pk)) == 1 + 23
    with pytest.raises(OtherProfileLoaded, match="RESET=1"):
        services.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")


def test_an_unknown_province_is_refused_and_told_what_there_is():
    with pytest.raises(UnknownProfile, match=r"2tier-2025 với tỉnh 52 \(Gia Lai\)"):
        services.load_profile(actor=SYSTEM, profile="2tier-2025", province="99")


def test_only_administrators_load():
    with pytest.raises(NotAllowed):
        services.load_profile(actor=ANONYMOUS, profile="2tier-2025", province="52")
