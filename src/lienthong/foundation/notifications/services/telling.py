"""Telling someone (gửi thông báo)."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from procrastinate.contrib.django import app as jobs

from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.notifications.models import MailMessage, Notification
from lienthong.kit import clock
from lienthong.kit.text_vi import clean

SEND_LETTER = "notifications.send_letter"  # the job's name; jobs.py registers it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing to tell: to which accounts, in which words, where it is seen. `address`: a letter to the outside as well."""

    accounts: Collection[int]
    subject: str
    body: str
    url: str = ""
    address: str = ""


@transaction.atomic
def tell(*, event_id: uuid.UUID, kind: str, told: Told | None) -> None:
    """A line for each account, and the letter; None tells nobody. Repeats change nothing, as of `notify`."""
    if told is None:
        return
    for account_id in told.accounts:
        notify(event_id=event_id, kind=kind, subject=told.subject, body=told.body, url=told.url, account_id=account_id)
    if told.address:
        notify(event_id=event_id, kind=kind, subject=told.subject, body=told.body, email=told.address)


@transaction.atomic
def notify(
    *,
    event_id: uuid.UUID,
    kind: str,
    subject: str,
    body: str,
    url: str = "",
    account_id: int | None = None,
    person_id: int | None = None,
    email: str | None = "",
    file_ids: Sequence[uuid.UUID] = (),
    is_followed: bool = False,
) -> None:
    """Tell one recipient once: a line in their list, and a letter where an address is known. Repeats change nothing.

    `url` is a path of ours ("/ho-so/…"). `email`: "" = the recipient's own address, None = no letter, else this address. `file_ids`: stored files
    that go along with the letter. `is_followed`: `LetterEnded` tells when the letter has gone or is given up.
    With neither account nor person only the letter goes out. Raises ValueError for a foreign `url` or no recipient at all.
    """
    if url and (not url.startswith("/") or url.startswith(("//", "/\\"))):
        raise ValueError(f"url must be a path of ours, found {url!r}")
    if account_id is None and person_id is None and not email:
        raise ValueError("notify needs an account, a person or an address")
    subject, body = clean(subject)[:200], clean(body, lines=True)
    if account_id is not None or person_id is not None:
        known_account, known_email = accounts.contact_of(account_id=account_id, person_id=person_id)
        email = known_email if email == "" else email
        line = Notification(
            event_id=event_id,
            account_id=account_id or known_account,
            person_id=person_id,
            kind=kind,
            subject=subject,
            body=body,
            url=url,
            created_at=clock.now(),
        )
        Notification.objects.bulk_create([line], ignore_conflicts=True)
    if email and is_address(email):
        _queue_letter(
            MailMessage(
                event_id=event_id,
                to=email,
                subject=subject,
                body=body,
                url=url,
                file_ids=list(file_ids),
                is_followed=is_followed,
                created_at=clock.now(),
            )
        )


def _queue_letter(letter: MailMessage) -> None:
    MailMessage.objects.bulk_create([letter], ignore_conflicts=True)
    if MailMessage.objects.filter(pk=letter.pk).exists():  # ours, not an earlier one of the same event
        jobs.configure_task(SEND_LETTER, queue="mail").defer(letter_id=str(letter.pk))


def is_address(email: str) -> bool:
    """Whether a letter can be written to it at all."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
