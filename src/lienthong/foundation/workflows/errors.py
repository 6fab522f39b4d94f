"""What processes refuse."""

from lienthong.kit.errors import Invalid, NotFound, Refused


class StepsInvalid(Invalid):
    """The table of steps breaks rules."""

    code = "workflow-steps-invalid"


class StepNotOpen(Refused):
    """Somebody was faster, or the step has not come yet."""

    code = "step-not-open"


class InstanceEnded(Refused):
    """The run is finished or was stopped."""

    code = "workflow-ended"
    message = "Quy trình của hồ sơ này đã kết thúc, không còn bước nào để xử lý."


class WorkflowNotFound(NotFound):
    """No such process or run."""

    message = "Không tìm thấy quy trình này. Tải lại trang để xem quy trình hiện hành."
