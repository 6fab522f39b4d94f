"""Files are given to the archive (nộp lưu): offers that wait, and one of them with index and minutes."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.archive import policies, queries, services
from lienthong.domain.archive.choices import HandoverState
from lienthong.domain.archive.views import rooms
from lienthong.domain.archive.views.acting import acted, kept_query, summary
from lienthong.domain.archive.views.files import WORKS
from lienthong.foundation.files import services as stored
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import NotFound
from lienthong.kit.pdf import pdf_response

TABS = (("", "Tất cả"), *HandoverState.choices)


@require_safe
@WORKS
def handovers(request: ActorRequest) -> HttpResponse:
    """Those of the agency for the keeper and the leader, one's own for others."""
    chosen = request.GET.get("xem", "")
    context = {
        "page": queries.handovers_page(request.actor, state=chosen, cursor=request.GET.get("trang")),
        "chosen": chosen,
        "kept": kept_query(xem=chosen),
        "tabs": rooms.tabs(request.actor, "handovers"),
        "states": [{"label": label, "url": f"?xem={value}", "current": value == chosen} for value, label in TABS],
    }
    return render(request, "archive/handovers.html", context)


@require_http_methods(["GET", "POST"])
@WORKS
def handover(request: ActorRequest, handover_id: uuid.UUID) -> HttpResponse:
    """Files of a hand-over; POST takes them all, or returns them all with what is wrong."""
    found = queries.handover_for(request.actor, handover_id)
    problems: dict[str, str] = {}
    post = request.POST
    if request.method == "POST":

        def decide() -> str:
            by_file = {line.file_id: line for line in found.lines.all()}
            if post.get("act") == "nhan":
                services.take_handover(
                    actor=request.actor,
                    handover_id=handover_id,
                    locations={file_id: post.get(f"location-{line.pk}", "") for file_id, line in by_file.items()},
                )
                return "Đã nhận hồ sơ vào lưu trữ; biên bản có hai bên."
            if post.get("act") == "tra-lai":
                services.return_handover(
                    actor=request.actor,
                    handover_id=handover_id,
                    reason=post.get("reason", ""),
                    reasons={file_id: post.get(f"reason-{line.pk}", "") for file_id, line in by_file.items()},
                )
                return "Đã trả lại hồ sơ để hoàn thiện."
            raise NotFound

        problems = acted(request, decide)
        if not problems:
            return redirect("archive:handover", handover_id=handover_id)
    lines = list(found.lines.select_related("file"))
    actor = request.actor
    context = {
        "handover": found,
        "lines": [
            (line, post.get(f"location-{line.pk}", line.file.location), post.get(f"reason-{line.pk}", line.reason))
            for line in lines
        ],
        "documents": sum(line.file.total_docs for line in lines),
        "pages": sum(line.file.total_pages for line in lines),
        "may_decide": found.state == HandoverState.OFFERED
        and actor.may(policies.KEEP)
        and actor.position is not None
        and actor.position.id != found.giver_id,
        "typed": post,
        "problems": problems,
        "summary": summary(problems),
    }
    return render(request, "archive/handover.html", context, status=422 if problems else 200)


@require_safe
@WORKS
def minutes(request: ActorRequest, handover_id: uuid.UUID) -> HttpResponseBase:
    """The minutes as signed so far."""
    found = queries.handover_for(request.actor, handover_id)
    if found.minutes is None:
        raise NotFound
    return stored.response_for(found.minutes, download="tai" in request.GET)


@require_safe
@WORKS
def index_pdf(request: ActorRequest, handover_id: uuid.UUID) -> HttpResponse:
    """Mục lục hồ sơ nộp lưu."""
    content = services.transfer_index_pdf(actor=request.actor, handover_id=handover_id)
    return pdf_response(content, "muc-luc-ho-so-nop-luu.pdf")
