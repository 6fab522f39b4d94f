"""The applicant gives papers (giấy tờ kèm theo): what is needed, what has arrived, why a file was refused."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import DossierPaper, Filing, FilingPaper
from lienthong.domain.dossiers.views.own_forms import with_own_forms
from lienthong.domain.dossiers.views.steps import filing_context, missing, verified
from lienthong.domain.dossiers.views.superseding import on_version_in_force
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.files import queries as files
from lienthong.foundation.vault import queries as vault
from lienthong.foundation.vault import services as vault_services
from lienthong.kit.access import ActorRequest, citizen, take_kept_form
from lienthong.kit.errors import Refused


@require_http_methods(["GET", "POST"])
@citizen
@on_version_in_force
def papers(request: ActorRequest, reference: str) -> HttpResponse:
    """The papers, one after another: what is needed, what has arrived, with size and pages."""
    filing = queries.filing_for(request.actor, reference)
    version = procedures.version(filing.version_id)
    if filing.sent_at is not None:
        return redirect("dossiers:filing", reference=reference)
    problems: dict[str, str] = {}
    if request.method == "POST" and "field" in request.POST:
        return _one_paper(request, filing)
    if request.method == "POST" and "_vault" in request.POST:
        return _from_vault(request, filing)
    if request.method == "POST":
        problems = take_papers(request, filing)
        if not request.FILES and "next" not in request.POST:
            problems["papers"] = "Chưa chọn tệp nào. Bấm Chọn tệp hoặc Chụp ảnh ở giấy tờ cần nộp rồi bấm Tải lên."
        filing = queries.filing_for(request.actor, reference)
        if not problems and "next" in request.POST:
            absent = missing(request, filing, version)
            if not absent:
                return redirect("dossiers:filing-check", reference=reference)
            problems |= {
                need.key: "Chưa có tệp nào. Chụp ảnh hoặc chọn tệp."
                for need in version.requirements
                if need.name in absent
            }
    elif take_kept_form(request) is not None:
        messages.warning(request, "Phiên đăng nhập đã hết nên tệp vừa gửi chưa đến nơi. Chọn lại tệp đó và gửi lại.")
    rows = paper_rows(filing, version, verified=verified(request))
    with_own_forms(request, filing, [paper for row in rows for paper in row["files"]])
    for row in rows:
        row["error"] = problems.get(row["need"].key, "")
    context = filing_context(filing, version, "papers") | {
        "asked": [row for row in rows if row["asked"]],
        "spared": [row for row in rows if not row["asked"]],
        "problems": problems,
        "upload_url": reverse("dossiers:filing-papers", args=[reference]),
        "consent": vault_services.consent_text(filing.agency.name if filing.agency else ""),
    }
    add_vault_papers(request, version, rows)
    return render(request, "dossiers/filing/papers.html", context, status=422 if problems else 200)


def _from_vault(request: ActorRequest, filing: Filing) -> HttpResponse:
    """A paper of one's own vault, with the consent ticked beside it; files chosen on the same page come along."""
    for said in take_papers(request, filing).values():
        messages.warning(request, said)
    key, _, paper = request.POST["_vault"].partition(":")
    try:
        given = services.attach_from_vault(
            actor=request.actor,
            filing_id=filing.id,
            requirement_key=key,
            paper_id=uuid.UUID(paper),
            agreed=bool(request.POST.get(f"_agree-{key}")),
        )
        messages.success(request, f"Đã dùng {given.file.name} từ kho giấy tờ.")
    except ValueError:
        messages.warning(request, "Chưa chọn giấy tờ nào trong kho. Chọn một giấy tờ rồi bấm lại.")
    except Refused as refusal:
        messages.warning(request, refusal.message)
    return redirect(reverse("dossiers:filing-papers", args=[filing.reference]) + f"#need-{key}")


def add_vault_papers(request: ActorRequest, version: procedures.VersionSnapshot, rows: list[dict[str, Any]]) -> None:
    """Give each row that asks for a file the papers of the vault that fit it, found by code; unusable ones with the reason."""
    asked = {row["need"].key for row in rows if row["asked"]}
    fits = vault.fitting(request.actor, services.components_of(version, asked)) if asked else {}
    for row in rows:
        given = {paper.file_id for paper in row["files"]}
        row["in_vault"] = [fit for fit in fits.get(row["need"].key, ()) if fit.paper.file_id not in given]
        row["can_reuse"] = any(not fit.why_not for fit in row["in_vault"])


def take_papers(request: ActorRequest, filing: Filing) -> dict[str, str]:
    """Keep every file of the form under the requirement its input is named after; what was refused, by requirement."""
    problems: dict[str, str] = {}
    for key, uploads in request.FILES.lists():
        for upload in uploads:
            try:
                services.attach_paper(actor=request.actor, filing_id=filing.id, requirement_key=key, upload=upload)
            except Refused as refusal:
                problems[key] = f"{problems[key]} {refusal.message}" if key in problems else refusal.message
    return problems


def _one_paper(request: ActorRequest, filing: Filing) -> HttpResponse:
    """The script of the page sends each file by itself: one line of the list, or why not."""
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"message": "Chưa nhận được tệp. Chọn lại tệp để gửi lại."}, status=422)
    try:
        paper = services.attach_paper(
            actor=request.actor, filing_id=filing.id, requirement_key=request.POST["field"], upload=upload
        )
    except Refused as refusal:
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    with_thumbnails([paper])
    with_own_forms(request, filing, [paper])
    return render(request, "dossiers/_given_file.html", {"paper": paper, "reference": filing.reference})


def with_thumbnails[P: (FilingPaper, DossierPaper)](papers: Iterable[P]) -> list[P]:
    """The papers, each knowing the id of its thumbnail (None for PDF), in one query for all."""
    found = list(papers)
    ids: list[uuid.UUID] = [paper.file_id for paper in found if paper.file_id]
    made = files.thumbnails_of(ids) if ids else {}
    for paper in found:
        paper.thumbnail_id = made.get(paper.file_id) if paper.file_id else None  # type: ignore[attr-defined]  # read by the template only
    return found


def paper_rows(filing: Filing, version: procedures.VersionSnapshot, *, verified: bool) -> list[dict[str, Any]]:
    """One row per requirement: {need, files, asked: bool, why_not: str, by_post: bool}."""
    rows: list[dict[str, Any]] = []
    given = with_thumbnails(filing.papers.all())
    by_post = services.papers_by_post(filing)
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
                "by_post": need.key in by_post,
            }
        )
    return rows


@require_POST
@citizen
def drop_paper(request: ActorRequest, reference: str, paper_id: int) -> HttpResponse:
    """Take a file out again. Files chosen on the same page come along and are kept."""
    filing = queries.filing_for(request.actor, reference)
    for said in take_papers(request, filing).values():
        messages.warning(request, said)
    services.remove_paper(actor=request.actor, filing_id=filing.id, paper_id=paper_id)
    if filing.dossier is not None:
        return redirect("dossiers:supplement", code=filing.dossier.code)
    return redirect("dossiers:filing-papers", reference=reference)
