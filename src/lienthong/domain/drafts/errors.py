"""What drafting refuses (lỗi của dự thảo): the rule, what was found, the way out."""

from lienthong.kit.errors import NotFound, Refused


class DraftNotFound(NotFound):
    """No such draft, or one of others."""

    message = "Không tìm thấy dự thảo này trong phạm vi ông/bà được xem. Mở danh sách dự thảo để chọn lại."


class NewerVersion(Refused):
    """Somebody saved a version meanwhile; what was typed is not lost, it is on the page."""

    code = "newer-version"

    def __init__(self, number: int, by: str, at: str) -> None:
        super().__init__(
            f"{by} đã lưu bản {number} lúc {at}, sau bản ông/bà mở. Xem khác gì rồi lưu tiếp thành bản mới; chưa mất chữ nào.",
            number=number,
        )


class WrongDraftState(Refused):
    """The draft is not where this can be done."""

    code = "wrong-draft-state"


class LayoutReasonNeeded(Refused):
    """The paper breaks rules of the decree: whoever submits says why it goes all the same."""

    code = "layout-reason-needed"
    status = 422

    def __init__(self, count: int, first: str) -> None:
        super().__init__(
            f"Dự thảo còn {count} lỗi thể thức ({first}). Sửa rồi trình, hoặc ghi lý do vẫn trình.", field="reason"
        )


class OpinionClosed(Refused):
    """Given, withdrawn, or not yet this one's turn."""

    code = "opinion-closed"
