"""The page on which a document is signed after it was looked at (xem rồi ký), and rounds of several (lượt ký).

Phone first: one document, two buttons. Opening it records what is shown; signing sends the digest back, and when a file changed meanwhile the
page says so and shows it as it is now.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lienthong.domain.correspondence import policies, queries, services
from lienthong.domain.correspondence.choices import ItemState, RoundKind, State
from lienthong.domain.correspondence.models import Document, Round, RoundItem
from lienthong.domain.correspondence.views.outgoing_issuing import desk_page
from lienthong.domain.correspondence.views.outgoing_lists import may_sign, pile_page
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.errors import DeviceAnswerWrong, DeviceAsked, HolderNeeded, KeyUnavailable
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, confirmed, officer
from lienthong.kit.bridging import asks_bridge
from lienthong.kit.errors import Invalid, NotFound, Refused

WORDS = {
    RoundKind.SIGN: {
        "verb": "Ký",
        "doing": "Đang ký",
        "done": "Đã ký, cấp số",
        "list": "Chờ tôi ký",
        "url": "correspondence:out-pile",
    },
    RoundKind.SEAL: {
        "verb": "Đóng dấu, phát hành",
        "doing": "Đang phát hành",
        "done": "Đã phát hành",
        "list": "Bàn phát hành",
        "url": "correspondence:out-desk",
    },
}


@require_safe
@may_sign
def look(request: ActorRequest, document_id: uuid.UUID) -> HttpResponseBase:
    """One document before its signer; what does not lie before this seat is shown on its own page."""
    document = queries.outgoing_for(request.actor, document_id)
    if document.state != State.TO_SIGN or policies.signing(request.actor, document) is None:
        return redirect("correspondence:out-document", document_id=document_id)
    return _page(request, document)


@asks_bridge
@require_POST
@may_sign
@confirmed
def sign(request: ActorRequest, document_id: uuid.UUID) -> HttpResponseBase:
    """Sign the very files that were shown, with whatever holds the signer's key."""
    seen = request.POST.get("seen", "")
    try:
        done = signing.done_by_holder(
            actor=request.actor,
            typed=signing.typed(request.POST.dict()),
            act=lambda: services.sign_document(actor=request.actor, document_id=document_id, seen=seen),
        )
    except NotFound:
        raise
    except Refused as refusal:
        return _again(request, document_id, refusal)
    messages.success(request, f"Đã ký {done.get_kind_display()} số {done.notation}.")
    return redirect(_next_url(request))


@require_POST
@may_sign
def give_back(request: ActorRequest, document_id: uuid.UUID) -> HttpResponseBase:
    """Back to who wrote it, with what is to be put right."""
    try:
        services.return_to_drafter(actor=request.actor, document_id=document_id, reason=request.POST.get("reason", ""))
    except NotFound:
        raise
    except Refused as refusal:
        return _again(request, document_id, refusal)
    messages.success(request, "Đã trả lại người soạn.")
    return redirect(_next_url(request))


@asks_bridge
@require_POST
@officer("documents.direct", "documents.direct_agency", "documents.register")
@confirmed
def confirm(request: ActorRequest) -> HttpResponseBase:
    """The one confirmation of several documents; a key that asks its holder signs here, once for all."""
    kind = RoundKind.SEAL if request.POST.get("kind") == RoundKind.SEAL else RoundKind.SIGN
    ticked = _ticked(request)
    try:
        services.have_round_signed(
            actor=request.actor, kind=kind, ticked=ticked, typed=signing.typed(request.POST.dict())
        )
        made = services.confirm_round(
            actor=request.actor, kind=kind, ticked=ticked, token=_uuid(request.POST.get("token", ""))
        )
    except NotFound:
        raise
    except (HolderNeeded, DeviceAsked, DeviceAnswerWrong, KeyUnavailable) as refusal:
        return _ask_holder(request, kind, ticked, refusal)
    except Refused as refusal:
        return desk_page(request, refusal) if kind == RoundKind.SEAL else pile_page(request, refusal)
    return redirect("correspondence:out-round", round_id=made.pk)


def _ask_holder(request: ActorRequest, kind: str, ticked: dict[uuid.UUID, str], refusal: Refused) -> HttpResponse:
    """What will be signed or sealed, and what the key asks for."""
    actor, seals = request.actor, kind == RoundKind.SEAL
    said = (
        refusal if "pin" in request.POST or not isinstance(refusal, HolderNeeded) else None
    )  # asked first, not refused
    context = {
        "kind": kind,
        "seals": seals,
        "key": certificates.seal_of(actor.agency_id)
        if seals
        else certificates.key_of(actor.position.id if actor.position else None),
        "refusal": said,
        "documents": queries.visible_documents(actor).filter(pk__in=ticked).order_by("arrived_at", "pk"),
        "ticked": [f"{document}:{seen}" for document, seen in ticked.items()],
        "token": request.POST.get("token", ""),
    }
    return render(request, "correspondence/ask_holder.html", context, status=said.status if said else 200)


@require_safe
@officer("documents.direct", "documents.direct_agency", "documents.register")
def round_page(request: ActorRequest, round_id: uuid.UUID) -> HttpResponse:
    """What became of each document of a round; without its frame for a page that asks every second."""
    made, items = queries.round_for(request.actor, round_id)
    name = "correspondence/_round.html" if "phan" in request.GET else "correspondence/round.html"
    return render(request, name, _round_context(made, items))


@require_POST
@officer("documents.direct", "documents.direct_agency", "documents.register")
def resume(request: ActorRequest, round_id: uuid.UUID) -> HttpResponseBase:
    """Go on with what still waits."""
    services.resume_round(actor=request.actor, round_id=round_id)
    return redirect("correspondence:out-round", round_id=round_id)


def _round_context(made: Round, items: list[RoundItem]) -> dict[str, Any]:
    counts = {state: sum(item.state == state for item in items) for state in ItemState.values}
    words = WORDS[RoundKind(made.kind)]
    return {
        "round": made,
        "items": items,
        "words": words,
        "counts": counts,
        "total": len(items),
        "finished": counts[ItemState.DONE] + counts[ItemState.FAILED],
        "running": counts[ItemState.WAITING] > 0,
        "stalled": counts[ItemState.WAITING] > 0 and clock.now() - made.pushed_at > services.PUSH_AGAIN_AFTER,
        "list_url": reverse(words["url"]),
    }


def _page(request: ActorRequest, document: Document, refusal: Refused | None = None) -> HttpResponse:
    shown = services.look_at_document(actor=request.actor, document_id=document.pk)
    rows = queries.pile_to_sign(request.actor)
    at = next((place for place, row in enumerate(rows) if row.document.pk == document.pk), -1)
    context = {
        "document": document,
        "on_behalf_of": (policies.signing(request.actor, document) or request.actor).on_behalf_of,
        "row": document.outgoing,
        "shown": shown,
        "parts": list(document.files.select_related("file").defer("read_text")),
        "recipients": queries.recipients_of(document),
        "based_on": list(document.links.select_related("other")),
        "key": certificates.key_of(document.outgoing.signer_id),
        "place": at + 1,
        "of": len(rows),
        "previous": rows[at - 1].document if at > 0 else None,
        "next": rows[at + 1].document if 0 <= at < len(rows) - 1 else None,
        "refusal": refusal,
        "problems": refusal.problems if isinstance(refusal, Invalid) else {},
        "typed": request.POST,
        "now": clock.now(),
    }
    return render(request, "correspondence/sign.html", context, status=refusal.status if refusal else 200)


def _again(request: ActorRequest, document_id: uuid.UUID, refusal: Refused) -> HttpResponseBase:
    """The page as things stand now, with the sentence; the document's own page when it lies here no more."""
    document = queries.outgoing_for(request.actor, document_id)
    if document.state != State.TO_SIGN or policies.signing(request.actor, document) is None:
        messages.warning(request, refusal.message)
        return redirect("correspondence:out-document", document_id=document_id)
    return _page(request, document, refusal)


def _next_url(request: ActorRequest) -> str:
    rows = queries.pile_to_sign(request.actor, limit=1)
    return (
        reverse("correspondence:out-sign", args=[rows[0].document.pk]) if rows else reverse("correspondence:out-pile")
    )


def _ticked(request: ActorRequest) -> dict[uuid.UUID, str]:
    """`document:digest` of each ticked line; what is no such pair was not ticked on our page."""
    found = {}
    for said in request.POST.getlist("ticked")[: services.MOST_DOCUMENTS + 1]:
        document, _, digest = said.partition(":")
        try:
            found[uuid.UUID(document)] = digest[:64]
        except ValueError:
            continue
    return found


def _uuid(said: str) -> uuid.UUID:
    try:
        return uuid.UUID(said)
    except ValueError:
        raise NotFound from None
