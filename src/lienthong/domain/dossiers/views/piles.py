"""Piles and batches (chờ tôi ký, đóng dấu hàng loạt): tick what was opened, confirm once, watch each document.

Who opens it: the leader on a phone between two meetings, the clerk in the morning. What failed stays in the list with its reason; what was
interrupted goes on when the page is opened again.
"""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import BatchKind, ItemState
from lienthong.domain.dossiers.models import SigningBatch
from lienthong.domain.dossiers.views import queues
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as keys
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, confirmed, officer
from lienthong.kit.bridging import asks_bridge
from lienthong.kit.errors import NotFound, Refused

WORDS = {
    BatchKind.SIGN: {
        "title": "Chờ tôi ký",
        "verb": "Ký",
        "done": "Đã ký",
        "doing": "Đang ký",
        "list": "dossiers:pile",
        "rail": "approval",
        "icon": "sign",
        "empty": "Không có văn bản chờ ông/bà ký",
    },
    BatchKind.STAMP: {
        "title": "Chờ cấp số, đóng dấu",
        "verb": "Cấp số, đóng dấu",
        "done": "Đã đóng dấu",
        "doing": "Đang đóng dấu",
        "list": "dossiers:stamping",
        "rail": "stamping",
        "icon": "stamp",
        "empty": "Không có văn bản chờ cấp số, đóng dấu",
    },
}


@require_safe
@officer("dossiers.sign")
def signing(request: ActorRequest) -> HttpResponse:
    """The leader's pile."""
    return _pile(request, BatchKind.SIGN)


@require_safe
@officer("dossiers.stamp")
def stamping(request: ActorRequest) -> HttpResponseBase:
    """The clerk's pile: number, stamp, send to the one-stop. With conditions in the address it is the narrowed queue."""
    if request.GET:
        return queues.stamping(request)
    return _pile(request, BatchKind.STAMP)


def _pile(request: ActorRequest, kind: BatchKind, refusal: Refused | None = None) -> HttpResponse:
    rows = queries.with_days_left(queries.pile(request.actor, kind), request.actor.agency_id)
    seen = [row for row in rows if row.is_seen]
    context = {
        "kind": kind.value,
        "words": WORDS[kind],
        "rows": rows,
        "most": len(rows) >= services.MOST_DOCUMENTS,
        "seen_count": len(seen),
        "first_unseen": next((row for row in rows if not row.is_seen), None),
        "running": queries.batches_running(request.actor, kind),
        "recent": queries.recent_batches(request.actor, kind, limit=3),
        "token": uuid.uuid4(),
        "refusal": refusal,
        "rail": queries.rail(request.actor, str(WORDS[kind]["rail"])),
        "now": clock.now(),
    }
    return render(request, "dossiers/staff/pile.html", context, status=refusal.status if refusal else 200)


@require_POST
@officer("dossiers.sign", "dossiers.stamp")
def prepare(request: ActorRequest) -> HttpResponseBase:
    """Write down what was ticked; the next page asks for the one confirmation."""
    kind = BatchKind.STAMP if request.POST.get("kind") == BatchKind.STAMP else BatchKind.SIGN
    try:
        batch = services.prepare_batch(
            actor=request.actor, kind=kind, ticked=_ticked(request), token=_uuid(request.POST.get("token", ""))
        )
    except Refused as refusal:
        return _pile(request, kind, refusal)
    return redirect("dossiers:batch", batch_id=batch.pk)


@require_safe
@officer("dossiers.sign", "dossiers.stamp")
def batch(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """One batch: before the confirmation what will be done, afterwards what became of each document."""
    found = queries.batch_for(request.actor, batch_id)
    return render(request, "dossiers/staff/batch.html", _batch_context(request, found))


@require_safe
@officer("dossiers.sign", "dossiers.stamp")
def progress(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """The same without the frame, asked every second while something waits."""
    found = queries.batch_for(request.actor, batch_id)
    return render(request, "dossiers/staff/_batch_progress.html", _batch_context(request, found))


@asks_bridge
@require_POST
@officer("dossiers.sign", "dossiers.stamp")
@confirmed
def confirm(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponseBase:
    """The one confirmation; a key that asks its holder signs here, once for the whole batch."""
    found = queries.batch_for(request.actor, batch_id)
    try:
        services.have_batch_signed(actor=request.actor, batch_id=batch_id, typed=keys.typed(request.POST.dict()))
    except Refused as refusal:
        context = _batch_context(request, found, refusal)
        return render(request, "dossiers/staff/batch.html", context, status=refusal.status)
    services.confirm_batch(actor=request.actor, batch_id=batch_id)
    return redirect("dossiers:batch", batch_id=batch_id)


@require_POST
@officer("dossiers.sign", "dossiers.stamp")
def resume(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponseBase:
    """Go on with what still waits."""
    services.resume_batch(actor=request.actor, batch_id=batch_id)
    return redirect("dossiers:batch", batch_id=batch_id)


def _batch_context(request: ActorRequest, found: SigningBatch, refusal: Refused | None = None) -> dict[str, Any]:
    kind = BatchKind(found.kind)
    items = queries.items_of(found)
    counts = {state: sum(item.state == state for item in items) for state in ItemState.values}
    stalled = (
        found.pushed_at is not None
        and counts[ItemState.WAITING] > 0
        and clock.now() - found.pushed_at > services.PUSH_AGAIN_AFTER
    )
    signs = kind == BatchKind.SIGN and found.confirmed_at is None
    return {
        "batch": found,
        "words": WORDS[kind],
        "items": items,
        "counts": counts,
        "total": len(items),
        "finished": counts[ItemState.DONE] + counts[ItemState.FAILED],
        "running": found.confirmed_at is not None and counts[ItemState.WAITING] > 0,
        "stalled": stalled,
        "key": certificates.key_of(found.position_id) if signs else None,
        "refusal": refusal,
        "behalf": sorted({item.on_behalf_of for item in items if item.on_behalf_of}),
        "list_url": reverse(str(WORDS[kind]["list"])),
        "rail": queries.rail(request.actor, str(WORDS[kind]["rail"])),
    }


def _ticked(request: ActorRequest) -> list[services.Ticked]:
    """`step:digest` of each ticked line; what is no such pair was not ticked on our page."""
    found = []
    for said in request.POST.getlist("ticked")[: services.MOST_DOCUMENTS + 1]:
        step, _, digest = said.partition(":")
        if step.isdecimal() and len(step) < 19:
            found.append(services.Ticked(int(step), digest[:64]))
    return found


def _uuid(said: str) -> uuid.UUID:
    try:
        return uuid.UUID(said)
    except ValueError:
        raise NotFound from None
