"""Errors of the API as problems (lỗi của API, RFC 9457): also those that arise before an operation is found.

A route that does not exist, a method it does not know, a body that is too large or a failure of our own are answered by the
framework with a page; a program expects `application/problem+json` there too.
"""

from collections.abc import Callable

import orjson
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

PROBLEM = "application/problem+json"
API = "/api/v1/"
MAX_UPLOAD = 22 * 1024 * 1024
"""Bytes of a whole upload: a file of 20 MB, the largest we keep, and what stands around it."""

KNOWN = {
    400: ("bad-request", "Yêu cầu không đọc được. Kiểm tra địa chỉ và nội dung JSON rồi gửi lại."),
    404: ("no-such-route", "Không có thao tác nào ở địa chỉ này. Xem danh sách tại /api/v1/openapi.json."),
    405: (
        "method-not-allowed",
        "Địa chỉ này không nhận phương thức đã gửi. Các phương thức nhận được ghi ở đầu mục Allow.",
    ),
    413: ("too-large", "Nội dung gửi lên quá lớn: JSON tối đa 2 MB, tệp tối đa 20 MB."),
    500: (
        "internal",
        "Hệ thống gặp lỗi khi xử lý yêu cầu; lỗi đã được ghi lại. Gửi lại với cùng Idempotency-Key sau ít phút.",
    ),
}


def problem(status: int, code: str, detail: str, **more: object) -> HttpResponse:
    """An RFC 9457 problem: type, title, status, detail, and what else the error holds."""
    body = {"type": f"urn:lienthong:problem:{code}", "title": code, "status": status, "detail": detail, **more}
    return HttpResponse(orjson.dumps(body, default=str), status=status, content_type=PROBLEM)


class ProblemMiddleware:
    """Stands outermost: what is below /api/v1/ and went wrong leaves as a problem, whoever said so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_api = request.path_info.startswith(API)
        if "\x00" in request.path_info or "%00" in request.META.get(
            "QUERY_STRING", ""
        ):  # the database knows no such text
            if not is_api:
                raise SuspiciousOperation("NUL in the address")
            return problem(400, *KNOWN[400])
        if not is_api:
            return self.get_response(request)
        if _size(request) > _limit(request):
            return problem(413, *KNOWN[413])
        response = self.get_response(request)
        if response.status_code in KNOWN and not response.get("Content-Type", "").startswith(PROBLEM):
            told = problem(response.status_code, *KNOWN[response.status_code])
            if "Allow" in response:
                told["Allow"] = response["Allow"]
            return told
        return response


def _size(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isascii() and length.isdigit() else 0


def _limit(request: HttpRequest) -> int:
    is_upload = (request.content_type or "").startswith("multipart/")
    return MAX_UPLOAD if is_upload else int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or MAX_UPLOAD)
