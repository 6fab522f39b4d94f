"""Reading VietQR, as a bank's app does (đọc mã VietQR). Written apart from the platform's encoder, so that each checks the other."""

import binascii


class UnreadableError(ValueError):
    """Not a VietQR payload; the message is for the person who scanned."""


def read(payload: str) -> dict[str, str]:
    """`bank`, `account`, `amount` ("" when free), `memo`, `name`."""
    payload = payload.strip()
    # binascii.crc_hqx is the same polynomial; started at FFFF it is CRC-16/CCITT-FALSE.
    if not payload.isascii() or len(payload) < 12 or payload[-8:-4] != "6304":
        raise UnreadableError("Nội dung này không phải mã VietQR. Chép toàn bộ chuỗi, bắt đầu bằng 000201.")
    if f"{binascii.crc_hqx(payload[:-4].encode(), 0xFFFF):04X}" != payload[-4:].upper():
        raise UnreadableError("Mã VietQR sai mã kiểm tra: chuỗi bị thiếu hoặc bị sửa. Chép lại toàn bộ chuỗi.")
    fields = _split(payload[:-8])
    service = _split(fields.get("38", ""))
    if service.get("00") != "A000000727" or fields.get("53") != "704":
        raise UnreadableError("Mã này không phải chuyển khoản VietQR bằng đồng Việt Nam.")
    receiver = _split(service.get("01", ""))
    return {
        "bank": receiver.get("00", ""),
        "account": receiver.get("01", ""),
        "amount": fields.get("54", ""),
        "memo": _split(fields.get("62", "")).get("08", ""),
        "name": fields.get("59", ""),
    }


def _split(text: str) -> dict[str, str]:
    fields = {}
    while text:
        if not text[2:4].isdigit() or len(text) < 4 + int(text[2:4]):
            raise UnreadableError("Mã VietQR bị cắt. Chép lại toàn bộ chuỗi.")
        end = 4 + int(text[2:4])
        fields[text[:2]], text = text[4:end], text[end:]
    return fields
