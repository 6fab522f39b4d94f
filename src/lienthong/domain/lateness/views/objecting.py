"""Objecting to a charge and deciding (xem xét lại). The unit says why once; the level above decides; both figures stay on the page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.lateness import policies, queries, services
from lienthong.domain.lateness.choices import Verdict
from lienthong.domain.lateness.rules.words import amount
from lienthong.domain.lateness.views.overview import tabs
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused


@require_http_methods(["GET", "POST"])
@officer("dossiers.approve", "dossiers.sign")
def make(request: ActorRequest, share_id: int) -> HttpResponse:
    """The reason, with the minutes it is about."""
    share = queries.share_for(request.actor, share_id)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            services.object_to_share(actor=request.actor, share_id=share_id, reason=request.POST.get("reason", ""))
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, "Đã gửi đề nghị xem xét lại lên cấp trên trực tiếp.")
            return redirect("lateness:dossier", code=share.account.dossier.code)
    problems = refusal.problems if isinstance(refusal, Invalid) else {}
    context = {
        "share": share,
        "late": amount(share.late),
        "where": share.step_name or share.get_kind_display(),
        "refusal": refusal,
        "faults": [{"label": "Lý do", "message": said, "id": key} for key, said in problems.items()],
        "field": {
            "name": "reason",
            "label": "Lý do đề nghị",
            "kind": "textarea",
            "hint": "Việc gì đã xảy ra, ngày nào, văn bản nào chứng minh. Cấp trên trực tiếp quyết định một lần.",
            "value": request.POST.get("reason", ""),
            "error": problems.get("reason", ""),
            "required": True,
        },
        "tabs": tabs(request.actor, "xem-xet"),
    }
    return render(request, "lateness/object.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET"])
@officer(*policies.READ)
def objections(request: ActorRequest) -> HttpResponse:
    """What waits, then what was decided."""
    return _page(request)


def _page(request: ActorRequest, refusal: Refused | None = None, about: int = 0) -> HttpResponse:
    found = queries.objections(request.actor)
    problems = refusal.problems if isinstance(refusal, Invalid) else {}
    rows = [
        {
            "each": each,
            "late": amount(each.share.late),
            "granted": amount(each.minutes) if each.minutes else "",
            "decides": each.state == Verdict.PENDING and policies.decides(request.actor, each),
            "problems": problems if each.pk == about else {},
            "typed": request.POST if each.pk == about else {},
        }
        for each in found
    ]
    context = {
        "waiting": [row for row, each in zip(rows, found, strict=True) if each.state == Verdict.PENDING],
        "decided": [row for row, each in zip(rows, found, strict=True) if each.state != Verdict.PENDING],
        "refusal": refusal,
        "faults": [{"label": "", "message": said, "id": f"{key}-{about}"} for key, said in problems.items()],
        "tabs": tabs(request.actor, "xem-xet"),
    }
    return render(request, "lateness/objections.html", context, status=refusal.status if refusal else 200)


@require_POST
@officer("dossiers.sign", "dossiers.view_all")
def decide(request: ActorRequest, objection_id: int) -> HttpResponse:
    """Yes or no, with the ground; perhaps to another unit."""
    found = queries.objection_for(request.actor, objection_id)
    grant = request.POST.get("decision") == "yes"
    try:
        to_agency_id = _agency(request.POST.get("to_agency", "")) if grant else None
        services.decide_objection(
            actor=request.actor,
            objection_id=objection_id,
            grant=grant,
            note=request.POST.get("note", ""),
            to_agency_id=to_agency_id,
        )
    except Refused as refusal:
        return _page(request, refusal, objection_id)
    said = "Chấp nhận" if grant else "Không chấp nhận"
    messages.success(
        request, f"{said} đề nghị của {found.agency.short_name}, hồ sơ {found.share.account.dossier.code}."
    )
    return redirect("lateness:objections")


def _agency(identifier: str) -> int | None:
    """An agency by its identifier as typed; nothing typed is nobody."""
    if not identifier.strip():
        return None
    try:
        return organizations.agency_by_identifier(identifier.strip().upper()).pk
    except Refused:
        raise Invalid(
            {
                "to_agency": f"Không có cơ quan mang mã định danh {identifier.strip()[:24]}. Ghi như H21.05, hoặc để trống."
            }
        ) from None
