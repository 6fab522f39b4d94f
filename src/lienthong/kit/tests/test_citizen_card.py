"""The code of a citizen card is read whole, half, or typed by a scanner with another keyboard; anything else is refused in words."""

import contextlib
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kit.citizen_card import CardUnreadable, CitizenCard, read_card

LINE = "052095001234|231012345|Siu H'Ngan|12031995|Nữ|Tổ 5, Phường Diên Hồng, Gia Lai|01072024"
CARD = CitizenCard(
    id_number="052095001234",
    old_number="231012345",
    full_name="Siu H'Ngan",
    birth_date=date(1995, 3, 12),
    gender="Nữ",
    address="Tổ 5, Phường Diên Hồng, Gia Lai",
    issued_on=date(2024, 7, 1),
)


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        unicodedata.normalize("NFD", LINE),
        f"  {LINE}\r\n",
        LINE.replace("|", "¦"),
        LINE.replace("|", "\t"),
        LINE.replace("|", ";"),
        f"{LINE}|thêm|nữa||||",
        LINE.replace("12031995", "12/03/1995"),
        LINE.replace("Nữ", "NỮ"),
    ],
)
def test_it_works(line: str) -> None:
    assert read_card(line) == CARD
    assert CARD.is_complete


def test_what_is_missing_is_missing_and_nothing_else() -> None:
    no_old = read_card(LINE.replace("231012345", ""))
    assert (no_old.old_number, no_old.full_name) == ("", "Siu H'Ngan")
    half = read_card(LINE[:45])
    assert (half.id_number, half.full_name, half.address) == ("052095001234", "Siu H'Ngan", "")
    assert not half.is_complete
    odd = read_card(LINE.replace("12031995", "31021995").replace("Nữ", "?"))
    assert (odd.birth_date, odd.gender) == (None, "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Chưa đọc được mã QR"),
        ("https://example.vn/qr", "không phải mã QR của thẻ căn cước"),
        ("052095001234", "không phải mã QR của thẻ căn cước"),
        ("231012345||Siu H'Ngan|12031995", "không phải số định danh 12 chữ số"),
        ("052095001234|231012345|", "thiếu họ tên"),
        ("０５２０９５００１２３４||Siu H'Ngan|", "không phải số định danh 12 chữ số"),
    ],
)
def test_what_is_no_card_is_refused_with_the_way_out(line: str, said: str) -> None:
    with pytest.raises(CardUnreadable) as refused:
        read_card(line)
    assert said in refused.value.message


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_is_a_card_or_a_refusal(text: str) -> None:
    with contextlib.suppress(CardUnreadable):
        assert read_card(text).full_name
