"""Refusals about forms."""

from lienthong.kit.errors import NotFound, Refused


class FormNotFound(NotFound):
    code = "form-not-found"
    message = "Không có mẫu đơn này, hoặc mẫu chưa được công bố."


class PageNotFound(NotFound):
    code = "form-page-not-found"
    message = "Tờ khai không có trang này, hoặc trang không cần khai với các câu trả lời hiện có."


class UnusableQuestions(Refused):
    """A question list that cannot become a form: the message names the question and what is wrong."""

    code = "form-unusable-questions"
    status = 422
    message = "Danh sách câu hỏi chưa dùng được."


class DraftNotFound(NotFound):
    code = "form-draft-not-found"
    message = "Biểu mẫu này không có bản đang soạn: đã công bố hoặc đã bỏ. Mở danh sách biểu mẫu để soạn bản tiếp theo."


class DraftExists(Refused):
    """One draft for each form: two would overwrite each other when published."""

    code = "form-draft-exists"


class UnusableCode(Refused):
    code = "form-unusable-code"
    status = 422
    message = "Mã biểu mẫu gồm chữ không dấu, chữ số, dấu chấm, gạch ngang, nhiều nhất 60 ký tự."


class EditedMeanwhile(Refused):
    """Somebody else changed the same thing. `theirs`: setting -> what is stored now; nothing was overwritten."""

    code = "form-draft-edited-meanwhile"


class QuestionGone(Refused):
    code = "form-draft-question-gone"
    message = "Câu hỏi này vừa được bỏ khỏi biểu mẫu."


class NothingToUndo(Refused):
    code = "form-draft-nothing-to-undo"
    message = "Không còn thay đổi nào để hoàn tác."


class NotReady(Refused):
    """A draft with faults or failing tries is not published."""

    code = "form-draft-not-ready"


class SameAsPublished(Refused):
    code = "form-draft-same"
    message = "Bản đang soạn giống hệt phiên bản đang dùng, không có gì để công bố. Sửa tiếp, hoặc bỏ bản soạn."


class UnusableCase(Refused):
    code = "form-case-unusable"
    status = 422
    message = "Đặt tên cho tình huống, mỗi tên một lần."


class UnusableSchema(Refused):
    """A JSON Schema that cannot be brought in: harmful, broken, or with nothing to ask. The message says what was found and the way out."""

    code = "form-unusable-schema"
    status = 422
    message = "Lược đồ chưa dùng được."
