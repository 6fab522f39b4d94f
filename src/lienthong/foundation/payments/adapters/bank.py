"""The bank's signed notification (thông báo biến động số dư): signature and content.

Header `X-Bank-Signature: t=<Unix seconds>,v1=<hex>` where hex = HMAC-SHA256(secret, "<t>." + raw body).
Body, JSON UTF-8: `ref` (the bank's own number of the transfer), `amount` (VND, whole), `memo`, and whatever else it likes.
"""

import json
import re
from dataclasses import dataclass

from lienthong.kit.signed_letters import WINDOW, is_signed

__all__ = ["WINDOW", "BankTransfer", "MalformedError", "find_codes", "is_signed", "read_transfer"]

_CODE = re.compile(r"LT[0-9A-HJKMNP-TV-Z]{10}")


class MalformedError(ValueError):
    """Signed by the bank, but not what it promised to send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTransfer:
    """One transfer into our account. `amount` in VND; `codes` are the payment codes that may stand in the memo."""

    ref: str
    amount: int
    memo: str
    codes: tuple[str, ...]


def read_transfer(raw: bytes) -> BankTransfer:
    """The transfer told in `raw`; raises MalformedError."""
    try:
        told = json.loads(raw)
        ref, amount, memo = told["ref"], told["amount"], told["memo"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MalformedError(f"{type(error).__name__}: {error}"[:200]) from error
    if not (isinstance(ref, str) and ref.strip() and ref.isascii() and ref.isprintable() and len(ref) <= 64):
        raise MalformedError("ref: 1 to 64 ASCII characters")
    if not (isinstance(amount, int) and not isinstance(amount, bool) and 0 < amount < 10**15):
        raise MalformedError("amount: whole number of VND above 0")
    if not isinstance(memo, str):
        raise MalformedError("memo: text")
    return BankTransfer(ref=ref, amount=amount, memo=memo, codes=find_codes(memo))


def find_codes(memo: str) -> tuple[str, ...]:
    """Payment codes in a memo. Banks add words of their own, change case and break long words with spaces."""
    squeezed = re.sub(r"[^0-9A-Z]", "", memo.upper())
    found = [match.group() for match in _CODE.finditer(memo.upper())]
    found += [squeezed[at : at + 12] for at in range(len(squeezed)) if _CODE.match(squeezed, at)]
    return tuple(dict.fromkeys(found))
