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
