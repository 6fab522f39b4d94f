"""Entering a document into the register of arrivals (vào sổ văn bản đến), without a mouse.

Who opens it: the clerk, thirty times a morning, with a scanner beside the keyboard. F2 takes a file, what is read in it stands in the
form and is marked, F9 gives the number; the next one is again at F2.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.correspondence import forms, queries, services
from lienthong.domain.correspondence.choices import ArrivalState, Source
from lienthong.domain.correspondence.errors import ArrivalTaken, DocumentNotFound, DuplicateDocument
from lienthong.domain.correspondence.models import Document, WaitingArrival, WaitingFile
from lienthong.domain.correspondence.policies import REGISTER
from lienthong.domain.correspondence.services import Given
from lienthong.domain.correspondence.views.papers import sheets_of
from lienthong.foundation.files import services as files
from lienthong.kit.access import ActorRequest, officer, take_kept_form
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.ids import new_id

CLERK = officer(REGISTER)


@require_http_methods(["GET", "POST"])
@CLERK
def register(request: ActorRequest) -> HttpResponse:
    """From paper, by hand; above it the place for a file. `da-vao`: the document that was just entered, with its number."""
    if request.method == "POST":
        return _entered(request, None)
    return _form(request, None, done=_done(request), typed=take_kept_form(request))


@require_http_methods(["GET", "POST"])
@CLERK
def register_waiting(request: ActorRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """What waits, its file beside the form that it fills."""
    arrival = queries.arrival_for(request.actor, arrival_id)
    if arrival.state != ArrivalState.WAITING:
        if arrival.document is not None:
            messages.info(request, f"{arrival.ended_by_name} đã vào sổ văn bản này, số đến {arrival.document.number}.")
            return redirect("correspondence:document", document_id=arrival.document.id)
        return render(request, "correspondence/ended_arrival.html", {"arrival": arrival})
    if request.method == "POST":
        return _entered(request, arrival)
    return _form(request, arrival, typed=take_kept_form(request))


def _entered(request: ActorRequest, arrival: WaitingArrival | None) -> HttpResponse:
    """Register, lay before a leader when one was chosen, and go to the number; else the form again with what is wrong."""
    post = request.POST
    facts, problems = forms.read_arrival(post, source=Source.PAPER)
    twin: dict[str, Any] | None = None
    if not problems:
        chosen = post.get("register", "")
        common: dict[str, Any] = {
            "actor": request.actor,
            "arrival": facts,
            "register_id": int(chosen) if chosen.isascii() and chosen.isdigit() else None,
            "duplicate_reason": post.get("duplicate_reason", ""),
        }
        try:
            if arrival is None:
                document = services.register_document(key=f"hand:{post.get('key', '')[:50] or new_id()}", **common)
            else:
                document = services.register_waiting(arrival_id=arrival.pk, **common)
        except Invalid as refusal:
            problems = refusal.problems
        except DuplicateDocument as refusal:
            twin = {"message": refusal.message, "document": refusal.details["document"]}
        except ArrivalTaken as refusal:
            messages.error(request, refusal.message)
            return redirect("correspondence:incoming")
        except NotFound:
            raise
        except Refused as refusal:
            problems = {refusal.field or "notation": refusal.message}
        else:
            _laid(request, document)
            return redirect(f"{reverse('correspondence:register')}?da-vao={document.id}")
    return _form(request, arrival, problems=problems, twin=twin, typed=post)


def _laid(request: ActorRequest, document: Document) -> None:
    """Lay it before the leader chosen in the same form; what does not work is said and the number stands."""
    leader = request.POST.get("leader", "")
    if not (leader.isascii() and leader.isdigit()):
        return
    proposal = {"lead": request.POST.get("lead", "")} if request.POST.get("lead") else None
    try:
        services.submit_document(
            actor=request.actor, document_id=document.id, position_id=int(leader), proposal=proposal
        )
    except Refused as refusal:
        messages.error(request, f"Đã vào sổ nhưng chưa trình: {refusal.message}")


def _done(request: ActorRequest) -> Document | None:
    try:
        return queries.document_for(request.actor, uuid.UUID(request.GET.get("da-vao", "")))
    except (ValueError, DocumentNotFound):
        return None


def _form(
    request: ActorRequest,
    arrival: WaitingArrival | None,
    *,
    problems: dict[str, str] | None = None,
    twin: dict[str, Any] | None = None,
    done: Document | None = None,
    typed: Any = None,
) -> HttpResponse:
    actor = request.actor
    problems = problems or {}
    known = services.facts_of(arrival) if arrival is not None else {}
    if twin is None and arrival is not None and typed is None:
        twin = _likely_twin(request, known)
    receivers = queries.receivers_of(actor.agency_id or 0)
    sheets = sheets_of(arrival) if arrival is not None else []
    context = {
        "arrival": arrival,
        "by": _by(arrival),
        "fields": forms.arrival_fields(
            typed, known, problems, read=arrival.read if arrival is not None else (), by=_by(arrival)
        ),
        "problems": problems,
        "summary": [
            {"id": f"{name}_day" if name in forms.DAYS else name, "label": "", "message": said}
            for name, said in problems.items()
        ],
        "twin": twin,
        "typed": typed or {},
        "key": (typed or {}).get("key") or new_id(),
        "done": done,
        "issuers": queries.issuers_known(actor),
        "registers": queries.registers_of(actor),
        "leaders": [each for each in receivers if each.decides],
        "receivers": receivers,
        "leader": (typed or {}).get("leader", str(queries.last_leader(actor) or "")),
        "sheets": sheets,
        "shown": _shown(request, sheets),
        "waiting": [each for each in queries.waiting_arrivals(actor) if arrival is None or each.pk != arrival.pk][:30],
        "upload_key": new_id(),
    }
    return render(request, "correspondence/register.html", context, status=422 if problems or (twin and typed) else 200)


def _by(arrival: WaitingArrival | None) -> str:
    if arrival is None:
        return ""
    if arrival.source == Source.SCAN:
        return "bản quét"
    return "tệp"


def _likely_twin(request: ActorRequest, known: dict[str, Any]) -> dict[str, Any] | None:
    twin = queries.likely_twin(
        request.actor,
        issuer=(known.get("issuer_id"), known.get("issuer_name", "")),
        notation=known.get("notation", ""),
        issued_on=known.get("issued_on"),
    )
    if twin is None:
        return None
    said = (
        f"Văn bản {twin.notation} của {twin.issuer_name} đã vào sổ với số đến {twin.number} năm {twin.year}, do "
        f"{twin.registered_by_name} đăng ký."
    )
    return {"message": said, "document": str(twin.id)}


def _shown(request: ActorRequest, sheets: list[dict[str, Any]]) -> dict[str, Any] | None:
    asked = request.GET.get("tep", "0")
    return next((each for each in sheets if str(each["place"]) == asked), sheets[0] if sheets else None)


@require_POST
@CLERK
def put_in(request: ActorRequest) -> HttpResponse:
    """Files of one document (or one letter): read, kept, and on to the form. Asked by the script it answers with the address in JSON."""
    given = [Given(name=each.name or "tep", content=each.read()) for each in request.FILES.getlist("files")]
    try:
        row, refused = services.take_files(actor=request.actor, given=given, key=request.POST.get("key", "")[:50])
    except Refused as refusal:
        said = refusal.problems["files"] if isinstance(refusal, Invalid) else refusal.message
        if request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"message": said}, status=refusal.status)
        messages.error(request, said)
        return redirect("correspondence:register")
    for said in refused:
        messages.warning(request, said)
    url = reverse("correspondence:register-waiting", args=[row.pk])
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"url": url})
    return redirect(url)


@require_POST
@CLERK
def give_back(request: ActorRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Back to who sent it, or put aside."""
    reason = request.POST.get("reason", "")
    verb = services.return_arrival if request.POST.get("act") == "tra-lai" else services.drop_arrival
    try:
        row = verb(actor=request.actor, arrival_id=arrival_id, reason=reason)
    except Invalid as refusal:
        messages.error(request, refusal.problems["reason"])
        return redirect("correspondence:register-waiting", arrival_id=arrival_id)
    except ArrivalTaken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{row.get_state_display()}: {row.title or 'văn bản'}.")
    return redirect(f"{reverse('correspondence:incoming')}?xem=cho")


@require_safe
@CLERK
def file(request: ActorRequest, arrival_id: uuid.UUID, place: int) -> HttpResponseBase:
    """A file of what waits."""
    return files.response_for(
        _file(request, arrival_id, place).file,
        download="tai" in request.GET,
        if_none_match=request.headers.get("If-None-Match", ""),
    )


def _file(request: ActorRequest, arrival_id: uuid.UUID, place: int) -> WaitingFile:
    arrival = queries.arrival_for(request.actor, arrival_id)
    found = arrival.files.select_related("file").filter(place=place).first()
    if found is None:
        raise NotFound
    return found


@require_safe
@CLERK
def original(request: ActorRequest, arrival_id: uuid.UUID) -> HttpResponseBase:
    """The letter as it came, to be kept or opened in a mail program."""
    arrival = queries.arrival_for(request.actor, arrival_id)
    if arrival.original is None:
        raise NotFound
    return files.response_for(arrival.original, download=True, if_none_match=request.headers.get("If-None-Match", ""))
