"""Certified copies at the counter (bản sao điện tử).

Who opens it: the one-stop officer, with the original, its owner and the scan; a colleague, to compare once more; whoever signs or seals
for the office. What is scanned stands beside what is written, so that the eyes need not leave the page.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.copies import forms, policies, queries, services
from lienthong.domain.copies.choices import CopyState, SignedBy
from lienthong.domain.copies.models import CertifiedCopy
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.errors import BadIdNumber
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.files.errors import FileRefused
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.errors import DeviceAnswerWrong, DeviceAsked, HolderNeeded
from lienthong.foundation.vault import services as vault
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.bridging import asks_bridge
from lienthong.kit.citizen_card import CardUnreadable, read_card
from lienthong.kit.errors import Invalid, NotFound, Refused

LISTS = {
    "cho": ("Đang chờ", (CopyState.SECOND, CopyState.READY)),
    "da-ky": ("Đã ký", (CopyState.SIGNED,)),
    "khong": ("Không chứng thực, thu hồi", (CopyState.REFUSED, CopyState.REVOKED)),
}
LOOK = officer(*policies.LOOK)


@require_safe
@LOOK
def copies(request: ActorRequest) -> HttpResponse:
    """Copies of the office: waiting, signed, refused."""
    chosen = request.GET.get("xem", "cho")
    chosen = chosen if chosen in LISTS else "cho"
    counts = queries.waiting_counts(request.actor)
    context = {
        "page": queries.copies_page(request.actor, LISTS[chosen][1], cursor=request.GET.get("trang")),
        "chosen": chosen,
        "tabs": [
            {
                "label": label,
                "url": f"?xem={key}",
                "current": key == chosen,
                "count": sum(counts.values()) if key == "cho" else None,
            }
            for key, (label, _) in LISTS.items()
        ],
        "can_prepare": any(request.actor.may(right) for right in policies.PREPARE),
        "can_rule": request.actor.may(policies.RULE),
    }
    return render(request, "copies/copies.html", context)


@require_http_methods(["GET", "POST"])
@officer(*policies.PREPARE)
def prepare(request: ActorRequest) -> HttpResponse:
    """Write what stands on the original, give the scan, tick that both were compared. `tu`: the paper of a dossier it is made of."""
    note = request.POST.get("tu", request.GET.get("tu", ""))
    source: vault.SourcePaper | None = None
    problems: dict[str, str] = {}
    if note:
        try:
            source = vault.open_source(request.actor, note)
        except Refused as refusal:
            messages.warning(request, refusal.message)
            return redirect("copies:copies")
    if request.method == "POST":
        copy, problems = _prepared(request, source)
        if copy is not None:
            messages.success(request, f"Đã lập bản sao {copy.code}, {copy.get_state_display().lower()}.")
            return redirect("copies:copy", copy_id=copy.pk)
    context = {
        "source": source,
        "note": note,
        "fields": forms.fields_of(
            request.POST, problems, {"name": source.name if source else ""}, asks_owner=source is None
        ),
        "problems": problems,
        "summary": [
            {"id": f"{name}_day" if name in {"issued_on", "valid_to"} else name, "label": "", "message": said}
            for name, said in problems.items()
        ],
        "compared": request.POST.get("compared") == "on",
        "rule": queries.rule_of(request.actor.agency_id or 0),
    }
    return render(request, "copies/prepare.html", context, status=422 if problems else 200)


def _prepared(request: ActorRequest, source: vault.SourcePaper | None) -> tuple[CertifiedCopy | None, dict[str, str]]:
    """The copy, or what has to be put right, by field."""
    original, problems = forms.read_original(request.POST, source.kind if source else "")
    if problems:
        return None, problems
    try:
        copy = services.prepare_copy(
            actor=request.actor,
            owner_id=source.owner_id if source else _owner(request),
            original=original,
            compared=request.POST.get("compared") == "on",
            upload=request.FILES.get("file"),
            file_id=source.file_id if source else None,
            reference=source.reference if source else "",
        )
    except Invalid as refusal:
        return None, refusal.problems
    except Refused as refusal:
        places = (("card", CardUnreadable | BadIdNumber), ("file", FileRefused))
        return None, {next((name for name, kind in places if isinstance(refusal, kind)), "compared"): refusal.message}
    return copy, {}


def _owner(request: ActorRequest) -> int:
    """The person whose card was read; known from now on."""
    card = read_card(request.POST.get("card", "")[:1000])
    person = accounts.identify_person(
        actor=request.actor,
        id_number=card.id_number,
        full_name=card.full_name,
        birth_date=card.birth_date,
        gender=card.gender,
        address=card.address,
    )
    return person.pk


@asks_bridge
@require_http_methods(["GET", "POST"])
@LOOK
def copy(request: ActorRequest, copy_id: uuid.UUID) -> HttpResponse:
    """The scan beside what was written; POST compares once more, signs, refuses or revokes."""
    found = queries.copy_for(request.actor, copy_id)
    problems: dict[str, str] = {}
    waits: Refused | None = None
    if request.method == "POST":
        try:
            said = signing.done_by_holder(
                actor=request.actor,
                typed=signing.typed(request.POST.dict()),
                act=lambda: _act(request, copy_id),
            )
        except (HolderNeeded, DeviceAsked, DeviceAnswerWrong) as asked:
            waits = asked
        except Invalid as refusal:
            problems = refusal.problems
        except NotFound:
            raise
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("copies:copy", copy_id=copy_id)
        else:
            messages.success(request, said)
            return redirect("copies:copy", copy_id=copy_id)
    else:
        audit.record_access(
            actor=request.actor,
            person_id=found.owner_id,
            subject_type="certified_copy",
            subject_id=found.pk,
            reason=f"Xem bản sao điện tử: {found.name}"[:120],
        )
    who = request.actor
    context = {
        "copy": found,
        "shows_scan": "quet" in request.GET,
        "shown_id": found.scan_id if found.file_id is None or "quet" in request.GET else found.file_id,
        "can_confirm": found.state == CopyState.SECOND
        and policies.can_compare(who, found)
        and found.compared_by_id != who.account_id,
        "can_sign": (signs := found.state == CopyState.READY and policies.can_sign(who, found)),
        "sign_key": queries.key_for(who, found) if signs else None,
        "refusal": waits,
        "can_refuse": found.state in {CopyState.SECOND, CopyState.READY}
        and (policies.can_compare(who, found) or policies.can_sign(who, found)),
        "can_revoke": found.state == CopyState.SIGNED and policies.can_revoke(who, found),
        "check_url": services.check_url(found.code),
        "typed": request.POST,
        "problems": problems,
        "summary": [{"id": name, "label": "", "message": said} for name, said in problems.items()],
    }
    status = waits.status if waits is not None else 422 if problems else 200
    return render(request, "copies/copy.html", context, status=status)


def _act(request: ActorRequest, copy_id: uuid.UUID) -> str:
    common: dict[str, Any] = {"actor": request.actor, "copy_id": copy_id}
    reason = request.POST.get("reason", "")
    match request.POST.get("act", ""):
        case "doi-chieu":
            services.confirm_copy(**common, compared=request.POST.get("compared") == "on")
            return "Đã ghi đối chiếu lần hai. Bản sao chờ ký."
        case "ky":
            done = services.sign_copy(**common)
            return f"Đã ký bản sao số {done.notation}, đưa vào kho giấy tờ của {done.owner.full_name}."
        case "khong":
            services.refuse_copy(**common, reason=reason)
            return "Đã ghi không chứng thực."
        case "thu-hoi":
            done = services.revoke_copy(**common, reason=reason)
            return f"Đã thu hồi bản sao số {done.notation}. Số giữ nguyên trong sổ."
    raise NotFound


@require_safe
@LOOK
def file(request: ActorRequest, copy_id: uuid.UUID) -> HttpResponseBase:
    """The signed copy, or the scan before that (`quet` always)."""
    found = queries.copy_for(request.actor, copy_id)
    shown = found.scan if found.file is None or "quet" in request.GET else found.file
    return files.response_for(
        shown, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )


@require_safe
@LOOK
def book(request: ActorRequest) -> HttpResponse:
    """The register of a year."""
    year = _year(request)
    context = {
        "year": year,
        "years": queries.years_of(request.actor) or [year],
        "rows": queries.book_of(request.actor, year),
    }
    return render(request, "copies/book.html", context)


@require_safe
@LOOK
def book_pdf(request: ActorRequest) -> HttpResponse:
    """The same as PDF."""
    year = _year(request)
    return HttpResponse(
        services.book_pdf(actor=request.actor, year=year),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="so-ban-sao-dien-tu-{year}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


def _year(request: ActorRequest) -> int:
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year


@require_http_methods(["GET", "POST"])
@officer(policies.RULE)
def rule(request: ActorRequest) -> HttpResponse:
    """How the office certifies: how many eyes, whose certificate, which words."""
    found = queries.rule_of(request.actor.agency_id or 0)
    post, problems = request.POST, {}
    if request.method == "POST":
        try:
            services.save_rule(
                actor=request.actor,
                needs_second=post.get("needs_second") == "on",
                signed_by=post.get("signed_by", ""),
                words=post.get("words", ""),
                notation=post.get("notation", ""),
            )
        except Invalid as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "Đã lưu quy tắc; áp dụng cho bản sao lập từ bây giờ.")
            return redirect("copies:copies")
    fields: list[dict[str, Any]] = [
        {
            "name": "signed_by",
            "label": "Ký bằng",
            "kind": "radio",
            "choices": SignedBy.choices,
            "value": post.get("signed_by", found.signed_by),
        },
        {"name": "words", "label": "Dòng chữ trên bản sao", "value": post.get("words", found.words)},
        {
            "name": "notation",
            "label": "Mẫu số, ký hiệu",
            "hint": "{number} là số thứ tự trong năm, {year} là năm.",
            "value": post.get("notation", found.notation),
        },
    ]
    context = {
        "rule": found,
        "fields": [{**each, "id": each["name"], "error": problems.get(str(each["name"]), "")} for each in fields],
        "needs_second": post.get("needs_second") == "on" if request.method == "POST" else found.needs_second,
        "summary": [{"id": name, "label": "", "message": said} for name, said in problems.items()],
    }
    return render(request, "copies/rule.html", context, status=422 if problems else 200)
