"""The applicant follows a dossier (hồ sơ của tôi): who holds it, since when, until when, what comes next."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import policies, queries, services
from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.progress import progress_of
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.domain.dossiers.views.papers import with_thumbnails
from lienthong.domain.dossiers.views.posting import post_context
from lienthong.domain.dossiers.views.steps import place_of
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.payments import queries as payments
from lienthong.kit.access import ActorRequest, citizen, take_kept_form
from lienthong.kit.errors import Refused
from lienthong.kit.pdf import qr_svg


@require_http_methods(["GET"])
@citizen
def mine(request: ActorRequest) -> HttpResponse:
    """Drafts first, then dossiers, newest first."""
    page = queries.dossiers_page(request.actor, cursor=request.GET.get("tu"))
    return render(
        request,
        "dossiers/citizen/mine.html",
        {
            "filings": [
                {"filing": filing, "place": place_of(request, filing)}
                for filing in queries.filings_in_progress(request.actor)
            ],
            "page": page,
            "nav": "ho-so",
        },
    )


@require_http_methods(["GET"])
@citizen
def detail(request: ActorRequest, code: str) -> HttpResponse:
    """One dossier: the timeline, the due date explained, the papers, the result."""
    dossier = queries.dossier_for(request.actor, code)
    version = procedures.version(dossier.version_id)
    halt = queries.open_halt(dossier) if dossier.state in {State.PAUSED, State.DUTY} else None
    order = payments.order_for("dossier", dossier.id) if dossier.state == State.AWAITING_PAYMENT else None
    if halt is not None and dossier.state == State.DUTY:
        order = payments.order_for("duty", halt.pk)
    context = {
        "dossier": dossier,
        "sheet": payments.transfer_sheet(order) if order else None,
        "halt": halt,
        "children": queries.children_of(dossier),
        "parent": dossier.parent,
        "letters": queries.letters_of(dossier),
        "refunds": payments.refunds_of([each.order_id for each in queries.paid_before_it_ended(dossier)]),
        "demand": queries.open_supplement_request(dossier) if dossier.state == State.SUPPLEMENT else None,
        "version": version,
        "progress": progress_of(dossier),
        "papers": with_thumbnails(queries.papers_of(dossier)),
        "requests": queries.supplement_requests(dossier),
        "sections": eforms.summary(version.form, dossier.answers, blanks=False),
        "crumbs": [{"label": "Hồ sơ của tôi", "url": reverse("dossiers:mine")}, {"label": dossier.code}],
        "supplement_url": reverse("dossiers:supplement", args=[dossier.code]),
        "rating_url": f"/ho-so/{dossier.code}/danh-gia/",
        "can_withdraw": dossier.state in TRANSITIONS["withdraw"].sources
        and policies.can(request.actor, "withdraw", dossier),
        **post_context(dossier),
        "nav": "ho-so",
    }
    return render(request, "dossiers/citizen/detail.html", context)


@require_http_methods(["GET"])
@citizen
def submitted(request: ActorRequest, code: str) -> HttpResponse:
    """Confirmation: the code, its QR, what happens next."""
    dossier = queries.dossier_for(request.actor, code)
    qr = qr_svg(services.progress_url(dossier), title=f"Mã QR theo dõi hồ sơ {dossier.code}")
    return render(
        request,
        "dossiers/citizen/submitted.html",
        {"dossier": dossier, "qr": qr, "detail_url": reverse("dossiers:detail", args=[dossier.code]), "nav": "ho-so"},
    )


@require_http_methods(["GET", "POST"])
@citizen
def withdraw(request: ActorRequest, code: str) -> HttpResponse:
    """Take the dossier back, with a reason."""
    dossier = queries.dossier_for(request.actor, code)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            services.withdraw_dossier(actor=request.actor, dossier_id=dossier.id, reason=request.POST.get("reason", ""))
        except Refused as refused:
            refusal = refused
        else:
            messages.info(request, f"Đã rút hồ sơ {dossier.code}.")
            return redirect("dossiers:detail", code=dossier.code)
    context = {
        "dossier": dossier,
        "refusal": refusal,
        "reason": (request.POST or take_kept_form(request) or QueryDict()).get("reason", ""),
        "detail_url": reverse("dossiers:detail", args=[dossier.code]),
        "nav": "ho-so",
    }
    return render(request, "dossiers/citizen/withdraw.html", context, status=refusal.status if refusal else 200)
