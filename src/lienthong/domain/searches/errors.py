"""Refusals of this app (lỗi)."""

from lienthong.kit.errors import NotFound


class WordsNotFound(NotFound):
    """Nobody looked for these words, or so few did that they are not shown."""

    code = "words-not-found"
    message = "Không có cụm từ này trong danh sách tìm mà không thấy; có thể đã quá hạn lưu. Về danh sách để xem các cụm từ hiện có."
