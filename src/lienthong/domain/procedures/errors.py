"""Refusals of the catalogue (lỗi của danh mục thủ tục)."""

from datetime import date
from typing import Any

from lienthong.domain.procedures.choices import DecisionKind, ProcedureStatus
from lienthong.kit.errors import NotFound, Refused


class ProcedureNotFound(NotFound):
    """No procedure of this code, or none in force."""

    code = "procedure-not-found"

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"Không có thủ tục mã “{wanted}” đang áp dụng. Mã có dạng 1.001193; tìm theo tên tại trang Thủ tục.",
            field="code",
        )


class ProcedureClosed(Refused):
    """It is known, but takes no new filing today: suspended, withdrawn, or not yet in force. The sentence names the decision."""

    code = "procedure-closed"
    status = 409


class ProcedureNotFileable(Refused):
    """In force, but this installation has no form, process or time limit for it: it is filed at the counter of its agency."""

    code = "procedure-not-fileable"
    status = 409


class CatalogueRefused(Refused):
    """The catalogue file holds something that cannot be published; nothing of it was loaded."""

    code = "catalogue-refused"
    status = 422


class DecisionOutOfPlace(Refused):
    """A decision that does not follow from how the procedure stands on its day."""

    code = "decision-out-of-place"

    def __init__(self, *, kind: str, status: str, on: date) -> None:
        super().__init__(
            f"Ngày {on:%d/%m/%Y} thủ tục ở trạng thái “{ProcedureStatus(status).label}”, không thể {DecisionKind(kind).label.lower()}. "
            "Chọn ngày hiệu lực khác, hoặc thu hồi quyết định chưa có hiệu lực đứng trước.",
            field="effective_from",
            kind=kind,
            procedure_status=status,
        )


class DateInThePast(Refused):
    """What is decided today does not change what held yesterday."""

    code = "date-in-the-past"
    status = 422

    def __init__(self, given: date, today: date) -> None:
        super().__init__(
            f"Ngày hiệu lực {given:%d/%m/%Y} đã qua; sớm nhất là hôm nay {today:%d/%m/%Y}. Hồ sơ đã nhận giữ phiên bản lúc nhận.",
            field="effective_from",
        )


class DraftNotFound(NotFound):
    """No draft of the next version is being prepared."""

    code = "draft-not-found"
    message = "Thủ tục này không có dự thảo phiên bản nào đang soạn; có thể dự thảo vừa được công bố hoặc đã bỏ. Mở lại trang thủ tục."


class EditedByAnother(Refused):
    """Somebody saved the same part after it was opened here. `edits`: what they changed; nothing typed here is lost."""

    code = "edited-by-another"
    message = "Phần này vừa được người khác sửa sau khi ông/bà mở ra. Xem họ đã sửa gì ở bên dưới; nội dung ông/bà vừa nhập còn nguyên, bấm Lưu lần nữa để thay bằng nội dung của mình."

    def __init__(self, edits: list[Any], now: int) -> None:
        super().__init__(edits=now)
        self.since = edits
        self.now = now


class DraftNotReady(Refused):
    """The draft holds something that keeps it from being published."""

    code = "draft-not-ready"
    status = 422

    def __init__(self, problems: list[str]) -> None:
        super().__init__(
            f"Chưa công bố được, còn {len(problems)} mục phải sửa: {'; '.join(problems)}.", problems=problems
        )


class ProcedureCodeTaken(Refused):
    """A procedure of this code exists."""

    code = "procedure-code-taken"
    status = 409

    def __init__(self, taken: str) -> None:
        super().__init__(
            f"Đã có thủ tục mã {taken} trong danh mục. Mở thủ tục đó và chuẩn bị phiên bản tiếp theo.", field="code"
        )


class DecisionInForce(Refused):
    """Only what has not taken effect can be called back."""

    code = "decision-in-force"
    message = "Quyết định này đã có hiệu lực, không thu hồi được trên hệ thống. Ban hành quyết định mới (tạm ngừng, tiếp tục, bãi bỏ hoặc công bố phiên bản khác)."


class FileRefused(Refused):
    """A file that cannot be imported at all; nothing of it was read into the catalogue."""

    code = "file-refused"
    status = 422


class ImportRefused(Refused):
    """Some rows of a file cannot be imported, so none is."""

    code = "import-refused"
    status = 422


class ImportOutdated(Refused):
    """The catalogue has changed since the trial run: what was shown is no longer what would happen."""

    code = "import-outdated"
