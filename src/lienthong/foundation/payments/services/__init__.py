"""What can be done with payments: ask for money, take the bank's word or cash, give up asking, give cash back."""

from lienthong.foundation.payments.services.cash import return_cash, take_cash
from lienthong.foundation.payments.services.collecting import confirm_collected
from lienthong.foundation.payments.services.confirming import Confirmation, confirm_from_bank, take_notice
from lienthong.foundation.payments.services.ordering import cancel_order, create_order, hold_order
from lienthong.foundation.payments.services.reporting import shift_report_pdf, shift_report_xlsx
from lienthong.foundation.payments.services.shifts import (
    close_shift,
    confirm_entry,
    correct_cash,
    open_shift,
    send_shift_back,
    take_over_cash,
)

__all__ = [
    "Confirmation",
    "cancel_order",
    "close_shift",
    "confirm_collected",
    "confirm_entry",
    "confirm_from_bank",
    "correct_cash",
    "create_order",
    "hold_order",
    "open_shift",
    "return_cash",
    "send_shift_back",
    "shift_report_pdf",
    "shift_report_xlsx",
    "take_cash",
    "take_notice",
    "take_over_cash",
]
