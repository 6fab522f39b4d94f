import pytest

from lienthong.domain.procedures import queries
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.queries import visible_agencies
from lienthong.kit.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def test_communes_and_named_departments_handle() -> None:
    organizations.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")
    birth = queries.agencies_for(queries.current_version("1.001193"))
    assert set(birth.values_list("tier__code", flat=True)) == {"xa"}
    food = queries.agencies_for(queries.current_version("1.013855"))
    assert list(food.filter(tier__code="tinh").values_list("short_name", flat=True)) == ["Sở Y tế"]
    assert food.count() == birth.count() + 1


def test_one_agency_is_asked_as_the_list_would_answer() -> None:
    organizations.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")
    for code in ("1.001193", "1.013855"):
        version = queries.current_version(code)
        listed = set(queries.agencies_for(version).values_list("id", flat=True))
        every = visible_agencies(SYSTEM).values_list("id", flat=True)
        assert listed == {one for one in every if queries.is_handled_by(version, one)}
        assert not queries.is_handled_by(version, 0)
