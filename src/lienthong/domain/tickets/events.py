"""What happened in the queue of an office (sự kiện ở Bộ phận Một cửa)."""

from dataclasses import dataclass
from datetime import datetime

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class AppointmentBooked(Event):
    """Somebody booked a time."""

    appointment_id: int
    agency_id: int
    starts_at: datetime
