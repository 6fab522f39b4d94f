from collections.abc import Iterator

import pytest

from lienthong.domain.procedures import services
from lienthong.kit.actor import SYSTEM


@pytest.fixture(scope="module")
def catalogue(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The built-in catalogue, loaded once for a module and taken away with its transaction."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        services.load_catalogue(actor=SYSTEM)
        yield
        transaction.set_rollback(True)
