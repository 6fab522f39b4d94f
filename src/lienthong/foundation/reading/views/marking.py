"""Marks on pages (ghi chú trên trang): the list beside the pages, and the three things one does with a mark."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from lienthong.foundation.reading import queries, services
from lienthong.foundation.reading.choices import Audience, MarkKind
from lienthong.foundation.reading.models import Mark
from lienthong.foundation.reading.views.panels import Address, panel
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.ids import new_id

DEFAULT_PLACE = "[[9000, 300, 0, 0]]"
"""Where a note that was typed without pointing stands: the upper right corner."""


@require_safe
@officer()
def marks(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> HttpResponse:
    """What readers noted on the pages of this file."""
    return _list(request, source, subject, file_id)


@require_POST
@officer()
def add(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> HttpResponseBase:
    """Put a mark; drawn on the page it answers with the marks of that page, typed in the list with the list."""
    given = request.POST
    try:
        mark = services.add_mark(
            actor=request.actor,
            source=source,
            subject=subject,
            file_id=file_id,
            page=int(given["page"]) if given.get("page", "").isascii() and given.get("page", "").isdigit() else 0,
            kind=given.get("kind", ""),
            boxes=given.get("boxes") or DEFAULT_PLACE,
            text=given.get("text", ""),
            audience=given.get("audience", Audience.OWN),
            key=given.get("key", ""),
        )
    except Invalid as refusal:
        return _refused(request, source, subject, file_id, refusal)
    except Refused as refusal:
        if not given.get("boxes") or refusal.status == 404:
            raise
        return HttpResponse(refusal.message, status=refusal.status, content_type="text/plain; charset=utf-8")
    return _changed(request, mark)


@require_POST
@officer()
def edit(request: ActorRequest, mark_id: uuid.UUID) -> HttpResponseBase:
    """Say it otherwise."""
    mark = services.edit_mark(
        actor=request.actor,
        mark_id=mark_id,
        text=request.POST.get("text", ""),
        audience=request.POST.get("audience", ""),
    )
    return _changed(request, mark)


@require_POST
@officer()
def remove(request: ActorRequest, mark_id: uuid.UUID) -> HttpResponseBase:
    """Take it away."""
    return _changed(request, services.remove_mark(actor=request.actor, mark_id=mark_id))


@require_safe
@officer()
def export(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> HttpResponse:
    """A copy with the marks drawn in, which says on every page that it is none of the original."""
    shown = queries.readable(request.actor, source, subject, file_id)
    content = services.marked_pdf(
        actor=request.actor, source=source, subject=subject, shown=shown, own="rieng" in request.GET
    )
    name = f"{slugify(shown.title) or 'tep'}-co-ghi-chu.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _changed(request: ActorRequest, mark: Mark) -> HttpResponseBase:
    """The marks of the page that changed, with the new count; without a script, back to the list."""
    address = Address(key=mark.source, subject=mark.subject, file_id=mark.file_id)
    if request.headers.get("HX-Request") != "true":
        return redirect(reverse("reading:marks", args=address.parts))
    context = _context(request, address)
    rows = context["rows"]
    return render(
        request,
        "reading/_changed.html",
        {
            **context,
            "address": address,
            "listed": "boxes" not in request.POST or "listed" in request.POST,
            "number": mark.page,
            "marks": [row for row in rows if row.mark.page == mark.page],
        },
    )


def _list(
    request: ActorRequest, source: str, subject: str, file_id: uuid.UUID, refusal: Invalid | None = None
) -> HttpResponse:
    shown = queries.readable(request.actor, source, subject, file_id)
    address = Address(key=source, subject=subject, file_id=file_id)
    return panel(
        request,
        "marks",
        address,
        shown,
        **_context(request, address),
        problems=refusal.problems if refusal else {},
        typed=request.POST,
        status=refusal.status if refusal and request.headers.get("HX-Request") != "true" else 200,
    )


def _refused(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID, refusal: Invalid) -> HttpResponse:
    """Drawn: a plain sentence for the line below the tools. Typed: the list with what was typed."""
    if request.POST.get("boxes"):
        said = " ".join(refusal.problems.values())
        return HttpResponse(said, status=refusal.status, content_type="text/plain; charset=utf-8")
    return _list(request, source, subject, file_id, refusal)


def _context(request: ActorRequest, address: Address) -> dict[str, Any]:
    return {
        "rows": queries.drawn(queries.marks_of(request.actor, address.key, address.subject, address.file_id)),
        "account_id": request.actor.account_id,
        "kinds": MarkKind.choices,
        "audiences": Audience.choices,
        "key": new_id(),
        "fragment": request.headers.get("HX-Request") == "true",
    }
