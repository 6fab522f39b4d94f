"""Agencies ask each other and answer (liên thông): the list of what came in and went out, one question with its papers.

Who opens it: the specialist or leader of the agency that was asked, to read what is needed and answer before the deadline; the
asking office sees answers in the dossier. When the question was recalled or a colleague was faster, the page says so.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import policies, queries, services
from lienthong.domain.dossiers.choices import ReferralState
from lienthong.domain.dossiers.views.desk import desk_page
from lienthong.domain.dossiers.views.lending import ROWS
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import services as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound, Refused

_TABS = (("den", "Chờ cơ quan tôi trả lời"), ("di", "Chờ cơ quan khác"), ("da-tra-loi", "Đã trả lời"))


@require_http_methods(["GET"])
@officer("dossiers.view_agency")
def inbox(request: ActorRequest) -> HttpResponse:
    """What came in, the least time left first; what went out and waits; what was answered."""
    which = request.GET.get("loc", "den")
    which = which if which in dict(_TABS) else "den"
    context = {
        "which": which,
        "referrals": queries.referrals_page(request.actor, which),
        "views": [{"label": label, "url": f"?loc={key}", "current": key == which} for key, label in _TABS],
        "rail": queries.rail(request.actor, "referrals"),
        "now": clock.now(),
    }
    return render(request, "dossiers/staff/referrals.html", context)


@require_http_methods(["GET", "POST"])
@officer("dossiers.view_agency")
def referral(request: ActorRequest, referral_id: int) -> HttpResponse:
    """One question: what is asked, the answers of the form, the papers; the answer is written below."""
    found = queries.referral_for(request.actor, referral_id)
    dossier = found.dossier
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            services.answer_referral(
                actor=request.actor,
                referral_id=found.pk,
                answer=request.POST.get("answer", ""),
                upload=request.FILES.get("file"),
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, f"Đã trả lời {found.from_agency.name}, hồ sơ {dossier.code}.")
            return redirect("dossiers:referrals")
    if dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"Trả lời {found.from_agency.name}, hồ sơ {dossier.code}",
        )
    version = procedures.version(dossier.version_id)
    context = {
        "referral": found,
        "dossier": dossier,
        "sections": eforms.summary(version.form, dossier.answers, blanks=False),
        "papers": [paper for paper in queries.papers_of(dossier) if paper.file_id],
        "can_answer": found.state == ReferralState.OPEN and policies.answers(request.actor, found),
        "refusal": refusal,
        "problems": refusal.problems if isinstance(refusal, Invalid) else {},
        "typed": request.POST,
        "rail": queries.rail(request.actor, "referrals"),
        "now": clock.now(),
    }
    return render(request, "dossiers/staff/referral.html", context, status=refusal.status if refusal else 200)


@require_POST
@officer("dossiers.handle")
def refer(request: ActorRequest, code: str) -> HttpResponse:
    """Ask one or several agencies from the dossier's page."""
    dossier = queries.dossier_for(request.actor, code)
    try:
        made = services.refer_dossier(
            actor=request.actor,
            dossier_id=dossier.id,
            kind=request.POST.get("kind", ""),
            to=_asked(request),
            question=request.POST.get("question", ""),
        )
    except Refused as refusal:
        return desk_page(request, dossier, refusal, "lien-thong")
    messages.success(request, f"Đã gửi {len(made)} cơ quan: {', '.join(each.agency.name for each in made)}.")
    return redirect(reverse("dossiers:work", args=[dossier.code]) + "?the=lien-thong")


def _asked(request: ActorRequest) -> list[services.Asked]:
    """The rows that name an agency, as `H21.12 Sở Tư pháp` or by its identifier alone."""
    found = []
    for number in range(1, ROWS + 1):
        typed = request.POST.get(f"agency-{number}", "").strip()
        if not typed:
            continue
        try:
            agency = organizations.agency_by_identifier(typed.split()[0])
        except NotFound:
            raise Invalid(
                {f"agency-{number}": f"Không có cơ quan “{typed[:60]}”. Gõ một phần tên rồi chọn trong danh sách."}
            ) from None
        days = request.POST.get(f"days-{number}", "").strip()
        found.append(
            services.Asked(
                agency_id=agency.pk, days=int(days) if days.isascii() and days.isdecimal() and len(days) < 4 else 0
            )
        )
    return found


@require_POST
@officer("dossiers.handle")
def recall(request: ActorRequest, referral_id: int) -> HttpResponse:
    """Take a question, or the dossier, back."""
    dossier = queries.dossier_for(request.actor, queries.referral(referral_id).dossier.code)
    try:
        services.recall_referral(actor=request.actor, referral_id=referral_id)
    except Refused as refusal:
        return desk_page(request, dossier, refusal, "lien-thong")
    messages.success(request, "Đã thu hồi đề nghị.")
    return redirect(reverse("dossiers:work", args=[dossier.code]) + "?the=lien-thong")


@require_POST
@officer("dossiers.handle")
def link_child(request: ActorRequest, code: str) -> HttpResponse:
    """Put the same person's dossier at another agency under this one."""
    dossier = queries.dossier_for(request.actor, code)
    try:
        child = services.link_child(
            actor=request.actor, dossier_id=dossier.id, child_code=request.POST.get("child", "")
        )
    except Refused as refusal:
        return desk_page(request, dossier, refusal, "lien-thong")
    messages.success(request, f"Đã gắn hồ sơ con {child.code}; người nộp theo dõi chung một hồ sơ.")
    return redirect(reverse("dossiers:work", args=[dossier.code]) + "?the=lien-thong")
