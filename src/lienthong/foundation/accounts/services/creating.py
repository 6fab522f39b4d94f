"""Accounts come into being (lập tài khoản)."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction

from lienthong.foundation.accounts.errors import UsernameTaken
from lienthong.foundation.accounts.events import AccountCreated
from lienthong.foundation.accounts.models import Account, Person
from lienthong.foundation.accounts.policies import require_manage
from lienthong.foundation.accounts.services.identifying import check_id_number
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean


@transaction.atomic
def create_officer(*, actor: Actor, username: str, full_name: str, password: str, email: str) -> Account:
    """Account of an officer; the official mailbox `email` counts as verified, for the administrator vouches for it.

    Asked for twice, the account that is there is returned unchanged, password included. Raises NotAllowed, and
    UsernameTaken when a citizen has this name.
    """
    require_manage(actor)
    account = Account.objects.filter(username__iexact=username).first()
    if account is not None:
        if account.person_id is not None:
            raise UsernameTaken(username)
        return account
    account = Account(username=username, full_name=clean(full_name), email=email.lower())
    account.set_password(password)
    account.save()
    _verified_email(account)
    _tell(actor, account, "officer")
    return account


@transaction.atomic
def create_citizen(
    *,
    actor: Actor,
    username: str,
    full_name: str,
    id_number: str,
    email: str,
    password: str,
    phone: str = "",
    birth_date: date | None = None,
    gender: str = "",
    address: str = "",
    commune_code: str = "",
    verified_by: str = "",
) -> Account:
    """Account of a citizen with their person, made by an administrator or the demo loader (people register themselves on the web).

    Asked for twice, the account that is there is returned unchanged. Raises NotAllowed, BadIdNumber, and UsernameTaken
    when the name or the number belongs to another account.
    """
    require_manage(actor)
    check_id_number(id_number)
    account = Account.objects.select_related("person").filter(username__iexact=username).first()
    if account is not None:
        if account.person is None or account.person.id_number != id_number:
            raise UsernameTaken(username)
        return account
    person, _ = Person.objects.get_or_create(
        id_number=id_number,
        defaults={
            "full_name": clean(full_name),
            "birth_date": birth_date,
            "gender": gender,
            "phone": phone,
            "email": email.lower(),
            "address": clean(address),
            "commune_code": commune_code,
            "verified_by": verified_by,
            "verified_at": clock.now() if verified_by else None,
        },
    )
    if Account.objects.filter(person=person).exists():
        raise UsernameTaken(username)
    account = Account(username=username, full_name=person.full_name, email=email.lower(), person=person)
    account.set_password(password)
    account.save()
    _verified_email(account)
    _tell(actor, account, "citizen")
    return account


def _verified_email(account: Account) -> None:
    if account.email:
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)


def _tell(actor: Actor, account: Account, kind: str) -> None:
    publish(
        AccountCreated(
            account_id=account.pk,
            kind=kind,
            by_account_id=actor.account_id,
            by_position_id=actor.position.id if actor.position else None,
            by_name=actor.name,
        )
    )
