"""Whose account is it: VNeID, the counter, and what was merely typed."""

from datetime import date

import pytest

from lienthong.foundation.accounts import services
from lienthong.foundation.accounts.adapters.vneid import read_claims
from lienthong.foundation.accounts.errors import BadIdentityClaims, BadIdNumber
from lienthong.foundation.accounts.models import Account, Person
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

CLAIMS = {
    "sub": "vn-1",
    "name": "Nguyễn  Thị Mai",
    "id_number": "064195000001",
    "birthdate": "1995-02-03",
    "gender": "female",
    "address": {"formatted": "Tổ 5, phường Diên Hồng, tỉnh Gia Lai"},
    "phone_number": "0905123456",
    "email": "Mai@Example.vn",
}


def typed_account(**more):
    """A local account whose owner typed the number of CLAIMS."""
    account = Account.objects.create(
        username="tu-khai", full_name="Ai Đó", email="ai.do@example.vn", declared_id_number=CLAIMS["id_number"], **more
    )
    assert services.claim_declared_identity(account_id=account.pk)
    account.refresh_from_db()
    return account


def test_claims_become_a_person():
    identity = read_claims(CLAIMS)
    assert identity.full_name == "Nguyễn Thị Mai"
    assert identity.birth_date == date(1995, 2, 3)
    assert identity.gender == "Nữ"
    assert identity.email == "mai@example.vn"
    assert identity.address == "Tổ 5, phường Diên Hồng, tỉnh Gia Lai"


@pytest.mark.parametrize("change", [{"id_number": "12"}, {"id_number": None}, {"name": ""}, {"sub": ""}])
def test_claims_that_identify_nobody_are_refused(change):
    with pytest.raises(BadIdentityClaims):
        read_claims({**CLAIMS, **change})


@pytest.mark.parametrize("birthdate", ["1995", "0000-02-03", "1995-02-30", "", None, 7])
def test_an_incomplete_birth_date_is_no_date(birthdate):
    assert read_claims({**CLAIMS, "birthdate": birthdate}).birth_date is None


@pytest.mark.django_db
def test_signing_in_twice_is_one_account():
    identity = read_claims(CLAIMS)
    assert services.sign_in_with_vneid(identity=identity) == services.sign_in_with_vneid(identity=identity)
    person = Person.objects.get()
    assert (person.verified_by, person.birth_date) == ("vneid", date(1995, 2, 3))


@pytest.mark.django_db
def test_the_person_known_at_the_counter_gets_the_account():
    known = services.identify_person(actor=SYSTEM, id_number=CLAIMS["id_number"], full_name="Nguyễn Thị Mai")
    account = services.sign_in_with_vneid(identity=read_claims(CLAIMS))
    assert account.person == known
    known.refresh_from_db()
    assert known.verified_by == "vneid"


@pytest.mark.django_db
def test_vneid_takes_the_number_from_who_only_typed_it():
    squatter = typed_account()
    account = services.sign_in_with_vneid(identity=read_claims(CLAIMS))
    squatter.refresh_from_db()
    assert squatter.person is None
    assert account.person.full_name == "Nguyễn Thị Mai"
    assert account != squatter


@pytest.mark.django_db
def test_the_counter_does_too_unless_the_person_names_the_accounts_e_mail():
    from allauth.account.models import EmailAddress

    mine = typed_account()
    EmailAddress.objects.create(user=mine, email=mine.email, verified=True, primary=True)
    services.identify_person(
        actor=SYSTEM, id_number=CLAIMS["id_number"], full_name="Nguyễn Thị Mai", email="Ai.Do@example.vn"
    )
    mine.refresh_from_db()
    assert mine.person.verified_by == "counter"

    Person.objects.update(verified_by="")
    services.identify_person(actor=SYSTEM, id_number=CLAIMS["id_number"], full_name="Nguyễn Thị Mai")
    mine.refresh_from_db()
    assert mine.person is None


@pytest.mark.django_db
def test_the_counter_fills_gaps_but_does_not_overrule_vneid():
    services.sign_in_with_vneid(identity=read_claims({**CLAIMS, "phone_number": ""}))
    person = services.identify_person(
        actor=SYSTEM, id_number=CLAIMS["id_number"], full_name="Tên Khác", phone="0912345678"
    )
    assert (person.full_name, person.phone, person.verified_by) == ("Nguyễn Thị Mai", "0912345678", "vneid")


@pytest.mark.django_db
def test_identifying_needs_a_desk_and_a_number():
    with pytest.raises(NotAllowed):
        services.identify_person(actor=ANONYMOUS, id_number="064195000001", full_name="Ai")
    with pytest.raises(BadIdNumber, match="Có 11 chữ số"):
        services.identify_person(actor=SYSTEM, id_number="06419500000", full_name="Ai")
