"""What work files and the archive refuse (lỗi của hồ sơ, lưu trữ): the rule, what was found, the way out."""

from lienthong.kit.errors import NotFound, Refused


class FileNotFound(NotFound):
    """No such work file, or one of others."""

    message = "Không tìm thấy hồ sơ này trong phạm vi ông/bà được xem. Kiểm tra lại ký hiệu và năm, hoặc xin khai thác ở lưu trữ."


class WrongState(Refused):
    """It stands elsewhere by now."""

    code = "archive-wrong-state"


class ListMissing(Refused):
    """A list of files of that year is not there, or there already."""

    code = "file-list"


class NotComplete(Refused):
    """A file cannot be closed as it is; `problems` says every reason."""

    code = "work-file-incomplete"
    status = 422

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            f"Chưa kết thúc được hồ sơ, còn {len(problems)} chỗ phải hoàn thiện. {' '.join(problems)}",
            problems=problems,
        )


class OrderChanged(Refused):
    """Somebody has put in or taken out a document meanwhile."""

    code = "work-file-order"
    message = "Danh sách văn bản trong hồ sơ vừa được người khác thay đổi. Tải lại trang rồi sắp xếp lại."


class Held(Refused):
    """Nothing under hold leaves the archive."""

    code = "work-file-held"


class SamePerson(Refused):
    """Two acts that need two people."""

    code = "two-person-rule"


class NotExpired(Refused):
    """Its retention runs still, or for ever."""

    code = "retention-runs"
