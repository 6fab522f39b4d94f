"""What the registers refuse (lỗi của văn thư): the rule, what was found, the way out."""

from lienthong.kit.errors import NotFound, Refused


class DocumentNotFound(NotFound):
    """No such document, or one of others."""

    message = "Không tìm thấy văn bản này trong phạm vi ông/bà được xem. Kiểm tra lại số, ký hiệu và năm."


class StateSecret(Refused):
    """Secrets of state stay outside this system."""

    code = "state-secret"
    status = 422

    def __init__(self, mark: str) -> None:
        super().__init__(
            f"Văn bản có dấu “{mark}”. Văn bản chứa bí mật nhà nước không được đăng ký, lưu hay gửi trên hệ thống này "
            "(Luật Bảo vệ bí mật nhà nước 2018). Đăng ký vào sổ văn bản mật bằng giấy; tệp vừa đưa vào không được lưu.",
            field="files",
        )


class DuplicateDocument(Refused):
    """The same issuer, notation and date stand in the register already."""

    code = "duplicate-document"


class WrongDocumentState(Refused):
    """The document is not where this can be done."""

    code = "wrong-document-state"


class TaskTaken(Refused):
    """Somebody has ended it meanwhile, or taken it back."""

    code = "task-taken"
