"""What is kept of a text and how it is asked for agree."""

import pytest

from lienthong.kit.word_search import kept, matching, patterns


def like(pattern: str, text: str) -> bool:
    """LIKE of a pattern with a percent sign at each end, or of the empty one."""
    return pattern.strip("%") in text if pattern else not text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("H'Ngan", True),
        ("khai sinh siu", True),
        ("đăng ký kh", True),
        ("dang ky kh siu", False),  # only the last may be unfinished
        ("H21.88-261126-0042", True),
        ("0042", True),
        ("042", False),
        ("--- %", False),
        ("", False),
    ],
)
def test_it_works(asked: str, found: bool) -> None:
    text = kept("Siu H'Ngan", "Đăng ký khai sinh", "H21.88-261126-0042")
    assert all(like(pattern, text) for pattern in patterns(asked)) == found


def test_nothing_asked_finds_nothing_in_a_page_too() -> None:
    assert matching(" - ").seen == matching(" - ").indexed
    assert str(matching(" - ").seen) == "(AND: ('pk__in', []))"
