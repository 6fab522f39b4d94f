"""What public figures refuse (lỗi của số liệu công khai)."""

from lienthong.kit.errors import NotFound, Refused


class NotBalanced(Refused):
    """The report did not pass its checks."""

    code = "figures-not-balanced"
    message = (
        "Số liệu kỳ này không qua phép kiểm nên không công bố được. Mở danh sách hồ sơ lệch, đính chính rồi tính lại."
    )


class NothingToPublish(Refused):
    """No reckoning waits, or it says what was published already."""

    code = "figures-nothing-to-publish"
    message = "Không có bản tính nào chờ công bố. Bấm Tính lại; nếu kết quả khớp bản đã công bố thì không cần bản mới."


class PeriodNotOver(Refused):
    """A period that still runs has no final figures."""

    code = "figures-period-not-over"
    message = "Kỳ này chưa kết thúc nên chưa có số liệu chính thức."


class NoSuchPeriod(NotFound):
    """An address that names no period."""

    message = "Không có kỳ số liệu này. Chọn kỳ trong danh sách ở trang Số liệu công khai."
