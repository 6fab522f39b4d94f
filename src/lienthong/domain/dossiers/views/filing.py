"""The applicant files (nộp hồ sơ): one question group per page, every page a plain form that works without JavaScript.

Who opens it: a citizen, on a phone, perhaps on a poor line. What goes wrong is said beside the field, and nothing typed is
lost: each POST stores what came before it judges it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Filing
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as eform_services
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.payments import queries as payments
from lienthong.kit.access import ActorRequest, citizen
from lienthong.kit.errors import Invalid, Refused


def steps_of(filing: Filing, current: str) -> list[dict[str, object]]:
    """The stages shown above every page: {label, state: done|now|next, url}."""
    stages = [
        ("agency", "Nơi giải quyết", reverse("dossiers:filing-agency", args=[filing.reference])),
        ("form", "Tờ khai", reverse("dossiers:filing", args=[filing.reference])),
        ("papers", "Giấy tờ", reverse("dossiers:filing-papers", args=[filing.reference])),
        ("check", "Kiểm tra lại", reverse("dossiers:filing-check", args=[filing.reference])),
        ("submit", "Nộp", reverse("dossiers:filing-submit", args=[filing.reference])),
    ]
    names = [name for name, _, _ in stages]
    at = names.index(current)
    return [
        {"label": label, "url": url, "state": "done" if place < at else "now" if place == at else "next"}
        for place, (_, label, url) in enumerate(stages)
    ]


def _verified(request: ActorRequest) -> bool:
    return services.known_person(request.actor) is not None


def _missing(request: ActorRequest, filing: Filing, version: procedures.VersionSnapshot) -> list[str]:
    return services.missing_papers(
        version, {paper.requirement_key for paper in filing.papers.all()}, verified=_verified(request)
    )


def _context(filing: Filing, version: procedures.VersionSnapshot, current: str) -> dict[str, object]:
    return {
        "filing": filing,
        "version": version,
        "steps": steps_of(filing, current),
        "check_url": reverse("dossiers:filing-check", args=[filing.reference]),
        "fee_url": reverse("dossiers:filing-fee", args=[filing.reference]),
        "submit_url": reverse("dossiers:filing-submit", args=[filing.reference]),
        "nav": "ho-so",
    }


@require_http_methods(["GET", "POST"])
@citizen
def start(request: ActorRequest, code: str) -> HttpResponse:
    """What is needed, before anything is typed; POST begins or resumes."""
    version = procedures.current_version(code)
    if request.method == "POST":
        filing = services.start_filing(actor=request.actor, code=code)
        return redirect("dossiers:filing", reference=filing.reference)
    return render(request, "dossiers/filing/start.html", {"version": version, "nav": "thu-tuc"})


@require_http_methods(["GET"])
@citizen
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
    if _missing(request, filing, version):
        return reverse("dossiers:filing-papers", args=[filing.reference])
    return reverse("dossiers:filing-check", args=[filing.reference])


@require_http_methods(["GET", "POST"])
@citizen
def agency(request: ActorRequest, reference: str) -> HttpResponse:
    """Which agency handles it: the one of the home commune comes first."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        chosen = request.POST.get("agency", "")
        try:
            filing = services.choose_agency(
                actor=request.actor, filing_id=filing.id, agency_id=int(chosen) if chosen.isdecimal() else 0
            )
        except Invalid as refusal:
            problems = refusal.problems
        else:
            return redirect("dossiers:filing", reference=reference)
    agencies = services.agencies_for(version)
    known = services.known_person(request.actor) or {}
    home = known.get("commune_code")
    suggested = filing.agency_id or next((each.id for each in agencies if home and each.unit_code == home), None)
    context = _context(filing, version, "agency")
    context |= {"agencies": agencies, "suggested": suggested, "problems": problems}
    return render(request, "dossiers/filing/agency.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@citizen
def form_page(request: ActorRequest, reference: str, page: str) -> HttpResponse:
    """One group of questions."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = services.save_page(actor=request.actor, filing_id=filing.id, page=page, post=request.POST)
        if not problems and "later" in request.POST:
            messages.info(
                request, f"Đã lưu bản khai {reference}. Ông/bà làm tiếp trên máy này hoặc máy khác bằng cùng tài khoản."
            )
            return redirect("dossiers:mine")
        filing = queries.filing_for(request.actor, reference)
        if not problems:
            return redirect(_after(filing, version, page, back_to_check=request.GET.get("ve") == "kiem-tra"))
    pages = eforms.pages(version.form, filing.answers)
    slugs = [each.slug for each in pages]
    if page not in slugs:
        return redirect("dossiers:filing", reference=reference)
    _, known = eform_services.prefill(form=version.form, person=services.known_person(request.actor))
    view = eforms.page_view(
        version.form, page, filing.answers, raw=filing.raw.get(page, {}), problems=problems, known=known
    )
    at = slugs.index(page)
    context = _context(filing, version, "form")
    context |= {
        "page": view,
        "problems": problems,
        "number": at + 1,
        "count": len(pages),
        "autosave_url": reverse("dossiers:filing-autosave", args=[reference, page]),
        "back_url": reverse("dossiers:filing-page", args=[reference, slugs[at - 1]])
        if at
        else reverse("dossiers:filing-agency", args=[reference]),
    }
    if filing.dossier is not None:
        context["back_url"] = reverse("dossiers:supplement", args=[filing.dossier.code])
    return render(request, "dossiers/filing/form_page.html", context, status=422 if problems else 200)


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
    """Keep what has been typed so far; says when."""
    filing = queries.filing_for(request.actor, reference)
    services.save_page(actor=request.actor, filing_id=filing.id, page=page, post=request.POST, finished=False)
    return JsonResponse({"saved_at": timezone.localtime().strftime("%H:%M")})


@require_http_methods(["GET", "POST"])
@citizen
def papers(request: ActorRequest, reference: str) -> HttpResponse:
    """The papers, one after another: what is needed, what has arrived, with size and pages."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        for key, uploads in request.FILES.lists():
            for upload in uploads:
                try:
                    services.attach_paper(actor=request.actor, filing_id=filing.id, requirement_key=key, upload=upload)
                except Refused as refusal:
                    problems[key] = refusal.message
        if not request.FILES and "next" not in request.POST:
            problems["papers"] = "Chưa chọn tệp nào. Bấm Chọn tệp hoặc Chụp ảnh ở giấy tờ cần nộp rồi bấm Tải lên."
        filing = queries.filing_for(request.actor, reference)
        if not problems and "next" in request.POST:
            missing = _missing(request, filing, version)
            if not missing:
                return redirect("dossiers:filing-check", reference=reference)
            problems["papers"] = f"Còn thiếu {len(missing)} giấy tờ bắt buộc: {'; '.join(missing)}."
    rows = paper_rows(filing, version, verified=_verified(request))
    for row in rows:
        row["error"] = problems.get(row["need"].key, "")
    context = _context(filing, version, "papers") | {"rows": rows, "problems": problems}
    template = "dossiers/filing/_papers.html" if request.headers.get("HX-Request") else "dossiers/filing/papers.html"
    return render(request, template, context, status=422 if problems else 200)


def paper_rows(filing: Filing, version: procedures.VersionSnapshot, *, verified: bool) -> list[dict[str, Any]]:
    """One row per requirement: {need, files, asked: bool, why_not: str}."""
    rows: list[dict[str, Any]] = []
    given = list(filing.papers.all())
    for need in version.requirements:
        why_not = ""
        if need.from_form:
            why_not = "Lập từ tờ khai điện tử, không phải in, ký và chụp lại"
        elif need.from_register and verified:
            why_not = "Có sẵn trong Cơ sở dữ liệu quốc gia về dân cư, không phải nộp"
        elif need.mode != "submit":
            why_not = "Chỉ xuất trình khi đến nhận kết quả"
        rows.append(
            {
                "need": need,
                "files": [paper for paper in given if paper.requirement_key == need.key],
                "asked": not why_not,
                "why_not": why_not,
            }
        )
    return rows


@require_POST
@citizen
def drop_paper(request: ActorRequest, reference: str, paper_id: int) -> HttpResponse:
    """Take a file out again."""
    filing = queries.filing_for(request.actor, reference)
    services.remove_paper(actor=request.actor, filing_id=filing.id, paper_id=paper_id)
    if filing.dossier is not None:
        return redirect("dossiers:supplement", code=filing.dossier.code)
    return redirect("dossiers:filing-papers", reference=reference)


@require_http_methods(["GET"])
@citizen
def check(request: ActorRequest, reference: str) -> HttpResponse:
    """Check answers: everything once more, each with its way back."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    problems = eform_services.validate_answers(form=version.form, answers=filing.answers)
    missing = _missing(request, filing, version)
    fees = procedures.fees_for(version, filing.answers)
    context = _context(filing, version, "check")
    context |= {
        "sections": eforms.summary(version.form, filing.answers),
        "rows": paper_rows(filing, version, verified=_verified(request)),
        "problems": problems,
        "missing": missing,
        "fees": fees,
        "total": sum(line.amount for line in fees),
        "ready": not problems and not missing and filing.agency_id is not None,
        "next_url": next_url(request, filing, version),
    }
    return render(request, "dossiers/filing/check.html", context)


@require_http_methods(["GET", "POST"])
@citizen
def fee(request: ActorRequest, reference: str) -> HttpResponse:
    """Pay by VietQR; the page says by itself when the bank has confirmed."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    if request.method == "POST" or filing.payment_order is None:
        filing = services.order_fee(actor=request.actor, filing_id=filing.id)
    order = payments.order(filing.payment_order) if filing.payment_order else None
    if filing.fee_amount == 0 or order is None or order.state == "paid":
        return redirect("dossiers:filing-submit", reference=reference)
    context = _context(filing, version, "submit")
    context |= {
        "sheet": payments.transfer_sheet(order),
        "order": order,
        "fees": procedures.fees_for(version, filing.answers),
    }
    return render(request, "dossiers/filing/fee.html", context)


@require_http_methods(["GET", "POST"])
@citizen
def submit(request: ActorRequest, reference: str) -> HttpResponse:
    """The last word: what will happen, and the one red button. A doubled click makes one dossier."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    if filing.sent_at is not None and filing.dossier is not None:
        return redirect("dossiers:submitted", code=filing.dossier.code)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            dossier = services.submit_filing(actor=request.actor, filing_id=filing.id)
        except Refused as refused:
            refusal = refused
        else:
            return redirect("dossiers:submitted", code=dossier.code)
    fees = procedures.fees_for(version, filing.answers)
    total = sum(line.amount for line in fees)
    order = payments.order_for("filing", filing.id) if total else None
    if total and refusal is None and (order is None or order.state != "paid"):
        return redirect("dossiers:filing-fee", reference=reference)
    context = _context(filing, version, "submit")
    context |= {"refusal": refusal, "fees": fees, "total": total, "order": order}
    return render(request, "dossiers/filing/submit.html", context, status=refusal.status if refusal else 200)


@require_POST
@citizen
def discard(request: ActorRequest, reference: str) -> HttpResponse:
    """Throw the draft away, after the page has asked."""
    filing = queries.filing_for(request.actor, reference)
    services.discard_filing(actor=request.actor, filing_id=filing.id)
    messages.info(request, f"Đã xóa bản khai {reference}.")
    return redirect("dossiers:mine")
