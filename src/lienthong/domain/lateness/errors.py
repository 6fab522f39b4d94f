"""Refusals of lateness (từ chối)."""

from lienthong.kit.errors import Refused


class ObjectedBefore(Refused):
    """A share is looked at again once."""

    code = "objected-before"
    message = "Phần trễ hạn này đã được đề nghị xem xét lại một lần. Xem quyết định ở trang của hồ sơ."


class DecidedBefore(Refused):
    """Somebody else decided first."""

    code = "decided-before"
    message = "Đề nghị này đã được quyết định. Mở lại danh sách để xem đề nghị còn chờ."


class AnsweredBefore(Refused):
    """A reminder is answered once."""

    code = "answered-before"
    message = "Việc này đã được xử lý. Mở lại danh sách để xem việc còn chờ."
