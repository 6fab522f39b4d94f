"""The carrier (bưu điện): what is asked of it, and the client of VNPost."""

from django.conf import settings

from lienthong.foundation.postal.adapters.carrier import (
    Carrier,
    Parcel,
    Place,
    Statement,
    StatementLine,
    Taken,
    TrackingNote,
)
from lienthong.foundation.postal.adapters.notices import MalformedError, Notice, read_notice
from lienthong.foundation.postal.adapters.vnpost import VnpostCarrier
from lienthong.foundation.postal.errors import PostNotConnected

__all__ = [
    "Carrier",
    "MalformedError",
    "Notice",
    "Parcel",
    "Place",
    "Statement",
    "StatementLine",
    "Taken",
    "TrackingNote",
    "VnpostCarrier",
    "configured_carrier",
    "read_notice",
]


def configured_carrier() -> Carrier:
    """The carrier of this installation. Raises PostNotConnected when none is configured."""
    if not settings.POST_URL:
        raise PostNotConnected
    return VnpostCarrier(base_url=settings.POST_URL, token=settings.POST_TOKEN, secret=settings.POST_SECRET)
