"""Where a stack is cut: pure rules, and what holds for every stack."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.domain.scans.choices import PieceKind
from lienthong.domain.scans.marks import Mark, read_mark
from lienthong.domain.scans.splitting import Here, PageFacts, split

OURS, OTHER = "H21.01-261107-0001", "H21.01-261107-0002"
HERE = Here(
    references=frozenset({OURS, "N-261107-ABCDEF"}), procedure="1.001193", slots=frozenset({"birth", "marriage"})
)


def stack(*pages: "Mark | str") -> list[PageFacts]:
    """Pages from 1: a mark, "paper", "blank" or "torn"."""
    return [
        PageFacts(number=number, mark=each)
        if isinstance(each, Mark)
        else PageFacts(number=number, is_torn=each == "torn", is_blank=each == "blank")
        for number, each in enumerate(pages, start=1)
    ]


def ours(slot: str = "", reference: str = OURS) -> Mark:
    return Mark(scope="d", reference=reference, slot=slot)


def told(pages: list[PageFacts], here: Here = HERE) -> list[tuple[str, str, str, list[int]]]:
    return [(each.kind.value, each.slot, each.reference, each.pages) for each in split(pages, here).pieces]


def test_it_works() -> None:
    pages = stack(ours(), ours("birth"), "blank", "paper", "paper", "blank", ours("marriage"), "paper")
    assert told(pages) == [("named", "birth", "", [4, 5]), ("named", "marriage", "", [8])]
    found = split(pages, HERE)
    assert (found.separators, found.blanks, found.empty) == ((1, 2, 7), (3, 6), ())


def test_pages_before_the_first_separator_are_nobody_knows_what() -> None:
    assert told(stack("paper", ours("birth"), "paper")) == [("unnamed", "", "", [1]), ("named", "birth", "", [3])]
    assert told(stack(ours(), "paper", "paper")) == [("unnamed", "", "", [2, 3])]


def test_a_separator_of_the_procedure_and_one_printed_for_the_filing_mean_the_same() -> None:
    of_procedure = Mark(scope="p", reference="1.001193", slot="birth")
    of_filing = ours("marriage", reference="N-261107-ABCDEF")
    assert told(stack(of_procedure, "paper", of_filing, "paper")) == [
        ("named", "birth", "", [2]),
        ("named", "marriage", "", [4]),
    ]
    another = Mark(scope="p", reference="2.000815", slot="birth")
    general = Mark(scope="g")
    gone = ours("no_longer_asked")
    assert told(stack(another, "paper", general, "paper", gone, "paper")) == [
        ("unnamed", "", "", [2]),
        ("unnamed", "", "", [4]),
        ("unnamed", "", "", [6]),
    ]


def test_papers_of_another_dossier_are_told_apart_until_ours_come_again() -> None:
    pages = stack(
        ours("birth"), "paper", ours("", OTHER), "paper", Mark(scope="p", reference="1.001193", slot="marriage"),
        "paper", ours("marriage"), "paper",
    )  # fmt: skip
    assert told(pages) == [
        ("named", "birth", "", [2]),
        ("foreign", "", OTHER, [4]),
        ("foreign", "marriage", OTHER, [6]),
        ("named", "marriage", "", [8]),
    ]


def test_a_stack_of_nobody_goes_apart_by_its_covers() -> None:
    pages = stack("paper", ours("", OURS), "paper", ours("birth", OTHER), "paper")
    assert told(pages, Here()) == [
        ("unnamed", "", "", [1]),
        ("foreign", "", OURS, [3]),
        ("foreign", "birth", OTHER, [5]),
    ]


def test_a_torn_separator_begins_a_piece_and_stays_its_first_page() -> None:
    assert told(stack(ours("birth"), "paper", "torn", "paper")) == [
        ("named", "birth", "", [2]),
        ("torn", "", "", [3, 4]),
    ]


def test_separators_with_nothing_behind_them_are_said() -> None:
    found = split(stack(ours("birth"), ours("marriage"), "blank"), HERE)
    assert found.pieces == ()
    assert found.empty == ("birth", "marriage")


marks = st.one_of(
    st.builds(
        Mark, scope=st.just("d"), reference=st.sampled_from([OURS, OTHER]), slot=st.sampled_from(["", "birth", "x"])
    ),
    st.builds(Mark, scope=st.just("p"), reference=st.sampled_from(["1.001193", "2.000815"]), slot=st.just("marriage")),
    st.just(Mark(scope="g")),
)
stacks = st.lists(st.one_of(marks, st.sampled_from(["paper", "blank", "torn"])), max_size=60)


@given(stacks, st.sampled_from([HERE, Here()]))
def test_every_page_comes_out_once_and_in_order(pages: "list[Mark | str]", here: Here) -> None:
    found = split(facts := stack(*pages), here)
    in_pieces = [number for piece in found.pieces for number in piece.pages]
    assert sorted([*in_pieces, *found.separators, *found.blanks]) == [page.number for page in facts]
    assert in_pieces == sorted(in_pieces)
    assert all(piece.pages for piece in found.pieces)
    assert found.separators == tuple(page.number for page in facts if page.mark is not None)
    assert {piece.slot for piece in found.pieces if not piece.reference} <= here.slots | {""}
    assert all(
        bool(piece.reference) == (piece.kind == PieceKind.FOREIGN) or piece.kind == PieceKind.TORN
        for piece in found.pieces
    )


@given(marks)
def test_a_mark_is_read_as_it_was_printed_and_no_other_way(mark: Mark) -> None:
    assert read_mark(("https://vietqr.example/", mark.text)) == mark
    assert read_mark((mark.text[:-1] + ("A" if mark.text[-1] != "A" else "B"),)) is None
    assert read_mark((mark.text[: len(mark.text) // 2],)) is None
    other = dataclasses.replace(mark, slot="forged")
    assert read_mark((other.text.rsplit("~", 1)[0] + "~" + mark.text.rsplit("~", 1)[1],)) is None


@pytest.mark.parametrize("text", ["", "TN~d~x", "TN~z~a~b~0123456789abcdef", "052095001234|231012345|Siu H'Ngan"])
def test_other_codes_are_no_marks(text: str) -> None:
    assert read_mark((text,)) is None
