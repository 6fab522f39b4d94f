"""The applicant and the post (gửi giấy tờ, nhận kết quả qua bưu chính): plain forms that work without JavaScript.

Who opens it: a citizen who lives far from the office, on a phone. What the post could not use of an address is said beside the field;
nothing typed is lost. Freight is shown before anything is chosen.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.models import Dossier, Filing, PostalChoice
from lienthong.domain.dossiers.services.cover_sheet import cover_sheet_pdf
from lienthong.domain.dossiers.services.posting import PAGE, office_party
from lienthong.domain.dossiers.views.papers import paper_rows
from lienthong.domain.dossiers.views.steps import filing_context, verified
from lienthong.domain.dossiers.views.superseding import on_version_in_force
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as eform_services
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.postal import queries as parcels
from lienthong.foundation.postal.choices import Kind
from lienthong.foundation.postal.choices import State as ParcelState
from lienthong.kit.access import ActorRequest, citizen, take_kept_form
from lienthong.kit.errors import Invalid, Refused

LEFT = {ParcelState.PICKED_UP, ParcelState.IN_TRANSIT, ParcelState.DELIVERED}
ENDED = {State.RETURNED, State.CLOSED, State.REJECTED, State.WITHDRAWN, State.STOPPED}


@require_http_methods(["GET", "POST"])
@citizen
@on_version_in_force
def filing_post(request: ActorRequest, reference: str) -> HttpResponse:
    """What goes by post, from where and to where, and who takes the fee."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    if filing.dossier_id is not None or not services.is_offered(version):
        return redirect("dossiers:filing", reference=reference)
    typed = request.POST if request.method == "POST" else take_kept_form(request)
    choice = services.choice_of(filing)
    answers, raw, problems = _asked(request, filing, version, choice, typed)
    refusal: Refused | None = None
    wish = _wish(request.POST, answers)
    if request.method == "GET" or not (wish.sends_papers or wish.receives_result):
        problems = {}
    if request.method == "POST" and not problems:
        try:
            services.choose_post(actor=request.actor, filing_id=filing.id, wish=wish)
        except Invalid as refused:
            problems = refused.problems
        except Refused as refused:
            refusal = refused
        else:
            return redirect("dossiers:filing-check", reference=reference)
    fees = services.fee_lines(version, filing, services.settled_answers(version, filing))
    context = filing_context(filing, version, "papers") | {
        **_ticked(typed, choice),
        "rows": _post_rows(filing, version, typed, choice, verified=verified(request)),
        "page": eforms.page_view(services.address_form(), PAGE, answers, raw=raw, problems=_of_address(problems)),
        "problems": problems,
        "refusal": refusal,
        "total": procedures.total(fees),
        "freight_near": parcels.freight_range()[0],
        "freight_far": parcels.freight_range()[1],
    }
    failed = bool(problems or refusal)
    return render(request, "dossiers/filing/post.html", context, status=422 if failed else 200)


def _asked(
    request: ActorRequest,
    filing: Filing,
    version: procedures.VersionSnapshot,
    choice: PostalChoice | None,
    typed: Mapping[str, Any] | None,
) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """Answers of the address questions, what was typed where they could not be read, and problems."""
    if typed is None:
        return (
            (of_choice(choice) if choice else services.suggested(request.actor, filing, version, filing.answers)),
            {},
            {},
        )
    read = eform_services.read_page(form=services.address_form(), page=PAGE, post=typed)
    return {name: value for name, value in read.values.items() if value is not None}, read.raw, dict(read.problems)


def of_choice(choice: PostalChoice) -> dict[str, Any]:
    """What was chosen, as answers of the address form."""
    phone = f"+84{choice.phone[1:]}" if choice.phone.startswith("0") else choice.phone
    return {"post_name": choice.name, "post_phone": phone, "post_address": choice.address}


def _wish(post: Any, answers: Mapping[str, Any]) -> services.Wish:
    if post.get("none"):
        return services.Wish()
    return services.Wish(
        sends_papers=bool(post.get("sends")),
        paper_keys=post.getlist("papers"),
        receives_result=bool(post.get("receives")),
        pays_postman=post.get("fee") == "post",
        answers=answers,
    )


def _ticked(typed: Any, choice: PostalChoice | None) -> dict[str, bool]:
    if typed is not None:
        return {
            "sends": bool(typed.get("sends")),
            "receives": bool(typed.get("receives")),
            "pays_postman": typed.get("fee") == "post",
        }
    return {
        "sends": choice is not None and choice.sends_papers,
        "receives": choice is None or choice.receives_result,
        "pays_postman": choice is not None and choice.pays_postman,
    }


def _post_rows(
    filing: Filing, version: procedures.VersionSnapshot, typed: Any, choice: PostalChoice | None, *, verified: bool
) -> list[dict[str, Any]]:
    """Papers that may lie in a parcel, ticked where they are not there as files."""
    chosen = set(typed.getlist("papers")) if typed is not None else set(choice.paper_keys) if choice else None
    return [
        {
            "need": row["need"],
            "has_files": bool(row["files"]),
            "checked": row["need"].key in chosen
            if chosen is not None
            else bool(row["need"].required and not row["files"]),
        }
        for row in paper_rows(filing, version, verified=verified)
        if row["asked"]
    ]


def _of_address(problems: Mapping[str, str]) -> dict[str, str]:
    return {name: said for name, said in problems.items() if name.startswith("post_")}


@require_http_methods(["GET", "POST"])
@citizen
def dossier_post(request: ActorRequest, code: str) -> HttpResponse:
    """Change one's mind: have the result brought, or fetch it, as long as it has not been sent."""
    dossier = queries.dossier_for(request.actor, code)
    version = procedures.version(dossier.version_id)
    if dossier.state in ENDED or not services.is_offered(version):
        return redirect("dossiers:detail", code=code)
    choice = services.choice_for(dossier)
    typed = request.POST if request.method == "POST" else take_kept_form(request)
    raw: dict[str, Any] = {}
    problems: dict[str, str] = {}
    refusal: Refused | None = None
    if typed is None:
        answers = of_choice(choice) if choice else services.suggested(request.actor, None, version, dossier.answers)
    else:
        read = eform_services.read_page(form=services.address_form(), page=PAGE, post=typed)
        answers, raw = {name: value for name, value in read.values.items() if value is not None}, read.raw
        problems = dict(read.problems) if request.method == "POST" and request.POST.get("receives") else {}
    if request.method == "POST" and not problems:
        try:
            services.choose_post_for_dossier(
                actor=request.actor,
                dossier_id=dossier.id,
                wish=services.Wish(
                    receives_result=bool(request.POST.get("receives")),
                    pays_postman=request.POST.get("fee") == "post",
                    answers=answers,
                ),
            )
        except Invalid as refused:
            problems = refused.problems
        except Refused as refused:
            refusal = refused
        else:
            messages.success(
                request,
                "Kết quả sẽ được gửi qua bưu chính."
                if request.POST.get("receives")
                else "Ông/bà sẽ nhận kết quả tại Bộ phận Một cửa.",
            )
            return redirect("dossiers:detail", code=code)
    near, far = parcels.freight_range()
    context = {
        "dossier": dossier,
        "version": version,
        "choice": choice,
        "page": eforms.page_view(services.address_form(), PAGE, answers, raw=raw, problems=_of_address(problems)),
        "problems": problems,
        "refusal": refusal,
        "pays_postman": request.POST.get("fee") == "post" or bool(choice and choice.pays_postman),
        "freight_near": near,
        "freight_far": far,
        "crumbs": [
            {"label": "Hồ sơ của tôi", "url": reverse("dossiers:mine")},
            {"label": dossier.code, "url": reverse("dossiers:detail", args=[dossier.code])},
            {"label": "Nhận qua bưu chính"},
        ],
        "nav": "ho-so",
    }
    return render(request, "dossiers/citizen/post.html", context, status=422 if problems or refusal else 200)


@require_safe
@citizen
def cover_sheet(request: ActorRequest, code: str) -> HttpResponse:
    """The sheet to print and put on top of the papers."""
    dossier = queries.dossier_for(request.actor, code)
    content = cover_sheet_pdf(dossier)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="phieu-gui-{dossier.code}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


def post_context(dossier: Dossier) -> dict[str, Any]:
    """What the pages of a dossier show of the post: the choice, each parcel with its way in plain words, what may still be changed."""
    choice = services.choice_for(dossier)
    orders = parcels.orders_of("dossier", dossier.id) if choice is not None else []
    open_delivery = any(
        order.kind == Kind.DELIVER
        and order.state not in {ParcelState.CANCELLED, ParcelState.RETURNED, ParcelState.LOST}
        for order in orders
    )
    offered = dossier.state not in ENDED and services.is_offered(procedures.version(dossier.version_id))
    return {
        "choice": choice,
        "choice_address": services.party(name=choice.name, phone=choice.phone, address=choice.address).text
        if choice is not None
        else "",
        "parcels": [{"order": order, "journey": parcels.journey(order)} for order in orders[:4]],
        "papers_left": any(order.kind == Kind.COLLECT and order.state in LEFT for order in orders[:1]),
        "may_choose": offered and not open_delivery,
        "office": office_party(dossier.reception_agency_id) if choice is not None and choice.awaits_papers else None,
    }
