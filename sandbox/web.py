"""The little of HTTP that the sandbox needs: requests, answers, escaped pages, a table of routes (WSGI)."""

import html
import json
import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

LARGEST_BODY = 1024 * 1024
# form-action stays open: after the identity provider's form the browser is sent to the platform, whose address is not known here.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'"


class Markup(str):
    """HTML that is already safe."""

    __slots__ = ()


def markup(template: str, **values: object) -> Markup:
    """`template` with {names} filled in, everything but Markup escaped."""
    return Markup(template.format_map({name: escape(value) for name, value in values.items()}))


def escape(value: object) -> Markup:
    """Escaped text; Markup stays as it is, lists of Markup are joined."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, list):
        return Markup("".join(escape(each) for each in value))
    return Markup(html.escape(str(value)))


@dataclass(slots=True)
class Request:
    """One request. `query` and `form` hold the first value of each name."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]

    @property
    def form(self) -> dict[str, str]:
        return _first_values(self.body.decode("utf-8", "replace"))

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; raises Refusal."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Refusal(400, "Nội dung gửi lên không phải JSON.") from error
        if not isinstance(value, dict):
            raise Refusal(400, "Nội dung gửi lên phải là một đối tượng JSON.")
        return value


@dataclass(slots=True)
class Response:
    """One answer."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):  # an answer, not a fault
    """Answer with a sentence instead."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message
        super().__init__(message)


type Handler = Callable[..., Response]


def json_response(value: object, status: int = 200, **headers: str) -> Response:
    """JSON, never cached."""
    told = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(
        json.dumps(value, ensure_ascii=False).encode(),
        status,
        "application/json",
        {"Cache-Control": "no-store", **told},
    )


def redirect(to: str) -> Response:
    """303: what follows is a GET."""
    return Response(status=303, headers={"Location": to})


def page(title: str, content: Markup, *, system: str = "", heading: str = "", status: int = 200) -> Response:
    """A whole page in the sandbox's dress; `system` names the outside system and colours it."""
    whole = markup(
        _PAGE,
        title=title,
        system=system,
        heading=heading or "Hệ thống bên ngoài",
        content=content,
    )
    return Response(whole.encode(), status)


class Application:
    """Routes -> WSGI. A route is (method, path with {names}, handler)."""

    def __init__(self, routes: Iterable[tuple[str, str, Handler]]) -> None:
        self._routes = [
            (method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), handler)
            for method, path, handler in routes
        ]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        response = self._answer(environ)
        headers = {
            "Content-Type": response.content_type,
            "Content-Length": str(len(response.body)),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Content-Security-Policy": POLICY,
            **response.headers,
        }
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", list(headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    def _answer(self, environ: dict[str, Any]) -> Response:
        try:
            request = _read(environ)
            return self._route(request)
        except Refusal as refusal:
            if "/api/" in environ["PATH_INFO"]:
                return json_response({"error": refusal.message}, refusal.status)
            return page(
                "Không thực hiện được", markup('<p class="note">{why}</p>', why=refusal.message), status=refusal.status
            )
        except Exception:  # noqa: BLE001  # the server must outlive a fault of one page
            traceback.print_exc()
            return Response("Lỗi của môi trường thử nghiệm, xem nhật ký.".encode(), 500, "text/plain; charset=utf-8")

    def _route(self, request: Request) -> Response:
        allowed = set()
        for method, pattern, handler in self._routes:
            if match := pattern.fullmatch(request.path):
                if method == request.method or (method == "GET" and request.method == "HEAD"):
                    return handler(request, **match.groupdict())
                allowed.add(method)
        if allowed:
            response = page(
                "Sai phương thức", markup("<p>Địa chỉ này nhận {methods}.</p>", methods=", ".join(allowed)), status=405
            )
            response.headers["Allow"] = ", ".join(allowed)
            return response
        raise Refusal(404, f"Không có trang {request.path} trong môi trường thử nghiệm.")


def static(name: str, content_type: str) -> Handler:
    """A file of `static/`."""
    content = (Path(__file__).parent / "static" / name).read_bytes()

    def serve(_: Request) -> Response:
        return Response(content, 200, content_type, {"Cache-Control": "max-age=300"})

    return serve


def _read(environ: dict[str, Any]) -> Request:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise Refusal(413, f"Nội dung gửi lên dài quá {LARGEST_BODY} byte.")
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    path = environ.get("PATH_INFO", "/").encode("latin-1", "replace").decode("utf-8", "replace")
    body = environ["wsgi.input"].read(int(length)) if int(length) else b""
    return Request(environ["REQUEST_METHOD"], path, _first_values(environ.get("QUERY_STRING", "")), body, headers)


def _first_values(text: str) -> dict[str, str]:
    try:
        return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True, max_num_fields=200).items()}
    except ValueError as error:
        raise Refusal(400, "Biểu mẫu có quá nhiều ô.") from error


_PAGE = """<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Môi trường thử nghiệm</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/sandbox.css"></head>
<body class="{system}">
<p class="trial"><span><b>Môi trường thử nghiệm.</b> Không phải hệ thống thật, không có tiền thật, không có người thật.</span></p>
<header><div><b>{heading}</b><nav aria-label="Chính"><a href="/">Các hệ thống</a></nav></div></header>
<main>
<h1>{title}</h1>
{content}
</main>
</body></html>
"""
