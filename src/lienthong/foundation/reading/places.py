"""Places of marks on a page (vị trí ghi chú). No database here: boxes in, boxes or a refusal out."""

import json
from collections.abc import Sequence

from lienthong.foundation.reading.choices import MOST_BOXES, POINTS, WHOLE, MarkKind
from lienthong.kit.errors import Invalid

type Box = tuple[int, int, int, int]
"""Left, top, width, height in 1/WHOLE of the page as it is seen."""

_NONSENSE = "Vị trí trên trang không đọc được. Chọn lại chỗ cần ghi chú trên trang."


def read_boxes(said: str | Sequence[Sequence[int]], kind: MarkKind) -> tuple[Box, ...]:
    """Boxes of a mark, cut to the page. A point has one box without size. Raises Invalid for what is no place on a page."""
    try:
        given = json.loads(said) if isinstance(said, str) else said
        boxes = [_box(each) for each in given]
    except (ValueError, TypeError, RecursionError):
        raise Invalid({"boxes": _NONSENSE}) from None
    if kind in POINTS:
        if len(boxes) != 1:
            raise Invalid({"boxes": "Ghi chú, dấu đánh đứng ở một điểm. Bấm vào một chỗ trên trang."})
        return ((boxes[0][0], boxes[0][1], 0, 0),)
    kept = tuple(box for box in boxes if box[2] >= 10 and box[3] >= 5)
    if not kept:
        raise Invalid({"boxes": "Chưa chọn vùng nào trên trang. Kéo qua chỗ cần tô, hoặc bôi đen chữ rồi bấm lại."})
    if len(kept) > MOST_BOXES:
        raise Invalid(
            {"boxes": f"Mỗi lần tô không quá {MOST_BOXES} dòng; đang chọn {len(kept)}. Chia thành nhiều lần."}
        )
    return kept


def _box(each: Sequence[int]) -> Box:
    left, top, width, height = each
    if not all(type(value) is int and -WHOLE <= value <= 2 * WHOLE for value in (left, top, width, height)):
        raise ValueError("no place on a page")
    if width < 0 or height < 0:
        raise ValueError("a box has no negative size")
    right, bottom = min(left + width, WHOLE), min(top + height, WHOLE)
    left, top = max(left, 0), max(top, 0)
    if left > WHOLE or top > WHOLE or right < left or bottom < top:
        raise ValueError("outside the page")
    return left, top, right - left, bottom - top
