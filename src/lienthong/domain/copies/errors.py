"""Why a copy is not certified (lỗi của bản sao điện tử): the rule, what was found, the way out."""

from lienthong.domain.copies.choices import CopyState
from lienthong.kit.errors import Refused


class NotCompared(Refused):
    """Nobody has said that the scan was held against the original."""

    code = "copy-not-compared"
    status = 422
    message = (
        "Chưa đánh dấu đã đối chiếu bản chính nên chưa lập được bản sao. Đối chiếu từng trang với bản chính rồi đánh dấu; "
        "người nộp chỉ có bản chụp thì không lập."
    )


class SameEyes(Refused):
    """The second pair of eyes is the first one."""

    code = "copy-same-eyes"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Người đối chiếu lần hai phải khác {name}, người đã đối chiếu lần đầu. Chuyển cho đồng nghiệp cùng cơ quan."
        )


class CopyMoved(Refused):
    """It stands elsewhere by now."""

    code = "copy-state"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"Bản sao này đang ở tình trạng “{CopyState(state).label}”, có thể người khác vừa xử lý. Mở lại để xem tình trạng mới nhất."
        )
