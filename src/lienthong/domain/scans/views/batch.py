"""One batch on the table (sắp xếp lô quét): pieces as pictures, to be named, cut, turned, moved and set aside before they are attached.

Who opens it: the officer who scanned, or a colleague of the same reception. Everything is one form: what is typed goes along with every
button. Attaching is sent on to the dossiers with the request as it came (307).
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lienthong.domain.scans import queries, services
from lienthong.domain.scans.choices import EXTRA
from lienthong.domain.scans.models import Batch, Piece
from lienthong.domain.scans.views.batches import SCAN
from lienthong.foundation.audit import services as audit
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import Invalid, Refused

_LOOKED_AT = "scans_looked_at"


@require_safe
@SCAN
def batch(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """The table, or how far the reading is."""
    return _page(request, queries.batch_for(request.actor, batch_id))


@require_POST
@SCAN
def upload(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """More files behind those there are."""
    uploads = request.FILES.getlist("files")
    if not uploads:
        messages.warning(request, "Chưa chọn tệp nào. Chọn tệp rồi bấm Tải lên.")
    for said in services.add_uploads(actor=request.actor, batch_id=batch_id, uploads=uploads):
        messages.warning(request, said)
    return redirect("scans:batch", batch_id=batch_id)


@require_POST
@SCAN
def arrange(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Keep the names, then do what the button says."""
    found = queries.batch_for(request.actor, batch_id)
    seen = _number(request.POST.get("seen", ""))
    act, _, about = request.POST.get("act", "").partition(":")
    try:
        named = services.name_pieces(
            actor=request.actor,
            batch_id=found.pk,
            names=_names(request.POST),
            seen=seen if act == "take" else None,
        )
        if act == "take":
            path = f"{reverse('scans:batch', args=[found.pk])}gan/?lan={named.revision}"
            response = HttpResponseRedirect(path)
            response.status_code = 307
            return response
        anchor = _do(request, found, act, about)
    except Invalid as refusal:
        return _page(request, queries.batch_for(request.actor, batch_id), refusal.problems, request.POST, status=422)
    except Refused as refusal:
        messages.error(request, refusal.message)
        anchor = ""
    return redirect(reverse("scans:batch", args=[found.pk]) + anchor)


def _do(request: ActorRequest, found: Batch, act: str, about: str) -> str:
    """One act on the chosen pages, or on the page or piece that the button names; the place to go on from."""
    common: dict[str, Any] = {"actor": request.actor, "batch_id": found.pk}
    chosen = [int(each) for each in request.POST.getlist("pages") if _number(each)]
    first = f"#trang-{min(chosen)}" if chosen else ""
    match act:
        case "turn":
            services.turn_pages(**common, numbers=chosen)
        case "throw":
            services.throw_pages(**common, numbers=chosen)
            return "#de-rieng"
        case "new":
            services.move_pages(**common, numbers=chosen, piece_id=None)
        case "move":
            target = request.POST.get("to", "")
            services.move_pages(**common, numbers=chosen, piece_id=_number(target) or None)
        case "split":
            services.split_piece(**common, number=min(chosen, default=0))
        case "up" | "down":
            services.shift_page(**common, number=_number(about), forward=act == "down")
            return f"#trang-{_number(about)}"
        case "throw-piece":
            piece = next((each for each in queries.pieces_of(found) if each.pk == _number(about)), None)
            services.throw_pages(**common, numbers=[page.number for page in piece.pages.all()] if piece else [])
        case _:
            messages.success(request, "Đã lưu tên các phần.")
    return first


@require_POST
@SCAN
def read_on(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Go on reading where it stopped."""
    services.read_or_defer(batch_id=queries.batch_for(request.actor, batch_id).pk)
    return redirect("scans:batch", batch_id=batch_id)


@require_POST
@SCAN
def discard(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Let the whole batch go."""
    found = services.discard_batch(actor=request.actor, batch_id=batch_id)
    messages.success(request, f"Đã bỏ lô quét {found.pages_total} trang.")
    return redirect(found.back or "scans:batches")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _names(post: QueryDict) -> dict[int, tuple[str, str, bool]]:
    """Piece → (slot, name, replaces) of the pieces that the page showed."""
    return {
        _number(each): (
            post.get(f"slot-{each}", ""),
            post.get(f"name-{each}", ""),
            post.get(f"replaces-{each}") == "on",
        )
        for each in post.getlist("pieces")
        if _number(each)
    }


def _page(
    request: ActorRequest,
    found: Batch,
    problems: Mapping[str, str] | None = None,
    typed: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    _note_look(request, found)
    pieces = queries.pieces_of(found)
    aside = queries.set_aside(found)
    context = {
        "batch": found,
        "pieces": [_row(number, piece, typed) for number, piece in enumerate(pieces, start=1)],
        "aside": aside,
        "counts": queries.counts_of(pieces, aside),
        "sources": queries.sources_of(found),
        "slots": [(slot["key"], slot["name"]) for slot in found.slots]
        + ([(EXTRA, "Giấy tờ khác, ngoài thành phần")] if found.takes_extra else []),
        "extra": EXTRA,
        "others": list(dict.fromkeys(piece.reference for piece in pieces if piece.reference)),
        "empty": [slot["name"] for slot in found.slots if slot["key"] in found.empty_slots],
        "problems": [{"id": name, "label": "", "message": said} for name, said in (problems or {}).items()],
        "progress": 100 * found.pages_read // max(1, found.pages_total),
    }
    template = "scans/_reading.html" if request.headers.get("HX-Request") and found.is_reading else "scans/batch.html"
    response = render(request, template, context, status=status)
    if request.headers.get("HX-Request") and not found.is_reading:
        response["HX-Refresh"] = "true"
    return response


def _row(number: int, piece: Piece, typed: QueryDict | None) -> dict[str, Any]:
    """A piece as the page shows it: what was typed stands before what is kept."""
    post = typed or QueryDict()
    return {
        "number": number,
        "piece": piece,
        "pages": list(piece.pages.all()),
        "slot": post.get(f"slot-{piece.pk}", "" if piece.reference else piece.slot),
        "name": post.get(f"name-{piece.pk}", piece.name),
        "replaces": post.get(f"replaces-{piece.pk}") == "on" if typed else piece.replaces,
    }


def _note_look(request: ActorRequest, found: Batch) -> None:
    """Papers of a person are seen here: recorded once a session, not at every button."""
    looked: list[str] = request.session.get(_LOOKED_AT, [])
    if found.person_id is None or str(found.pk) in looked:
        return
    audit.record_access(
        actor=request.actor,
        person_id=found.person_id,
        subject_type="scan_batch",
        subject_id=found.pk,
        reason=f"Quét giấy tờ vào {found.subject}",
    )
    request.session[_LOOKED_AT] = [*looked[-50:], str(found.pk)]
