"""Bearer tokens."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lienthong.foundation.accounts import queries, services
from lienthong.foundation.accounts.errors import PositionNotHeld
from lienthong.foundation.accounts.models import ApiToken
from lienthong.foundation.organizations import services as organizations
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(appoint):
    return appoint("Cán bộ một cửa", ["one_stop_officer"])


def test_it_works(officer, seat, django_assert_num_queries):
    plaintext = services.issue_token(actor=SYSTEM, account_id=officer.pk, position_id=seat.pk, name="Máy quét")
    with django_assert_num_queries(1):
        actor = queries.actor_for_token(plaintext)
    assert actor == queries.actor_for(officer, seat.pk)
    assert plaintext not in str(ApiToken.objects.values())


def test_revoked_expired_ended_and_unknown_tokens_are_nobody(officer, seat):
    actor = queries.actor_for(officer)
    mine = services.issue_token(actor=actor, account_id=officer.pk, position_id=seat.pk, name="a")
    services.revoke_token(actor=actor, token_id=ApiToken.objects.get().pk)
    assert queries.actor_for_token(mine) is None

    short = services.issue_token(
        actor=actor, account_id=officer.pk, position_id=seat.pk, name="b", expires_at=clock.now() + timedelta(hours=1)
    )
    assert queries.actor_for_token(short)
    with clock.at(clock.now() + timedelta(hours=2)):
        assert queries.actor_for_token(short) is None

    lasting = services.issue_token(actor=actor, account_id=officer.pk, position_id=seat.pk, name="c")
    organizations.end_position(actor=SYSTEM, position_id=seat.pk, valid_to=date(2026, 6, 30))
    with clock.at(datetime(2026, 7, 1, tzinfo=UTC)):
        assert queries.actor_for_token(lasting) is None
    assert queries.actor_for_token("lt_khong-co") is None


def test_only_for_oneself_and_for_seats_one_holds(officer, seat):
    stranger = services.create_citizen(
        actor=SYSTEM,
        username="dan",
        full_name="Dân",
        id_number="064195000001",
        email="d@example.vn",
        password="mot cau de nho",
    )
    with pytest.raises(NotAllowed):
        services.issue_token(actor=queries.actor_for(stranger), account_id=officer.pk, position_id=None, name="x")
    with pytest.raises(PositionNotHeld):
        services.issue_token(actor=queries.actor_for(stranger), account_id=stranger.pk, position_id=seat.pk, name="x")
    with pytest.raises(NotAllowed):
        services.issue_token(
            actor=queries.actor_for(officer), account_id=officer.pk, position_id=None, name="x", known_plaintext="lt_1"
        )


def test_a_demo_token_may_be_given_again(officer, seat):
    for _ in range(2):
        services.issue_token(
            actor=SYSTEM, account_id=officer.pk, position_id=seat.pk, name="demo", known_plaintext="lt_demo"
        )
    assert ApiToken.objects.count() == 1
