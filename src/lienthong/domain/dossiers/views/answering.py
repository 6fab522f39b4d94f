"""One page of the declaration (một trang tờ khai): questions, what may be filled in at one press, what is saved by itself.

Who opens it: a citizen, on a phone, perhaps on a poor line, perhaps on two devices. What goes wrong is said beside the field;
nothing typed is lost, and every button keeps what was typed before it does anything else.
"""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Filing
from lienthong.domain.dossiers.views.filing import next_url
from lienthong.domain.dossiers.views.steps import filing_context
from lienthong.domain.dossiers.views.superseding import on_version_in_force
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as eform_services
from lienthong.domain.procedures import queries as procedures
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, citizen, take_kept_form
from lienthong.kit.barcodes import read_codes
from lienthong.kit.citizen_card import CardUnreadable
from lienthong.kit.errors import Refused
from lienthong.kit.pdf import qr_svg

MAX_PHOTO = 20 * 1024 * 1024


@require_http_methods(["GET", "POST"])
@citizen
@on_version_in_force
def form_page(request: ActorRequest, reference: str, page: str) -> HttpResponse:
    """One group of questions."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    problems: dict[str, str] = {}
    if filing.sent_at is not None:
        return redirect(next_url(request, filing, version))
    if request.method == "POST" and (verb := _other_verb(request)) is not None:
        services.save_page(actor=request.actor, filing_id=filing.id, page=page, post=request.POST, finished=False)
        try:
            messages.success(request, verb(request, filing, page))
        except Refused as refusal:
            messages.warning(request, refusal.message)
        return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
    if request.method == "POST" and {"_more", "_less"} & {*request.POST}:
        # One row more or fewer: what is typed so far is kept without being judged, and the page comes again.
        services.save_page(actor=request.actor, filing_id=filing.id, page=page, post=request.POST, finished=False)
        filing = queries.filing_for(request.actor, reference)
    elif request.method == "POST":
        problems = services.save_page(actor=request.actor, filing_id=filing.id, page=page, post=request.POST)
        if "later" in request.POST:
            messages.info(
                request, f"Đã lưu bản khai {reference}. Ông/bà làm tiếp trên máy này hoặc máy khác bằng cùng tài khoản."
            )
            return redirect("dossiers:mine")
        filing = queries.filing_for(request.actor, reference)
        if not problems and page not in filing.set_aside:
            return redirect(_after(filing, version, page, back_to_check=request.GET.get("ve") == "kiem-tra"))
    pages = eforms.pages(version.form, filing.answers)
    slugs = [each.slug for each in pages]
    if page not in slugs:
        return redirect("dossiers:filing", reference=reference)
    if request.method == "GET" and (kept := take_kept_form(request)) is not None:
        # The session ended while this page was being filled in; what was sent then has waited in the new session.
        services.save_page(actor=request.actor, filing_id=filing.id, page=page, post=kept, finished=False)
        filing = queries.filing_for(request.actor, reference)
        messages.info(
            request,
            "Phiên đăng nhập đã hết khi ông/bà đang khai. Nội dung vừa nhập còn nguyên bên dưới, kiểm tra rồi bấm Lưu và tiếp tục.",
        )
    at = slugs.index(page)
    context = filing_context(filing, version, "form")
    context |= _questions(request, filing, version, page, problems)
    context |= {
        "number": at + 1,
        "count": len(pages),
        "autosave_url": reverse("dossiers:filing-autosave", args=[reference, page]),
        "wrong_url": reverse("dossiers:filing-wrong", args=[reference, page]),
        "back_url": reverse("dossiers:filing-page", args=[reference, slugs[at - 1]])
        if at
        else reverse("dossiers:filing-agency", args=[reference]),
    }
    if filing.dossier is not None:
        context["back_url"] = reverse("dossiers:supplement", args=[filing.dossier.code])
    return render(request, "dossiers/filing/form_page.html", context, status=422 if problems else 200)


def _questions(
    request: ActorRequest, filing: Filing, version: procedures.VersionSnapshot, page: str, problems: dict[str, str]
) -> dict[str, Any]:
    """The questions with their sources, the people that a card or an offer may fill, and what another device left."""
    known = services.known_values(actor=request.actor, filing=filing, version=version)
    view = eforms.page_view(
        version.form,
        page,
        filing.answers,
        raw=filing.raw.get(page, {}),
        problems=problems,
        known=known,
        more=request.POST.get("_more", ""),
    )
    groups = eform_services.people_of(form=version.form, answers=filing.answers, page=page)
    return {
        "page": view,
        "problems": problems,
        "people": [
            group for group in groups if group.key not in services.WITHOUT_CARD and not group.names & known.keys()
        ],
        "offers": services.offers_on(actor=request.actor, filing=filing, version=version, page=page),
        "sources": _sources(filing, view),
        "disputed": [
            each for name, each in filing.disputed.items() if name in {field.question.name for field in view.fields}
        ],
        "other": _other_device(filing, version, page),
        "visit": secrets.token_urlsafe(9),
        "seen": filing.visits.get(page, {}).get("visit", ""),
    }


def _sources(filing: Filing, view: eforms.PageView) -> list[dict[str, Any]]:
    """What was filled in beforehand on this page, by where it comes from: {text, labels}."""
    found: dict[str, list[str]] = {}
    for field in view.fields:
        source = filing.sources.get(field.question.name)
        if source:
            found.setdefault(source["text"], []).append(field.question.label)
    return [{"text": text, "labels": labels} for text, labels in found.items()]


def _other_device(filing: Filing, version: procedures.VersionSnapshot, page: str) -> dict[str, Any] | None:
    """What another device had saved on this page: {at, rows: [{label, value}]}; only what differs."""
    aside = filing.set_aside.get(page)
    if aside is None:
        return None
    sections = eforms.summary(version.form, {**filing.answers, **aside["answers"]}, blanks=False)
    rows = [
        row
        for section in sections
        for row in section.rows
        if row.name in aside["answers"] and aside["answers"][row.name] != filing.answers.get(row.name)
    ]
    return {"at": parse_datetime(aside["at"]), "rows": rows}


def _other_verb(request: ActorRequest) -> Any:
    """The act behind a button that is not "Lưu và tiếp tục"; a scanner that ends its line with Enter counts as one."""
    if "_fill" in request.POST:
        return _fill
    if "_other" in request.POST:
        return _settle
    if "_card" in request.POST or any(line.strip() for line in _lines(request).values()):
        return _read_card
    return None


def _lines(request: ActorRequest) -> dict[str, str]:
    """What scanners typed, by the person they mean."""
    return {
        key.removeprefix("_card_line-"): str(value)
        for key, value in request.POST.items()
        if key.startswith("_card_line-")
    }


def _fill(request: ActorRequest, filing: Filing, page: str) -> str:
    offer = services.take_offer(actor=request.actor, filing_id=filing.id, page=page, key=request.POST["_fill"])
    return f"Đã điền {offer.about}: {offer.what}, theo {offer.source[:1].lower()}{offer.source[1:]}. Kiểm tra lại các ô bên dưới."


def _settle(request: ActorRequest, filing: Filing, page: str) -> str:
    take = request.POST["_other"] == "take"
    services.settle_devices(actor=request.actor, filing_id=filing.id, page=page, take_other=take)
    return "Đã lấy lại nội dung lưu ở máy kia." if take else "Giữ nội dung đang có trên trang này."


def _read_card(request: ActorRequest, filing: Filing, page: str) -> str:
    """By the line of a scanner or of the camera, else by the photograph, which is looked at and not kept."""
    lines = _lines(request)
    group = request.POST.get("_card") or next((key for key, value in lines.items() if value.strip()), "")
    key = "" if group == "-" else group
    line = lines.get(group, "").strip()
    upload = request.FILES.get(f"_card_photo-{group}")
    if not line and upload is not None and (upload.size or 0) <= MAX_PHOTO:
        found = read_codes(content=upload.read(), media_type="image/*").codes
        line = next((code for code in found if code.count("|") > 1), found[0] if found else "")
    if not line and upload is None:
        raise CardUnreadable("Chưa có ảnh thẻ. Chụp hoặc chọn ảnh mặt trước thẻ căn cước rồi bấm Đọc thẻ.")
    card = services.fill_from_card(actor=request.actor, filing_id=filing.id, page=page, group=key, line=line)
    rest = "" if card.is_complete else " Mã không đủ các mục, ông/bà tự ghi phần còn thiếu."
    return f"Đã đọc thẻ căn cước của {card.full_name}, số {card.id_number}. Kiểm tra lại các ô bên dưới.{rest}"


def _after(filing: Filing, version: procedures.VersionSnapshot, page: str, *, back_to_check: bool) -> str:
    if filing.dossier is not None:
        return reverse("dossiers:supplement", args=[filing.dossier.code])
    if back_to_check:
        return reverse("dossiers:filing-check", args=[filing.reference])
    slugs = [each.slug for each in eforms.pages(version.form, filing.answers)]
    after = slugs[slugs.index(page) + 1 :] if page in slugs else []
    if after:
        return reverse("dossiers:filing-page", args=[filing.reference, after[0]])
    return reverse("dossiers:filing-papers", args=[filing.reference])


@require_POST
@citizen
def autosave(request: ActorRequest, reference: str, page: str) -> HttpResponse:
    """Keep what has been typed so far; says when, what the server reckons now, and whether another device had saved the page in between."""
    filing = queries.filing_for(request.actor, reference)
    services.save_page(actor=request.actor, filing_id=filing.id, page=page, post=request.POST, finished=False)
    told: dict[str, object] = {"saved_at": f"{clock.now().astimezone(clock.VIETNAM):%H:%M}"}
    filing = queries.filing_for(request.actor, reference)
    if computed := eforms.computed_texts(procedures.version(filing.version_id).form, page, filing.answers):
        told["computed"] = computed
    aside = filing.set_aside.get(page)
    if aside is not None:
        at = parse_datetime(aside["at"])
        told["note"] = (
            f"Trang này cũng được lưu ở máy khác lúc {at.astimezone(clock.VIETNAM):%H:%M}. Nội dung đang thấy đã thay thế; "
            "tải lại trang để xem và lấy lại nội dung kia."
            if at
            else ""
        )
    return JsonResponse(told)


@require_http_methods(["GET", "POST"])
@citizen
def wrong(request: ActorRequest, reference: str, page: str) -> HttpResponse:
    """What a register says and the person holds to be wrong: declare it anew for this dossier, and where to have it put right."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    back = reverse("dossiers:filing-page", args=[reference, page])
    if filing.sent_at is not None:
        return redirect(next_url(request, filing, version))
    if request.method == "POST":
        services.dispute_values(
            actor=request.actor, filing_id=filing.id, page=page, names=request.POST.getlist("wrong")
        )
        return redirect(back)
    known = services.known_values(actor=request.actor, filing=filing, version=version)
    rows = [
        {
            "name": question.name,
            "label": question.label,
            "value": eforms.display(question, each["value"]),
            "source": each["source"],
            "disputed": question.name in filing.disputed,
        }
        for question in eforms.page_by_slug(version.form, page).questions
        if (each := known.get(question.name) or filing.disputed.get(question.name)) is not None
    ]
    context = filing_context(filing, version, "form") | {"rows": rows, "back_url": back}
    return render(request, "dossiers/filing/wrong.html", context)


@require_http_methods(["GET", "POST"])
@citizen
def elsewhere(request: ActorRequest, reference: str) -> HttpResponse:
    """The way to go on with this draft on another device: a code to scan, a letter to oneself."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    if filing.sent_at is not None:
        return redirect(next_url(request, filing, version))
    if request.method == "POST":
        services.send_resume_link(actor=request.actor, filing_id=filing.id)
        messages.success(request, "Đã gửi đường dẫn. Thư đến trong vài phút; không thấy thì xem cả hộp thư rác.")
        return redirect(request.path)
    url = request.build_absolute_uri(reverse("dossiers:filing", args=[reference]))
    context = filing_context(filing, version, "form") | {
        "code": qr_svg(url, title=f"Mã QR mở bản khai {reference} trên máy khác")
    }
    return render(request, "dossiers/filing/elsewhere.html", context)
