"""Words that were looked for are shown where they stand (trích đoạn)."""

import pytest

from lienthong.kit.snippets import snippet
from lienthong.kit.word_search import terms

LONG = "Mở đầu. " * 60 + "Các xã bố trí Máy quét và đường truyền. " + "Kết thúc. " * 60


def told(text: str, asked: str, **more: int) -> str:
    return "".join(f"[{piece}]" if is_hit else piece for piece, is_hit in snippet(text, asked, **more))


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Kế hoạch chuyển đổi số", "chuyen doi", "Kế hoạch [chuyển] [đổi] số"),
        ("Kế hoạch chuyển đổi số", "KE HOA", "[Kế] [hoạch] chuyển đổi số"),
        ("Quyết định 12/QĐ-UBND", "12 qd ubnd", "Quyết định [12]/[QĐ]-[UBND]"),
        ("Số 112", "12", ""),
        ("không có gì", "", ""),
        ("không có gì", "voi", ""),
    ],
)
def test_it_works(text: str, asked: str, expected: str):
    assert told(text, asked) == expected


def test_a_long_text_shows_where_most_words_stand():
    shown = told("duong truyen đường. " + LONG, "may quet duong truyen", length=100)
    assert "[Máy] [quét] và [đường] [truyền]" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 130


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("chuyển đổi số", ["'chuyen'", "'doi'", "'so':*"]),
        ('báo cáo "chuyển đổi số"', ["('chuyen' <-> 'doi' <-> 'so')", "'bao'", "'cao'"]),
        ("“năm 2026” hồ s", ["('nam' <-> '2026')", "'ho'", "'s'"]),
        ("' | & !", []),
    ],
)
def test_what_was_typed_becomes_parts_of_a_query(typed: str, expected: list[str]):
    assert terms(typed) == expected
