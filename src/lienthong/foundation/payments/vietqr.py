"""VietQR (mã QR chuyển khoản): NAPAS's profile of EMVCo merchant-presented QR, encoder and reader.

Every field is tag (2 digits), length (2 digits, characters), value; the last one is a CRC over all that stands before it.
ASCII only: banks' apps disagree about anything else.
"""

import unicodedata
from dataclasses import dataclass

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"


class NotVietQRError(ValueError):
    """The text is not a VietQR payload; the message says where it breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What a VietQR payload asks for. `amount` in VND, None when the payer chooses."""

    bank_bin: str
    account: str
    amount: int | None = None
    memo: str = ""
    account_name: str = ""


def encode(transfer: Transfer) -> str:
    """Payload of a transfer to an account; dynamic (12) when it names an amount."""
    account = _field("00", transfer.bank_bin) + _field("01", transfer.account)
    parts = [
        _field("00", "01"),
        _field("01", "11" if transfer.amount is None else "12"),
        _field("38", _field("00", NAPAS) + _field("01", account) + _field("02", TO_ACCOUNT)),
        _field("53", "704"),
        _field("54", str(transfer.amount)) if transfer.amount is not None else "",
        _field("58", "VN"),
        _field("59", to_ascii(transfer.account_name)[:25]) if transfer.account_name else "",
        _field("62", _field("08", transfer.memo)) if transfer.memo else "",
        "6304",
    ]
    body = "".join(parts)
    return f"{body}{crc16(body):04X}"


def decode(payload: str) -> Transfer:
    """Read a payload back; raises NotVietQRError for a wrong CRC, a cut field or another scheme."""
    body, checksum = payload[:-4], payload[-4:]
    if not payload.isascii() or not body.endswith("6304") or f"{crc16(body):04X}" != checksum.upper():
        raise NotVietQRError("CRC does not match")
    fields = _fields(body[:-4])
    merchant = _fields(fields.get("38", ""))
    if merchant.get("00") != NAPAS or fields.get("53") != "704":
        raise NotVietQRError("not a NAPAS transfer in VND")
    account, amount = _fields(merchant.get("01", "")), fields.get("54")
    if amount is not None and not amount.isdigit():
        raise NotVietQRError("amount is not a whole number of dong")
    return Transfer(
        bank_bin=account.get("00", ""),
        account=account.get("01", ""),
        amount=int(amount) if amount else None,
        memo=_fields(fields.get("62", "")).get("08", ""),
        account_name=fields.get("59", ""),
    )


def crc16(text: str) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def to_ascii(text: str) -> str:
    """Vietnamese without marks, as bank transfers write it: `Đặng Thị Ánh` -> `Dang Thi Anh`."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in plain if " " <= letter <= "~")


def _field(tag: str, value: str) -> str:
    if not value.isascii() or not 0 < len(value) <= 99:
        raise ValueError(f"field {tag}: 1 to 99 ASCII characters, found {value!r}")
    return f"{tag}{len(value):02d}{value}"


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        tag, length = text[position : position + 2], text[position + 2 : position + 4]
        value = text[position + 4 : position + 4 + int(length)] if length.isdigit() and len(length) == 2 else ""
        if len(tag) < 2 or not value or len(value) != int(length):
            raise NotVietQRError(f"field {tag!r} at {position} is cut")
        found[tag] = value
        position += 4 + len(value)
    return found
