"""Refusals of the comparison (lỗi của đối soát)."""

from lienthong.kit.errors import Refused


class SourceFailed(Exception):
    """The other side could not be read. `sentence` is for the official; what was known before stays."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class CannotTake(Refused):
    """This difference is not mended by taking theirs."""

    code = "cannot-take"


class ReasonMissing(Refused):
    """Keeping ours needs a reason."""

    code = "reason-missing"
    status = 422
    message = "Nêu lý do giữ bản của tỉnh (ít nhất 10 ký tự), ví dụ: Nghị quyết của HĐND tỉnh quy định mức thu khác."
