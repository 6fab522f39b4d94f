"""Word templates of declarations (mẫu Word của tờ khai).

Who opens it: the official who keeps a form, when the office wants the declaration in Word: takes the template to begin with, edits
it in Word, uploads it. A refused file is answered with everything that is wrong with it; the one in use stays in use.
"""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.declarations import queries, services
from lienthong.domain.declarations.policies import MANAGE
from lienthong.domain.eforms import queries as eforms
from lienthong.foundation.files import services as files
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import NotFound
from lienthong.kit.word import DOCX, MAX_BYTES, DocumentRefused


@require_safe
@officer(MANAGE)
def templates(request: ActorRequest) -> HttpResponse:
    """Every form with its template, those that have one first."""
    in_use = queries.templates_in_use()
    rows = [
        {"code": row.code, "title": row.title, "template": in_use.get(row.code)}
        for row in eforms.form_rows(request.actor)
        if row.version  # a form that was never published has nothing to fill in yet
    ]
    rows.sort(key=lambda row: row["template"] is None)
    return render(request, "declarations/templates.html", {"rows": rows, "count": len(in_use)})


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def template(request: ActorRequest, code: str) -> HttpResponse:
    """One form: the template in use, the fields it may have, a new one."""
    form = queries.form_of(code)
    problems: list[str] = []
    if request.method == "POST" and "retire" in request.POST:
        services.retire_template(actor=request.actor, form_code=code)
        messages.success(request, "Đã ngừng dùng mẫu Word; cán bộ tải tờ khai theo mẫu lập từ biểu mẫu.")
        return redirect(request.path)
    if request.method == "POST":
        upload = request.FILES.get("template")
        try:
            if upload is None or upload.size is None or upload.size > MAX_BYTES:
                raise DocumentRefused.of(
                    [
                        f"Chưa có tệp, hoặc tệp lớn hơn {MAX_BYTES // 1048576} MB. Chọn một tệp .docx rồi bấm Đưa vào dùng."
                    ]
                )
            services.keep_template(
                actor=request.actor, form_code=code, name=upload.name or "mau.docx", content=upload.read()
            )
        except DocumentRefused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "Đã đưa mẫu Word vào dùng. Tải bản điền thử để xem từng trường nằm ở đâu.")
            return redirect(request.path)
    current = queries.current_template(code)
    context = {
        "form": form,
        "current": current,
        "history": queries.history_of(code),
        "fields": queries.fields_of(form, current),
        "problems": problems,
        "crumbs": [{"label": "Mẫu Word", "url": reverse("declarations:templates")}, {"label": form.title}],
    }
    return render(request, "declarations/template.html", context, status=422 if problems else 200)


def _docx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@officer(MANAGE)
def starting(request: ActorRequest, code: str) -> HttpResponse:
    """The template to begin with."""
    return _docx(services.starting_docx(form_code=code), f"mau-khoi-dau-{code}.docx")


@require_safe
@officer(MANAGE)
def current(request: ActorRequest, code: str) -> HttpResponseBase:
    """The one in use, as it was uploaded."""
    found = queries.current_template(code)
    if found is None:
        raise NotFound("Biểu mẫu này chưa có mẫu Word.")
    return files.response_for(found.file, download=True)


@require_safe
@officer(MANAGE)
def trial(request: ActorRequest, code: str) -> HttpResponse:
    """The one in use with each field saying its own name."""
    content = services.trial_docx(form_code=code)
    if content is None:
        raise NotFound("Biểu mẫu này chưa có mẫu Word.")
    return _docx(content, f"dien-thu-{code}.docx")
