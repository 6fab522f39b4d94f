"""What a page says when a rule says no and no view has said it better (trang từ chối)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lienthong.kit.errors import Refused

TITLES = {
    403: "Không có quyền",
    404: "Không tìm thấy",
    409: "Chưa thực hiện được",
    422: "Chưa thực hiện được",
    429: "Thử lại sau ít phút",
}


class RefusalMiddleware:
    """Turns `Refused` into a page with its sentence and its status; the API has handlers of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page, or None for what is not a refusal."""
        if not isinstance(exception, Refused):
            return None
        context = {"title": TITLES.get(exception.status, "Chưa thực hiện được"), "message": exception.message}
        return render(request, "ui/error.html", context, status=exception.status)
