"""Refusals of the catalogue (lỗi của danh mục thủ tục)."""

from datetime import date

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
