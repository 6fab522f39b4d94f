"""Refusals of reading (lý do từ chối khi ghi chú, in)."""

from typing import Self

from lienthong.foundation.reading.choices import MOST_MARKS
from lienthong.kit.errors import NotFound, Refused


class MarkGone(NotFound):
    """Removed meanwhile, of another writer, or never there."""

    code = "mark-gone"
    message = "Ghi chú này không còn, hoặc không phải của ông/bà. Mở lại danh sách ghi chú để xem bản mới nhất."


class TooManyMarks(Refused):
    """More marks than one reads."""

    code = "too-many-marks"
    status = 422
    message = f"Tệp này đã có {MOST_MARKS} ghi chú. Xóa bớt ghi chú không cần nữa rồi thêm."


class NotPrintable(Refused):
    """A file of which no copy can be made."""

    code = "not-printable"
    status = 422

    @classmethod
    def of(cls, why: str) -> Self:
        """Sentence with the cause and the way out."""
        return cls(f"Chưa làm được bản in: {why}")


class PrintNotFound(NotFound):
    """No print has this code."""

    code = "print-not-found"
    message = "Không có bản in nào mang mã này. Xem lại mã ở chân trang bản in, gồm 10 chữ và số."
