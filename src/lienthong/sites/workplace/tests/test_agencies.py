"""An officer looks up an agency and who sits there."""

from django.test import Client
from tests.province import Ward

from lienthong.foundation.accounts.models import Account


def test_found_without_accents_and_opened(ward: Ward, client: Client) -> None:
    client.force_login(Account.objects.get(pk=ward.one_stop.account_id))
    found = client.get("/lam-viec/co-quan/", {"q": "dien hong"})
    assert "Phường Diên Hồng" in found.content.decode()
    assert ward.one_stop.position is not None
    page = client.get(f"/lam-viec/co-quan/{_identifier(ward)}/").content.decode()
    assert ward.leader.name in page
    assert "Lãnh đạo cơ quan" in page


def test_strangers_and_citizens_stay_out(ward: Ward, client: Client) -> None:
    assert client.get("/lam-viec/co-quan/").status_code == 302
    client.force_login(Account.objects.get(pk=ward.citizen.account_id))
    assert client.get("/lam-viec/co-quan/").status_code == 403


def test_an_unknown_identifier_is_not_found(ward: Ward, client: Client) -> None:
    client.force_login(Account.objects.get(pk=ward.one_stop.account_id))
    assert client.get("/lam-viec/co-quan/H99.999/").status_code == 404


def _identifier(ward: Ward) -> str:
    from lienthong.foundation.organizations import queries

    return queries.agency(ward.agency_id).identifier
