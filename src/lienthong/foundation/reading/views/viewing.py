"""The pages of a file (xem trang): each as a picture and as words, the original, and the viewer as a page of its own."""

import uuid

from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import SHEET_WIDTHS
from lienthong.foundation.reading import queries
from lienthong.kit.access import ActorRequest, officer, signed_in
from lienthong.kit.errors import NotFound

_KEPT = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff", "Vary": "Cookie"}


@require_safe
@officer()
def viewer(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> HttpResponse:
    """The viewer alone on a page."""
    shown = queries.readable(request.actor, source, subject, file_id)
    context = {
        "source": source,
        "subject": subject,
        "shown": shown,
        "leaves": queries.leaves(request.actor, source, subject),
    }
    return render(request, "reading/viewer.html", context)


@require_safe
@signed_in
def picture(
    request: ActorRequest, source: str, subject: str, file_id: uuid.UUID, number: int, width: int
) -> HttpResponseBase:
    """One page as WebP, from 1. The bytes of a file never change, so its picture does not either."""
    shown = queries.readable(request.actor, source, subject, file_id)
    etag = f'"{shown.file.sha256[:32]}-{width}-{number}"'
    response: HttpResponseBase
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        drawn = files.sheet(shown.file, number, width=width) if width in SHEET_WIDTHS else None
        if drawn is None:
            raise NotFound("Trang này không vẽ được. Tải tệp gốc về để xem.")
        response = HttpResponse(drawn, content_type="image/webp")
    for name, value in {"ETag": etag, **_KEPT}.items():
        response[name] = value
    return response


@require_safe
@signed_in
def words(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID, number: int) -> HttpResponse:
    """Words of one page with their places in 1/10,000 of the page: {"lines": [[text, left, top, width, height]]}."""
    shown = queries.readable(request.actor, source, subject, file_id)
    found = files.words(shown.file, number, recognise="nhan-dang" in request.GET)
    lines = [[line.text, *(round(each * 10_000) for each in line.box)] for line in found]
    return JsonResponse({"lines": lines}, headers=_KEPT)


@require_safe
@signed_in
def original(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> HttpResponseBase:
    """The file as it was given."""
    shown = queries.readable(request.actor, source, subject, file_id)
    return files.response_for(
        shown.file, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )
