import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kit import text_vi


def test_it_works():
    assert text_vi.fold("  Đăng ký\tKHAI  Sinh ") == "dang ky khai sinh"
    assert text_vi.glue("Khai sinh") == text_vi.glue("khaisinh") == "khaisinh"
    assert text_vi.slug("Người yêu cầu (tiếp theo)") == "nguoi-yeu-cau-tiep-theo"
    assert text_vi.last_four("052095001234") == "1234"
    assert text_vi.last_four("12") == ""


def test_decomposed_text_becomes_composed():
    assert text_vi.clean(unicodedata.normalize("NFD", "Rơ Châm H'Bế")) == "Rơ Châm H'Bế"


@pytest.mark.parametrize("hostile", ["Ng\x00uyễn", "Ng\u202euyễn", "Ng\u200buyễn", "Ng\ud800uyễn", "\ufeffNguyễn"])
def test_unseen_characters_are_removed(hostile):
    assert text_vi.has_unseen(hostile)
    assert text_vi.clean(hostile) == "Nguyễn"


def test_lines_stay_where_they_are_wanted():
    assert text_vi.clean("a \r\n\r\n\r\n\r\n b", lines=True) == "a\n\nb"
    assert text_vi.clean("a\r\nb") == "a b"


def test_lists_of_people_go_by_given_name():
    names = ["Nguyễn Văn Đức", "Trần Thị Ánh", "Lê An", "Nguyễn Văn Dũng", "Bùi An"]
    assert sorted(names, key=text_vi.name_sort_key) == [
        "Bùi An",
        "Lê An",
        "Trần Thị Ánh",
        "Nguyễn Văn Dũng",
        "Nguyễn Văn Đức",
    ]


def test_places_go_by_vietnamese_alphabet():
    assert sorted(["Đăk Pơ", "Diên Hồng", "Ayun", "Ân Hảo"], key=text_vi.sort_key) == [
        "Ayun",
        "Ân Hảo",
        "Diên Hồng",
        "Đăk Pơ",
    ]


@given(st.text(st.characters(codec=None)))
def test_cleaning_never_fails_and_is_stable(text):
    once = text_vi.clean(text)
    assert text_vi.clean(once) == once
    once.encode()
    text_vi.fold(text), text_vi.sort_key(text), text_vi.name_sort_key(text)
