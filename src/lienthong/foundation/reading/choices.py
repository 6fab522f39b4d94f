"""Words of reading (từ vựng khi đọc): kinds of marks, who sees them, bounds."""

from typing import Final

from django.db.models import TextChoices


class MarkKind(TextChoices):
    """What a mark is on the page."""

    HIGHLIGHT = "highlight", "Tô sáng"
    UNDERLINE = "underline", "Gạch chân"
    NOTE = "note", "Ghi chú"
    TICK = "tick", "Đánh dấu"


class Audience(TextChoices):
    """Who sees a mark. Others are the officers who may open the file."""

    OWN = "own", "Chỉ mình tôi"
    SHARED = "shared", "Người cùng đọc"


POINTS: Final = frozenset({MarkKind.NOTE, MarkKind.TICK})
"""Kinds that stand at a point."""
WHOLE: Final = 10_000
"""Places are whole numbers in 1/10,000 of the page as it is seen, from its upper left corner."""
MOST_BOXES: Final = 60
MOST_TEXT: Final = 1000
MOST_MARKS: Final = 400
"""Of one file: more cannot be read beside it."""
MOST_REASON: Final = 200
CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of the code of a print: none that is taken for another."""
CODE_LENGTH: Final = 10
