"""The office and the post (mở gói giấy tờ, sửa địa chỉ, gửi kết quả qua bưu chính).

Who opens it: the one-stop officer with a stack of parcels and a scanner. A code of the cover sheet, of the label or of the dossier leads
to the list of what should be inside; each paper is judged and the dossier goes on in the same act. When a colleague was faster the page
says who and when; what was judged and typed stays.
"""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State, Verdict
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services.posting import PAGE
from lienthong.domain.dossiers.views.posting import of_choice
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as eform_services
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import services as audit
from lienthong.foundation.postal import queries as parcels
from lienthong.foundation.postal import services as postal
from lienthong.foundation.postal.choices import State as ParcelState
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.text_vi import shown

RECEIVE = officer("dossiers.receive")
HANDLE = officer("postal.handle")
TOLD_BY_POST = {
    "choose_post": "Chọn cách nhận kết quả qua bưu chính",
    "order_post": "Lập đơn bưu chính",
    "mend_post": "Sửa địa chỉ đơn bưu chính",
    "resend_post": "Gửi lại đơn bưu chính",
    "cancel_post": "Hủy đơn bưu chính",
    "redeliver_post": "Đề nghị bưu điện giao lại",
    "attend_post": "Xử lý việc bưu chính",
    "leave_post_at_counter": "Hẹn nhận kết quả tại Một cửa",
    "resolve_post_cash": "Đối chiếu tiền bưu tá thu hộ",
    "open_post_parcel": "Mở gói giấy tờ gửi qua bưu chính",
}
"""Acts of the post, as the history of a dossier words them."""
_IN_URL = re.compile(r"[?&]ma=([\w.\-]+)")


@require_http_methods(["GET"])
@RECEIVE
def scan(request: ActorRequest) -> HttpResponse:
    """Scan or type; parcels that have arrived stand below."""
    text = request.GET.get("ma", "")[:200].strip()
    problem = ""
    if text:
        code = dossier_code_of(request.actor, text)
        if code:
            return redirect("dossiers:open-parcel", code=code)
        problem = f"Không có hồ sơ nào gửi giấy tờ qua bưu chính mang mã “{shown(text)}” ở cơ quan này. Kiểm tra mã trên phiếu gửi trong gói."
    context = {
        "text": text,
        "problem": problem,
        "arrived": parcels.to_do_page(request.actor, need="open").items,
        "rail": queries.rail(request.actor, ""),
    }
    return render(request, "dossiers/staff/post_scan.html", context, status=422 if problem else 200)


def dossier_code_of(actor: Actor, text: str) -> str:
    """The dossier a scanned text is about: its own code, the address in its QR code, a tracking number; empty when none is meant."""
    found = _IN_URL.search(text)
    typed = (found[1] if found else text).upper()
    order = next(iter(parcels.find(actor, typed)), None)
    code = order.subject_code if order is not None else typed
    dossier = queries.visible_dossiers(actor).filter(code=code, postal_choice__sends_papers=True).first()
    return dossier.code if dossier is not None else ""


@require_http_methods(["GET", "POST"])
@RECEIVE
def open_parcel(request: ActorRequest, code: str) -> HttpResponse:
    """What should be inside, judged paper by paper."""
    dossier = queries.dossier_for(request.actor, code)
    choice = services.choice_for(dossier)
    if choice is None or not choice.sends_papers:
        raise NotFound
    version = procedures.version(dossier.version_id)
    refusal: Refused | None = None
    if request.method == "POST":
        accepts = "accept" in request.POST
        try:
            services.open_parcel(
                actor=request.actor,
                dossier_id=dossier.id,
                lines=_lines(request, version, set(choice.paper_keys)),
                accepts=accepts,
                note=request.POST.get("note", ""),
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _said(dossier, accepts=accepts))
            return redirect("dossiers:scan-parcel")
    if dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"Mở gói giấy tờ hồ sơ {dossier.code}",
        )
    rows = _rows(request, dossier, version, set(choice.paper_keys))
    context = {
        "dossier": dossier,
        "version": version,
        "choice": choice,
        "rows": [row for row in rows if row["is_main"]],
        "others": [row for row in rows if not row["is_main"] and not row["need"].from_form],
        "parcels": parcels.orders_of("dossier", dossier.id)[:2],
        "refusal": refusal,
        "problems": refusal.problems if isinstance(refusal, Invalid) else {},
        "typed": request.POST,
        "is_open": choice.awaits_papers and dossier.state == State.SUBMITTED,
        "rail": queries.rail(request.actor, ""),
    }
    return render(request, "dossiers/staff/post_open.html", context, status=refusal.status if refusal else 200)


def _lines(request: ActorRequest, version: procedures.VersionSnapshot, inside: set[str]) -> list[services.JudgedLine]:
    """What was judged; a paper that is not in the parcel is right unless somebody says otherwise."""
    return [
        services.JudgedLine(
            requirement_key=need.key,
            verdict=Verdict(request.POST.get(f"verdict-{need.key}", Verdict.OK)),
            reason=request.POST.get(f"reason-{need.key}", ""),
            remedy=request.POST.get(f"remedy-{need.key}", ""),
        )
        for need in version.requirements
        if request.POST.get(f"verdict-{need.key}", "" if need.key in inside else Verdict.OK) in Verdict.values
    ]


def _said(dossier: Dossier, *, accepts: bool) -> str:
    dossier.refresh_from_db()
    if not accepts:
        return f"Đã gửi phiếu yêu cầu bổ sung, hồ sơ {dossier.code}."
    due = dossier.due_at.astimezone(clock.VIETNAM) if dossier.due_at else None
    return f"Đã tiếp nhận hồ sơ {dossier.code}" + (f", hẹn trả {due:%H:%M, %d/%m/%Y}." if due else ".")


def _rows(
    request: ActorRequest, dossier: Dossier, version: procedures.VersionSnapshot, inside: set[str]
) -> list[dict[str, Any]]:
    """One row per requirement, those of the parcel first; nothing is judged beforehand of what lies inside."""
    given = {paper.requirement_key for paper in queries.papers_of(dossier)}
    rows = []
    for need in version.requirements:
        known = need.key in given or need.from_form or need.from_register or need.mode != "submit" or not need.required
        default = "" if need.key in inside else Verdict.OK if known else Verdict.MISSING
        rows.append(
            {
                "need": need,
                "inside": need.key in inside,
                "has_file": need.key in given,
                "is_main": need.key in inside
                or not known
                or request.POST.get(f"verdict-{need.key}", "") not in {"", "ok"},
                "name": f"verdict-{need.key}",
                "value": request.POST.get(f"verdict-{need.key}", default),
                "reason": request.POST.get(f"reason-{need.key}", ""),
                "remedy": request.POST.get(f"remedy-{need.key}", ""),
            }
        )
    return sorted(rows, key=lambda row: not row["inside"])


@require_http_methods(["GET", "POST"])
@HANDLE
def parcel_address(request: ActorRequest, code: str) -> HttpResponse:
    """The citizen's end put right: the order is sent again, or the parcel goes out anew."""
    order = parcels.order_for(request.actor, code)
    again = order.state in {ParcelState.RETURNED, ParcelState.LOST, ParcelState.CANCELLED}
    answers: dict[str, Any] = {
        "post_name": order.citizen["name"],
        "post_phone": f"+84{order.citizen['phone'][1:]}",
        "post_address": {
            part: order.citizen[part] for part in ("province", "commune", "detail") if order.citizen[part]
        },
    }
    raw: dict[str, Any] = {}
    problems: dict[str, str] = {}
    refusal: Refused | None = None
    if request.method == "POST":
        read = eform_services.read_page(form=services.address_form(), page=PAGE, post=request.POST)
        answers, raw = {name: value for name, value in read.values.items() if value is not None}, read.raw
        problems = dict(read.problems)
        if not problems:
            party = services.party(
                name=answers["post_name"], phone=answers["post_phone"], address=answers["post_address"]
            )
            try:
                doing = postal.send_again if again else postal.mend_order
                done = doing(actor=request.actor, order_id=order.id, citizen=party)
            except Invalid as refused:
                problems = {f"post_{name}": said for name, said in refused.problems.items()}
            except Refused as refused:
                refusal = refused
            else:
                messages.success(
                    request, f"Đã lập đơn {done.code} gửi lại." if again else "Đã sửa địa chỉ và gửi lại đơn."
                )
                return redirect("postal:parcel", code=done.code)
    context = {
        "order": order,
        "again": again,
        "page": eforms.page_view(services.address_form(), PAGE, answers, raw=raw, problems=problems),
        "refusal": refusal,
        "rail": queries.rail(request.actor, ""),
    }
    return render(
        request,
        "dossiers/staff/post_address.html",
        context,
        status=422 if problems else refusal.status if refusal else 200,
    )


@require_POST
@officer("dossiers.return_result")
def office_choice(request: ActorRequest, code: str) -> HttpResponse:
    """The office writes down that the result goes by post, or is fetched after all, when the applicant asks at the counter or by telephone."""
    dossier = queries.dossier_for(request.actor, code)
    back = reverse("dossiers:work", args=[code]) + "?the=buu-chinh"
    read = eform_services.read_page(form=services.address_form(), page=PAGE, post=request.POST)
    receives = bool(request.POST.get("receives"))
    if receives and read.problems:
        for said in read.problems.values():
            messages.error(request, said)
        return redirect(back)
    try:
        services.choose_post_for_dossier(
            actor=request.actor,
            dossier_id=dossier.id,
            wish=services.Wish(
                receives_result=receives,
                pays_postman=bool(request.POST.get("pays_postman")),
                answers={name: value for name, value in read.values.items() if value is not None},
            ),
        )
    except Invalid as refusal:
        for said in refusal.problems.values():
            messages.error(request, said)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã ghi cách nhận kết quả.")
    return redirect(back)


def panel_context(actor: Actor, dossier: Dossier, *, may_change: bool) -> dict[str, Any]:
    """What the panel of the desk shows of the post."""
    choice = services.choice_for(dossier)
    version = procedures.version(dossier.version_id)
    answers = of_choice(choice) if choice else services.suggested(actor, None, version, dossier.answers)
    if choice is None and dossier.applicant is not None:
        answers["post_name"] = dossier.applicant_name
        if dossier.phone.startswith("0"):
            answers.setdefault("post_phone", f"+84{dossier.phone[1:]}")
    orders = parcels.orders_of("dossier", dossier.id)
    return {
        "choice": choice,
        "choice_address": services.party(name=choice.name, phone=choice.phone, address=choice.address).text
        if choice
        else "",
        "parcels": [{"order": order, "journey": parcels.journey(order)[:3]} for order in orders[:4]],
        "may_change": may_change and services.is_offered(version),
        "address_page": eforms.page_view(services.address_form(), PAGE, answers),
    }
