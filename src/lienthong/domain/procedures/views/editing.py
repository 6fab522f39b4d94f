"""The editor of a next version (soạn phiên bản tiếp theo), part by part.

Who keeps the catalogue opens it to prepare what will hold from a day on; the running version is not touched. What cannot be read is named
at its box; what somebody else saved meanwhile is shown beside, and nothing typed is lost.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms.errors import FormNotFound
from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.choices import DraftPart, TimeUnit
from lienthong.domain.procedures.errors import EditedByAnother
from lienthong.domain.procedures.forms import PARTS, Known, Typed, read_part, view_part
from lienthong.domain.procedures.models import ProcedureDraft
from lienthong.domain.procedures.policies import MANAGE
from lienthong.domain.procedures.views.reading import shown
from lienthong.foundation.workflows import queries as workflows
from lienthong.kit.access import ActorRequest, officer, take_kept_form
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean


@require_POST
@officer(MANAGE)
def begin(request: ActorRequest, code: str) -> HttpResponse:
    """Prepare the next version, or go on with it."""
    services.begin_draft(actor=request.actor, code=code)
    return redirect("procedures:draft", code=code, part=DraftPart.GENERAL)


@require_POST
@officer(MANAGE)
def discard(request: ActorRequest, code: str) -> HttpResponse:
    """Throw the draft away, after the page has asked."""
    services.discard_draft(actor=request.actor, code=code)
    messages.success(request, f"Đã bỏ dự thảo của thủ tục {code}. Phiên bản đang áp dụng không đổi.")
    return redirect("procedures:manage")


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def edit_page(request: ActorRequest, code: str, part: str) -> HttpResponseBase:
    """One part. POST saves it; another official's saving of the same part is shown and waits for a second press."""
    if part == DraftPart.FLAGS:
        return flags_page(request, code)
    if part not in PARTS:
        raise Http404
    draft = queries.draft_for(request.actor, code)
    kept = take_kept_form(request) if request.method == "GET" else None
    if kept is not None:
        messages.info(
            request, "Phiên đăng nhập đã hết khi đang soạn. Nội dung vừa nhập còn nguyên bên dưới, xem lại rồi bấm Lưu."
        )
        return _editor(request, draft, part, post=kept)
    if request.method == "GET":
        return _editor(request, draft, part)
    typed = read_part(PARTS[part], request.POST, draft.entry, known_of(request, draft))
    if typed.problems:
        return _editor(request, draft, part, post=request.POST, typed=typed, status=422)
    try:
        saved = services.save_part(
            actor=request.actor, code=code, part=part, edits=_edits(request.POST), said=typed.said
        )
    except EditedByAnother as refusal:
        return _editor(request, draft, part, post=request.POST, typed=typed, refusal=refusal, status=409)
    blanks = request.POST.get("more", "")
    if blanks:
        return _editor(request, queries.draft_for(request.actor, code), part, blanks=blanks)
    if saved.edits == draft.edits:
        messages.info(request, "Không có gì thay đổi so với dự thảo đã lưu.")
    else:
        messages.success(request, "Đã lưu dự thảo. Người dân vẫn thấy phiên bản đang áp dụng.")
    following = request.POST.get("next", "")
    return redirect("procedures:draft", code=code, part=following if following in DraftPart.values else part)


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def flags_page(request: ActorRequest, code: str) -> HttpResponse:
    """Places where prose stands for a number or a known word; each is settled with a value, or left as prose on purpose."""
    draft = queries.draft_for(request.actor, code)
    problem, refused = "", ""
    if request.method == "POST":
        refused = request.POST.get("path", "")[:200]
        try:
            services.settle_flag(
                actor=request.actor,
                code=code,
                edits=_edits(request.POST),
                path=refused,
                value=_value(request.POST, refused),
            )
        except Invalid as refusal:
            problem = next(iter(refusal.problems.values()))
        except EditedByAnother as refusal:
            problem = refusal.message
        else:
            messages.success(request, "Đã ghi nhận. Chỗ này không còn trong danh sách cần làm rõ.")
            return redirect("procedures:draft", code=code, part=DraftPart.FLAGS)
        draft = queries.draft_for(request.actor, code)
    flags = [
        {
            "flag": flag,
            "kind": kind_of(flag.get("path") or ""),
            "part": part_of(flag.get("path") or ""),
            "part_name": DraftPart(part_of(flag.get("path") or "")).label,
            "problem": problem if flag.get("path") == refused else "",
        }
        for flag in draft.entry.get("flags") or ()
    ]
    gone = problem if refused not in {flag.get("path") for flag in draft.entry.get("flags") or ()} else ""
    context = _frame(request, draft, DraftPart.FLAGS) | {"flags": flags, "units": TimeUnit.choices, "gone": gone}
    return render(request, "procedures/staff/flags.html", context, status=422 if problem else 200)


@require_safe
@officer(MANAGE)
def preview_page(request: ActorRequest, code: str) -> HttpResponse:
    """The draft as people would read it."""
    draft = queries.draft_for(request.actor, code)
    messages.info(request, "Đây là bản xem trước của dự thảo, chưa công bố; chỉ cán bộ danh mục thấy.")
    return render(request, "procedures/detail.html", shown(queries.preview_of(draft)))


def known_of(request: ActorRequest, draft: ProcedureDraft) -> Known:
    """What the choices of the editor are made of (4 queries)."""
    entry = draft.entry
    form, flow = entry.get("form") or {}, entry.get("workflow") or {}
    forms = [
        (row.code, f"{row.title} ({row.code}, phiên bản {row.version})")
        for row in eforms.form_rows(request.actor)
        if row.version
    ]
    flows = [
        (
            flow_code,
            f"{name}: {len(steps)} bước, {sum(float(step.hours) for step in steps):g} giờ làm việc".replace(".", ","),
        )
        for flow_code, name, _, steps in workflows.published_workflows()
    ]
    return Known(
        fields=queries.all_fields(),
        forms=[*([("=", f"{form.get('title')} (đi kèm bản khai)")] if form and not form.get("code") else []), *forms],
        workflows=[*([("=", "Các bước đi kèm bản khai")] if flow and not flow.get("code") else []), *flows],
        cases=[(case["key"], case["name"]) for case in entry.get("cases") or ()],
        questions=_questions(form),
    )


def _questions(form: dict[str, Any]) -> list[tuple[str, str]]:
    if form.get("code"):
        try:
            structure = eforms.structure_of(eforms.current_form(form["code"]))
        except FormNotFound:
            return []
        return [(name, question.label) for name, question in structure.questions.items()]
    return [(question["name"], question["label"]) for question in form.get("questions") or ()]


def part_of(path: str) -> str:
    """The part of the editor where what a flag points at is changed by hand."""
    heads = {
        "ways": DraftPart.WAYS, "fees": DraftPart.WAYS, "time_limit_value": DraftPart.WAYS, "channels": DraftPart.WAYS,
        "requirements": DraftPart.PAPERS, "cases": DraftPart.STEPS, "order": DraftPart.STEPS,
        "results": DraftPart.RESULTS, "result": DraftPart.RESULTS, "legal_bases": DraftPart.RESULTS,
        "conditions": DraftPart.RESULTS, "form": DraftPart.FORM, "workflow": DraftPart.FORM,
    }  # fmt: skip
    return heads.get(path.split(".", 1)[0], DraftPart.GENERAL)


def kind_of(path: str) -> str:
    """What settles a flag: `limit` (number and unit), `amount` (đồng), or nothing but keeping the prose."""
    if path.startswith("ways.") and ".fees." in path:
        return "amount"
    return (
        "limit"
        if (path.startswith("ways.") and path.endswith((".value", ".unit"))) or path.startswith("time_limit")
        else ""
    )


def _value(post: QueryDict, path: str) -> Any:
    """What was typed for a flag; None keeps the prose. Raises Invalid for what is no number."""
    if "keep" in post:
        return None
    typed = clean(post.get("value", "")).replace(".", "")
    if not (typed.isascii() and typed.isdecimal() and 0 < len(typed) < 10):
        raise Invalid({"value": f"“{post.get('value', '')[:40]}” không phải số. Ghi chữ số, hoặc chọn Giữ nguyên văn."})
    if kind_of(path) == "amount":
        return {"amount": int(typed)}
    unit = post.get("unit", "")
    if unit not in TimeUnit.values or not int(typed):
        raise Invalid({"unit": "Chọn đơn vị của thời hạn và ghi số lớn hơn 0."})
    if path.startswith("time_limit"):
        return {"time_limit_value": int(typed), "time_limit_unit": unit}
    return {"value": int(typed), "unit": unit}


def _edits(post: QueryDict) -> int:
    typed = post.get("edits", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def _frame(request: ActorRequest, draft: ProcedureDraft, part: str) -> dict[str, Any]:
    problems = queries.problems_of(draft.entry)
    counts = {each: [problem for problem in problems if problem.part == each] for each in DraftPart.values}
    tabs = [
        {
            "label": label,
            "url": f"/lam-viec/thu-tuc/{draft.procedure.code}/du-thao/{code}/",
            "current": code == part,
            "count": len(draft.entry.get("flags") or ()) if code == DraftPart.FLAGS else len(counts[code]) or None,
            "late": any(problem.stops for problem in counts[code]),
        }
        for code, label in DraftPart.choices
        if code != DraftPart.FLAGS or draft.entry.get("flags")
    ]
    places = [code for code in DraftPart.values if code in PARTS]
    at = places.index(part) if part in places else -1
    return {
        "draft": draft,
        "procedure": draft.procedure,
        "publish_url": f"/lam-viec/thu-tuc/{draft.procedure.code}/du-thao/cong-bo/",
        "part": part,
        "part_name": DraftPart(part).label,
        "tabs": tabs,
        "problems": problems,
        "stops": [problem for problem in problems if problem.stops],
        "history": queries.draft_history(draft, 8),
        "following": places[at + 1] if 0 <= at < len(places) - 1 else "",
    }


def _editor(
    request: ActorRequest,
    draft: ProcedureDraft,
    part: str,
    *,
    post: QueryDict | None = None,
    typed: Typed | None = None,
    refusal: EditedByAnother | None = None,
    blanks: str = "",
    status: int = 200,
) -> HttpResponse:
    view = view_part(
        PARTS[part], draft.entry, known_of(request, draft), post=post, problems=typed.problems if typed else {}, blanks=blanks
    )  # fmt: skip
    context = _frame(request, draft, part) | {
        "view": view,
        "edits": refusal.now if refusal else _edits(post) if post is not None else draft.edits,
        "refusal": refusal,
        "faults": [
            {"label": "", "message": said, "id": name} for name, said in (typed.problems if typed else {}).items()
        ],
    }
    return render(request, "procedures/staff/edit.html", context, status=status)
