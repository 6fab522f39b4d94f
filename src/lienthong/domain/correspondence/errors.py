"""What the registers refuse (lỗi của văn thư): the rule, what was found, the way out."""

from collections.abc import Sequence

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


class RulesChanged(Refused):
    """Somebody else has changed the rules since the page was opened."""

    code = "rules-changed"


class TooManySearches(Refused):
    """A seat keeps as many searches as it may."""

    code = "too-many-searches"


class SignerOnly(NotAllowed):
    """The document lies before another seat."""

    message = "Văn bản này trình chức vụ khác ký. Chỉ người được trình mới ký hoặc trả lại được."


class SigningNotDelegated(NotAllowed):
    """Who would sign for another may not, or not this paper."""

    code = "signing-not-delegated"

    @classmethod
    def ended(cls, giver: str) -> "SigningNotDelegated":
        """The delegation by which it was laid before this seat holds no more."""
        return cls(
            f"Ủy quyền ký văn bản của {giver} không còn hiệu lực nên không ký thay được nữa. Trả lại người soạn để trình người có thẩm quyền."
        )

    @classmethod
    def not_covered(cls, giver: str) -> "SigningNotDelegated":
        """They stand in, but not for signing."""
        return cls(
            f"Ủy quyền của {giver} không gồm việc ký văn bản đi. Chờ {giver} ký, hoặc đề nghị ủy quyền ký bằng văn bản."
        )

    @classmethod
    def bears_another(cls, signer: str, lines: Sequence[str]) -> "SigningNotDelegated":
        """The paper is printed for the giver."""
        return cls(
            f"Khối chữ ký in “{' / '.join(lines)}, {signer}” nên chỉ {signer} ký được. Trả lại người soạn để trình ông/bà ký, khối chữ ký khi ấy "
            "ghi TUQ. hoặc KT. đúng thẩm quyền (Điều 13 Nghị định 30/2020/NĐ-CP)."
        )


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
