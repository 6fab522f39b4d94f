"""Why a dossier says no (lỗi của hồ sơ)."""

from typing import Self

from lienthong.domain.dossiers.choices import State
from lienthong.kit.errors import Refused

VERBS = {
    "pay": "ghi nhận nộp phí",
    "accept": "tiếp nhận",
    "reject": "từ chối tiếp nhận",
    "request_supplement": "yêu cầu bổ sung",
    "supplement": "gửi bổ sung",
    "resume": "gửi bổ sung",
    "complete": "ký kết quả",
    "return_result": "trả kết quả",
    "withdraw": "rút",
    "stop": "dừng giải quyết",
}


class WrongState(Refused):
    """The verb does not fit where the dossier stands, often because someone else acted first."""

    code = "wrong-state"

    @classmethod
    def of(cls, state: State, verb: str) -> Self:
        """Sentence naming the state found and the verb asked."""
        return cls(
            f"Hồ sơ đang ở trạng thái “{state.label}” nên không thể {VERBS.get(verb, verb)}. "
            "Có thể người khác vừa xử lý; mở lại hồ sơ để xem tình trạng mới nhất.",
            state=state.value,
        )


class PapersMissing(Refused):
    """Submission while a required paper is absent (ui.md, complaint 1)."""

    code = "papers-missing"
    status = 422


class FeeUnpaid(Refused):
    """Submission before the bank has confirmed the fee."""

    code = "fee-unpaid"


class AlreadySent(Refused):
    """A filing that has become a dossier can no longer be changed."""

    code = "already-sent"
    message = "Bản khai này đã nộp thành hồ sơ nên không sửa được nữa. Mở hồ sơ để xem tình trạng."


class IncompleteChecklist(Refused):
    """A supplement request must judge every requirement, once (ui.md, complaint 2)."""

    code = "incomplete-checklist"
    status = 422


class AcceptedBefore(Refused):
    """A second request cites a paper that was found valid and has not changed since."""

    code = "accepted-before"


class ResultMissing(Refused):
    """Signing before a result has been drafted."""

    code = "result-missing"
    message = "Hồ sơ chưa có dự thảo kết quả. Chuyên viên lập dự thảo ở bước trước rồi trình ký lại."


class VersionSuperseded(Refused):
    """The procedure changed while the draft was being typed; the applicant looks at what is different first."""

    code = "version-superseded"
    message = "Thủ tục vừa áp dụng nội dung mới. Mở lại bản khai để xem khác gì rồi nộp; phần đã khai còn nguyên."
