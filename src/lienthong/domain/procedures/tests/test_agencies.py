import pytest

from lienthong.domain.procedures import queries
from lienthong.foundation.organizations import services as organizations
from lienthong.kit.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def test_communes_and_named_departments_handle() -> None:
    organizations.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")
    birth = queries.agencies_for(queries.current_version("1.001193"))
    assert set(birth.values_list("tier__code", flat=True)) == {"xa"}
    food = queries.agencies_for(queries.current_version("1.013855"))
    assert list(food.filter(tier__code="tinh").values_list("short_name", flat=True)) == ["Sở Y tế"]
    assert food.count() == birth.count() + 1
