"""What can be done with payments: ask for money, take the bank's word, give up asking."""

from lienthong.foundation.payments.services.confirming import Confirmation, confirm_from_bank
from lienthong.foundation.payments.services.ordering import cancel_order, create_order

__all__ = ["Confirmation", "cancel_order", "confirm_from_bank", "create_order"]
