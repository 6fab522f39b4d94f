"""Agencies are merged, split, renamed or closed (sắp xếp cơ quan): prepared, rehearsed, carried out, read afterwards.

Who opens it: the administrator with a decision in hand, who must see before the day whose seats and which dossiers move and what stands
against it. What cannot be read is said beside its box; what cannot be carried out says why, and nothing has changed.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations import services
from lienthong.foundation.organizations.choices import ReorganizationKind, ReorganizationState
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused
from lienthong.sites.workplace import reorganization_forms as forms

MANAGE = officer("organizations.manage")
LIST = 100
SEATS = 200


@require_http_methods(["GET"])
@MANAGE
def reorganizations(request: ActorRequest) -> HttpResponse:
    """Every plan: those being prepared first."""
    rows = [_row(each) for each in organizations.reorganizations(request.actor)[:LIST]]
    return render(request, "workplace/reorganizations.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@MANAGE
def prepare(request: ActorRequest) -> HttpResponse:
    """Prepare a plan. What is typed stays when something is wrong."""
    typed, refusal = forms.blank(forms.kind_of(request.GET.get("hinh-thuc", ""))), None
    if request.method == "POST":
        typed = forms.read(request.actor, request.POST)
        if not typed.problems and typed.effective_on is not None:
            try:
                plan = services.prepare_reorganization(
                    actor=request.actor,
                    kind=typed.kind,
                    sources=typed.sources,
                    heirs=typed.heirs,
                    effective_on=typed.effective_on,
                    decision=typed.boxes.get("decision", ""),
                    reason=typed.boxes.get("reason", ""),
                )
            except Invalid as invalid:
                refusal = Refused(" ".join(invalid.problems.values()))
            except Refused as refused:
                refusal = refused
            else:
                return redirect("workplace:reorganization", plan.pk)
    kind = ReorganizationKind(typed.kind)
    context = {
        "kind": kind,
        "words": forms.WORDS[kind],
        "kinds": [
            {"label": str(each.label), "url": f"?hinh-thuc={each.value}", "current": each == kind}
            for each in ReorganizationKind
        ],
        "fields": forms.fields(typed),
        "problems": [{"id": f"f-{name}", "label": "", "message": text} for name, text in typed.problems.items()],
        "refusal": refusal,
        "agencies": organizations.visible_agencies(request.actor).order_by("identifier"),
    }
    return render(
        request, "workplace/reorganization_prepare.html", context, status=422 if typed.problems or refusal else 200
    )


@require_http_methods(["GET"])
@MANAGE
def reorganization(request: ActorRequest, reorganization_id: int) -> HttpResponse:
    """One plan: what it would do today, or what it did. Raises NotFound."""
    return _page(request, reorganization_id)


@require_POST
@MANAGE
def place(request: ActorRequest, reorganization_id: int) -> HttpResponse:
    """Where the departments, seats and fields of a split go."""
    places: dict[str, dict[str, int]] = {"departments": {}, "seats": {}, "fields": {}}
    for name, value in request.POST.items():
        part, _, key = name.partition("-")
        if part in places and key and str(value).isdecimal() and len(str(value)) < 3:
            places[part][key] = int(str(value))
    services.place_parts(actor=request.actor, reorganization_id=reorganization_id, places=places)
    messages.success(request, "Đã lưu cách chia. Kết quả chạy thử dưới đây tính theo cách chia này.")
    return redirect("workplace:reorganization", reorganization_id)


@require_POST
@MANAGE
def carry_out(request: ActorRequest, reorganization_id: int) -> HttpResponse:
    """Do it, all or nothing, once the official has said that the decision was compared."""
    if request.POST.get("confirmed") != "on":
        return _page(
            request, reorganization_id, Refused("Đánh dấu xác nhận đã đối chiếu với quyết định rồi bấm Thực hiện lại.")
        )
    try:
        services.carry_out_reorganization(actor=request.actor, reorganization_id=reorganization_id)
    except Refused as refused:
        if refused.status == 404:
            raise
        return _page(request, reorganization_id, refused)
    messages.success(request, "Đã thực hiện phương án. Ngày hẹn trả của mọi hồ sơ giữ nguyên.")
    return redirect("workplace:reorganization", reorganization_id)


@require_POST
@MANAGE
def call_back(request: ActorRequest, reorganization_id: int) -> HttpResponse:
    """Give the plan up."""
    services.call_back_reorganization(actor=request.actor, reorganization_id=reorganization_id)
    messages.success(request, "Đã thu hồi phương án. Không có gì thay đổi.")
    return redirect("workplace:reorganizations")


def _page(request: ActorRequest, reorganization_id: int, refusal: Refused | None = None) -> HttpResponse:
    plan = organizations.reorganization(request.actor, reorganization_id)
    context: dict[str, Any] = {"plan": plan, "row": _row(plan), "refusal": refusal}
    if plan.state == ReorganizationState.DRAFT:
        rehearsal = services.rehearse(actor=request.actor, reorganization_id=plan.pk)
        context |= {
            "counts": rehearsal.counts.items(),
            "seats": [(each.name, each.title, each.origin, each.to) for each in rehearsal.seats[:SEATS]],
            "blocking": rehearsal.blocking,
            "notes": [each for each in rehearsal.conflicts if not each.blocks],
            "parts": _parts(plan) if plan.kind == ReorganizationKind.SPLIT else [],
        }
    else:
        context |= {"counts": plan.report.get("counts", []), "seats": plan.report.get("seats", [])[:SEATS]}
    return render(request, "workplace/reorganization.html", context, status=refusal.status if refusal else 200)


def _row(plan: organizations.ReorganizationRow) -> dict[str, Any]:
    """A plan in words: {plan, sources, heirs, what, to, tone}."""
    sources = [_name_then(plan, each) for each in plan.sources.all()]
    heirs = [each.short_name or str(each) for each in plan.successors.all()]
    return {
        "plan": plan,
        "sources": sources,
        "heirs": heirs,
        "what": ", ".join(sources),
        "to": ", ".join(heirs) or "không có cơ quan kế thừa",
        "tone": {"draft": "now", "carried_out": "done"}.get(plan.state, "line"),
    }


def _name_then(plan: organizations.ReorganizationRow, agency: organizations.AgencyRow) -> str:
    """The short name an agency bore when the plan was made."""
    if plan.kind == ReorganizationKind.RENAME and plan.state == ReorganizationState.CARRIED_OUT:
        return str(plan.report.get("former_short_name", agency.short_name))
    return agency.short_name


def _parts(plan: organizations.ReorganizationRow) -> list[dict[str, Any]]:
    """What a split divides: {title, rows: fields with the successors as choices}."""
    heirs = list(plan.successors.all())
    sources = [each.pk for each in plan.sources.all()]

    def choice(part: str, key: object, label: str) -> dict[str, Any]:
        chosen = plan.places.get(part, {}).get(str(key), 0)
        return {
            "kind": "select",
            "name": f"{part}-{key}",
            "label": label,
            "value": str(chosen),
            "choices": [(str(each.order), str(each)) for each in heirs],
        }

    departments = [
        choice("departments", each.pk, each.name) for pk in sources for each in organizations.departments_of(pk)
    ]
    seats = [
        choice("seats", each.pk, f"{each.account.full_name}, {each.title}")
        for pk in sources
        for each in organizations.seats_of(pk)
        if each.department_id is None and organizations.is_held(each)
    ]
    fields = [
        choice("fields", code, f"{name}: {number} hồ sơ")
        for code, name, number in services.open_fields(agencies=sources)
    ]
    parts = [
        ("Lĩnh vực có hồ sơ đang giải quyết", fields),
        ("Phòng, ban", departments),
        ("Chức vụ không thuộc phòng nào", seats),
    ]
    return [{"title": title, "rows": rows} for title, rows in parts if rows]
