"""Reading notifications: everybody sees their own and nobody else's."""

import uuid
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.functional import SimpleLazyObject

from lienthong.foundation.notifications.models import MailMessage, Notification
from lienthong.kit.actor import Actor

MOST_COUNTED = 99

# Plain SQL: the head of every page of everybody signed in shows it.
_UNREAD = """
SELECT count(*) FROM (
    SELECT FROM notifications_notification
    WHERE (account_id = %(account)s OR person_id = %(person)s) AND read_at IS NULL LIMIT %(most)s) AS unread
"""


def inbox(actor: Actor) -> QuerySet[Notification]:
    """The actor's notifications, newest first: those of the account, and of the person behind it (also from before it had an account)."""
    return _own(actor).order_by("-id")


def unread_count(actor: Actor) -> int:
    """Unread notifications, at most MOST_COUNTED. One index-only query; none for strangers."""
    if not actor.is_signed_in:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, {"account": actor.account_id, "person": actor.person_id, "most": MOST_COUNTED})
        counted: tuple[int] = cursor.fetchone()
    return counted[0]


def lazy_unread_count(actor: Actor) -> "SimpleLazyObject[int]":
    """`unread_count` asked only by the page that shows it."""
    return SimpleLazyObject(lambda: unread_count(actor))


def letter_states(event_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Event -> (state, last error) of the letter it sent to one address. One query."""
    rows = MailMessage.objects.filter(event_id__in=list(event_ids))
    return {event_id: (state, error) for event_id, state, error in rows.values_list("event_id", "state", "error")}


def _own(actor: Actor) -> QuerySet[Notification]:
    if actor.account_id is None and actor.person_id is None:
        return Notification.objects.none()
    mine = Q()
    if actor.account_id is not None:
        mine |= Q(account_id=actor.account_id)
    if actor.person_id is not None:
        mine |= Q(person_id=actor.person_id)
    return Notification.objects.filter(mine)
