"""What can be done with payments: ask for money, take the bank's word or cash, give up asking, give cash back."""

from lienthong.foundation.payments.services.cash import return_cash, take_cash
from lienthong.foundation.payments.services.collecting import confirm_collected
from lienthong.foundation.payments.services.confirming import Confirmation, confirm_from_bank
from lienthong.foundation.payments.services.ordering import cancel_order, create_order, hold_order

__all__ = [
    "Confirmation",
    "cancel_order",
    "confirm_collected",
    "confirm_from_bank",
    "create_order",
    "hold_order",
    "return_cash",
    "take_cash",
]
