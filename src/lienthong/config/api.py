"""`/api/v1/` (API): the routers of the apps on one NinjaAPI, errors as problems of RFC 9457."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from lienthong.domain.dossiers.api import file_router
from lienthong.domain.dossiers.api import router as dossiers
from lienthong.domain.procedures.api import router as procedures
from lienthong.foundation.accounts.api import BearerToken
from lienthong.foundation.organizations.api import router as agencies
from lienthong.kit.errors import Invalid, Refused

PROBLEM = "application/problem+json"


class OrjsonParser(Parser):
    """Reads request bodies with orjson."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as Python values; ValueError becomes a 400."""
        return orjson.loads(request.body)


class OrjsonRenderer(BaseRenderer):
    """Writes answers with orjson."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """JSON bytes; UUIDs and datetimes in their standard forms."""
        del request, response_status
        return orjson.dumps(data, default=str)


api = NinjaAPI(
    title="Liên Thông",
    version="1",
    description="Hồ sơ, thủ tục, tệp và cơ quan của một tỉnh. Lỗi theo RFC 9457; phân trang bằng con trỏ; gửi lại an toàn bằng Idempotency-Key.",
    auth=BearerToken(),
    parser=OrjsonParser(),
    renderer=OrjsonRenderer(),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", procedures)
api.add_router("", dossiers)
api.add_router("", file_router)
api.add_router("", agencies)


def problem(status: int, code: str, detail: str, **more: object) -> HttpResponse:
    """An RFC 9457 problem: type, title, status, detail, and what else the error holds."""
    body = {"type": f"urn:lienthong:problem:{code}", "title": code, "status": status, "detail": detail, **more}
    return HttpResponse(orjson.dumps(body, default=str), status=status, content_type=PROBLEM)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A rule said no."""
    del request
    more: dict[str, object] = {"errors": error.problems} if isinstance(error, Invalid) else dict(error.details)
    return problem(error.status, error.code, error.message, **more)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or one that is unknown, expired or revoked."""
    del request, error
    answer = problem(401, "not-signed-in", "Thiếu mã truy cập, hoặc mã đã hết hạn hay bị thu hồi. Gửi Authorization: Bearer <mã>.")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The shape of the request is wrong: each place with what was expected."""
    del request
    places = {".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]): each["msg"] for each in error.errors}
    return problem(422, "invalid", f"Còn {len(places)} mục không đúng dạng.", errors=places)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses, such as a body that is not JSON."""
    del request
    return problem(error.status_code, "bad-request", str(error))


urlpatterns = [path("", api.urls)]  # type: ignore[arg-type]  # ninja's triple is what include() takes
