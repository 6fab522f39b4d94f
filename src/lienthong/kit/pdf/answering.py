"""A PDF as the answer to a request (giấy tờ mở trong trình duyệt)."""

from django.http import HttpResponse


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A paper made when asked for, shown in the browser, which prints it; kept by nobody on the way. `name`: ASCII, with `.pdf`."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )
