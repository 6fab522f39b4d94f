"""People and seats the stories are about."""

from datetime import date

import pytest
from django.core.cache import cache

from lienthong.foundation.accounts import services
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.models import Agency, Tier
from lienthong.kit.actor import SYSTEM

PASSWORD = "mot cau de nho"


@pytest.fixture(autouse=True)
def _no_rate_limits_left():
    cache.clear()


@pytest.fixture
def agency(db) -> Agency:
    Tier.objects.create(code="xa", name="Cấp xã", rank=3)
    return organizations.create_agency(
        actor=SYSTEM, identifier="H21.101", name="Ủy ban nhân dân phường Pleiku", tier_code="xa", kind="ubnd"
    )


@pytest.fixture
def officer(db):
    return services.create_officer(
        actor=SYSTEM, username="mai.rcom", full_name="R'Com H'Mai", password=PASSWORD, email="mai.rcom@gialai.gov.vn"
    )


@pytest.fixture
def appoint(agency, officer):
    def make(title: str, roles: list[str], *, since: date = date(2025, 7, 1), until: date | None = None):
        return organizations.appoint(
            actor=SYSTEM,
            account_id=officer.pk,
            agency_id=agency.pk,
            title=title,
            roles=roles,
            valid_from=since,
            valid_to=until,
        )

    return make
