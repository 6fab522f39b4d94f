"""Refusals of life events (lỗi của sự kiện đời sống)."""

from lienthong.kit.errors import NotFound, Refused


class LifeEventNotFound(NotFound):
    """No event at this address, or none that is shown."""

    code = "life-event-not-found"
    message = "Không có sự kiện đời sống ở địa chỉ này. Xem danh sách tại trang Sự kiện đời sống."


class EditedMeanwhile(Refused):
    """Somebody else saved the same event after it was opened here."""

    code = "life-event-edited-meanwhile"
    message = (
        "Người khác đã lưu sự kiện này sau khi ông/bà mở trang. Nội dung ông/bà vừa gõ vẫn còn trong trang; "
        "mở bản mới ở thẻ khác, đối chiếu rồi lưu lại."
    )


class AddressTaken(Refused):
    """Two events cannot stand at one address."""

    code = "life-event-address-taken"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"Địa chỉ “{slug}” đã có sự kiện khác dùng. Chọn tên khác, hoặc sửa sự kiện đang có.", field="title"
        )
