"""Refusals of the catalogue (lỗi của danh mục thủ tục)."""

from lienthong.kit.errors import NotFound, Refused


class ProcedureNotFound(NotFound):
    """No procedure of this code, or none in force."""

    code = "procedure-not-found"

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"Không có thủ tục mã “{wanted}” đang áp dụng. Mã có dạng 1.001193; tìm theo tên tại trang Thủ tục.",
            field="code",
        )


class CatalogueRefused(Refused):
    """The catalogue file holds something that cannot be published; nothing of it was loaded."""

    code = "catalogue-refused"
    status = 422
