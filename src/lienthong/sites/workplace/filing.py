"""A document is put into a work file (đưa văn bản vào hồ sơ công việc).

Who opens it: whoever works with a document, from its page (`hx-get` of `?van-ban=<id>`) or as a page of its own. Where the document answers
another, or is answered, the file in which that one lies is offered first.
"""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.archive import policies, services
from lienthong.domain.archive import queries as archive
from lienthong.domain.archive.choices import Origin
from lienthong.domain.correspondence import queries as correspondence
from lienthong.domain.correspondence.choices import Direction
from lienthong.domain.correspondence.errors import DocumentNotFound
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Refused

NEARBY = 20


@require_http_methods(["GET", "POST"])
@officer(policies.WORK)
def choose_file(request: ActorRequest) -> HttpResponse:
    """Open files to choose from, by words (`tim`); POST puts the document into one of them. A fragment for htmx."""
    document = correspondence.document_for(request.actor, _id(request.GET.get("van-ban", "")))
    text, refusal = request.GET.get("tim", "")[:120], ""
    if request.method == "POST":
        chosen = _id(request.POST.get("file", ""))
        try:
            services.put_document(actor=request.actor, file_id=chosen, facts=facts_of(document))
        except Refused as refused:
            refusal = refused.message
        else:
            if not request.headers.get("HX-Request"):
                return redirect("archive:file", file_id=chosen)
    held = archive.files_holding(request.actor, [document.pk])
    related = archive.files_holding(request.actor, related_ids(document))
    offered = [each for each in related if each.state == "open" and policies.may_fill(request.actor, each)]
    known = {each.pk for each in (*held, *offered)}
    context = {
        "document": document,
        "held": held,
        "offered": [each for each in offered if each not in held],
        "rows": [each for each in archive.open_files(request.actor, text=text) if each.pk not in known],
        "text": text,
        "refusal": refusal,
    }
    name = "_choose_file" if request.headers.get("HX-Request") else "choose_file"
    return render(request, f"workplace/{name}.html", context, status=409 if refusal else 200)


def related_ids(document: Any) -> list[uuid.UUID]:
    """Documents that this one answers or is based on, and those that answer it; at most twenty each way."""
    out = document.links.values_list("other_id", flat=True)[:NEARBY]
    back = document.linked.values_list("document_id", flat=True)[:NEARBY]
    return [*out, *back]


def facts_of(document: Any) -> services.DocumentFacts:
    """What a work file keeps of a document of a register."""
    incoming = document.direction == Direction.INCOMING
    outgoing = None if incoming else getattr(document, "outgoing", None)
    arrived = document.arrived_at.astimezone(clock.VIETNAM).date() if incoming and document.arrived_at else None
    files = [each.file_id for each in document.files.all()[:50]]
    return services.DocumentFacts(
        document_id=document.pk,
        origin=Origin.INCOMING if incoming else Origin.OUTGOING,
        doc_code=document.external_id,
        organ_name=document.issuer_name,
        kind=document.kind,
        notation=document.notation,
        issued_on=document.issued_on,
        subject=document.abstract,
        pages=document.pages,
        signer=document.signer,
        signer_title=", ".join(outgoing.lines) if outgoing is not None else "",
        urgency=document.urgency,
        arrival_number=document.number if incoming else None,
        arrived_on=arrived,
        due_on=document.answer_by,
        is_paper=not files,
        files=files,
    )


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise DocumentNotFound from None
