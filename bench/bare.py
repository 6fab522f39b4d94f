"""The smallest page there can be (trang rỗng): what the server costs before our code is asked."""

from collections.abc import Callable, Iterable

BODY = b'{"status":"ok"}' + b" " * 1000


def application(
    environ: dict[str, object], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    """One kilobyte of JSON."""
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))])
    return [BODY]
