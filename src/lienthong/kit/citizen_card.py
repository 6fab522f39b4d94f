"""The QR code of a citizen card (mã QR trên thẻ căn cước): one line of text, read with patience.

    052095001234|231012345|Siu H'Ngan|12031995|Nữ|Tổ 5, Phường Diên Hồng, Gia Lai|01072024

number, former nine-digit number (may be empty), name, birth ddMMyyyy, gender, residence, issued ddMMyyyy. [M]: described the same
way in many places, published by no text we could read, so whatever comes after is let be and nothing but number and name is needed.
What a card says was read by whoever holds it: it is a declaration, not a register.
"""

import re
from dataclasses import dataclass
from datetime import date

from lienthong.kit.errors import Refused
from lienthong.kit.text_vi import clean

MAX_LENGTH = 1000
_SEPARATORS = "|¦‖│\t;~"
_NUMBER = re.compile(r"\d{12}", re.ASCII)
_OLD_NUMBER = re.compile(r"\d{9}", re.ASCII)
_NAME = re.compile(r"[^\W\d_][^\d<>{}\[\]|]{1,119}")
_GENDERS = {"nam": "Nam", "nữ": "Nữ", "nu": "Nữ", "male": "Nam", "female": "Nữ"}


class CardUnreadable(Refused):
    """Not the code of a citizen card, or too little of it."""

    code = "card-unreadable"
    status = 422
    message = "Chưa đọc được mã QR của thẻ căn cước. Để thẻ nơi đủ sáng, mã nằm trọn trong ảnh và không lóa, rồi thử lại; hoặc tự gõ."


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenCard:
    """What a card says. `issued_on`, `birth_date` None and texts empty where the code is cut short or says something else."""

    id_number: str
    full_name: str
    old_number: str = ""
    birth_date: date | None = None
    gender: str = ""
    address: str = ""
    issued_on: date | None = None

    @property
    def is_complete(self) -> bool:
        """Everything that a form may ask was there."""
        return bool(self.birth_date and self.gender and self.address)


def read_card(text: str) -> CitizenCard:
    """The card behind the text of its code. Raises CardUnreadable with what was found and the way out."""
    line = clean(text[:MAX_LENGTH].replace("\t", "|"))
    separator = max(_SEPARATORS, key=line.count)
    fields = [field.strip() for field in line.split(separator)]
    if len(fields) < 3:
        raise CardUnreadable(
            "Mã này không phải mã QR của thẻ căn cước. Quét mã ở góc trên, mặt trước thẻ; hoặc tự gõ."
            if line
            else CardUnreadable.message
        )
    fields += [""] * (7 - len(fields))
    number, old, name, born, gender, address, issued = fields[:7]
    if not _NUMBER.fullmatch(number):
        raise CardUnreadable(
            "Máy quét gửi mã trống, không có số nào. Quét lại thẻ; vẫn vậy thì kiểm dây máy quét hoặc tự gõ các ô bên dưới."
            if not number
            else f"Mã đọc được có số “{number[:20]}”, không phải số định danh 12 chữ số. Thẻ cũ hoặc mã bị che; tự gõ các ô bên dưới."
        )
    if not _NAME.fullmatch(name):
        raise CardUnreadable("Mã đọc được thiếu họ tên, có thể bị cắt giữa chừng. Quét lại toàn bộ mã, hoặc tự gõ.")
    return CitizenCard(
        id_number=number,
        full_name=name,
        old_number=old if _OLD_NUMBER.fullmatch(old) else "",
        birth_date=_day(born),
        gender=_GENDERS.get(gender.casefold(), ""),
        address=address[:250],
        issued_on=_day(issued),
    )


def _day(text: str) -> date | None:
    digits = re.sub(r"[/.\- ]", "", text)
    if not re.fullmatch(r"\d{8}", digits, re.ASCII):
        return None
    try:
        found = date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None
    return found if 1850 <= found.year <= 2150 else None
