"""What can be done with payments: ask for money, take the bank's word or cash, give up asking, give money back."""

from lienthong.foundation.payments.services.cash import return_cash, take_cash
from lienthong.foundation.payments.services.collecting import confirm_collected
from lienthong.foundation.payments.services.confirming import Confirmation, confirm_from_bank, take_notice
from lienthong.foundation.payments.services.ordering import cancel_order, create_order, hold_order
from lienthong.foundation.payments.services.printing import print_receipt, refund_slip
from lienthong.foundation.payments.services.refunding import (
    Account,
    cancel_refund,
    checked_account,
    decide_refund,
    pay_refund_in_cash,
    redirect_refund,
    refundable_amount,
    send_forgotten,
    send_refund,
)
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
    "Account",
    "Confirmation",
    "cancel_order",
    "cancel_refund",
    "checked_account",
    "close_shift",
    "confirm_collected",
    "confirm_entry",
    "confirm_from_bank",
    "correct_cash",
    "create_order",
    "decide_refund",
    "hold_order",
    "open_shift",
    "pay_refund_in_cash",
    "print_receipt",
    "redirect_refund",
    "refund_slip",
    "refundable_amount",
    "return_cash",
    "send_forgotten",
    "send_refund",
    "send_shift_back",
    "shift_report_pdf",
    "shift_report_xlsx",
    "take_cash",
    "take_notice",
    "take_over_cash",
]
