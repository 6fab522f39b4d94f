"""The editor of a process (soạn quy trình).

Who opens it: an official who changes how dossiers are handled. They see the table, the drawing and what is wrong while they type. Each change
is saved; when a colleague saved in between, both contents are kept and the official chooses; a file that cannot be read changes nothing.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.workflows import queries, services
from lienthong.foundation.workflows.choices import Operator, StepAgency, StepKind
from lienthong.foundation.workflows.errors import BpmnRefused, DraftChanged, NotReady, StepsInvalid
from lienthong.foundation.workflows.forms import Typed, perform, read_typed
from lienthong.foundation.workflows.models import WorkflowDraft
from lienthong.foundation.workflows.policies import MANAGE
from lienthong.foundation.workflows.rules.drafts import Checked, check
from lienthong.foundation.workflows.rules.steps import number_text
from lienthong.foundation.workflows.services.linting import MAX_BYTES
from lienthong.kit.access import ActorRequest, officer

ROLES = [(role.value, role.label) for role in Role if role not in {Role.ADMINISTRATOR, Role.SUPERVISOR}]


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def new_page(request: ActorRequest) -> HttpResponse:
    """A name, and perhaps a BPMN file to begin with."""
    name, problems = request.POST.get("name", ""), []
    if request.method == "POST":
        try:
            upload = request.FILES.get("file")
            imported = services.read_bpmn(upload.read(MAX_BYTES + 1)) if upload else None
            content = imported.content if imported else None
            draft = services.create_process(
                actor=request.actor, name=name or (content["name"] if content else ""), content=content
            )
        except StepsInvalid as refusal:
            problems = [{"label": "", "message": text, "id": "id_name"} for text in refusal.problems.values()]
        except BpmnRefused as refusal:
            problems = [{"label": "", "message": text, "id": "id_file"} for text in refusal.problems]
        else:
            for note in imported.notes if imported else ():
                messages.info(request, note)
            return redirect("workflows:edit", code=draft.code)
    context = {"name": name, "problems": problems}
    return render(request, "workflows/new.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def edit_page(request: ActorRequest, code: str) -> HttpResponse:
    """The grid. Each button of it saves what was typed and then does its act."""
    draft = queries.draft_of(request.actor, code)
    if draft is None:
        return redirect("workflows:process", code=code)
    if request.method == "GET":
        return _editor(request, draft, draft.content, edits=draft.edits)
    typed = read_typed(request.POST)
    if typed.act == "discard":
        services.discard_draft(actor=request.actor, code=code)
        messages.info(request, "Đã bỏ bản đang soạn. Quy trình đang áp dụng không đổi.")
        return redirect("workplace:processes")
    try:
        saved = services.save_draft(
            actor=request.actor,
            code=code,
            edits=typed.edits,
            content=perform(typed.content, typed.act),
            overwrite=typed.act == "overwrite",
        )
    except DraftChanged as refusal:
        return _editor(request, draft, typed.content, status=409, conflict=refusal, edits=typed.edits)
    except StepsInvalid as refusal:
        faults = [{"label": "", "message": text, "id": "bang"} for text in refusal.problems.values()]
        return _editor(request, draft, draft.content, status=422, faults=faults, edits=draft.edits)
    if typed.act == "publish":
        return _publish(request, saved, typed)
    return redirect(f"{reverse('workflows:edit', args=[code])}#{_place_of(typed.act)}")


def _publish(request: ActorRequest, saved: WorkflowDraft, typed: Typed) -> HttpResponse:
    try:
        version = services.publish_draft(
            actor=request.actor, code=saved.code, edits=saved.edits, note=typed.note, known=typed.known
        )
    except (NotReady, DraftChanged) as refusal:
        messages.error(request, refusal.message)
        return _editor(request, saved, saved.content, status=409, edits=saved.edits, known=typed.known)
    messages.success(
        request, f"Đã ban hành phiên bản {version.version}. Hồ sơ tiếp nhận từ bây giờ theo phiên bản này."
    )
    return redirect("workflows:process", code=saved.code)


def _place_of(act: str) -> str:
    verb, _, place = act.partition("-")
    at = int(place) if place.isdecimal() else 0
    return f"row-{max(0, at + {'add': 1, 'copy': 1, 'up': -1, 'down': 1}.get(verb, 0))}-name" if place else "bang"


@require_POST
@officer(MANAGE)
def lint_part(request: ActorRequest, code: str) -> HttpResponse:
    """While somebody types: save and check; the strip that says so, and the drawing when the table can be read."""
    typed = read_typed(request.POST)
    checked = check(typed.content, typed.known)
    context: dict[str, Any] = {"code": code, "edits": typed.edits, "checked": checked, **_sums(checked)}
    draft = queries.draft_of(request.actor, code)
    if draft is None:
        context["faults"] = ["Bản đang soạn không còn: vừa được ban hành hoặc bỏ. Những gì vừa gõ còn trên trang này."]
        return render(request, "workflows/_strip.html", context)
    try:
        saved = services.save_draft(actor=request.actor, code=code, edits=typed.edits, content=typed.content)
        context |= {
            "edits": saved.edits,
            "saved_at": saved.edited_at,
            "is_fragment": True,
            "keys": typed.content["rows"],
        }
    except DraftChanged as refusal:
        context["conflict"] = refusal
    except StepsInvalid as refusal:
        context["faults"] = list(refusal.problems.values())
    return render(request, "workflows/_strip.html", context)


@require_POST
@officer(MANAGE)
def import_file(request: ActorRequest, code: str) -> HttpResponse:
    """A BPMN file in the place of the draft; what was there is set aside and may be taken back."""
    upload = request.FILES.get("file")
    draft = queries.draft_of(request.actor, code)
    if draft is None:
        return redirect("workflows:process", code=code)
    try:
        imported = services.import_bpmn(
            actor=request.actor, code=code, file=upload.read(MAX_BYTES + 1) if upload else b""
        )
    except BpmnRefused as refusal:
        faults = [{"label": "", "message": text, "id": "id_file"} for text in refusal.problems]
        return _editor(request, draft, draft.content, status=422, faults=faults, edits=draft.edits)
    messages.success(request, "Đã nhập sơ đồ. Bảng trước đó được giữ lại, lấy về được.")
    for note in imported.notes:
        messages.info(request, note)
    return redirect("workflows:edit", code=code)


@require_POST
@officer(MANAGE)
def restore(request: ActorRequest, code: str) -> HttpResponse:
    """Bring back what was set aside."""
    services.restore_replaced(actor=request.actor, code=code)
    messages.info(request, "Đã lấy lại bản trước. Bản vừa bị thay được giữ lại ở chỗ của nó.")
    return redirect("workflows:edit", code=code)


def _sums(checked: Checked) -> dict[str, str]:
    legal = checked.legal_hours
    return {
        "hours_text": number_text(checked.hours),
        "left_text": number_text(legal - checked.hours) if legal is not None and legal >= checked.hours else "",
        "error_words": f"Còn {len(checked.errors)} chỗ phải sửa",
    }


def _editor(
    request: ActorRequest, draft: WorkflowDraft, content: dict[str, Any], *, status: int = 200, **more: Any
) -> HttpResponse:
    checked = check(content, more.pop("known", ()))
    bad = {each.place: each.message for each in checked.findings if each.place and each.is_error}
    rows = [
        {
            "at": at,
            "number": at + 1,
            **row,
            "bad": {cell: bad.get(f"row-{at}-{cell}", "") for cell in ("name", "hours", "field", "value")},
        }
        for at, row in enumerate(content["rows"])
    ]
    published = queries.latest_workflow(draft.code)
    context = {
        "code": draft.code,
        "draft": draft,
        "content": content,
        "rows": rows,
        "checked": checked,
        "bad_legal": bad.get("legal_hours", ""),
        "roles": ROLES,
        "kinds": StepKind.choices,
        "agencies": StepAgency.choices,
        "operators": Operator.choices,
        "published": published,
        "next_version": published.version + 1 if published else 1,
        "saved_at": draft.edited_at,
        **_sums(checked),
        **more,
    }
    return render(request, "workflows/edit.html", context, status=status)
