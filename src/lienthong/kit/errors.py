"""The base of every refusal (lỗi nghiệp vụ): a code for programs, a Vietnamese sentence for people."""


class Refused(Exception):
    """A rule says no. `message` says the rule, the value found and the way out; `field` names the input at fault.

    Subclasses set `code` (kebab-case, stable, part of the API) and `status` (HTTP) and may format `message`.
    """

    code = "refused"
    status = 409
    message = "Không thực hiện được."

    def __init__(self, message: str = "", *, field: str = "", **details: object) -> None:
        self.message = message or self.message
        self.field = field
        self.details = details
        super().__init__(self.message)


class NotFound(Refused):
    """Not there, or not for this actor: the answer is the same."""

    code = "not-found"
    status = 404
    message = "Không tìm thấy nội dung này, hoặc ông/bà không có quyền xem."


class NotAllowed(Refused):
    """The actor may see it but not do this."""

    code = "not-allowed"
    status = 403
    message = "Chức vụ hiện tại không có quyền thực hiện việc này."


class Invalid(Refused):
    """Input breaks rules. `problems` maps a field's name to its sentence."""

    code = "invalid"
    status = 422
    message = "Thông tin chưa hợp lệ."

    def __init__(self, problems: dict[str, str], message: str = "") -> None:
        self.problems = problems
        super().__init__(message or f"Còn {len(problems)} mục cần sửa", problems=problems)
