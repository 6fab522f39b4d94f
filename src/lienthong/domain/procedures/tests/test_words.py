"""Other words for the same thing, and what a word with one wrong letter was meant to be."""

import json
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.domain.procedures import meaning, queries
from lienthong.domain.procedures.queries import vocabulary

WORDS = frozenset({"khai", "sinh", "tru", "thuong", "xe", "1.001193"})
words = st.text(ascii_lowercase, min_size=3, max_size=9)


@pytest.fixture
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "known_words", lambda: WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kai", "khai"),
        ("khaii", "khai"),
        ("khia", "khai"),
        ("khax", "khai"),
        ("xee", "xe"),
        ("thuongg", "thuong"),
        ("khai", "khai"),
    ],
)
@pytest.mark.usefixtures("_known")
def test_a_wrong_letter_is_guessed(typed: str, meant: str) -> None:
    assert meant in vocabulary.meant_by(typed)


@pytest.mark.parametrize("typed", ["tr", "x", "1.001193", "h21"])
@pytest.mark.usefixtures("_known")
def test_what_is_too_short_or_no_word_stays(typed: str) -> None:
    assert vocabulary.meant_by(typed) == (typed,)


@given(word=words, place=st.integers(0, 8), letter=st.sampled_from(ascii_lowercase), kind=st.integers(0, 3))
def test_every_single_error_of_a_known_word_leads_back(word: str, place: int, letter: str, kind: int) -> None:
    place %= len(word)
    wrong = {
        0: word[:place] + letter + word[place + 1 :],
        1: word[:place] + word[place + 1 :],
        2: word[:place] + letter + word[place:],
        3: word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
    }[kind]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "known_words", lambda: frozenset({word}))
        meant = vocabulary.meant_by(wrong)
    assert meant[0] == wrong
    assert word in meant or len(wrong) < vocabulary.SHORTEST_GUESSED


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert meaning.plain(meaning.plain(text)) == meaning.plain(text)
    assert meaning.glued(meaning.glued(text)) == meaning.glued(text)


def test_other_words_come_from_the_names() -> None:
    assert "sổ đỏ" in meaning.also_said(["Cấp đổi Giấy chứng nhận quyền sử dụng đất"])
    assert meaning.also_said(["Đăng ký nội quy lao động"]) == []
    assert "sổ đỏ" not in meaning.also_said(["Cấp sổ đỏ: giấy chứng nhận quyền sử dụng đất"])


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("lam sao de dang ki khai sinh cho con", "dang ki khai sinh cho con"),
        ("thu tuc xay nha can giay to gi", "xay nha"),
        ("thu tuc", "thu tuc"),
        ("ho so", "ho so"),
    ],
)
def test_what_only_makes_a_question_is_skipped(typed: str, left: str) -> None:
    assert meaning.without_asides(typed) == left


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_every_synonym_belongs_to_some_procedure_or_waits_for_one() -> None:
    """Two rows that say the same would rank by luck; a phrase of `means` is found as whole words, so it must be written as names are."""
    said: list[Any] = json.loads(meaning._DATA.read_text(encoding="utf-8"))["words"]
    for row in said:
        assert row["means"]
        assert row["says"]
        assert not set(map(meaning.plain, row["means"])) & set(map(meaning.plain, row["says"]))
    assert queries.search_procedures("gplx").rows
