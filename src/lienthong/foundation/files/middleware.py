"""Requests whose body is cut or far too big (yêu cầu bị cắt, quá lớn) get a sentence instead of a bare error.

Stands last in MIDDLEWARE: everything a page needs is there, and no view or CSRF check has read the body yet.
"""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render

from lienthong.foundation.files.errors import IncompleteUpload, RequestTooBig
from lienthong.kit.errors import Refused

_FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})

type View = Callable[[HttpRequest], HttpResponseBase]


class WholeBodyMiddleware:
    """Read a form's body before the view does, and answer 400 or 413 when that fails."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            if request.method == "POST" and request.content_type in _FORMS:
                _read(request)
            return self.get_response(request)
        except Refused as refusal:
            if isinstance(refusal, IncompleteUpload | RequestTooBig):
                return _answer(request, refusal)
            raise

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Bodies that are no forms are read by the view itself."""
        refusal = _refusal_of(exception)
        return _answer(request, refusal) if refusal else None


def _read(request: HttpRequest) -> None:
    try:
        request.POST  # noqa: B018  # the property reads and parses the body
    except (UnreadablePostError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError) as error:
        refusal = _refusal_of(error)
        raise refusal or error from None
    # Django takes a body that ends early for a whole one; the stream knows better.
    stream = getattr(request, "_stream", None)
    read, announced = getattr(stream, "_pos", None), getattr(stream, "limit", None)
    if read is not None and announced is not None and read < announced:
        raise IncompleteUpload


def _refusal_of(exception: Exception) -> Refused | None:
    if isinstance(exception, UnreadablePostError | MultiPartParserError):
        return IncompleteUpload()
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return RequestTooBig()
    if isinstance(exception, IncompleteUpload | RequestTooBig):
        return exception
    return None


def _answer(request: HttpRequest, refusal: Refused) -> HttpResponseBase:
    if request.path.startswith("/api/") or not request.accepts("text/html"):
        problem = {
            "type": f"urn:lienthong:problem:{refusal.code}",
            "title": refusal.message,
            "status": refusal.status,
            "code": refusal.code,
        }
        return JsonResponse(problem, status=refusal.status, content_type="application/problem+json")
    context = {
        "title": "Chưa nhận được đầy đủ dữ liệu",
        "message": refusal.message,
        "ways": [
            {"url": request.get_full_path(), "label": "Mở lại trang vừa gửi"},
            {"url": "/ho-so/", "label": "Hồ sơ của tôi"},
        ],
    }
    response = render(request, "ui/error.html", context, status=refusal.status)
    response["Connection"] = "close"  # what is left of a cut body must not be read as the next request
    return response
