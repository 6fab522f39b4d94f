"""Old encodings are told apart and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kit.legacy_text import _TCVN3, _VNI, encoding_of, from_tcvn3, from_vni, to_unicode

SENTENCE = "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc; ủy ban nhân dân tỉnh về việc báo cáo kết quả"
TO_TCVN3 = {char: chr(code) for code, char in _TCVN3.items()}
TO_VNI = {new: old for old, new in sorted(_VNI.items(), key=lambda pair: pair[0].isupper())}


def written(text, table):
    return "".join(table.get(char, char) for char in text)


def test_it_works():
    assert from_tcvn3("Céng hßa x· héi chñ nghÜa ViÖt Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert from_vni("UÛY BAN NHAÂN DAÂN TÆNH, soá 12/QÑ-UBND") == "ỦY BAN NHÂN DÂN TỈNH, số 12/QĐ-UBND"


@pytest.mark.parametrize(("table", "name"), [({}, "unicode"), (TO_TCVN3, "tcvn3"), (TO_VNI, "vni")])
def test_each_is_known_and_read(table, name):
    old = written(SENTENCE, table)
    assert encoding_of(old) == name
    assert to_unicode(old) == (SENTENCE, name)


@pytest.mark.parametrize(
    "text", ["", "Bao cao khong dau", "Naïve café in Zürich", "12/QĐ-UBND", "Rơ Châm H'Lan, Kpă Y Đức"]
)
def test_what_is_no_old_text_stays_as_it_is(text):
    assert to_unicode(text) == (text, "unicode")


@given(st.lists(st.sampled_from(SENTENCE.replace(",", "").replace(";", "").split()), min_size=4, max_size=30))
def test_reading_what_was_written_gives_it_back(words):
    text = " ".join(words)
    assert from_tcvn3(written(text, TO_TCVN3)) == text
    assert from_vni(written(text, TO_VNI)) == text
