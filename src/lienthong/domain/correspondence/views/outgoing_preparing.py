"""A finished file is laid before its signer (trình ký từ tệp): who wrote it, the clerk for an office without drafts in the system."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Kind
from lienthong.domain.correspondence.errors import DocumentNotFound
from lienthong.domain.correspondence.outgoing_forms import outgoing_fields, read_outgoing
from lienthong.foundation.files.errors import FileRefused
from lienthong.foundation.signing import queries as certificates
from lienthong.kit.access import ActorRequest, officer, take_kept_form
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.ids import new_id
from lienthong.kit.word import DocumentRefused


@require_http_methods(["GET", "POST"])
@officer()
def prepare(request: ActorRequest) -> HttpResponseBase:
    """The form; sent, the document lies before its signer. `tra-loi`: the incoming document it answers."""
    if request.method == "GET":
        return _form(request, {}, take_kept_form(request))
    facts, problems = read_outgoing(request.actor, request.POST)
    uploads = request.FILES.getlist("file")[:1] + request.FILES.getlist("appendices")[:20]
    if not request.FILES.getlist("file"):
        problems["files"] = "Chọn tệp văn bản: PDF hoặc Word (.docx)."
    if problems:
        return _form(request, problems, request.POST)
    try:
        file_ids = [services.take_paper(actor=request.actor, upload=each) for each in uploads]
        made = services.prepare_outgoing(
            actor=request.actor, facts=facts, file_ids=file_ids, key=request.POST.get("key", "")[:64] or str(new_id())
        )
    except Invalid as refusal:
        return _form(request, refusal.problems, request.POST)
    except (FileRefused, DocumentRefused) as refusal:
        return _form(request, {"files": refusal.message}, request.POST)
    except DocumentNotFound as refusal:
        return _form(request, {"answers": refusal.message}, request.POST)
    except NotFound:
        raise
    except Refused as refusal:
        return _form(request, {refusal.field or "files": refusal.message}, request.POST)
    messages.success(request, f"Đã trình {made.signer} ký.")
    return redirect("correspondence:out-document", document_id=made.pk)


def _form(request: ActorRequest, problems: dict[str, str], typed: Any) -> HttpResponse:
    agency_id = request.actor.agency_id or 0
    seats = certificates.signing_seats(request.actor, agency_id) + certificates.delegated_seats(
        request.actor, agency_id
    )
    known: dict[str, Any] = {}
    answered = None
    asked = request.POST.get("answers") or request.GET.get("tra-loi", "")
    try:
        answered = queries.document_for(request.actor, uuid.UUID(asked))
    except (ValueError, NotFound):
        answered = None
    if answered is not None:
        known = {
            "answers": answered.notation or str(answered.pk),
            "kind": Kind.LETTER.value,
            "recipients": answered.issuer_name,
            "abstract": f"Trả lời văn bản {answered.notation}: {answered.abstract[:120]}",
        }
    labels = {
        "kind": "Loại văn bản",
        "abstract": "Trích yếu",
        "signer": "Người ký",
        "recipients": "Nơi nhận",
        "files": "Tệp",
    }
    context = {
        "fields": outgoing_fields(typed, known, problems, seats),
        "answered": answered,
        "kept": queries.kept_numbers(request.actor, usable=True),
        "bodies": [each for each in queries.outgoing_registers(request.actor) if each.sign and each.is_open],
        "typed": typed or {},
        "problems": problems,
        "summary": [
            {"id": "file" if name == "files" else name, "label": labels.get(name, ""), "message": said}
            for name, said in problems.items()
        ],
        "key": request.POST.get("key", "")[:64] or new_id(),
    }
    return render(request, "correspondence/prepare.html", context, status=422 if problems else 200)
