"""The queue of a one-stop office (hàng chờ ở Bộ phận Một cửa).

take_ticket(agency_id, line_id, key, is_priority, appointment_token) -> Ticket     by the kiosk or a phone; one key, one number
call_next(actor, point_id) -> Ticket | None      the next person; two counters never get the same one
call_again, finish_ticket, miss_ticket, return_ticket, leave(token)
book(agency_id, line_id, starts_at, name, phone, key, …) -> Appointment            a slot never holds more than it may
cancel_appointment(token), arrange_office(actor, …)
"""

from lienthong.domain.tickets.services.arranging import arrange_office, open_office, save_point
from lienthong.domain.tickets.services.booking import book, cancel_appointment
from lienthong.domain.tickets.services.calling import call_again, call_next, finish_ticket, miss_ticket, return_ticket
from lienthong.domain.tickets.services.taking import leave, take_ticket

__all__ = [
    "arrange_office",
    "book",
    "call_again",
    "call_next",
    "cancel_appointment",
    "finish_ticket",
    "leave",
    "miss_ticket",
    "open_office",
    "return_ticket",
    "save_point",
    "take_ticket",
]
