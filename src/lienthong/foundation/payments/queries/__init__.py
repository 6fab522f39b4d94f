"""Reading payments: orders and how to pay them; shifts of cashiers. What an actor may see of shifts is decided in `visible_shifts`."""

from lienthong.foundation.payments.queries.orders import (
    TransferSheet,
    cash_receipt_for,
    order,
    order_for,
    transfer_sheet,
    vietqr_payload,
)
from lienthong.foundation.payments.queries.shifts import (
    Matched,
    ShiftSums,
    entries_of,
    open_shift_of,
    refunds_unconfirmed,
    shift_for,
    shifts_page,
    sums_of,
    transfer_totals,
    transfers_of,
    visible_shifts,
    waiting_for_keeper,
)

__all__ = [
    "Matched",
    "ShiftSums",
    "TransferSheet",
    "cash_receipt_for",
    "entries_of",
    "open_shift_of",
    "order",
    "order_for",
    "refunds_unconfirmed",
    "shift_for",
    "shifts_page",
    "sums_of",
    "transfer_sheet",
    "transfer_totals",
    "transfers_of",
    "vietqr_payload",
    "visible_shifts",
    "waiting_for_keeper",
]
