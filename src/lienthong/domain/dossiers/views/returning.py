"""Results are given at the counter (trả kết quả): found by whatever is scanned or typed, given to somebody who is known, signed for.

Who opens it: the one-stop officer with a person in front of the desk, who shows a card or the receipt. One scan finds everything that lies
ready for them. What is searched and whose card it was never stands in an address. When a colleague was faster, or the card is another
person's, the page says so and keeps everything typed.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Confirmed, IdentityPaper, ReceiverCapacity, ReturnForm
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as file_services
from lienthong.foundation.payments import queries as payments
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.citizen_card import CardUnreadable, read_card
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.money import format_money, parse_money
from lienthong.kit.pdf import pdf_response

GIVE = officer("dossiers.return_result")


def _frame(request: ActorRequest, shown: str) -> dict[str, Any]:
    days, every = queries.collection_rule(request.actor.agency_id)
    return {
        "views": [
            {"label": label, "url": reverse(f"dossiers:{name}"), "current": name == shown}
            for name, label in (
                ("returning", "Trả kết quả"),
                ("uncollected", f"Chờ nhận quá {days} ngày"),
                ("returns", "Đã trả"),
            )
        ],
        "days": days,
        "every": every,
        "rail": queries.rail(request.actor, "returning"),
    }


@require_http_methods(["GET", "POST"])
@GIVE
def returning(request: ActorRequest) -> HttpResponse:
    """POST `q`: find. GET `hs`: the results chosen, with the form for who takes them."""
    if request.method == "POST":
        return _found(request, queries.sought(request.POST.get("q", "")))
    codes = request.GET.getlist("hs")
    if codes:
        return _giving(request, queries.results_chosen(request.actor, codes), chosen=set(codes), asked=codes)
    if request.GET.get("ma"):
        return _found(request, queries.sought(request.GET["ma"]))
    return render(request, "dossiers/staff/returning.html", {**_frame(request, "returning"), "found": None})


def _found(request: ActorRequest, wanted: queries.Sought) -> HttpResponse:
    found = queries.results_ready(request.actor, wanted)
    people = {each.dossier.applicant_id or each.dossier.code for each in found}
    if len(people) == 1:
        codes = {each.dossier.code for each in found}
        card = wanted.card
        typed = QueryDict(mutable=True)
        if card is not None:
            typed.update({"name": card.full_name, "number": card.id_number, "paper": "card", "from_card": "1"})
        everything = queries.results_chosen(request.actor, codes)
        return _giving(request, everything, chosen=codes, asked=list(codes), typed=typed)
    context = {
        **_frame(request, "returning"),
        "found": found,
        "wanted": wanted,
        "before": queries.given_before(request.actor, wanted.code) if wanted.code and not found else None,
    }
    return render(request, "dossiers/staff/returning.html", context)


def _giving(
    request: ActorRequest,
    found: list[queries.ReadyResult],
    *,
    chosen: set[str],
    asked: list[str],
    typed: Mapping[str, Any] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The results of one person and the form for whoever takes them."""
    if not found:
        return _gone(request, asked, refusal)
    typed = typed or {}
    problems = refusal.problems if isinstance(refusal, Invalid) else {}
    for person_id in {each.dossier.applicant_id for each in found}:
        if person_id is not None:
            first = next(each.dossier for each in found if each.dossier.applicant_id == person_id)
            audit.record_access(
                actor=request.actor,
                person_id=person_id,
                subject_type="dossier",
                subject_id=first.id,
                reason=f"Trả kết quả hồ sơ {first.code}",
            )
    context = {
        **_frame(request, "returning"),
        "results": [
            {
                "it": each,
                "chosen": each.dossier.code in chosen and not each.owed,
                "form": str(typed.get(f"form-{each.dossier.code}", "")),
                "given": str(typed.get(f"given-{each.dossier.code}", "")),
            }
            for each in found
        ],
        "owner": found[0].dossier,
        "typed": typed,
        "fields": _fields(typed, problems),
        "from_card": typed.get("from_card") == "1",
        "refusal": refusal,
        "problems": [{"id": f"id_{key}", "label": "", "message": said} for key, said in problems.items()],
    }
    return render(request, "dossiers/staff/giving.html", context, status=refusal.status if refusal else 200)


def _gone(request: ActorRequest, asked: list[str], refusal: Refused | None) -> HttpResponse:
    """Nothing of what was asked lies ready any more: who has it."""
    context = {
        **_frame(request, "returning"),
        "found": [],
        "wanted": queries.sought(asked[0] if asked else ""),
        "before": queries.given_before(request.actor, asked[0]) if asked else None,
        "refusal": refusal,
    }
    return render(request, "dossiers/staff/returning.html", context, status=refusal.status if refusal else 404)


def _fields(typed: Mapping[str, Any], problems: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    rows: tuple[dict[str, Any], ...] = (
        {
            "name": "capacity",
            "label": "Người đến nhận là",
            "kind": "radio",
            "choices": ReceiverCapacity.choices,
            "value": ReceiverCapacity.OWNER,
        },
        {"name": "name", "label": "Họ tên người nhận", "attrs": {"autocomplete": "off"}},
        {
            "name": "paper",
            "label": "Giấy tờ xuất trình",
            "kind": "select",
            "choices": IdentityPaper.choices,
            "value": IdentityPaper.CARD,
        },
        {"name": "number", "label": "Số giấy tờ", "width": "20", "attrs": {"autocomplete": "off"}},
        {
            "name": "authority",
            "label": "Văn bản ủy quyền",
            "hint": "Số, ngày, nơi chứng thực; hoặc quan hệ theo quy định và giấy tờ chứng minh.",
            "when": f"capacity={ReceiverCapacity.AUTHORISED}",
        },
        {
            "name": "authority_file",
            "label": "Ảnh chụp văn bản ủy quyền",
            "kind": "file",
            "required": False,
            "when": f"capacity={ReceiverCapacity.AUTHORISED}",
        },
        {"name": "confirmed", "label": "Ký nhận", "kind": "radio", "choices": Confirmed.choices},
        {"name": "note", "label": "Ghi chú", "required": False},
    )
    return {
        str(row["name"]): {
            **row,
            "value": typed.get(row["name"]) or row.get("value", ""),
            "error": problems.get(row["name"], ""),
        }
        for row in rows
    }


@require_POST
@GIVE
def give(request: ActorRequest) -> HttpResponseBase:
    """Read the card that was scanned into the form, or give what is ticked."""
    asked = request.POST.getlist("all")
    chosen = set(request.POST.getlist("hs"))
    found = queries.results_chosen(request.actor, asked)
    if "read" in request.POST:
        typed = request.POST.copy()
        try:
            card = read_card(request.POST.get("card", ""))
        except CardUnreadable as refusal:
            return _giving(request, found, chosen=chosen, asked=asked, typed=typed, refusal=refusal)
        for name, value in (
            ("name", card.full_name),
            ("number", card.id_number),
            ("paper", "card"),
            ("from_card", "1"),
        ):
            typed[name] = value
        return _giving(request, found, chosen=chosen, asked=asked, typed=typed)
    if "fee" in request.POST:
        return _take_fee(request, found, asked)
    ids = {each.dossier.code: each.dossier.id for each in found}
    post = request.POST
    try:
        # What lies ready no more was given by a colleague meanwhile: the service says to whom.
        ids |= {code: queries.dossier_for(request.actor, code).id for code in chosen - set(ids)}
        act = services.return_results(
            actor=request.actor,
            forms={ids[code]: post.get(f"form-{code}", ReturnForm.ELECTRONIC) for code in chosen},
            receiver=services.Receiver(
                name=post.get("name", ""),
                paper=post.get("paper", ""),
                number=post.get("number", ""),
                capacity=post.get("capacity", ""),
                from_card=post.get("from_card") == "1",
                authority=post.get("authority", ""),
                authority_upload=request.FILES.get("authority_file"),
                confirmed=post.get("confirmed", ""),
            ),
            note=post.get("note", ""),
        )
    except Refused as refusal:
        again = queries.results_chosen(request.actor, asked)
        return _giving(request, again, chosen=chosen, asked=asked, typed=post, refusal=refusal)
    return redirect("dossiers:return-act", return_id=act.id)


def _take_fee(request: ActorRequest, found: list[queries.ReadyResult], asked: list[str]) -> HttpResponse:
    """What is owed is taken on the same page; everything typed stays, and the result is ticked."""
    code, typed = request.POST["fee"], request.POST.copy()
    chosen = set(request.POST.getlist("hs"))
    owing = next((each for each in found if each.dossier.code == code), None)
    if owing is None:
        raise NotFound
    try:
        services.take_owed_fee(
            actor=request.actor,
            dossier_id=owing.dossier.id,
            given=parse_money(request.POST.get(f"given-{code}", "")) or 0,
        )
    except Refused as refusal:
        return _giving(request, found, chosen=chosen, asked=asked, typed=typed, refusal=refusal)
    receipt = payments.cash_receipt_for(payments.order_for("dossier", owing.dossier.id))
    if receipt is not None:
        messages.success(
            request,
            f"Đã thu {format_money(receipt.amount)}, biên lai {receipt.number}, thối lại {format_money(receipt.change)}.",
        )
    again = queries.results_chosen(request.actor, asked)
    return _giving(request, again, chosen=chosen | {code}, asked=asked, typed=typed)


@require_http_methods(["GET"])
@officer("dossiers.view_agency")
def act(request: ActorRequest, return_id: uuid.UUID) -> HttpResponse:
    """What was given to whom; the sheet to sign; the next person."""
    found = queries.return_for(request.actor, return_id)
    context = {**_frame(request, "returns"), "act": found, "lines": list(found.lines.all())}
    return render(request, "dossiers/staff/return_act.html", context)


@require_http_methods(["GET"])
@officer("dossiers.view_agency")
def slip(request: ActorRequest, return_id: uuid.UUID) -> HttpResponse:
    """The line of form 07 to be signed by hand."""
    found = queries.return_for(request.actor, return_id)
    return pdf_response(services.return_slip_pdf(act=found), f"phieu-ky-nhan-{found.at:%Y%m%d-%H%M}.pdf")


@require_http_methods(["GET"])
@officer("dossiers.view_agency")
def authority(request: ActorRequest, return_id: uuid.UUID) -> HttpResponseBase:
    """The picture of the authority."""
    found = queries.return_for(request.actor, return_id)
    if found.authority_file is None:
        raise NotFound
    return file_services.response_for(found.authority_file, download=False)


@require_http_methods(["GET"])
@officer("dossiers.view_agency")
def returns(request: ActorRequest) -> HttpResponse:
    """What this counter gave, the latest first."""
    page = queries.returns_page(request.actor, cursor=request.GET.get("tu"))
    return render(request, "dossiers/staff/returns.html", {**_frame(request, "returns"), "page": page})


@require_http_methods(["GET", "POST"])
@GIVE
def uncollected(request: ActorRequest) -> HttpResponseBase:
    """What nobody came for; POST reminds those ticked."""
    if request.method == "POST":
        ids = [found for text in request.POST.getlist("ids") if (found := _uuid(text))]
        told = services.remind_collection(actor=request.actor, dossier_ids=ids)
        left = len(ids) - told
        said = f"Đã nhắc {told} người nhận." + (
            f" {left} người đã được nhắc gần đây nên không nhắc lại." if left else ""
        )
        (messages.success if told else messages.warning)(request, said if ids else "Chưa chọn hồ sơ nào để nhắc.")
        return redirect("dossiers:uncollected")
    return _uncollected(request)


@require_POST
@GIVE
def collection_rule(request: ActorRequest) -> HttpResponseBase:
    """The office's own number of days."""
    try:
        services.set_collection_rule(
            actor=request.actor, days=_days(request.POST.get("days", "")), every=_days(request.POST.get("every", ""))
        )
    except Invalid as refusal:
        return _uncollected(request, refusal)
    messages.success(request, "Đã lưu số ngày nhắc nhận kết quả.")
    return redirect("dossiers:uncollected")


def _uncollected(request: ActorRequest, refusal: Invalid | None = None) -> HttpResponse:
    frame = _frame(request, "uncollected")
    context = {
        **frame,
        "page": queries.uncollected_page(request.actor, days=frame["days"], cursor=request.GET.get("tu")),
        "problems": [
            {"id": key, "label": "", "message": said} for key, said in (refusal.problems if refusal else {}).items()
        ],
        "typed": request.POST,
    }
    return render(request, "dossiers/staff/uncollected.html", context, status=refusal.status if refusal else 200)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _days(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
