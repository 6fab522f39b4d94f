"""The applicant files (nộp hồ sơ): one question group per page, every page a plain form that works without JavaScript.

Who opens it: a citizen, on a phone, perhaps on a poor line. What goes wrong is said beside the field, and nothing typed is
lost: each POST stores what came before it judges it.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Filing
from lienthong.domain.dossiers.views import papers
from lienthong.domain.dossiers.views.steps import filing_context, missing, verified
from lienthong.domain.dossiers.views.superseding import on_version_in_force
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as eform_services
from lienthong.domain.eligibility import queries as eligibility
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.payments import queries as payments
from lienthong.kit.access import ActorRequest, citizen
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.text_vi import fold

FEW_AGENCIES = 8


@require_http_methods(["GET", "POST"])
@citizen
def start(request: ActorRequest, code: str) -> HttpResponse:
    """What is needed, before anything is typed; POST begins or resumes. Answers of a check stand in the address and are carried on."""
    version = procedures.version_to_file(code)
    carried = eligibility.answers_for_filing(code, request.GET.dict()) if request.GET else None
    if request.method == "POST":
        filing = services.start_filing(actor=request.actor, code=code)
        if carried:
            services.carry_answers(actor=request.actor, filing_id=filing.id, carried=carried)
        return redirect("dossiers:filing", reference=filing.reference)
    context = {
        "version": version,
        "needs_identity": request.actor.person_id is None,
        "asked": [need for need in version.requirements if need.is_uploaded(verified=verified(request))],
        "known": [need for need in version.requirements if need.from_register] if verified(request) else [],
        "carried": carried,
        "nav": "thu-tuc",
    }
    return render(request, "dossiers/filing/start.html", context)


@require_http_methods(["GET"])
@citizen
@on_version_in_force
def resume(request: ActorRequest, reference: str) -> HttpResponse:
    """The first page that is not done yet."""
    filing = queries.filing_for(request.actor, reference)
    return redirect(next_url(request, filing, procedures.version(filing.version_id)))


def next_url(request: ActorRequest, filing: Filing, version: procedures.VersionSnapshot) -> str:
    """Where the applicant goes on."""
    if filing.dossier_id is not None:
        if filing.sent_at is None:
            return reverse("dossiers:supplement", args=[filing.dossier.code if filing.dossier else ""])
        return reverse("dossiers:detail", args=[filing.dossier.code if filing.dossier else ""])
    if filing.agency_id is None:
        return reverse("dossiers:filing-agency", args=[filing.reference])
    for page in eforms.pages(version.form, filing.answers):
        if page.slug not in filing.pages_done:
            return reverse("dossiers:filing-page", args=[filing.reference, page.slug])
    if missing(request, filing, version):
        return reverse("dossiers:filing-papers", args=[filing.reference])
    return reverse("dossiers:filing-check", args=[filing.reference])


@require_http_methods(["GET", "POST"])
@citizen
@on_version_in_force
def agency(request: ActorRequest, reference: str) -> HttpResponse:
    """Which agency handles it: the one of the home commune comes first, any other is found by typing its name."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    if filing.dossier_id is not None:
        return redirect(next_url(request, filing, version))
    agencies = list(procedures.agencies_for(version))
    problems: dict[str, str] = {}
    chosen, typed = request.POST.get("agency", ""), request.POST.get("name", "")[:200]
    if request.method == "POST":
        try:
            agency_id = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else agency_named(agencies, typed)
            filing = services.choose_agency(actor=request.actor, filing_id=filing.id, agency_id=agency_id)
        except Invalid as refusal:
            problems = refusal.problems
        else:
            return redirect("dossiers:filing", reference=reference)
    known = services.known_person(request.actor) or {}
    home = next((each for each in agencies if each.unit_code and each.unit_code == known.get("commune_code")), None)
    offered = list(agencies) if len(agencies) <= FEW_AGENCIES else list(filter(None, [home]))
    current = chosen or str(filing.agency_id or (home.id if home else ""))
    if current and current not in {str(each.id) for each in offered}:
        typed = typed or next((each.name for each in agencies if str(each.id) == current), "")
        current = "other"
    context = filing_context(filing, version, "agency")
    context |= {
        "agencies": agencies,
        "offered": offered,
        "home": home,
        "current": current or ("" if offered else "other"),
        "typed": typed,
        "problems": problems,
    }
    return render(request, "dossiers/filing/agency.html", context, status=422 if problems else 200)


def agency_named(agencies: Sequence[Any], typed: str) -> int:
    """The id of the agency somebody means: `phường Pleiku`, `pleiku`, `UBND xã Ia Ly`. Raises Invalid with the names that come close."""
    meant = _bare(typed)
    if not meant:
        raise Invalid({"agency": "Chưa chọn cơ quan giải quyết. Chọn một dòng, hoặc gõ tên xã, phường."})
    exact = [each for each in agencies if fold(each.name) == fold(typed)] or [
        each for each in agencies if meant in {_bare(each.name), _bare(each.name, kind=True)}
    ]
    if len(exact) == 1:
        return int(exact[0].id)
    close = exact or [each for each in agencies if meant in _bare(each.name)]
    if len(close) == 1:
        return int(close[0].id)
    names = "; ".join(each.name for each in close[:5])
    if close:
        raise Invalid({"agency": f"Có {len(close)} cơ quan có tên gần với “{typed}”: {names}. Ghi đủ tên một cơ quan."})
    raise Invalid(
        {"agency": f"Không có cơ quan nào tên “{typed}” giải quyết thủ tục này. Gõ tên xã, phường từ ngày 01/7/2025."}
    )


def _bare(name: str, *, kind: bool = False) -> str:
    """The name without accents and "Ủy ban nhân dân"; `kind` also leaves out "xã", "phường", "đặc khu"."""
    text = fold(name)
    for lead in ("uy ban nhan dan ", "ubnd ", *(("xa ", "phuong ", "dac khu ") if kind else ())):
        text = text.removeprefix(lead)
    return text.strip()


@require_http_methods(["GET"])
@citizen
@on_version_in_force
def check(request: ActorRequest, reference: str) -> HttpResponse:
    """Check answers: everything once more, each with its way back."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    if filing.dossier_id is not None:
        return redirect(next_url(request, filing, version))
    problems = eform_services.validate_answers(form=version.form, answers=filing.answers)
    absent = missing(request, filing, version)
    fees = services.fee_lines(version, filing, services.settled_answers(version, filing))
    context = filing_context(filing, version, "check")
    context |= {
        "sections": eforms.summary(version.form, filing.answers),
        "rows": papers.paper_rows(filing, version, verified=verified(request)),
        "problems": problems,
        "missing": absent,
        "fees": fees,
        "total": procedures.total(fees),
        **_chosen_post(filing),
        "ready": not problems and not absent and filing.agency_id is not None,
        "next_url": next_url(request, filing, version),
    }
    return render(request, "dossiers/filing/check.html", context)


@require_http_methods(["GET", "POST"])
@citizen
@on_version_in_force
def fee(request: ActorRequest, reference: str) -> HttpResponse:
    """Pay by VietQR; the page says by itself when the bank has confirmed."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    if filing.dossier_id is not None or not _ready(request, filing, version):
        return redirect("dossiers:filing-check", reference=reference)  # nobody pays for what cannot be sent yet
    fees = services.fee_lines(version, filing, services.settled_answers(version, filing))
    due = procedures.total(fees)
    if _pays_postman(filing):
        return redirect("dossiers:filing-submit", reference=reference)
    if request.method == "POST" or (due and filing.payment_order is None) or filing.fee_amount != due:
        filing = services.order_fee(actor=request.actor, filing_id=filing.id)
    order = payments.order(filing.payment_order) if filing.payment_order else None
    if filing.fee_amount == 0 or order is None or order.state == "paid":
        return redirect("dossiers:filing-submit", reference=reference)
    context = filing_context(filing, version, "submit")
    context |= {
        "sheet": payments.transfer_sheet(order),
        "order": order,
        "fees": fees,
    }
    return render(request, "dossiers/filing/fee.html", context)


@require_http_methods(["GET", "POST"])
@citizen
@on_version_in_force
def submit(request: ActorRequest, reference: str) -> HttpResponse:
    """The last word: what will happen, and the one red button. A doubled click makes one dossier."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    if filing.sent_at is not None and filing.dossier is not None:
        return redirect("dossiers:submitted", code=filing.dossier.code)
    if filing.dossier_id is not None:
        return redirect(next_url(request, filing, version))
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            dossier = services.submit_filing(actor=request.actor, filing_id=filing.id)
        except Refused as refused:
            refusal = refused
        else:
            return redirect("dossiers:submitted", code=dossier.code)
    fees = services.fee_lines(version, filing, services.settled_answers(version, filing))
    total = procedures.total(fees)
    order = payments.order_for("filing", filing.id) if total else None
    if request.method == "GET" and not _ready(request, filing, version):
        return redirect("dossiers:filing-check", reference=reference)
    if total and refusal is None and not _pays_postman(filing) and (order is None or order.state != "paid"):
        return redirect("dossiers:filing-fee", reference=reference)
    context = filing_context(filing, version, "submit")
    context |= {"refusal": refusal, "fees": fees, "total": total, "order": order, **_chosen_post(filing)}
    return render(request, "dossiers/filing/submit.html", context, status=refusal.status if refusal else 200)


def _pays_postman(filing: Filing) -> bool:
    choice = services.choice_of(filing)
    return choice is not None and choice.pays_postman


def _chosen_post(filing: Filing) -> dict[str, Any]:
    """What goes by post, for the last look: the choice and its address in words."""
    choice = services.choice_of(filing)
    address = services.party(name=choice.name, phone=choice.phone, address=choice.address).text if choice else ""
    return {"choice": choice, "choice_address": address}


def _ready(request: ActorRequest, filing: Filing, version: procedures.VersionSnapshot) -> bool:
    """Nothing is left to fill in: the answers hold, the papers are there, the agency is chosen."""
    return (
        filing.agency_id is not None
        and not missing(request, filing, version)
        and not eform_services.validate_answers(form=version.form, answers=filing.answers)
    )


@require_POST
@citizen
def discard(request: ActorRequest, reference: str) -> HttpResponse:
    """Throw the draft away, after the page has asked."""
    filing = queries.filing_for(request.actor, reference)
    services.discard_filing(actor=request.actor, filing_id=filing.id)
    messages.info(request, f"Đã xóa bản khai {reference}.")
    return redirect("dossiers:mine")
