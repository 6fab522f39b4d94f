"""`/api/v1/` (API): the routers of the apps on one NinjaAPI, errors as problems of RFC 9457."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from lienthong.config.problems import KNOWN, PROBLEM, problem
from lienthong.domain.archive.api import router as work_files
from lienthong.domain.comparisons.api import router as comparisons
from lienthong.domain.correspondence.api import router as documents
from lienthong.domain.correspondence.api_finding import router as documents_found
from lienthong.domain.correspondence.api_outgoing import router as documents_out
from lienthong.domain.correspondence.api_ruling import router as document_rules
from lienthong.domain.dossiers.api import file_router
from lienthong.domain.dossiers.api import router as dossiers
from lienthong.domain.drafts.api import router as drafts
from lienthong.domain.figures.api import router as figures
from lienthong.domain.lateness.api import router as lateness
from lienthong.domain.procedures.api import router as procedures
from lienthong.foundation.accounts.api import BearerToken
from lienthong.foundation.organizations.api import router as agencies
from lienthong.foundation.reading.api import router as reading
from lienthong.foundation.signing.api import router as signatures
from lienthong.kit.errors import Invalid, Refused

PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "RFC 9457. `title` is a stable code for programs, `detail` a sentence for people.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "examples": ["urn:lienthong:problem:papers-missing"]},
        "title": {"type": "string", "examples": ["papers-missing"]},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "Field -> what to mend",
            "additionalProperties": {"type": "string"},
        },
    },
}
MEANING = {
    400: "The cursor, the address or the JSON cannot be read",
    401: "No token, or one that is unknown, expired or revoked",
    403: "The position behind the token may not do this",
    404: "Not there, or not for this token: the answer is the same",
    409: "Somebody else was faster, or the dossier does not stand where this fits",
    413: "JSON over 2 MB, or a file over 20 MB",
    422: "Something is missing or wrong; `errors` names the place",
}


class OrjsonParser(Parser):
    """Reads request bodies with orjson."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as Python values; ValueError becomes a 400."""
        if rb"\u0000" in request.body:
            raise ValueError("NUL is no character of a text")  # the framework makes its own sentence of it
        return orjson.loads(request.body)


class OrjsonRenderer(BaseRenderer):
    """Writes answers with orjson."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """JSON bytes; UUIDs and datetimes in their standard forms."""
        del request, response_status
        return orjson.dumps(data, default=str)


class Api(NinjaAPI):
    """Tells in its OpenAPI document how each operation may fail."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name of the function: it is what generated clients call."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The document with the problems of each operation."""
        schema = super().get_openapi_schema(**given)
        schema["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
        for route, methods in schema["paths"].items():
            for method, operation in methods.items():
                for status in sorted(_failures(route, method, operation)):
                    operation["responses"][status] = {
                        "description": MEANING[status],
                        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                    }
        return schema


def _failures(route: str, method: str, operation: dict[str, Any]) -> set[int]:
    """What can go wrong, from what the operation takes."""
    inputs = {each["name"] for each in operation.get("parameters", [])}
    found = {401, 403} if operation.get("security") else set()
    if "{" in route or method == "post":
        found.add(404)
    if "cursor" in inputs:
        found.add(400)
    if inputs or "requestBody" in operation:
        found.add(422)
    if method == "post":
        found |= {400, 409, 413}
    return found


api = Api(
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
api.add_router("", lateness)
api.add_router("", documents_found)
api.add_router("", documents_out)
api.add_router("", document_rules)
api.add_router("", dossiers)
api.add_router("", file_router)
api.add_router("", agencies)
api.add_router("", drafts)
api.add_router("", comparisons)
api.add_router("", figures)
api.add_router("", documents)
api.add_router("", signatures)
api.add_router("", work_files)
api.add_router("", reading)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A rule said no."""
    del request
    more: dict[str, object] = {"errors": error.problems} if isinstance(error, Invalid) else dict(error.details)
    if error.field:
        more["field"] = error.field
    return problem(error.status, error.code, error.message, **more)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or one that is unknown, expired or revoked."""
    del request, error
    answer = problem(
        401, "not-signed-in", "Thiếu mã truy cập, hoặc mã đã hết hạn hay bị thu hồi. Gửi Authorization: Bearer <mã>."
    )
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The shape of the request is wrong: each place with what was expected."""
    del request
    places = {
        ".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]): each["msg"] for each in error.errors
    }
    return problem(422, "invalid", f"Còn {len(places)} mục không đúng dạng.", errors=places)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses, such as a body that is not JSON."""
    del request
    code, detail = KNOWN.get(error.status_code, KNOWN[400])
    return problem(error.status_code, code, detail)


urlpatterns = [path("", api.urls)]
