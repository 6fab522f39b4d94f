"""The applicant answers a request (bổ sung hồ sơ): the list of what is wanted, each with its own way to mend it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State, Verdict
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.views.own_forms import with_own_forms
from lienthong.domain.dossiers.views.papers import take_papers, with_thumbnails
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.kit.access import ActorRequest, citizen
from lienthong.kit.errors import Invalid, Refused


@require_http_methods(["GET", "POST"])
@citizen
def answer(request: ActorRequest, code: str) -> HttpResponse:
    """The task list; POST takes files for one or several of its papers."""
    dossier = queries.dossier_for(request.actor, code)
    if dossier.state != State.SUPPLEMENT:
        return redirect("dossiers:detail", code=dossier.code)
    problems: dict[str, str] = {}
    if request.method == "POST":
        filing = services.open_supplement(actor=request.actor, dossier_id=dossier.id)
        problems = take_papers(request, filing)
        if not request.FILES:
            problems["papers"] = "Chưa chọn tệp nào. Chọn tệp ở giấy tờ cần bổ sung rồi bấm Tải lên."
    return _page(request, dossier, problems)


def _page(request: ActorRequest, dossier: Dossier, problems: dict[str, str]) -> HttpResponse:
    filing = services.open_supplement(actor=request.actor, dossier_id=dossier.id)
    filing = queries.filing_for(request.actor, filing.reference)
    version = procedures.version(dossier.version_id)
    demand = queries.open_supplement_request(dossier)
    needs = {need.key: need for need in version.requirements}
    given = with_thumbnails(filing.papers.all())
    with_own_forms(request, filing, given)
    lines: list[dict[str, Any]] = [
        {
            "line": line,
            "need": needs.get(line.requirement_key),
            "files": [paper for paper in given if paper.requirement_key == line.requirement_key],
            "error": problems.get(line.requirement_key, ""),
            "by_form": (need := needs.get(line.requirement_key)) is not None and need.from_form,
        }
        for line in (demand.lines.all() if demand else [])
    ]
    defects = [row for row in lines if row["line"].verdict != Verdict.OK]
    context = {
        "dossier": dossier,
        "version": version,
        "filing": filing,
        "demand": demand,
        "defects": defects,
        "valid": [row for row in lines if row not in defects],
        "form_pages": eforms.pages(version.form, filing.answers),
        "form_changed": filing.answers != dossier.answers,
        "problems": problems,
        "upload_url": reverse("dossiers:filing-papers", args=[filing.reference]),
        "nav": "ho-so",
    }
    return render(request, "dossiers/citizen/supplement.html", context, status=422 if problems else 200)


@require_POST
@citizen
def send(request: ActorRequest, code: str) -> HttpResponse:
    """Send the answer; what is still missing is named."""
    dossier = queries.dossier_for(request.actor, code)
    if dossier.state != State.SUPPLEMENT:
        return redirect("dossiers:detail", code=dossier.code)
    filing = services.open_supplement(actor=request.actor, dossier_id=dossier.id)
    if problems := take_papers(request, filing):
        return _page(request, dossier, problems)
    try:
        services.send_supplement(actor=request.actor, filing_id=filing.id)
    except Invalid as refusal:
        return _page(request, dossier, refusal.problems)
    except Refused as refusal:
        return _page(request, dossier, {"papers": refusal.message})
    messages.info(request, f"Đã gửi bổ sung hồ sơ {dossier.code}. Đồng hồ giải quyết tiếp tục chạy.")
    return redirect("dossiers:detail", code=dossier.code)
