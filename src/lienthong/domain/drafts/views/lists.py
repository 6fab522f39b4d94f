"""Drafts of one's own and what waits for one (danh sách dự thảo); templates of the agency (mẫu văn bản)."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.drafts import forms, policies, queries, services
from lienthong.domain.drafts.choices import DraftState
from lienthong.domain.drafts.fields import ABOUT, MARKS
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.views.draft import STATE_TONES, any_officer
from lienthong.foundation.files import services as files
from lienthong.kit.access import ActorRequest
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.recordkeeping import Kind
from lienthong.kit.word import DOCX, DocumentRefused

PARTS = {"": "Tôi soạn", "y-kien": "Chờ tôi cho ý kiến", "duyet": "Chờ tôi duyệt", "tat-ca": "Tất cả"}


@require_safe
@any_officer
def drafts(request: ActorRequest) -> HttpResponse:
    """Mine, waiting for my opinion, waiting for my approval, everything I may see."""
    part = request.GET.get("the", "")
    part = part if part in PARTS else ""
    state = request.GET.get("tinh-trang", "")
    state = state if state in DraftState.values else ""
    opinions, approvals = queries.asked_of(request.actor), queries.to_approve(request.actor)
    counts = {"y-kien": len(opinions), "duyet": len(approvals)}
    here = reverse("drafts:drafts")
    context: dict[str, Any] = {
        "part": part,
        "state": state,
        "states": DraftState.choices,
        "opinions": opinions if part == "y-kien" else [],
        "tabs": [
            {
                "label": label,
                "url": f"{here}?the={name}" if name else here,
                "current": name == part,
                "count": counts.get(name) or None,
            }
            for name, label in PARTS.items()
            if name != "duyet"
            or request.actor.may(policies.DIRECT)
            or request.actor.may(policies.DIRECT_AGENCY)
            or queries.approves_for_others(request.actor)
        ],
        "may_start": request.actor.position is not None,
        "rows": [],
        "crumbs": [{"label": "Dự thảo"}],
    }
    if part == "duyet":
        context["rows"] = [_row(each.draft) | {"behalf": each.behalf} for each in approvals]
    elif part in {"", "tat-ca"}:
        cursor = request.GET.get("trang")
        found = (
            queries.my_drafts(request.actor, cursor=cursor)
            if part == ""
            else queries.drafts_page(request.actor, state=state, cursor=cursor)
        )
        context["rows"] = [_row(each) for each in found.items]
        context["pages"] = {
            name: f"{here}?{urlencode({'the': part, 'tinh-trang': state, 'trang': cursor})}" if cursor else ""
            for name, cursor in (("prev_url", found.previous), ("next_url", found.next))
        }
    return render(request, "drafts/drafts.html", context)


def _row(draft: Draft) -> dict[str, Any]:
    tone, icon = STATE_TONES[draft.state]
    return {"draft": draft, "tone": tone, "icon": icon}


@require_safe
@any_officer
def answering(request: ActorRequest, document_id: uuid.UUID) -> HttpResponse:
    """A fragment for the page of a document: drafts that answer it, the way to begin one."""
    rows = [_row(each) for each in queries.answering(request.actor, document_id)]
    return render(request, "drafts/_answering.html", {"rows": rows, "document_id": document_id})


@require_http_methods(["GET", "POST"])
@any_officer
def templates(request: ActorRequest) -> HttpResponseBase:
    """Templates in use, the layouts we bring, a new one."""
    problems: dict[str, str] = {}
    faults: list[str] = []
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            file = forms.read_upload(request, "template")
            made = services.keep_template(
                actor=request.actor,
                kind=request.POST.get("kind", ""),
                name=request.POST.get("name", ""),
                file_name=file.name,
                content=file.content,
                remark=request.POST.get("remark", ""),
            )
        except Invalid as told:
            problems = told.problems
        except DocumentRefused as told:
            faults = told.problems
        except Refused as told:
            refusal = told
        else:
            messages.success(request, f"Đã kiểm tra và đưa vào dùng mẫu “{made.name}”.")
            return redirect("drafts:templates")
    context = {
        "rows": queries.templates_for(request.actor),
        "kinds": forms.USUAL_KINDS,
        "kind_field": {
            "name": "kind",
            "label": "Loại văn bản",
            "kind": "select",
            "choices": forms.kind_choices(),
            "value": request.POST.get("kind", ""),
            "error": problems.get("kind", ""),
        },
        "name_field": {
            "name": "name",
            "label": "Tên mẫu",
            "value": request.POST.get("name", ""),
            "maxlength": 160,
            "error": problems.get("name", ""),
        },
        "remark_field": {
            "name": "remark",
            "label": "Thay đổi gì",
            "required": False,
            "value": request.POST.get("remark", ""),
            "maxlength": 300,
        },
        "fields": [
            *((f"{{{{ {name} }}}}", label, example) for name, (label, example) in ABOUT.items()),
            *((f"{{{{ {name} }}}}", label, "") for name, (_, label) in MARKS.items()),
        ],
        "may_keep": policies.keeps_templates(request.actor),
        "problems": problems,
        "faults": faults,
        "refusal": refusal,
        "crumbs": [{"label": "Dự thảo", "url": reverse("drafts:drafts")}, {"label": "Mẫu văn bản"}],
    }
    return render(request, "drafts/templates.html", context, status=422 if problems or faults else 200)


@require_POST
@any_officer
def end(request: ActorRequest, template_id: int) -> HttpResponseBase:
    """Out of use."""
    made = services.end_template(actor=request.actor, template_id=template_id)
    messages.success(request, f"Thôi dùng mẫu “{made.name}”; dự thảo đã lập từ mẫu vẫn giữ nguyên.")
    return redirect("drafts:templates")


@require_safe
@any_officer
def template_file(request: ActorRequest, template_id: int) -> HttpResponseBase:
    """The file as it was put in use."""
    return files.response_for(queries.template_for(request.actor, template_id).file, download=True)


@require_safe
@any_officer
def starting(request: ActorRequest, kind: str) -> HttpResponse:
    """A template of this type to begin with."""
    known = kind if kind in Kind.values else Kind.LETTER
    response = HttpResponse(services.starting_template(known), content_type=DOCX)
    response["Content-Disposition"] = (
        f'attachment; filename="mau-van-ban-{forms.USUAL_KINDS.index(Kind(known)) + 1 if known in forms.USUAL_KINDS else 0}.docx"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
