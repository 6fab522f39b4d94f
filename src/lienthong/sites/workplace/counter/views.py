"""The doors of the counter (đường vào quầy tiếp nhận). Each act keeps the whole screen as typed, then does its one thing."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.tickets import queries as tickets
from lienthong.domain.tickets import services as ticket_services
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer, take_kept_form
from lienthong.kit.errors import NotFound, Refused
from lienthong.sites.workplace.counter import acts, screen
from lienthong.sites.workplace.counter.reading import typed_of, whole

RECEIVE = officer("dossiers.receive")
PAGE, PARTS = "workplace/counter/counter.html", "workplace/counter/_parts.html"


@never_cache
@require_http_methods(["GET", "POST"])
@RECEIVE
def counter(request: ActorRequest) -> HttpResponse:
    """Between two people: choose where one sits, call the next number, go on with what was left."""
    if request.method == "POST":
        try:
            return _begin(request)
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect("workplace:counter")
    return render(request, PAGE, screen.landing(request))


def _begin(request: ActorRequest) -> HttpResponse:
    post, actor = request.POST, request.actor
    verb = post.get("_do", "")
    if verb == "sit":
        request.session[screen.POINT] = tickets.point_for(actor, whole(post.get("point", ""))).pk
        return redirect("workplace:counter")
    point = _point(request)
    if verb == "take":
        return _to(
            services.take_over_reception(
                actor=actor, reception_id=_id(post.get("reception", "")), point=point.name if point else ""
            )
        )
    if verb == "walk-in":
        like = _id(post["like"]) if post.get("like") else None
        return _to(services.start_reception(actor=actor, point=point.name if point else "", like=like))
    if verb == "by-post":
        code = (
            post.get("code", "").strip().rsplit("=", 1)[-1]
        )  # the cover sheet's QR is an address that ends with the code
        return _to(
            services.begin_supplement_by_post(actor=actor, code=code, point=point.name if point else ""), "c-postmark"
        )
    if point is None:
        messages.info(request, "Chọn quầy đang ngồi trước, rồi gọi số.")
        return redirect("workplace:counter")
    if verb in {"again", "miss", "return"}:
        _tell_ticket(request, verb, whole(post.get("ticket", "")))
        return redirect("workplace:counter")
    ticket = tickets.at_point(point.pk)
    if ticket is None:
        ticket = ticket_services.call_next(
            actor=actor, point_id=point.pk, ticket_id=whole(post.get("ticket", "")) or None
        )
    if ticket is None:
        messages.info(request, f"Không còn ai chờ ở các hàng {point.name} phục vụ.")
        return redirect("workplace:counter")
    return _to(services.start_reception(actor=actor, ticket=ticket.pk, ticket_label=ticket.label, point=point.name))


def _tell_ticket(request: ActorRequest, verb: str, ticket_id: int) -> None:
    tell = {
        "again": ticket_services.call_again,
        "miss": ticket_services.miss_ticket,
        "return": ticket_services.return_ticket,
    }
    ticket = tell[verb](actor=request.actor, ticket_id=ticket_id)
    said = {"again": "đã gọi lại", "miss": "vắng mặt khi gọi", "return": "đã trả lại hàng chờ"}
    messages.info(request, f"Số {ticket.label} {said[verb]}.")


def _point(request: ActorRequest) -> tickets.PointRow | None:
    try:
        return tickets.point_for(request.actor, request.session.get(screen.POINT) or 0)
    except NotFound:
        return None


def _to(reception: dossiers.ReceptionRow, land: str = "") -> HttpResponse:
    url = reverse("workplace:reception", args=[reception.id])
    return redirect(f"{url}?{urlencode({'den': land})}" if land else url)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None


@never_cache
@require_http_methods(["GET", "POST"])
@RECEIVE
def reception(request: ActorRequest, reception_id: uuid.UUID) -> HttpResponse:
    """The screen of one reception. POST `_do`: everything typed is kept, then the act; a refusal shows the screen again, as typed."""
    found = dossiers.reception_for(request.actor, reception_id)
    if request.method == "POST":
        return _act(request, found)
    kept = take_kept_form(request)
    if kept is not None and found.finished_at is None:
        services.keep_reception(actor=request.actor, reception_id=found.id, typed=typed_of(kept), post=kept)
        messages.info(request, "Phiên đăng nhập đã hết khi đang tiếp nhận. Nội dung vừa gõ còn nguyên bên dưới.")
        found = dossiers.reception_for(request.actor, reception_id)
    return render(request, PAGE, screen.reception(request, found, land=request.GET.get("den", "")))


def _act(request: ActorRequest, found: dossiers.ReceptionRow) -> HttpResponse:
    told: dict[str, Any] = {}
    verb, _, rest = request.POST.get("_do", "save").partition(":")
    try:
        if found.finished_at is None and verb != "take":
            told["problems"] = services.keep_reception(
                actor=request.actor,
                reception_id=found.id,
                typed=typed_of(request.POST),
                post=request.POST,
                finished=verb == acts.JUDGED,
            )
        done = acts.run(request, found, verb, rest, problems=told.get("problems", {}))
    except Refused as refusal:
        told["refusal"] = refusal
    else:
        if done.url:
            return redirect(done.url)
        if not done.stay:
            return _to(found, done.land)
        told |= done.shown
    status = told["refusal"].status if "refusal" in told else 200
    fresh = dossiers.reception_for(request.actor, found.id)
    context = screen.reception(
        request, fresh, query=request.POST.get("_find", ""), agency_query=request.POST.get("_competent", ""), **told
    )
    return render(request, PAGE, context, status=status)


@require_POST
@RECEIVE
def autosave(request: ActorRequest, reception_id: uuid.UUID) -> HttpResponse:
    """Keep what stands on the screen. Says when, what the server reckons now, and whether parts of the screen are to be drawn anew."""
    found = dossiers.reception_for(request.actor, reception_id)
    try:
        services.keep_reception(
            actor=request.actor, reception_id=found.id, typed=typed_of(request.POST), post=request.POST
        )
    except Refused as refusal:
        return JsonResponse({"saved_at": f"{clock.now().astimezone(clock.VIETNAM):%H:%M}", "note": refusal.message})
    told: dict[str, Any] = {"saved_at": f"{clock.now().astimezone(clock.VIETNAM):%H:%M}", "parts": True}
    found = dossiers.reception_for(request.actor, reception_id)
    if found.filing is not None and (form := procedures.version(found.filing.version_id).form) is not None:
        pages = eforms.pages(form, found.filing.answers)
        told["computed"] = {
            name: text
            for page in pages
            for name, text in eforms.computed_texts(form, page.slug, found.filing.answers).items()
        }
    return JsonResponse(told)


@never_cache
@require_GET
@RECEIVE
def parts(request: ActorRequest, reception_id: uuid.UUID) -> HttpResponse:
    """The parts that follow from what was typed: form, fee, what accepting will do, who else it may be."""
    found = dossiers.reception_for(request.actor, reception_id)
    return render(request, PARTS, screen.reception(request, found))


@require_GET
@RECEIVE
def find_procedure(request: ActorRequest, reception_id: uuid.UUID) -> HttpResponse:
    """As one types: the first letters, then the best matches; those that may be filed here."""
    text = request.GET.get("_q", "")[:100]
    rows = procedures.search_procedures(text, limit=8).rows if text.strip() else ()
    context = {"rows": rows, "text": text, "reception_id": reception_id}
    return render(request, "workplace/counter/_found_procedures.html", context)


@require_GET
@RECEIVE
def find_agency(request: ActorRequest, reception_id: uuid.UUID) -> HttpResponse:
    """Agencies that handle the chosen procedure, by a part of their name."""
    found = dossiers.reception_for(request.actor, reception_id)
    rows = acts.agencies_like(found, request.GET.get("_competent", ""))
    return render(request, "workplace/counter/_found_agencies.html", {"rows": rows})


@require_POST
@RECEIVE
def upload(request: ActorRequest, reception_id: uuid.UUID) -> HttpResponse:
    """One file for one paper, sent by itself: a line of the list, or why not."""
    found = dossiers.reception_for(request.actor, reception_id)
    file = request.FILES.get("file")
    if file is None or found.filing is None:
        return JsonResponse({"message": "Chưa nhận được tệp. Chọn lại tệp để gửi lại."}, status=422)
    key = request.POST.get("field", "").removeprefix("_tep.")
    try:
        paper = services.attach_paper(actor=request.actor, filing_id=found.filing.id, requirement_key=key, upload=file)
    except Refused as refusal:
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    return render(request, "workplace/counter/_file.html", {"paper": paper})


@require_GET
@RECEIVE
def print_paper(request: ActorRequest, reception_id: uuid.UUID) -> HttpResponse:
    """The paper of a concluded reception: form 01, 02 or 03. As often as the printer needs it; printed now if the job has not done so."""
    found = dossiers.reception_for(request.actor, reception_id)
    return redirect(acts.paper_url(found))
