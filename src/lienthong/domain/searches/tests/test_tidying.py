import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.domain.searches.tidying import LONGEST, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Giấy phép  NUÔI chim yến ", "giấy phép nuôi chim yến"),
        ("khai sinh 064195000512", "khai sinh"),
        ("căn cước 0641 9500 0512 bị mất", "căn cước bị mất"),
        ("sđt 0905.000.512 hỏi đất", "sđt hỏi đất"),
        ("+84 905 000 512", ""),
        ("nguyenvana@gmail.com đổi bằng lái", "đổi bằng lái"),
        ("hồ sơ H21.88-261110-0147 của tôi", "hồ sơ của tôi"),
        ("sinh ngày 12/05/1990 đổi tên", "sinh ngày đổi tên"),
        ("mẫu CT01 lớp 10", "mẫu ct01 lớp 10"),
        ("https://xau.example/x?y=1", ""),
        ("12", ""),
        ("xin\u202e phép", "xin phép"),
        ("", ""),
    ],
)
def test_numbers_of_persons_are_cut_out(typed: str, kept: str) -> None:
    assert tidy(typed)[1] == kept


@given(st.text(max_size=400))
def test_nothing_kept_holds_a_number_of_three_digits(typed: str) -> None:
    key, words = tidy(typed)
    assert not re.search(r"\d{3}", words)
    assert len(words) <= LONGEST
    assert len(key) <= LONGEST
    assert bool(key) == bool(words)
    assert tidy(words)[0] in {key, ""}
