"""A mark is short, says what it is of, and cannot be made by others."""

from hypothesis import given
from hypothesis import strategies as st

from lienthong.domain.declarations.marks import Mark, read_mark

MARK = Mark(form_code="1.001193", version=2, reference="N-261119-0382X7")


def test_it_works() -> None:
    assert read_mark(MARK.text) == MARK
    assert read_mark(f"Quét mã: {MARK.url} để mở") == MARK
    blank = Mark(form_code="1.001193", version=2, reference="")
    assert read_mark(blank.text) == blank
    assert blank.is_blank
    assert len(MARK.text) < 60


def test_a_forged_mark_is_nothing() -> None:
    forged = MARK.text.replace("0382X7", "0382X8")
    assert read_mark(forged) is None
    assert read_mark(f"{forged} {MARK.text}") == MARK  # the genuine one behind it still counts
    assert read_mark("") is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_complaint(text: str) -> None:
    assert read_mark(text) is None
