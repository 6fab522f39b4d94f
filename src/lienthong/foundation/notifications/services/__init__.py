"""Tell people, send the letters, mark as read."""

from lienthong.foundation.notifications.services.mailing import note_bounce, send_letter
from lienthong.foundation.notifications.services.reading import mark_all_read, mark_read
from lienthong.foundation.notifications.services.telling import Told, is_address, notify, tell

__all__ = ["Told", "is_address", "mark_all_read", "mark_read", "note_bounce", "notify", "send_letter", "tell"]
