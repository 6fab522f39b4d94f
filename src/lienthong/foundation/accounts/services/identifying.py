"""Who a person is, and which account is theirs (xác nhận danh tính).

Three sources, in order of trust: `vneid`, `counter` (an officer saw the card), "" (typed by the account's owner). A claim
somebody merely typed never reaches data that another source has verified: when a better source speaks, the typed claim
gives way and its account loses the person. See docs/adr/0013-accounts.md.
"""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction

from lienthong.foundation.accounts.adapters.vneid import VneidIdentity
from lienthong.foundation.accounts.errors import BadIdNumber, id_number_problem
from lienthong.foundation.accounts.events import AccountCreated, PersonIdentified
from lienthong.foundation.accounts.models import Account, Person
from lienthong.foundation.accounts.policies import require_identify
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean


def check_id_number(id_number: str) -> None:
    """Raise BadIdNumber unless it is twelve digits."""
    if id_number_problem(id_number):
        raise BadIdNumber(id_number)


@transaction.atomic
def identify_person(
    *,
    actor: Actor,
    id_number: str,
    full_name: str,
    birth_date: date | None = None,
    gender: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
    commune_code: str = "",
) -> Person:
    """The person whose card the officer has seen, created or completed. Doing it again changes nothing.

    What VNeID said stays; only empty fields are filled. Raises NotAllowed, BadIdNumber.
    """
    require_identify(actor)
    check_id_number(id_number)
    seen = {
        "full_name": clean(full_name),
        "birth_date": birth_date,
        "gender": gender,
        "phone": phone,
        "email": email.lower(),
        "address": clean(address),
        "commune_code": commune_code,
    }
    person, created = Person.objects.select_for_update().get_or_create(
        id_number=id_number, defaults={**seen, "verified_by": "counter", "verified_at": clock.now()}
    )
    unlinked = None
    if not created:
        for name, value in seen.items():
            if value and (person.verified_by != "vneid" or not getattr(person, name)):
                setattr(person, name, value)
        if not person.verified_by:
            unlinked = _cut_typed_claim(person, known_email=email.lower())
            person.verified_by, person.verified_at = "counter", clock.now()
            created = True
        person.save()
    if created:
        _tell(actor, person, "counter", unlinked)
    return person


@transaction.atomic
def sign_in_with_vneid(*, identity: VneidIdentity) -> Account:
    """The account of the person VNeID vouches for; person and account are created or completed as needed."""
    known = {
        "full_name": identity.full_name,
        "birth_date": identity.birth_date,
        "gender": identity.gender,
        "phone": identity.phone,
        "email": identity.email,
        "address": identity.address,
        "commune_code": identity.commune_code,
    }
    person, _ = Person.objects.select_for_update().get_or_create(id_number=identity.id_number, defaults=known)
    unlinked = None
    if not person.verified_by:
        unlinked = _cut_typed_claim(person)
    for name, value in known.items():
        if value:
            setattr(person, name, value)
    first_time = person.verified_by != "vneid"
    person.verified_by, person.verified_at = "vneid", clock.now()
    person.save()
    account = Account.objects.filter(person=person).first()
    if account is None:
        account = Account(username=identity.username, full_name=person.full_name, email=person.email, person=person)
        account.set_unusable_password()
        account.save()
        publish(
            AccountCreated(account_id=account.pk, kind="vneid", by_account_id=account.pk, by_name=account.full_name)
        )
    elif account.full_name != person.full_name:
        account.full_name = person.full_name
        account.save(update_fields=["full_name"])
    if first_time:
        _tell(SYSTEM, person, "vneid", unlinked)
    return account


@transaction.atomic
def claim_declared_identity(*, account_id: int) -> bool:
    """Give a local account, whose e-mail has just been verified, the person it declared. False when the number is known already.

    Then the account works, but sees no dossiers until VNeID or the counter says whose it is.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    if account.person_id is not None or not account.declared_id_number:
        return account.person_id is not None
    person, created = Person.objects.get_or_create(
        id_number=account.declared_id_number, defaults={"full_name": account.full_name, "email": account.email}
    )
    if created:
        account.person = person
        account.save(update_fields=["person"])
        publish(
            AccountCreated(account_id=account.pk, kind="citizen", by_account_id=account.pk, by_name=account.full_name)
        )
    return created


def _cut_typed_claim(person: Person, known_email: str = "") -> int | None:
    """Take the person from the account that only typed the number, unless the person named that account's verified e-mail."""
    account = Account.objects.select_for_update().filter(person=person).first()
    if account is None:
        return None
    if known_email and EmailAddress.objects.filter(user=account, email__iexact=known_email, verified=True).exists():
        return None
    account.person = None
    account.save(update_fields=["person"])
    return account.pk


def _tell(actor: Actor, person: Person, source: str, unlinked_account_id: int | None) -> None:
    publish(
        PersonIdentified(
            person_id=person.pk,
            source=source,
            unlinked_account_id=unlinked_account_id,
            by_account_id=actor.account_id,
            by_position_id=actor.position.id if actor.position else None,
            by_name=actor.name,
        )
    )
