"""Finding documents, searches that are kept, relations (tìm văn bản, tìm kiếm đã lưu, quan hệ).

Who opens it: a clerk asked "the plan on digital transformation, last year, from the province" on the telephone; a specialist who needs
what a decision rests on; a leader who wants to hear of every urgent document of one ministry.
"""

import uuid
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Direction, Kind, Relation, State, Urgency
from lienthong.domain.correspondence.queries.finding import NEWEST, OPEN, OVERDUE, RELEVANT, Wanted, address_of
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused

PAGE = 20
MOST_PAGES = 30
MOST_HOLDERS = 300


@require_safe
@officer()
def find(request: ActorRequest) -> HttpResponse:
    """The form, and what it finds."""
    wanted = queries.wanted_of(request.GET.dict())
    return render(request, "correspondence/find.html", _found(request, wanted))


def _found(request: ActorRequest, wanted: Wanted) -> dict[str, Any]:
    actor, params = request.actor, wanted.params()
    order = RELEVANT if request.GET.get("xep") == RELEVANT and wanted.text else NEWEST
    pages = {"prev_url": "", "next_url": ""}
    if order == RELEVANT:
        number = min(max(_number(request.GET.get("trang", "")), 1), MOST_PAGES)
        rows, more = queries.most_relevant(actor, wanted, page=number, limit=PAGE)
        address = {**params, "xep": RELEVANT}
        pages["prev_url"] = f"?{urlencode({**address, 'trang': number - 1})}" if number > 1 else ""
        pages["next_url"] = f"?{urlencode({**address, 'trang': number + 1})}" if more and number < MOST_PAGES else ""
    else:
        page = queries.documents_found(actor, wanted, cursor=request.GET.get("trang"), limit=PAGE)
        rows = page.items
        pages["prev_url"] = f"?{urlencode({**params, 'trang': page.previous})}" if page.previous else ""
        pages["next_url"] = f"?{urlencode({**params, 'trang': page.next})}" if page.next else ""
    return {
        "wanted": wanted,
        "params": params,
        "query": urlencode(params),
        "order": order,
        "orders": [(NEWEST, "Mới nhất trước"), (RELEVANT, "Sát từ tìm trước")],
        "rows": [(each, address_of(each.document)) for each in queries.shown(rows, wanted)],
        "pages": pages,
        "more": any(name not in {"q", "chieu"} for name in params),
        **_choices(actor),
    }


def _choices(actor: Actor) -> dict[str, Any]:
    own = actor.archive_agency_ids
    seats = organizations.seats_held(own)
    departments = organizations.departments_of(actor.agency_id or 0)
    return {
        "directions": Direction.choices,
        "kinds": [(kind.value, kind.label) for kind in Kind if kind.value],
        "urgencies": Urgency.choices,
        "states": [(OPEN, "Đang giải quyết, chưa xong"), (OVERDUE, "Đang quá hạn"), *State.choices],
        "registers": [
            (str(each.pk), str(each)) for way in Direction.values for each in queries.registers_for(actor, way)
        ],
        "holders": [
            *((f"d{each.pk}", each.name) for each in departments[:MOST_HOLDERS]),
            *((f"p{each.pk}", f"{each.account.full_name}, {each.title}") for each in seats[:MOST_HOLDERS]),
        ],
        "saved": queries.searches_of(actor)[:8],
    }


@require_POST
@officer()
def save(request: ActorRequest) -> HttpResponse:
    """Keep what is looked for under a name."""
    params = dict(parse_qsl(request.POST.get("params", "")[:2000]))
    try:
        saved = services.save_search(
            actor=request.actor,
            name=request.POST.get("name", ""),
            params=params,
            is_shared=request.POST.get("shared") == "on",
        )
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems.values()))
        return redirect(f"/lam-viec/van-ban/tim/?{urlencode(queries.wanted_of(params).params())}")
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("correspondence:saved-searches")
    messages.success(request, f"Đã lưu “{saved.name}”. Có văn bản mới khớp, hệ thống báo ở mục thông báo.")
    return redirect("correspondence:saved-search", search_id=saved.pk)


@require_safe
@officer()
def saved_searches(request: ActorRequest) -> HttpResponse:
    """One's own and those the department shares."""
    return render(request, "correspondence/saved_searches.html", {"searches": queries.searches_of(request.actor)})


@require_safe
@officer()
def saved_search(request: ActorRequest, search_id: int) -> HttpResponse:
    """What a kept search finds now."""
    found = next((each for each in queries.searches_of(request.actor) if each.pk == search_id), None)
    if found is None:
        raise NotFound("Không có tìm kiếm này, hoặc người lưu không dùng chung nữa.")
    context = _found(request, queries.wanted_of(found.params))
    return render(request, "correspondence/find.html", {**context, "search": found})


@require_POST
@officer()
def change_search(request: ActorRequest, search_id: int) -> HttpResponse:
    """Pause, go on, share, keep for oneself, drop."""
    actor, act = request.actor, request.POST.get("act", "")
    if act == "drop":
        services.drop_search(actor=actor, search_id=search_id)
        messages.success(request, "Đã bỏ tìm kiếm đã lưu.")
    elif act in {"pause", "resume"}:
        found = services.pause_search(actor=actor, search_id=search_id, is_paused=act == "pause")
        messages.success(
            request, f"Tạm dừng báo “{found.name}”." if found.is_paused else f"Báo lại “{found.name}” từ bây giờ."
        )
    elif act in {"share", "own"}:
        found = services.share_search(actor=actor, search_id=search_id, is_shared=act == "share")
        messages.success(
            request, f"Cả phòng thấy “{found.name}”." if found.is_shared else f"Chỉ mình thấy “{found.name}”."
        )
    return redirect("correspondence:saved-searches")


@require_safe
@officer()
def relations(request: ActorRequest, document_id: uuid.UUID) -> HttpResponse:
    """How a document stands to others, several steps; with HX-Request the tree alone, for the page of the document."""
    return _relations(request, document_id, {})


@require_POST
@officer()
def relate(request: ActorRequest, document_id: uuid.UUID) -> HttpResponse:
    """Say how it stands to another one, named by its notation or number."""
    document = queries.document_for(request.actor, document_id)
    asked = request.POST.get("other", "").strip()
    problems: dict[str, str] = {}
    try:
        other = queries.one_named(request.actor, asked, besides=document)
        services.relate_documents(
            actor=request.actor,
            document_id=document_id,
            other_id=other.pk,
            relation=request.POST.get("relation", ""),
        )
    except Invalid as invalid:
        problems = invalid.problems
    else:
        messages.success(request, f"Đã ghi quan hệ với {other}.")
        return redirect("correspondence:relations", document_id=document_id)
    return _relations(request, document_id, problems)


@require_POST
@officer()
def unrelate(request: ActorRequest, document_id: uuid.UUID, link_id: int) -> HttpResponse:
    """Take a relation back, with the reason."""
    try:
        services.unrelate_documents(
            actor=request.actor, document_id=document_id, link_id=link_id, reason=request.POST.get("reason", "")[:500]
        )
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems.values()))
    else:
        messages.success(request, "Đã bỏ quan hệ; lý do nằm trong nhật ký của văn bản.")
    return redirect("correspondence:relations", document_id=document_id)


def _relations(request: ActorRequest, document_id: uuid.UUID, problems: dict[str, str]) -> HttpResponse:
    document = queries.document_for(request.actor, document_id)
    walk = queries.walk_from(request.actor, document)
    context = {
        "document": document,
        "address": address_of(document),
        "walk": walk,
        "tree": _branch(walk.root),
        "relations": Relation.choices,
        "other": request.POST.get("other", ""),
        "relation": request.POST.get("relation", Relation.RELATES),
        "problems": problems,
        "errors": [{"id": f"f-{name}", "label": "", "message": text} for name, text in problems.items()],
    }
    fragment = request.headers.get("HX-Request") == "true" and request.method == "GET"
    template = "correspondence/_relations.html" if fragment else "correspondence/relations.html"
    return render(request, template, context, status=422 if problems else 200)


def _branch(node: queries.Node) -> dict[str, Any]:
    return {
        "node": node,
        "address": address_of(node.document),
        "below": [_branch(each) for each in node.below],
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 1
