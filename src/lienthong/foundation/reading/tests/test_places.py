"""Places on a page: what is no place is refused, what reaches over the edge is cut."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.foundation.reading.choices import MOST_BOXES, WHOLE, MarkKind
from lienthong.foundation.reading.places import read_boxes
from lienthong.kit.errors import Invalid


@pytest.mark.parametrize(
    "said",
    ["", "no", "{}", "[]", "[[1,2,3]]", "[[0,0,100,-1]]", '[["a",0,1,1]]', "[[1e9,0,1,1]]", "[[NaN,0,1,1]]", "[[0.5,0,100,100]]",
     "[[true,0,100,100]]", "[[20000,0,100,100]]", "[" * 2000, "null", "[[0,0,1,1]]"],
)  # fmt: skip
def test_nonsense_is_refused(said):
    with pytest.raises(Invalid):
        read_boxes(said, MarkKind.HIGHLIGHT)


def test_a_note_stands_at_one_point():
    assert read_boxes("[[500, 600, 70, 80]]", MarkKind.NOTE) == ((500, 600, 0, 0),)
    with pytest.raises(Invalid):
        read_boxes("[[1,1,0,0],[2,2,0,0]]", MarkKind.TICK)


def test_no_more_lines_than_a_page_has():
    with pytest.raises(Invalid) as refusal:
        read_boxes([[0, 0, 100, 100]] * (MOST_BOXES + 1), MarkKind.UNDERLINE)
    assert str(MOST_BOXES) in refusal.value.problems["boxes"]


numbers = st.integers(-WHOLE, 2 * WHOLE)


@given(st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=5), st.sampled_from(MarkKind))
def test_a_box_that_is_taken_lies_on_the_page(given_boxes, kind):
    try:
        boxes = read_boxes(json.dumps(given_boxes), kind)
    except Invalid:
        return
    assert boxes
    for left, top, width, height in boxes:
        assert left >= 0
        assert top >= 0
        assert left + width <= WHOLE
        assert top + height <= WHOLE
