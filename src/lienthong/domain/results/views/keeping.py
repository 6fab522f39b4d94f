"""Templates of results (mẫu kết quả).

Who opens it: whoever drafts, to put a template up; the second official, to publish it; at the keepers of the catalogue also for the whole
province. A refused file is answered with everything that is wrong with it; what is in use stays in use.
"""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.results import policies, queries, services
from lienthong.domain.results.choices import TemplateState
from lienthong.domain.results.forms import WHOLE_PROVINCE, Proposal, read_proposal
from lienthong.domain.results.models import ResultTemplate
from lienthong.domain.results.policies import PROPOSE, PUBLISH
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.word import DOCX, MAX_BYTES, DocumentRefused

may_keep = officer(PROPOSE, PUBLISH, "procedures.manage")


@require_safe
@may_keep
def templates(request: ActorRequest) -> HttpResponse:
    """What the office keeps, what waits for a second official, and the way to a procedure that has none."""
    text = request.GET.get("q", "").strip()[:100]
    context = {
        "rows": queries.kept_templates(request.actor),
        "waiting": queries.waiting_for(request.actor),
        "text": text,
        "found": procedures.search_procedures(text).rows if text else (),
        "today": clock.today(),
        "may_declarations": request.actor.may("procedures.manage"),
    }
    return render(request, "results/templates.html", context)


@require_http_methods(["GET", "POST"])
@may_keep
def of_procedure(request: ActorRequest, code: str) -> HttpResponseBase:
    """One procedure: its templates, the fields they may have, a new one."""
    version = procedures.current_version(code)
    problems: dict[str, str] = {}
    faults: list[str] = []
    typed = read_proposal(request.POST, name=version.result_name)
    if request.method == "POST":
        try:
            template = _propose(request, code, typed)
        except Invalid as refusal:
            problems = refusal.problems
        except DocumentRefused as refusal:
            faults = refusal.problems
        else:
            messages.success(request, "Đã kiểm tra và đưa mẫu lên. Người thứ hai xem rồi công bố.")
            return redirect("results:template", template_id=template.pk)
    rows = queries.kept_templates(request.actor, code=code)
    scopes = _scopes(request)
    context = {
        "version": version,
        "rows": rows,
        "fields": queries.fields_of(version.form, next(iter(rows), None)),
        "typed": typed,
        "problems": problems,
        "faults": faults,
        "scopes": scopes,
        "scope_field": {
            "name": "scope",
            "label": "Phạm vi",
            "kind": "radio",
            "choices": scopes,
            "value": typed.scope,
        },
        "from_field": {
            "name": "used_from",
            "label": "Dùng từ ngày",
            "kind": "date",
            "value": typed.boxes,
            "hint": "Để trống: từ hôm nay",
            "error": problems.get("used_from", ""),
            "required": False,
        },
        "today": clock.today(),
        "crumbs": [{"label": "Mẫu kết quả", "url": reverse("results:templates")}, {"label": version.short_name}],
    }
    return render(request, "results/procedure.html", context, status=422 if problems or faults else 200)


def _propose(request: ActorRequest, code: str, typed: Proposal) -> ResultTemplate:
    upload = request.FILES.get("template")
    if upload is None or upload.size is None or upload.size > MAX_BYTES:
        raise DocumentRefused.of(
            [f"Chưa có tệp, hoặc tệp lớn hơn {MAX_BYTES // 1048576} MB. Chọn một tệp .docx rồi bấm Đưa mẫu lên."]
        )
    if typed.used_from is None:
        raise Invalid(typed.problems)
    for_province = typed.scope == WHOLE_PROVINCE or request.actor.agency_id is None
    return services.propose_template(
        actor=request.actor,
        code=code,
        name=typed.name,
        notation=typed.notation,
        agency_id=None if for_province else request.actor.agency_id,
        file_name=upload.name or "mau-ket-qua.docx",
        content=upload.read(),
        used_from=typed.used_from,
        remark=typed.remark,
    )


def _scopes(request: ActorRequest) -> list[tuple[str, str]]:
    """For whom a template may be proposed; one choice is no question."""
    mine = policies.proposes(request.actor, request.actor.agency_id) and request.actor.position is not None
    scopes = [("", f"Riêng {request.actor.position.agency_name}")] if mine and request.actor.position else []
    return scopes + ([(WHOLE_PROVINCE, "Dùng chung toàn tỉnh")] if policies.proposes(request.actor, None) else [])


@require_http_methods(["GET", "POST"])
@may_keep
def template(request: ActorRequest, template_id: int) -> HttpResponseBase:
    """One version: what it asks for, how it looks, its history; POST gives the texts their labels."""
    found = queries.template_for(request.actor, template_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        inputs = {
            each["name"]: (request.POST.get(f"label-{each['name']}", ""), request.POST.get(f"text-{each['name']}", ""))
            for each in found.inputs
        }
        try:
            services.describe_inputs(actor=request.actor, template_id=template_id, inputs=inputs)
        except Invalid as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "Đã lưu nhãn và câu điền sẵn.")
            return redirect("results:template", template_id=template_id)
    return _page(request, found, problems=problems)


def _page(
    request: ActorRequest,
    found: ResultTemplate,
    *,
    problems: dict[str, str] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    proposed = found.state == TemplateState.PROPOSED
    today = clock.today()
    context = {
        "template": found,
        "versions": queries.versions_of(found),
        "inputs": [
            {
                **each,
                "label": request.POST.get(f"label-{each['name']}", each["label"]),
                "text": request.POST.get(f"text-{each['name']}", each["text"]),
                "problem": (problems or {}).get(each["name"], ""),
            }
            for each in found.inputs
        ],
        "problems": problems or {},
        "refusal": refusal,
        "may_describe": proposed and policies.proposes(request.actor, found.agency_id),
        "may_judge": proposed and policies.publishes(request.actor, found),
        "is_own": request.actor.account_id == found.proposed_by_id,
        "proposed": proposed,
        "today": today,
        "in_use": found.state == TemplateState.PUBLISHED
        and found.used_from <= today
        and (found.used_until is None or found.used_until >= today),
        "may_end": found.state == TemplateState.PUBLISHED
        and found.used_until is None
        and policies.publishes(request.actor, found),
        "may_preview": request.actor.may("dossiers.view_agency"),
        "crumbs": [
            {"label": "Mẫu kết quả", "url": reverse("results:templates")},
            {
                "label": found.procedure.short_name,
                "url": reverse("results:procedure", args=[found.procedure.code]),
            },
            {"label": found.name},
        ],
    }
    status = 422 if problems else refusal.status if refusal else 200
    return render(request, "results/template.html", context, status=status)


@require_POST
@officer(PUBLISH, PROPOSE, "procedures.manage")
def judge(request: ActorRequest, template_id: int) -> HttpResponseBase:
    """Publish, decline with the reason, take one's own back, or end the use."""
    found = queries.template_for(request.actor, template_id)
    what = request.POST.get("what", "")
    try:
        if what == "publish":
            made = services.publish_template(actor=request.actor, template_id=template_id)
            said = f"Đã công bố mẫu, dùng từ {made.used_from:%d/%m/%Y}."
        elif what == "decline":
            services.decline_template(
                actor=request.actor, template_id=template_id, reason=request.POST.get("reason", "")
            )
            said = "Đã trả lại mẫu cho người đưa lên."
        elif what == "end":
            services.end_template(actor=request.actor, template_id=template_id)
            said = "Thôi dùng mẫu này từ ngày mai; kết quả soạn theo mẫu chung."
        else:
            raise NotAllowed
    except Refused as refusal:
        return _page(
            request, found, refusal=refusal, problems=refusal.problems if isinstance(refusal, Invalid) else None
        )
    messages.success(request, said)
    return redirect("results:template", template_id=template_id)


def _docx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@may_keep
def starting(request: ActorRequest, code: str) -> HttpResponse:
    """A template to begin with."""
    return _docx(services.starting_docx(code=code), f"mau-ket-qua-{code}.docx")


@require_safe
@may_keep
def original(request: ActorRequest, template_id: int) -> HttpResponseBase:
    """The file as it was put up."""
    found = queries.template_for(request.actor, template_id)
    return files.response_for(found.file, download=True)


@require_safe
@may_keep
def sample(request: ActorRequest, template_id: int) -> HttpResponse:
    """Each field saying its own name, as PDF."""
    found = queries.template_for(request.actor, template_id)
    reading = services.read_result(services.template_sample(found))
    content = services.print_result(reading, title=found.name, agency="", code="", draft=True)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="dien-thu.pdf"'
    return response
