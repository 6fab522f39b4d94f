"""Refusals about accounts and persons (lỗi về tài khoản, cá nhân)."""

from lienthong.kit.errors import Refused


class BadIdentityClaims(Refused):
    """VNeID answered without what identifies a person."""

    code = "bad-identity-claims"
    status = 502
    message = (
        "VNeID không gửi số định danh cá nhân gồm 12 chữ số và họ tên, nên chưa đăng nhập được. "
        "Thử lại sau, hoặc đến Bộ phận một cửa với căn cước."
    )


class BadIdNumber(Refused):
    """Not twelve digits."""

    code = "bad-id-number"
    status = 422

    def __init__(self, found: str) -> None:
        super().__init__(id_number_problem(found), field="id_number")


class UsernameTaken(Refused):
    """Another kind of account has this name."""

    code = "username-taken"

    def __init__(self, username: str) -> None:
        super().__init__(f"Tên đăng nhập “{username}” đang dùng cho tài khoản khác. Chọn tên khác.", field="username")


class PositionNotHeld(Refused):
    """The account does not hold this seat today."""

    code = "position-not-held"
    message = "Chức vụ này không còn hiệu lực hoặc không phải của tài khoản này. Chọn một chức vụ đang giữ."


def id_number_problem(found: str) -> str:
    """Sentence for an identity number that breaks the rule, "" when it keeps it."""
    if not found.isascii() or not found.isdigit():
        return "Số định danh chỉ gồm chữ số. Nhập 12 chữ số in trên thẻ căn cước."
    if len(found) != 12:
        return f"Có {len(found)} chữ số. Số định danh cá nhân có 12 chữ số, in trên thẻ căn cước."
    return ""
