"""Refusals about agencies and positions (lỗi về cơ quan, chức vụ)."""

from lienthong.kit.errors import Refused


class BadIdentifier(Refused):
    """The electronic identifier is not well formed."""

    code = "bad-identifier"
    status = 422

    def __init__(self, found: str) -> None:
        super().__init__(
            f"Mã định danh “{found[:40]}” không đúng dạng. Mã gồm một chữ cái và hai chữ số, sau đó có thể thêm đến bốn nhóm "
            "hai hoặc ba ký tự cách nhau bằng dấu chấm, ví dụ H21.05.",
            field="identifier",
            found=found,
        )


class IdentifierTaken(Refused):
    """Another agency has this identifier."""

    code = "identifier-taken"

    def __init__(self, identifier: str, name: str) -> None:
        super().__init__(f"Mã định danh {identifier} đang dùng cho {name}. Chọn mã khác.", field="identifier")


class BadRole(Refused):
    """A role that does not exist."""

    code = "bad-role"
    status = 422

    def __init__(self, role: str) -> None:
        super().__init__(f"Không có vai trò “{role[:40]}”. Chọn vai trò trong danh mục.", field="roles")


class BadDates(Refused):
    """The end lies before the beginning."""

    code = "bad-dates"
    status = 422
    message = "Ngày kết thúc sớm hơn ngày bắt đầu. Chọn ngày kết thúc từ ngày bắt đầu trở đi."


class UnknownProfile(Refused):
    """No data for this profile and province."""

    code = "unknown-profile"
    status = 422


class OtherProfileLoaded(Refused):
    """The database already holds another province or another model of local government."""

    code = "other-profile-loaded"


class NotADraft(Refused):
    """The plan was carried out or called back already."""

    code = "reorganization-not-a-draft"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"Phương án sắp xếp này ở trạng thái “{state}”, không sửa hay thực hiện lại được. Lập phương án mới nếu cần."
        )


class AgencyHasOpenWork(Refused):
    """An agency cannot be closed while it has open work and nobody to take it."""

    code = "agency-has-open-work"

    def __init__(self, agency: str, counts: str) -> None:
        super().__init__(
            f"{agency} còn {counts}. Chỉ giải thể được khi không còn việc, hoặc khi có cơ quan nhận phần việc ấy: "
            "ghi cơ quan kế thừa vào phương án."
        )


class CannotCarryOut(Refused):
    """Something in the plan must be mended first; the message says what."""

    code = "reorganization-cannot-be-carried-out"


class NotDelegable(Refused):
    """What was asked for cannot be delegated, or not to this seat; the message says why."""

    code = "not-delegable"
    status = 422


class DelegatedAlready(Refused):
    """The same act is delegated for a part of the same time."""

    code = "delegated-already"

    def __init__(self, *, acts: str, receiver: str, begins: str, ends: str) -> None:
        super().__init__(
            f"Việc “{acts}” đã được ủy quyền cho {receiver} từ {begins} đến {ends}. Một việc trong cùng thời gian chỉ một người làm thay: "
            "đổi thời hạn, bớt việc hoặc thu hồi ủy quyền trước."
        )


class DelegationClosed(Refused):
    """It has ended, or was answered before."""

    code = "delegation-closed"

    def __init__(self, standing: str) -> None:
        super().__init__(f"Ủy quyền này ở tình trạng “{standing}” nên không làm tiếp được. Lập ủy quyền mới nếu cần.")
