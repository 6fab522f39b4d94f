"""What every page knows (ngữ cảnh chung của trang). Each value costs its query only where a page shows it."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lienthong.foundation.notifications import queries as notifications
from lienthong.kit.access import actor_of
from lienthong.sites.workplace import rail


def page(request: HttpRequest) -> dict[str, object]:
    """Names of the province, the actor, the seats to choose from, how many notifications are unread, the rail of officers."""
    actor = actor_of(request)
    return {
        "province_name": settings.PROVINCE_NAME,
        "actor": actor,
        "positions": getattr(request, "positions", []),
        "unread_count": notifications.lazy_unread_count(actor),
        "sandbox_url": settings.SANDBOX_URL,
        # The left rail of officers' pages. Apps below the dossiers leave `rail` to this; those that count their queues anyway give their own.
        "rail": SimpleLazyObject(lambda: rail.queues(actor)),
        "rooms": rail.rooms(actor, request.path, request.COOKIES.get("lt_nhom", "").split(".")),
    }
