"""Begin a form (biểu mẫu mới): blank, as a copy, or from a JSON Schema file; or the next version of a published one.

Who opens it: an official who keeps forms. A file that cannot be read is answered with what is wrong in it; what was typed stays.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.errors import UnusableSchema
from lienthong.domain.eforms.importing.guards import MOST_BYTES
from lienthong.domain.eforms.policies import MANAGE
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Refused

type Json = Any


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def start(request: ActorRequest) -> HttpResponse:
    """Title, code, and where the questions come from."""
    typed = {key: request.POST.get(key, "") for key in ("title", "code", "copy_of")}
    origin = request.POST.get("origin", "copy" if request.GET.get("chep") else "blank")
    typed["copy_of"] = typed["copy_of"] or request.GET.get("chep", "")
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            draft = _begin(request, origin, typed)
        except Refused as refusal:
            field = "schema" if isinstance(refusal, UnusableSchema) else refusal.field or "title"
            problems.append({"label": "", "message": refusal.message, "id": f"id_{field}"})
        else:
            return redirect("eforms:review" if draft.notes else "eforms:edit", code=draft.code)
    context = {
        "typed": typed,
        "title_field": {
            "name": "title",
            "label": "Tên biểu mẫu",
            "hint": "Như tên tờ khai, ví dụ Tờ khai đăng ký nhận nuôi con nuôi",
            "value": typed["title"],
            "error": next((each["message"] for each in problems if each["id"] == "id_title"), ""),
        },
        "code_field": {
            "name": "code",
            "label": "Mã",
            "hint": "Thường là mã thủ tục, ví dụ 1.004873. Để trống thì mã được đặt theo tên",
            "value": typed["code"],
            "required": False,
            "width": "20",
            "error": next((each["message"] for each in problems if each["id"] == "id_code"), ""),
        },
        "origin": origin,
        "problems": problems,
        "forms": [(row.code, f"{row.title} ({row.code})") for row in queries.form_rows(request.actor) if row.version],
    }
    return render(request, "eforms/builder/start.html", context, status=422 if problems else 200)


def _begin(request: ActorRequest, origin: str, typed: dict[str, str]) -> Any:
    """Raises what the services refuse, and UnusableSchema for a file that is none."""
    title, code = typed["title"], typed["code"]
    if origin != "schema":
        copy_of = typed["copy_of"] if origin == "copy" else ""
        return services.start_form_draft(actor=request.actor, title=title, code=code, copy_of=copy_of)
    upload = request.FILES.get("schema")
    if upload is None:
        raise UnusableSchema("Chưa chọn tệp. Chọn tệp JSON Schema của phần mềm đang dùng")
    # One byte more than is allowed, so that the reader can say that it is too much; the rest is never read.
    imported = services.import_schema(schema=upload.read(MOST_BYTES + 1))
    return services.start_form_draft(
        actor=request.actor,
        title=title or imported.title,
        code=code,
        questions=imported.questions,
        notes=[f"{note.path}: {note.text}" for note in imported.notes],
    )


@require_POST
@officer(MANAGE)
def next_version(request: ActorRequest, code: str) -> HttpResponse:
    """Begin the next version, or go on with it."""
    services.start_next_version(actor=request.actor, code=code)
    return redirect("eforms:edit", code=code)
