"""What the post tells by itself (thông báo hành trình): the body of its webhook.

    {"tracking_code": "EB123456785VN", "order_code": "BC261126-8F3K2Q", "status_code": 5, "status_name": "Phát thành công", "note": "",
     "locate": "600100 - Bưu cục Pleiku", "datetime": "28/11/2026 09:12:00", "total_weight": 60, "money_collect": 8000, "total_fee": 26000}

`datetime` is Vietnam's time, in either of the two forms seen in the carrier's papers, or ISO 8601 with an offset.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from lienthong.foundation.postal.adapters.carrier import TrackingNote
from lienthong.kit.clock import VIETNAM
from lienthong.kit.text_vi import clean

_FORMS = ("%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S")
_MOST = 10**12  # VND


class MalformedError(ValueError):
    """Signed by the carrier, but not what it promised to send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message: which parcel (either number may be missing, not both), and what happened."""

    tracking: str
    order_code: str
    note: TrackingNote


def read_notice(raw: bytes) -> Notice:
    """The event told in `raw`; raises MalformedError with what is wrong."""
    try:
        told = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise MalformedError(f"JSON: {error}"[:200]) from error
    if not isinstance(told, dict):
        raise MalformedError("an object is expected")
    tracking, order_code = _line(told.get("tracking_code"), 40), _line(told.get("order_code"), 40)
    if not tracking and not order_code:
        raise MalformedError("tracking_code: missing")
    code = _line(told.get("status_code"), 40)
    if not code:
        raise MalformedError("status_code: missing")
    return Notice(
        tracking=tracking,
        order_code=order_code,
        note=TrackingNote(
            code=code,
            at=read_moment(told.get("datetime")),
            text=_line(told.get("status_name"), 250),
            place=_line(told.get("locate"), 250),
            reason=_line(told.get("note"), 250),
            collected=whole(told.get("money_collect")),
            freight=whole(told.get("total_fee")),
            grams=whole(told.get("total_weight")),
        ),
    )


def read_moment(value: Any) -> datetime:
    """An aware moment; raises MalformedError."""
    text = str(value or "").strip()
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=VIETNAM).astimezone(UTC)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise MalformedError(f"datetime: {text[:40]!r}") from error
    return (found if found.tzinfo else found.replace(tzinfo=VIETNAM)).astimezone(UTC)


def whole(value: Any) -> int | None:
    """A whole, not negative number below a thousand billion; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and 0 <= value < _MOST else None


def _line(value: Any, most: int) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return clean(str(value))[:most]
