import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kit import money


def test_it_works():
    assert money.format_money(1234567) == "1.234.567\u00a0₫"
    assert money.money_in_words(1234567) == "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không đồng"),
        (5, "năm đồng"),
        (15, "mười lăm đồng"),
        (21, "hai mươi mốt đồng"),
        (105, "một trăm linh năm đồng"),
        (1005, "một nghìn không trăm linh năm đồng"),
        (50_000, "năm mươi nghìn đồng"),
        (1_000_000, "một triệu đồng"),
        (2_000_000_001, "hai tỷ không trăm linh một đồng"),
        (1_000_000_000_000, "một nghìn tỷ đồng"),
    ],
)
def test_words(amount, words):
    assert money.money_in_words(amount) == words


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234.567", 1234567),
        ("1234567", 1234567),
        ("50.000 ₫", 50000),
        ("1 200 000 đồng", 1200000),
        ("8.000đ", 8000),
        ("0", 0),
    ],
)
def test_amounts_people_type(text, amount):
    assert money.parse_money(text) == amount


@pytest.mark.parametrize("text", ["", "1,5", "1.5", "-5", "12.34.567", "một triệu", "٣٤", "9" * 40, "1e9"])
def test_what_is_not_an_amount(text):
    assert money.parse_money(text) is None


@given(st.integers(0, money.MAX_AMOUNT))
def test_what_is_shown_can_be_read_back(amount):
    assert money.parse_money(money.format_money(amount)) == amount
    assert "  " not in money.money_in_words(amount)
