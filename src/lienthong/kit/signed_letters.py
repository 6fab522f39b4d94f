"""Letters between machines, signed with a shared secret (thư có chữ ký HMAC): `t=<Unix seconds>,v1=<hex>`.

hex = HMAC-SHA256(secret, "<t>." + raw body). The moment is signed too, so an old letter cannot be sent again for ever.
"""

import hashlib
import hmac
import re

WINDOW = 300  # seconds a signed letter may be old, or a clock may be ahead

_HEADER = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def sign(*, raw: bytes, secret: str, now: float) -> str:
    """The header's value for `raw` at `now` (Unix seconds)."""
    stamp = str(int(now))
    return f"t={stamp},v1={_digest(raw, secret, stamp)}"


def is_signed(*, raw: bytes, signature: str, secret: str, now: float) -> bool:
    """Whether `signature` is the secret holder's over `raw`, at most WINDOW seconds from `now` (Unix seconds)."""
    found = _HEADER.fullmatch(signature.strip())
    if not secret or not found:
        return False
    stamp, given = found.groups()
    return hmac.compare_digest(_digest(raw, secret, stamp), given) and abs(now - int(stamp)) <= WINDOW


def _digest(raw: bytes, secret: str, stamp: str) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
