"""What the bank of these tests sends."""

import hashlib
import hmac
import json
import time

URL = "/thanh-toan/ngan-hang/thong-bao/"


def letter(**told) -> bytes:
    return json.dumps({"ref": "FT26326000001", "amount": 8000, "memo": "", **told}).encode()


def sign(raw: bytes, *, at: float | None = None, secret: str = "test-bank-secret") -> str:
    stamp = str(int(time.time() if at is None else at))
    return f"t={stamp},v1={hmac.new(secret.encode(), stamp.encode() + b'.' + raw, hashlib.sha256).hexdigest()}"
