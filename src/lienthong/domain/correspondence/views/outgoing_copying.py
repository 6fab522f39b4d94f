"""Certified copies of documents (sao y, trích sao, sao lục): made at the page of one, their register, the files.

Who opens it: the clerk. An incoming document has a page of its own for it, an outgoing one a tab.
"""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import CopyKind
from lienthong.domain.correspondence.models import Document
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.bridging import asks_bridge
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.ids import new_id


@asks_bridge
@require_http_methods(["GET", "POST"])
@officer("documents.register")
def copy(request: ActorRequest, document_id: uuid.UUID) -> HttpResponseBase:
    """Copies of any document, and the form for the next."""
    document = queries.document_for(request.actor, document_id)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            done = signing.done_by_holder(
                actor=request.actor,
                typed=signing.typed(request.POST.dict()),
                act=lambda: make_copy(request.actor, document, request.POST),
            )
        except NotFound:
            raise
        except Refused as said:
            refusal = said
        else:
            messages.success(request, done)
            return redirect("correspondence:copy-document", document_id=document_id)
    context = {
        "document": document,
        "copies": queries.copies_of(document),
        "signers": certificates.signing_seats(request.actor, request.actor.agency_id or 0),
        "copy_kinds": CopyKind.choices,
        "key": request.POST.get("key") or new_id(),
        "seal": certificates.seal_of(request.actor.agency_id),
        "main": document.files.filter(is_main=True).first(),
        "refusal": refusal,
        "problems": refusal.problems if isinstance(refusal, Invalid) else {},
        "typed": request.POST,
    }
    return render(request, "correspondence/copy.html", context, status=refusal.status if refusal else 200)


def make_copy(actor: Actor, document: Document, post: QueryDict) -> str:
    """Make what the form asks for; what to say of it. Raises the refusals of the service."""
    signer, number = post.get("signer", ""), post.get("copies", "1")
    made = services.make_copy(
        actor=actor,
        document_id=document.pk,
        kind=post.get("kind", ""),
        signer_position_id=int(signer) if signer.isascii() and signer.isdigit() else 0,
        pages=post.get("pages", ""),
        receivers=post.get("receivers", ""),
        copies=int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 1,
        key=post.get("key", "")[:64] or str(new_id()),
    )
    return f"Đã lập {made.get_kind_display().lower()} số {made.notation}."


@require_safe
@officer("documents.register", "documents.direct_agency")
def copies(request: ActorRequest) -> HttpResponse:
    """The register of copies of the agency."""
    page = queries.copies_page(request.actor, cursor=request.GET.get("trang"))
    return render(request, "correspondence/copies.html", {"page": page})


@require_safe
@officer()
def copy_file(request: ActorRequest, copy_id: uuid.UUID) -> HttpResponseBase:
    """The certified copy itself."""
    found = queries.copy_for(request.actor, copy_id)
    return files.response_for(
        found.file, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )
