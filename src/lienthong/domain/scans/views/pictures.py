"""Pictures of pages, and the files as they were uploaded (ảnh trang, tệp gốc)."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from lienthong.domain.scans import queries
from lienthong.domain.scans.views.batches import SCAN
from lienthong.foundation.files import services as files
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import NotFound


def _jpeg(content: bytes) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={"Cache-Control": "private, max-age=3600, immutable", "X-Content-Type-Options": "nosniff"},
    )


@require_safe
@SCAN
def thumbnail(request: ActorRequest, batch_id: uuid.UUID, number: int) -> HttpResponse:
    """The small picture of a page."""
    found = queries.page_of(queries.batch_for(request.actor, batch_id), number)
    if not found.thumbnail:
        raise NotFound
    return _jpeg(bytes(found.thumbnail))


@require_safe
@SCAN
def page(request: ActorRequest, batch_id: uuid.UUID, number: int) -> HttpResponse:
    """A page large enough to be read, drawn now."""
    found = queries.page_of(queries.batch_for(request.actor, batch_id), number)
    return _jpeg(queries.page_picture(found))


@require_safe
@SCAN
def source(request: ActorRequest, batch_id: uuid.UUID, order: int) -> HttpResponseBase:
    """A file as it was uploaded."""
    batch = queries.batch_for(request.actor, batch_id)
    found = next((each for each in queries.sources_of(batch) if each.order == order), None)
    if found is None:
        raise NotFound
    return files.response_for(
        found.file, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )
