"""Refusals of the check (lỗi của kiểm tra điều kiện)."""

from lienthong.kit.errors import NotFound


class NoCheck(NotFound):
    """Nobody has published questions for this procedure."""

    code = "no-eligibility-check"

    def __init__(self, procedure: str) -> None:
        super().__init__(
            f"Thủ tục {procedure} chưa có câu hỏi kiểm tra điều kiện. Điều kiện ghi trên trang thủ tục; cần hỏi thêm thì gọi 1022."
        )
