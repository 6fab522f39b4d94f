"""What a batch refuses (lỗi của lô quét): the rule, what was found, the way out."""

from lienthong.domain.scans.choices import MAX_PAGES, BatchState
from lienthong.kit.errors import Refused


class BatchClosed(Refused):
    """It was taken or discarded already."""

    code = "batch-closed"

    def __init__(self, state: BatchState) -> None:
        said = "đã gắn vào hồ sơ" if state == BatchState.TAKEN else "đã bỏ"
        super().__init__(f"Lô quét này {said} nên không sửa được nữa. Cần thêm giấy tờ thì mở lô quét mới.")


class BatchStillReading(Refused):
    """Pages are still being looked at."""

    code = "batch-still-reading"

    def __init__(self, read: int, total: int) -> None:
        super().__init__(
            f"Đang đọc trang {read}/{total}; chưa gắn được vào hồ sơ. Chờ đọc xong, hoặc bấm Đọc tiếp nếu đã đứng lâu."
        )


class BatchChanged(Refused):
    """Somebody else has arranged it since this page was opened."""

    code = "batch-changed"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} vừa sắp xếp lại lô này sau khi ông/bà mở trang. Xem lại các phần đang hiện rồi bấm lần nữa."
        )


class PiecesUnnamed(Refused):
    """Pieces of which nobody has said what they are."""

    code = "pieces-unnamed"
    status = 422


class TooManyPages(Refused):
    """More than one batch holds."""

    code = "batch-too-many-pages"
    status = 422

    def __init__(self, name: str, pages: int, before: int) -> None:
        had = f", lô đã có {before} trang" if before else ""
        super().__init__(
            f"Một lô quét nhận tối đa {MAX_PAGES} trang; tệp “{name}” có {pages} trang{had}. "
            "Chia tập giấy làm hai lần quét, hoặc mở lô mới cho tệp này."
        )


class NothingChosen(Refused):
    """A button was pressed without saying for which pages."""

    code = "nothing-chosen"
    status = 422
    message = "Chưa chọn trang nào. Đánh dấu trang rồi bấm lại."


class NothingToTake(Refused):
    """No piece is left."""

    code = "nothing-to-take"
    status = 422
    message = "Lô này không còn trang nào để gắn vào hồ sơ. Tải tệp lên, lấy lại trang đã bỏ, hoặc bỏ cả lô."
