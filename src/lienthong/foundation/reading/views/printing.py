"""Printing with a control mark (in có dấu kiểm soát), the register of prints, and the page to which a print's code leads."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.foundation.reading import policies, queries, services
from lienthong.foundation.reading.errors import PrintNotFound
from lienthong.foundation.reading.models import Print
from lienthong.foundation.reading.views.panels import Address, panel
from lienthong.kit.access import ActorRequest, officer, public
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.ids import new_id


@require_safe
@officer()
def prints(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> HttpResponse:
    """Print it, and who printed it before."""
    return _panel(request, source, subject, file_id)


@require_POST
@officer()
def make(request: ActorRequest, source: str, subject: str, file_id: uuid.UUID) -> HttpResponseBase:
    """Enter the print in the register, then give its pages."""
    try:
        made = services.print_copy(
            actor=request.actor,
            source=source,
            subject=subject,
            file_id=file_id,
            reason=request.POST.get("reason", ""),
            has_marks="has_marks" in request.POST,
            key=request.POST.get("key", ""),
        )
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return _panel(request, source, subject, file_id, refusal)
    return redirect("reading:print-pages", code=made.code)


@require_safe
@officer()
def pages(request: ActorRequest, code: str) -> HttpResponse:
    """The pages of a print, for who printed it and may still open the file."""
    made = queries.own_print(request.actor, code)
    content = services.printed_pdf(actor=request.actor, printed=made)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="ban-in-{made.code}.pdf"',
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
        },
    )


@require_safe
@officer()
def register(request: ActorRequest) -> HttpResponse:
    """The register of prints: the agency's for clerks and leaders, one's own for everybody else."""
    page = queries.prints_page(request.actor, cursor=request.GET.get("tu"))
    context = {
        "page": page,
        "pager": {
            "prev_url": f"?tu={page.previous}" if page.previous else "",
            "next_url": f"?tu={page.next}" if page.next else "",
        },
        "of_agency": policies.sees_prints_of_agency(request.actor),
    }
    return render(request, "reading/prints.html", context)


@require_http_methods(["GET", "HEAD"])
@public
def find(request: ActorRequest) -> HttpResponseBase:
    """Type the code at the foot of a print (`ma`)."""
    asked = request.GET.get("ma", "").strip()[:30]
    if not asked:
        return render(request, "reading/check.html", {})
    try:
        return redirect("reading:check", code=queries.print_by_code(asked).code)
    except PrintNotFound as refusal:
        return render(request, "reading/check.html", {"asked": asked, "problem": refusal.message}, status=404)


@require_safe
@public
def check(request: ActorRequest, code: str) -> HttpResponse:
    """Anybody: the code is real, and when it was printed. Officers: of what, by whom, and how that stands today."""
    try:
        made = queries.print_by_code(code)
    except PrintNotFound as refusal:
        return render(request, "reading/check.html", {"asked": code[:30], "problem": refusal.message}, status=404)
    context: dict[str, object] = {"made": made}
    if request.actor.is_officer:
        context |= {"standing": queries.standing_of(made), "is_officer": True, "viewer_url": _viewer_url(request, made)}
    return render(request, "reading/check.html", context)


def _viewer_url(request: ActorRequest, made: Print) -> str:
    """The way to the file, for who may open it."""
    try:
        queries.readable(request.actor, made.source, made.subject, made.file_id)
    except NotFound:
        return ""
    return reverse("reading:viewer", args=[made.source, made.subject, made.file_id])


def _panel(
    request: ActorRequest, source: str, subject: str, file_id: uuid.UUID, refusal: Refused | None = None
) -> HttpResponse:
    shown = queries.readable(request.actor, source, subject, file_id)
    address = Address(key=source, subject=subject, file_id=file_id)
    problems = refusal.problems if isinstance(refusal, Invalid) else {}
    return panel(
        request,
        "prints",
        address,
        shown,
        made=queries.prints_of(source, subject, file_id),
        count=queries.count_prints(source, subject, file_id),
        has_marks=bool(queries.marks_of(request.actor, source, subject, file_id)),
        key=new_id(),
        typed=request.POST,
        problem=" ".join(problems.values()) or (refusal.message if refusal else ""),
        status=refusal.status if refusal else 200,
    )
