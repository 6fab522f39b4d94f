"""What happened to calendars (sự kiện về lịch làm việc). Audit stands above this app, so a flow writes its row."""

from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class CalendarPublished(Event):
    """A version of a calendar was decided; limits that begin from now on are reckoned by it."""

    calendar_id: int
    number: int
    by_account_id: int | None = None
    by_position_id: int | None = None
    by_name: str = ""
