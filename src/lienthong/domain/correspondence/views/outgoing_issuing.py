"""The clerk's desk (bàn phát hành): signed documents on the left, the one that is open with its file and receivers on the right; keys only.

Who opens it: the clerk. F9 seals and issues the open one and shows the next; ticked ones are done together.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Direction, Kind, RoundKind, State
from lienthong.domain.correspondence.models import Document
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit.access import ActorRequest, confirmed, officer
from lienthong.kit.bridging import asks_bridge
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.ids import new_id

registering = officer("documents.register")
MOST_SHOWN = 60


@require_safe
@registering
def desk(request: ActorRequest) -> HttpResponse:
    """What waits for the seal or to be sent."""
    return desk_page(request)


def desk_page(request: ActorRequest, refusal: Refused | None = None) -> HttpResponse:
    """The desk with the document the address names, else the first one."""
    page = queries.outgoing_page(request.actor, states=(State.SIGNED, State.SEALED), limit=MOST_SHOWN)
    rows = page.items
    asked = request.POST.get("document") or request.GET.get("van-ban", "")
    shown = next((each for each in rows if str(each.pk) == asked), rows[0] if rows else None)
    context: dict[str, Any] = {
        "rows": rows,
        "more": page.next is not None,
        "shown": shown,
        "refusal": refusal,
        "token": uuid.uuid4(),
        "running": queries.rounds_running(request.actor, RoundKind.SEAL),
        "key": (key := certificates.seal_of(request.actor.agency_id)),
        "has_seal": key.certificate is not None,
        "detail": asked != "" and shown is not None,
    }
    if shown is not None:
        at = rows.index(shown)
        context |= {
            "row": shown.outgoing,
            "recipients": queries.recipients_of(shown),
            "parts": list(shown.files.select_related("file").defer("read_text")),
            "previous": rows[at - 1] if at > 0 else None,
            "next": rows[at + 1] if at < len(rows) - 1 else None,
        }
    return render(request, "correspondence/desk.html", context, status=refusal.status if refusal else 200)


@asks_bridge
@require_POST
@registering
@confirmed
def issue(request: ActorRequest, document_id: uuid.UUID) -> HttpResponseBase:
    """Seal and give out the open one, with whatever holds the seal's key; by hand where the agency has no seal of its own."""
    try:
        done = signing.done_by_holder(
            actor=request.actor,
            typed=signing.typed(request.POST.dict()),
            act=lambda: _issued(request, document_id),
        )
    except NotFound:
        raise
    except Refused as refusal:
        return desk_page(request, refusal)
    messages.success(request, f"Đã phát hành {done.get_kind_display()} số {done.notation}.")
    return redirect("correspondence:out-desk")


def _issued(request: ActorRequest, document_id: uuid.UUID) -> Document:
    by_hand = request.POST.get("by_hand") == "on"
    document = queries.outgoing_for(request.actor, document_id)
    if by_hand and document.state == State.SIGNED:
        services.seal_document(actor=request.actor, document_id=document_id, by_hand=True)
    return services.seal_and_issue(actor=request.actor, document_id=document_id)


@require_http_methods(["GET", "POST"])
@registering
def numbers(request: ActorRequest) -> HttpResponse:
    """Registers with the kinds they number, numbers kept back, how offices are written in notations."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            messages.success(request, _act(request))
        except Invalid as refusal:
            problems = refusal.problems
        except NotFound:
            raise
        except Refused as refusal:
            messages.error(request, refusal.message)
        if not problems:
            return redirect("correspondence:out-numbers")
    agency_id = request.actor.agency_id or 0
    signs = queries.notation_signs(request.actor)
    context = {
        "registers": queries.outgoing_registers(request.actor),
        "kinds": [(each.value, each.label) for each in Kind if each.value],
        "bodies": [
            (f"so:{each.pk}", each.name)
            for each in queries.outgoing_registers(request.actor)
            if each.sign and each.is_open
        ],
        "kept": queries.kept_numbers(request.actor),
        "agency_sign": services.agency_sign(agency_id),
        "offices": [(each, signs.get(each.pk, "")) for each in organizations.departments_of(agency_id)],
        "problems": problems,
        "typed": request.POST,
        "key": new_id(),
    }
    return render(request, "correspondence/numbers.html", context, status=422 if problems else 200)


def _act(request: ActorRequest) -> str:
    actor, post = request.actor, request.POST
    match post.get("act", ""):
        case "mo-so":
            if not post.get("name", "").strip():
                raise Invalid({"name": "Ghi tên sổ, ví dụ Sổ quyết định."})
            with transaction.atomic():
                register = services.open_register(actor=actor, name=post["name"][:120], direction=Direction.OUTGOING)
                services.name_register(
                    actor=actor,
                    register_id=register.pk,
                    issuer_name=post.get("issuer_name", ""),
                    sign=post.get("sign", ""),
                )
                services.set_register_kinds(actor=actor, register_id=register.pk, kinds=post.getlist("kinds"))
            return f"Đã mở {register.name}."
        case "loai":
            register = services.set_register_kinds(
                actor=actor, register_id=_number(post.get("register", "")), kinds=post.getlist("kinds")
            )
            return f"Đã lưu loại văn bản đánh số ở {register.name}."
        case "giu-so":
            place, _, number = post.get("kind", "").partition(":")
            kept = services.keep_number(
                actor=actor,
                reason=post.get("reason", ""),
                kind="" if number else place,
                register_id=_number(number) if number else None,
                key=post.get("key", "")[:64],
            )
            return f"Đã giữ số {kept.number} năm {kept.year} ở {kept.register.name}."
        case "huy-so":
            kept = services.void_kept_number(
                actor=actor, kept_id=_number(post.get("kept", "")), reason=post.get("void_reason", "")
            )
            return f"Đã hủy số {kept.number}; số này không cấp lại."
        case "viet-tat":
            office = post.get("office", "")
            services.set_notation_sign(
                actor=actor, text=post.get("text", ""), department_id=_number(office) if office else None
            )
            return "Đã lưu chữ viết tắt; áp dụng cho số cấp từ nay."
    raise NotFound


def _number(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise NotFound
    return int(said)
