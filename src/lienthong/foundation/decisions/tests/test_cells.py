import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.foundation.decisions.errors import CellRefused
from lienthong.foundation.decisions.rules.cells import canonical, in_words
from lienthong.foundation.decisions.rules.reading_cells import read_cell, read_constant
from lienthong.foundation.decisions.tests.strategies import cells

HOUSE = ("Nghèo", "Cận nghèo", "Khác", "Không phải hai loại trên", "Nhà ở, dưới 7 tầng")


@pytest.mark.parametrize(
    ("typed", "kind", "stored", "words"),
    [
        ("", "number", "-", ""),
        (">=75", "number", ">= 75", "từ 75 trở lên"),
        ("≥ 75", "number", ">= 75", "từ 75 trở lên"),
        ("từ 18 đến dưới 60", "number", "[18..60)", "từ 18 đến dưới 60"),
        ("18, 20, > 50", "number", "18, 20, > 50", "18 hoặc 20 hoặc trên 50"),
        ("1500000.50", "number", "1500000.5", "1.500.000,5"),
        ("Có", "boolean", "true", "Có"),
        ("nghèo", "text", '"Nghèo"', "Nghèo"),
        ("Nghèo, Cận nghèo", "text", '"Nghèo", "Cận nghèo"', "Nghèo hoặc Cận nghèo"),
        ("khác Nghèo", "text", 'not("Nghèo")', "khác Nghèo"),
        ("Khác", "text", '"Khác"', "Khác"),
        ("Không phải hai loại trên", "text", '"Không phải hai loại trên"', "Không phải hai loại trên"),
        ("nhà ở, dưới 7 tầng", "text", '"Nhà ở, dưới 7 tầng"', "Nhà ở, dưới 7 tầng"),
        ('not("Nghèo", "Khác")', "text", 'not("Nghèo", "Khác")', "khác Nghèo hoặc Khác"),
        ("từ 01/07/2026 trở lên", "date", '>= date("2026-07-01")', "từ 01/07/2026 trở lên"),
        ("trống", "text", "null", "không trả lời"),
    ],
)
def test_what_officials_type_is_stored_as_feel_and_read_back_in_words(typed, kind, stored, words):
    test = read_cell(typed, kind, HOUSE)
    assert (canonical(test), in_words(test)) == (stored, words)


@pytest.mark.parametrize(
    ("typed", "kind", "sentence"),
    [
        ("1.500.000", "number", "Viết liền: 1500000"),
        ("[60..18]", "number", "không chứa giá trị nào"),
        ("[18,60]", "number", "hai dấu chấm"),
        ("bảy lăm", "number", "không phải là số"),
        (">", "number", "chưa hết"),
        ("> Nghèo", "text", "Chỉ so sánh lớn, nhỏ với số và ngày"),
        ("Giàu", "text", "không có trong danh sách"),
        ("30/02/2026", "date", "không phải là ngày"),
        ("1, " * 50 + "1", "number", "hơn 40 giá trị"),
        ("x" * 700, "text", "tối đa 600 ký tự"),
        ("__import__('os').system('id')", "number", "không phải là số"),
        ("(lambda: 1)()", "number", "không phải là số"),
        ("tuoi > 5 or True", "number", "không phải là số"),
    ],
)
def test_what_cannot_be_read_says_so_and_is_never_run(typed, kind, sentence):
    with pytest.raises(CellRefused) as refusal:
        read_cell(typed, kind, HOUSE)
    assert sentence in str(refusal.value)


def test_outputs_are_constants():
    assert read_constant("0.5", "number") == Decimal("0.5")
    assert read_constant("01/07/2026", "date") == date(2026, 7, 1)
    assert read_constant("Miễn lệ phí, vì…", "prose") == "Miễn lệ phí, vì…"
    assert read_constant("được nộp", "text", ("Được nộp",)) == "Được nộp"


@given(cells())
def test_a_stored_cell_reads_back_as_itself(cell):
    kind, allowed, test = cell
    assert read_cell(canonical(test), kind, allowed) == test


@given(st.text(max_size=80), st.sampled_from(["text", "number", "boolean", "date"]))
def test_any_text_is_read_or_refused(typed, kind):
    with contextlib.suppress(CellRefused):
        read_cell(typed, kind, HOUSE)
