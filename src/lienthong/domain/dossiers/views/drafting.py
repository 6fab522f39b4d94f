"""The result is drafted (soạn dự thảo kết quả): saved as typed, merged from a template, brought back from Word, compared.

Who opens it: whoever holds the step of examination, drafting, approval or signature. Two people at one draft are told of each other; what
was typed stays on the page.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.views.desk import desk_page
from lienthong.domain.dossiers.views.draft_panel import COMMON
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.results import queries as templates
from lienthong.domain.results import services as results
from lienthong.foundation.audit import services as audit
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import NotFound, Refused
from lienthong.kit.word import MAX_BYTES, DocumentRefused

may_draft = officer("dossiers.handle", "dossiers.approve", "dossiers.sign")
_NEVER = -1  # no version has this number: what is no number was not on our page


@require_POST
@may_draft
def draft(request: ActorRequest, code: str) -> HttpResponseBase:
    """Save by the common form, or merge the template that was chosen."""

    def save(dossier: Dossier) -> Dossier:
        post = request.POST
        given: dict[str, Any] = {
            "actor": request.actor,
            "dossier_id": dossier.id,
            "step_id": _number(request, "step"),
            "seen": _number(request, "seen") if "seen" in post else None,
            "remark": post.get("remark", ""),
        }
        template = post.get("template", COMMON)
        if template not in {"", COMMON}:
            said = {name.removeprefix("said-"): post[name] for name in post if name.startswith("said-")}
            return services.draft_from_template(**given, template_id=_number(request, "template"), said=said)
        return services.draft_result(
            **given,
            title=post.get("title", ""),
            body=post.get("body", ""),
            about=post.get("about", ""),
            grounds=post.get("grounds", ""),
            recipients=post.get("recipients", ""),
        )

    return _saved(request, code, save)


@require_POST
@may_draft
def upload(request: ActorRequest, code: str) -> HttpResponseBase:
    """A draft edited in Word comes back."""

    def save(dossier: Dossier) -> Dossier:
        file = request.FILES.get("document")
        if file is None or file.size is None or file.size > MAX_BYTES:
            raise DocumentRefused.of(
                [f"Chưa có tệp, hoặc tệp lớn hơn {MAX_BYTES // 1048576} MB. Chọn tệp .docx đã sửa rồi tải lên."]
            )
        return services.upload_draft(
            actor=request.actor,
            dossier_id=dossier.id,
            step_id=_number(request, "step"),
            content=file.read(),
            file_name=file.name or "du-thao.docx",
            seen=_number(request, "seen") if "seen" in request.POST else None,
            remark=request.POST.get("remark", ""),
        )

    return _saved(request, code, save)


def _saved(request: ActorRequest, code: str, save: Callable[[Dossier], Dossier]) -> HttpResponseBase:
    dossier = queries.dossier_for(request.actor, code)
    try:
        drafted = save(dossier)
    except Refused as refusal:
        return desk_page(request, queries.dossier_for(request.actor, code), refusal, "du-thao")
    latest = queries.current_draft(drafted)
    number = latest.number if latest is not None else 1
    messages.success(request, f"Đã lưu dự thảo, bản {number}. Xem bản PDF bên cạnh rồi hoàn thành bước.")
    return redirect(reverse("dossiers:work", args=[drafted.code]) + f"?the=du-thao&giay-to={drafted.draft_file_id}")


@require_safe
@officer("dossiers.view_agency", "dossiers.view_all")
def compare(request: ActorRequest, code: str) -> HttpResponse:
    """Two versions as text: what went, what came."""
    dossier = queries.dossier_for(request.actor, code)
    drafts = queries.drafts_of(dossier)
    if not drafts:
        raise NotFound
    after = queries.draft_version(dossier, _asked(request, "den", drafts[0].number))
    before = queries.draft_version(dossier, _asked(request, "tu", max(after.number - 1, 1)))
    context = {
        "dossier": dossier,
        "drafts": drafts,
        "before": before,
        "after": after,
        "lines": queries.draft_difference(before, after),
        "rail": queries.rail(request.actor, "register"),
    }
    return render(request, "dossiers/staff/draft_compare.html", context)


@require_safe
@officer("dossiers.view_agency")
def try_template(request: ActorRequest, template_id: int) -> HttpResponse:
    """A template, in use or proposed, filled with a real dossier: what the second official looks at before publishing."""
    template = templates.template_for(request.actor, template_id)
    dossier = queries.dossier_for(request.actor, request.GET.get("ho-so", ""))
    if dossier.procedure_id != template.procedure_id:
        raise NotFound(
            f"Hồ sơ {dossier.code} không thuộc thủ tục của mẫu này. Chọn hồ sơ của thủ tục “{template.procedure.short_name}”."
        )
    if dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"Xem thử mẫu kết quả trên hồ sơ {dossier.code}",
        )
    merged = results.merge(
        template,
        form=procedures.version(dossier.version_id).form,
        answers=dossier.answers,
        about=services.about_of(dossier, request.actor),
        said={},
    )
    content = results.print_result(
        results.read_result(merged), title=template.name, agency=dossier.agency.name, code=dossier.code, draft=True
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="xem-thu.pdf"'
    return response


def _number(request: ActorRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else _NEVER


def _asked(request: ActorRequest, name: str, otherwise: int) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else otherwise
