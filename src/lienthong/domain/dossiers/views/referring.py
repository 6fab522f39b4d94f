"""Agencies ask each other and answer (liên thông): the list of what came in and went out, one question with its papers.

Who opens it: the specialist or leader of the agency that was asked, to read what is needed and answer before the deadline; the
asking office sees answers in the dossier. When the question was recalled or a colleague was faster, the page says so.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

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
from lienthong.kit.text_vi import fold

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


@require_GET
@officer("dossiers.handle")
def child_procedures(request: ActorRequest) -> HttpResponse:
    """What the box for the procedure of a child offers, as it is typed."""
    text = request.GET.get("child-procedure", "").strip()[:100]
    rows = procedures.search_procedures(text, limit=8).rows if text else ()
    return render(request, "dossiers/staff/_child_procedures.html", {"rows": rows})


@require_POST
@officer("dossiers.handle")
def open_child(request: ActorRequest, code: str) -> HttpResponse:
    """A dossier at another agency, opened here: it lies in its reception at once."""
    dossier = queries.dossier_for(request.actor, code)
    post = request.POST
    try:
        version = _procedure_named(post.get("child-procedure", ""))
        child = services.open_child(
            actor=request.actor,
            dossier_id=dossier.id,
            procedure_code=version.code,
            agency_id=_competent_named(version, post.get("child-agency", "")),
            asked=post.get("child-asked", ""),
            paper_ids=[int(each) for each in post.getlist("child-paper") if each.isascii() and each.isdecimal()],
            holds=bool(post.get("child-holds")),
        )
    except Refused as refusal:
        return desk_page(request, dossier, refusal, "ho-so-con")
    messages.success(
        request,
        f"Đã mở hồ sơ con {child.code} ở {organizations.agency(child.agency_id).name}; kết quả tự về hồ sơ này.",
    )
    return redirect(reverse("dossiers:work", args=[dossier.code]) + "?the=lien-thong")


@require_POST
@officer("dossiers.handle")
def stop_waiting(request: ActorRequest, code: str) -> HttpResponse:
    """The parent goes on without what this child will bring."""
    dossier = queries.dossier_for(request.actor, code)
    try:
        services.stop_waiting(actor=request.actor, dossier_id=dossier.id, child_code=request.POST.get("child", ""))
    except NotFound:
        raise
    except Refused as refusal:
        return desk_page(request, dossier, refusal, "lien-thong")
    messages.success(request, "Hồ sơ này xử lý tiếp, không chờ hồ sơ con; hồ sơ con vẫn được giải quyết.")
    return redirect(reverse("dossiers:work", args=[dossier.code]) + "?the=lien-thong")


def _procedure_named(typed: str) -> procedures.VersionSnapshot:
    """By its code at the beginning, `1.000689 Cấp phiếu…`, or by words that mean one procedure alone."""
    text = typed.strip()[:200]
    if not text:
        raise Invalid({"child-procedure": "Chưa chọn thủ tục. Gõ vài chữ của tên rồi chọn trong danh sách."})
    first = text.split()[0]
    if first[0].isdigit() and "." in first:
        return procedures.version_to_file(first)
    found = procedures.search_procedures(text, limit=2).rows
    exact = [row for row in found if fold(row.short_name) == fold(text)]
    if len(exact or found) == 1:
        return procedures.version_to_file((exact or found)[0].code)
    raise Invalid(
        {
            "child-procedure": f"Có nhiều thủ tục như “{text[:60]}”. Chọn một thủ tục trong danh sách gợi ý."
            if found
            else f"Không có thủ tục nào như “{text[:60]}”. Gõ từ khác của tên thủ tục."
        }
    )


def _competent_named(version: procedures.VersionSnapshot, typed: str) -> int:
    """The agency named, as `H21.12 Sở Tư pháp` or by words; left blank where one agency alone handles the procedure."""
    text = typed.strip()[:120]
    rows = procedures.agencies_for(version)
    if not text:
        only = list(rows[:2])
        if len(only) == 1:
            return int(only[0].pk)
        raise Invalid({"child-agency": "Chưa chọn cơ quan. Nhiều cơ quan giải quyết thủ tục này: gõ tên rồi chọn."})
    try:
        return organizations.agency_by_identifier(text.split()[0]).pk
    except NotFound:
        like = [each for each in rows if fold(text) in fold(each.name)]
    if len(like) == 1:
        return int(like[0].pk)
    raise Invalid(
        {
            "child-agency": f"Có {len(like)} cơ quan tên như “{text[:60]}”. Gõ rõ hơn hoặc chọn trong danh sách."
            if like
            else f"Không có cơ quan nào tên “{text[:60]}” giải quyết “{version.short_name}”. Chọn trong danh sách."
        }
    )
