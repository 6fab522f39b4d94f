"""Marking as read (đánh dấu đã đọc)."""

import uuid

from django.db import transaction

from lienthong.foundation.notifications.models import Notification
from lienthong.foundation.notifications.queries import inbox
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


@transaction.atomic
def mark_read(*, actor: Actor, notification_id: uuid.UUID) -> Notification:
    """Mark one of the actor's own; the first time counts. Raises NotFound, also for somebody else's."""
    line = inbox(actor).select_for_update().filter(pk=notification_id).first()
    if line is None:
        raise NotFound
    if line.read_at is None:
        line.read_at = clock.now()
        line.save(update_fields=["read_at"])
    return line


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Mark all of the actor's own; returns how many were unread."""
    return inbox(actor).filter(read_at__isnull=True).order_by().update(read_at=clock.now())
