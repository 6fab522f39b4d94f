from collections.abc import Iterator
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from lienthong.domain.procedures import services as procedures
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import queries as organization_queries
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit.actor import SYSTEM, Actor


@pytest.fixture(scope="module")
def catalogue(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The catalogue and who keeps it, loaded once for a module and taken away with its transaction."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        organizations.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")
        procedures.load_catalogue(actor=SYSTEM)
        agency = organization_queries.communes().first()
        assert agency is not None
        account = accounts.create_officer(
            actor=SYSTEM, username="quan-tri", full_name="Lê Thị Hoa", password="mat-khau-quan-tri-2026", email=""
        )
        organizations.appoint(
            actor=SYSTEM,
            account_id=account.pk,
            agency_id=agency.id,
            title="Quản trị",
            roles=[Role.ADMINISTRATOR],
            valid_from=date(2025, 7, 1),
        )
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _nobody_searched_before() -> None:
    cache.clear()


@pytest.fixture
def keeper(catalogue: None) -> Actor:
    """An officer who keeps the catalogue."""
    return account_queries.actor_for(Account.objects.get(username="quan-tri"))


@pytest.fixture
def desk(catalogue: None, client: Client) -> Client:
    """The keeper's browser."""
    client.force_login(Account.objects.get(username="quan-tri"), backend="django.contrib.auth.backends.ModelBackend")
    return client
