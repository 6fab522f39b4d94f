"""The verbs of the post. One file per stage of a parcel's way."""

from lienthong.foundation.postal.services.coding import map_code
from lienthong.foundation.postal.services.handing import attend, hand_over, leave_at_counter, mark_opened, redeliver
from lienthong.foundation.postal.services.ordering import (
    Party,
    cancel_order,
    create_order,
    mend_order,
    party_problems,
    resend_order,
    send_again,
)
from lienthong.foundation.postal.services.printing import labels_pdf, manifest_pdf
from lienthong.foundation.postal.services.sending import cancel_at_carrier, send_forgotten, send_order
from lienthong.foundation.postal.services.settling import (
    fetch_statements,
    note_paid_before,
    resolve_cash,
    take_statement,
)
from lienthong.foundation.postal.services.tracking import (
    Noticed,
    ask_about_silent,
    ask_carrier,
    orders_to_ask,
    take_notes,
    take_notice,
)

__all__ = [
    "Noticed",
    "Party",
    "ask_about_silent",
    "ask_carrier",
    "attend",
    "cancel_at_carrier",
    "cancel_order",
    "create_order",
    "fetch_statements",
    "hand_over",
    "labels_pdf",
    "leave_at_counter",
    "manifest_pdf",
    "map_code",
    "mark_opened",
    "mend_order",
    "note_paid_before",
    "orders_to_ask",
    "party_problems",
    "redeliver",
    "resend_order",
    "resolve_cash",
    "send_again",
    "send_forgotten",
    "send_order",
    "take_notes",
    "take_notice",
    "take_statement",
]
