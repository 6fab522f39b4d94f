"""Looking at decision tables (xem bảng quyết định).

Who opens it: an official who keeps the rules of a field, to see what is in force, what changed, and what is being written. A table that
is not there answers 404; a file that cannot be taken in says why and takes in nothing.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.decisions import queries, services
from lienthong.foundation.decisions.choices import Purpose
from lienthong.foundation.decisions.errors import DmnRefused, TableInvalid
from lienthong.foundation.decisions.forms import read_subjects
from lienthong.foundation.decisions.policies import MANAGE
from lienthong.foundation.decisions.rules.dmn import MOST_BYTES, read_dmn, write_dmn
from lienthong.foundation.decisions.views import showing
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.text_vi import clean


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def list_page(request: ActorRequest) -> HttpResponse:
    """Every table; below it a form to begin one, empty or from a DMN file."""
    typed = {name: request.POST.get(name, "") for name in ("name", "purpose", "subjects", "description")}
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            content = None
            if "file" in request.FILES:
                upload = request.FILES["file"]
                file_name, content = read_dmn(upload.read(MOST_BYTES + 1))  # type: ignore[union-attr]  # one file a field
                typed["name"] = clean(typed["name"]) or file_name
            table = services.create_table(
                actor=request.actor,
                name=typed["name"],
                purpose=typed["purpose"] or Purpose.OTHER,
                subjects=read_subjects(typed["subjects"]),
                description=typed["description"],
                content=content,
            )
        except TableInvalid as refusal:
            problems = refusal.problems
        except DmnRefused as refusal:
            problems = {"file": refusal.message}
        else:
            return redirect("decisions:edit", code=table.code)
    purpose = request.GET.get("dung-de", "")
    context = {
        "rows": queries.tables(request.actor, purpose=purpose),
        "purpose": purpose,
        "purposes": Purpose.choices,
        "problems": problems,
        "typed_name": _box("name", "Tên bảng", typed, problems, hint="Ví dụ: Ai được đăng ký kết hôn"),
        "typed_purpose": _box("purpose", "Dùng để", typed, problems, choices=Purpose.choices),
        "typed_subjects": _box(
            "subjects", "Mã thủ tục", typed, problems, hint="Cách nhau bằng dấu phẩy, ví dụ 1.000894", required=False
        ),
        "typed_description": _box(
            "description",
            "Bảng trả lời câu hỏi gì",
            typed,
            problems,
            hint="Người dân đọc câu này trước khi trả lời",
            required=False,
        ),
        "faults": [
            {"label": "", "message": message, "id": f"id_{key}" if key in typed or key == "file" else "them"}
            for key, message in problems.items()
        ],
    }
    return render(request, "decisions/list.html", context, status=422 if problems else 200)


def _box(name: str, label: str, typed: dict[str, str], problems: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "value": typed[name], "error": problems.get(name, ""), **more}


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def table_page(request: ActorRequest, code: str) -> HttpResponse:
    """What is in force, in a grid and in words, with its versions; POST begins the next version. `phien-ban`: an older one."""
    table = queries.table_by_code(request.actor, code)
    if request.method == "POST":
        services.start_draft(actor=request.actor, code=code)
        return redirect("decisions:edit", code=code)
    versions = list(queries.versions_of(request.actor, code))
    draft = queries.draft_of(request.actor, code)
    if not versions:
        return redirect("decisions:edit", code=code)
    wanted = request.GET.get("phien-ban", "")
    shown = next((each for each in versions if str(each.number) == wanted), versions[0])
    ready = services.readiness(table.purpose, shown.content)
    tries = {row["name"]: request.GET.get(row["name"], "")[:200] for row in shown.content["inputs"]}
    tried = showing.tried(ready, tries)
    context = {
        "table": table,
        "fired": [row["rule"] for row in tried["rows"]] if tried and "rows" in tried else [],
        "purpose": Purpose(table.purpose).label,
        "versions": versions,
        "shown": shown,
        "is_newest": shown is versions[0],
        "draft": draft,
        "grid": showing.grid(shown.content, {}),
        "words": showing.words(ready),
        "judged": showing.judged(ready),
        "tries": _try_fields(shown.content, tries),
        "tried": tried,
    }
    return render(request, "decisions/table.html", context)


def _try_fields(content: dict[str, Any], tries: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": row["name"], "column": row, "text": tries[row["name"]]} for row in showing.grid(content, {})["inputs"]
    ]


@require_safe
@officer(MANAGE)
def compare_page(request: ActorRequest, code: str) -> HttpResponse:
    """Two contents side by side: versions by number, `soan` for the draft. Without a choice the two newest."""
    table = queries.table_by_code(request.actor, code)
    draft = queries.draft_of(request.actor, code)
    contents: dict[str, tuple[str, dict[str, Any]]] = {}
    if draft is not None:
        contents["soan"] = (f"Bản đang soạn, {draft.edited_by} lưu", draft.content)
    for each in queries.versions_of(request.actor, code):
        contents[str(each.number)] = (f"Phiên bản {each.number}", each.content)
    keys = list(contents)
    new = request.GET.get("den") if request.GET.get("den") in contents else keys[0]
    old = request.GET.get("tu") if request.GET.get("tu") in contents else keys[min(1, len(keys) - 1)]
    context = {
        "table": table,
        "options": [(key, label) for key, (label, _) in contents.items()],
        "old": old,
        "new": new,
        "changes": queries.compare(contents[str(old)][1], contents[str(new)][1]),
    }
    return render(request, "decisions/compare.html", context)


@require_safe
@officer(MANAGE)
def export(request: ActorRequest, code: str) -> HttpResponse:
    """A version, or the draft with `phien-ban=soan`, as a DMN 1.3 file."""
    table = queries.table_by_code(request.actor, code)
    wanted = request.GET.get("phien-ban", "")
    draft = queries.draft_of(request.actor, code)
    newest = queries.versions_of(request.actor, code).first()
    if draft is not None and (wanted == "soan" or newest is None):
        content, mark = draft.content, "soan"
    else:
        version = queries.version_of(
            request.actor, code, int(wanted) if wanted.isdecimal() else newest.number if newest else 0
        )
        content, mark = version.content, f"v{version.number}"
    answer = HttpResponse(write_dmn(code=code, name=table.name, content=content), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{mark}.dmn"'
    return answer
