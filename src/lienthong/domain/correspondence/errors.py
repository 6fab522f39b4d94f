"""What the registers refuse (lỗi của văn thư): the rule, what was found, the way out."""

from lienthong.kit.errors import NotAllowed, NotFound, Refused


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


class ArrivalNotFound(NotFound):
    """No such sending, or one to another agency."""

    message = "Không tìm thấy văn bản chờ vào sổ này ở cơ quan của chức vụ đang dùng."


class ArrivalTaken(Refused):
    """Another clerk has registered, returned or dropped it meanwhile; `document` is the number of the document where there is one."""

    code = "arrival-taken"


class FileNotOpened(Refused):
    """A file that is not taken as a document: a program, a Word document with macros, a type nobody reads here."""

    code = "file-not-opened"
    status = 422


class TooManySearches(Refused):
    """A seat keeps as many searches as it may."""

    code = "too-many-searches"


class SignerOnly(NotAllowed):
    """The document lies before another seat."""

    message = "Văn bản này trình chức vụ khác ký. Chỉ người được trình mới ký hoặc trả lại được."


class PaperNotSeen(Refused):
    """Nobody signs what was not opened, or is another than what was."""

    code = "paper-not-seen"
    message = "Văn bản chưa được mở xem ở chức vụ này, hoặc tệp đã thay đổi từ lúc mở. Mở xem lại rồi ký."


class NotAPaper(Refused):
    """The main file is neither PDF nor a Word document that can be printed."""

    code = "not-a-paper"
    status = 422


class NumberTaken(Refused):
    """The number that was kept has been used or voided meanwhile."""

    code = "number-taken"
