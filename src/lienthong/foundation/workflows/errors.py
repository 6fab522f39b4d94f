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


class DraftChanged(Refused):
    """Somebody else saved the draft in the meantime. `details`: by, edits."""

    code = "workflow-draft-changed"


class NotReady(Refused):
    """The draft has findings that forbid publishing."""

    code = "workflow-not-ready"


class BpmnRefused(Refused):
    """A BPMN file cannot become a table. `problems`: Vietnamese sentences, each a thing to change."""

    code = "bpmn-refused"
    status = 422

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems[:6]))
        self.problems = problems


class NothingToMove(Refused):
    """No run stands where it could be moved, or the versions are not two of one process."""

    code = "nothing-to-move"


class MoveUndone(Refused):
    """The move was undone already."""

    code = "move-undone"
    message = "Lần chuyển này đã được hoàn tác. Tải lại trang để xem trạng thái hiện tại."
