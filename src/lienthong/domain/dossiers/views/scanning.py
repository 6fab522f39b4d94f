"""Papers on the counter are scanned into a dossier or a filing (quét giấy tờ vào hồ sơ).

Who opens it: the one-stop officer, from the dossier or from the reception at the counter (`?tiep=` names the page to go back to). The
batch itself is arranged on the pages of `domain/scans`; here it begins, and here it ends.
"""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.dossiers import queries, services
from lienthong.domain.scans import policies as scan_policies
from lienthong.domain.scans import queries as scan_queries
from lienthong.domain.scans import services as scans
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Refused

SCAN = officer(*scan_policies.SCAN)


@require_http_methods(["GET", "POST"])
@SCAN
def for_dossier(request: ActorRequest, code: str) -> HttpResponse:
    """Separators to print, batches begun before, files to upload. POST begins a batch."""
    subject = services.dossier_subject(request.actor, queries.dossier_for(request.actor, code))
    return _begin(request, subject, reverse("dossiers:scan-dossier-sheets", args=[subject.code]))


@require_http_methods(["GET", "POST"])
@SCAN
def for_filing(request: ActorRequest, reference: str) -> HttpResponse:
    """The same for a filing that the officer holds at the counter."""
    filing = queries.filing_for(request.actor, reference)
    if filing.sent_at is not None and filing.dossier is not None:
        return redirect("dossiers:scan-dossier", code=filing.dossier.code)
    subject = services.filing_subject(filing, back=_back(request))
    return _begin(request, subject, reverse("dossiers:scan-filing-sheets", args=[reference]))


def _begin(request: ActorRequest, subject: scans.Subject, sheets_url: str) -> HttpResponse:
    uploads = request.FILES.getlist("files") if request.method == "POST" else []
    if request.method == "POST" and not uploads:
        messages.warning(request, "Chưa chọn tệp nào. Chọn tệp PDF, TIFF hoặc ảnh từ máy quét rồi bấm Tải lên.")
    if uploads:
        batch = scans.begin_batch(actor=request.actor, subject=subject)
        for said in scans.add_uploads(actor=request.actor, batch_id=batch.pk, uploads=uploads):
            messages.warning(request, said)
        return redirect("scans:batch", batch_id=batch.pk)
    context = {
        "subject": subject,
        "sheets_url": sheets_url,
        "begun": scan_queries.open_batches(request.actor, subject=subject.code),
        "here": request.get_full_path(),
    }
    return render(request, "dossiers/staff/scan.html", context)


def _back(request: ActorRequest) -> str:
    """The page of ours that the officer came from."""
    wanted = request.GET.get("tiep", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted[:200] if ours else ""


@require_safe
@SCAN
def dossier_separators(request: ActorRequest, code: str) -> HttpResponse:
    """A cover and a separator for each paper of the dossier."""
    subject = services.dossier_subject(request.actor, queries.dossier_for(request.actor, code))
    return _pdf(services.separators_pdf(subject), f"to-ngan-{subject.code}.pdf")


@require_safe
@SCAN
def filing_separators(request: ActorRequest, reference: str) -> HttpResponse:
    """The same for a filing."""
    subject = services.filing_subject(queries.filing_for(request.actor, reference))
    return _pdf(services.separators_pdf(subject), f"to-ngan-{subject.code}.pdf")


@require_safe
@SCAN
def procedure_separators(request: ActorRequest) -> HttpResponse:
    """Separators of a procedure (`ma`), to be laminated and used again."""
    code = request.GET.get("ma", "").strip()[:40]
    try:
        content = services.procedure_separators_pdf(code)
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return redirect("scans:batches")
    return _pdf(content, f"to-ngan-{code}.pdf")


@require_safe
@SCAN
def general_separators(request: ActorRequest) -> HttpResponse:
    """Separators of nothing."""
    return _pdf(services.general_separators_pdf(), "to-ngan-chung.pdf")


@require_POST
@SCAN
def take(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Attach the pieces; `lan` is the revision that the officer has just named. A second press finds it done."""
    batch = scan_queries.batch_for(request.actor, batch_id)
    revision = request.GET.get("lan", "")
    try:
        count = services.take_scans(
            actor=request.actor,
            batch_id=batch.pk,
            kind=batch.subject_kind,
            code=batch.subject,
            seen=int(revision) if revision.isdecimal() and len(revision) < 10 else None,
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("scans:batch", batch_id=batch.pk)
    if count is None:
        messages.info(request, f"Lô này đã gắn vào {batch.subject} trước đó; không gắn lần nữa.")
    else:
        messages.success(request, f"Đã gắn {count} giấy tờ vào {batch.subject}.")
    return redirect(batch.back or "scans:batches")


@require_POST
@SCAN
def send_over(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Pieces of another dossier go to its batch."""
    code = request.POST.get("ma", "").strip().upper()[:40]
    there = None
    try:
        there = services.send_scans_over(actor=request.actor, batch_id=batch_id, code=code)
    except Refused as refusal:
        messages.error(request, refusal.message)
    if there is not None:
        messages.success(request, f"Đã chuyển giấy tờ sang lô của {code}. Mở ở danh sách các lô đang dở để gắn.")
    return redirect("scans:batch", batch_id=batch_id)


@require_POST
@SCAN
def say_whose(request: ActorRequest, batch_id: uuid.UUID) -> HttpResponse:
    """The officer says whose papers a batch holds."""
    try:
        services.say_whose_scans(
            actor=request.actor, batch_id=batch_id, code=request.POST.get("ma", "").strip().upper()[:40]
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("scans:batch", batch_id=batch_id)


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )
