"""What every page knows (ngữ cảnh chung của trang)."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """Names of the province and the actor of this request."""
    return {"province_name": settings.PROVINCE_NAME, "actor": getattr(request, "actor", None)}
