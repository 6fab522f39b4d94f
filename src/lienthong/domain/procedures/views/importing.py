"""Bringing files in and taking files out (nhập, xuất danh mục).

Who keeps the catalogue opens it with a file from the ministry or from Excel: it is tried first, each bad row is named with its place, and
nothing is written before they confirm. A file that must not be opened, or a catalogue that has changed meanwhile, gets a sentence.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.choices import Origin
from lienthong.domain.procedures.errors import FileRefused, ImportOutdated, ImportRefused
from lienthong.domain.procedures.policies import MANAGE
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.text_vi import clean

SHOWN_ROWS = 200
LARGEST = 20 * 1024 * 1024
OUTCOMES = {"new": ("Mới", "done"), "changed": ("Thay đổi", "soon"), "refused": ("Bị từ chối", "late")}


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def import_page(request: ActorRequest) -> HttpResponse:
    """The upload, the newest imports, and the export."""
    problem = ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        if sent is None:
            problem = "Chọn tệp danh mục cần nhập."
        elif (sent.size or 0) > LARGEST:
            problem = f"Tệp nặng {(sent.size or 0) / 1024 / 1024:.0f} MB, tối đa 20 MB. Nén gzip hoặc chia danh mục thành nhiều tệp."
        else:
            try:
                tried = services.try_import(
                    actor=request.actor, content=sent.read(), file_name=clean(sent.name or "")[-200:] or "tệp không tên"
                )
            except FileRefused as refusal:
                problem = refusal.message
            else:
                return redirect("procedures:imported", import_id=tried.pk)
    context = {
        "problem": problem,
        "faults": [{"label": "Tệp danh mục", "message": problem, "id": "file"}] if problem else [],
        "imports": queries.recent_imports(request.actor),
        "fields": queries.all_fields(),
        "origins": Origin.choices,
    }
    return render(request, "procedures/staff/import.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def imported_page(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """What a file would do or did; confirming it twice does it once."""
    outdated = ""
    if request.method == "POST":
        try:
            if request.POST.get("act") == "again":
                services.try_again(actor=request.actor, import_id=import_id)
                messages.success(request, "Đã nhập thử lại với danh mục hiện tại.")
            else:
                done = services.confirm_import(actor=request.actor, import_id=import_id)
                messages.success(request, _sentence(done.report["counts"]))
            return redirect("procedures:imported", import_id=import_id)
        except (ImportOutdated, ImportRefused) as refusal:
            outdated = refusal.message
    tried = queries.import_of(request.actor, import_id)
    rows = tried.report["rows"]
    context = {
        "tried": tried,
        "counts": tried.report["counts"],
        "problems": tried.report["problems"][:SHOWN_ROWS],
        "more_problems": max(0, len(tried.report["problems"]) - SHOWN_ROWS),
        "rows": [
            row | dict(zip(("label", "tone"), OUTCOMES[row["outcome"]], strict=True)) for row in rows[:SHOWN_ROWS]
        ],
        "more_rows": max(0, len(rows) - SHOWN_ROWS),
        "outdated": outdated,
        "is_done": tried.state == "confirmed",
        "does_something": any(row["outcome"] != "refused" for row in rows),
    }
    return render(request, "procedures/staff/imported.html", context, status=409 if outdated else 200)


@require_safe
@officer(MANAGE)
def import_template(request: ActorRequest) -> HttpResponse:
    """The empty workbook."""
    return _file(queries.empty_workbook(), "xlsx", "mau-danh-muc-thu-tuc")


@require_safe
@officer(MANAGE)
def export_file(request: ActorRequest) -> HttpResponse:
    """The selection as a file."""
    kind = request.GET.get("dang", "xlsx")
    kind = kind if kind in queries.EXPORT_FORMATS else "xlsx"
    codes = [clean(code)[:40] for code in request.GET.getlist("ma")] or None
    rows = queries.exported_entries(
        codes, field=request.GET.get("linh-vuc", "")[:80], origin=request.GET.get("nguon", "")[:10]
    )
    return _file(queries.exported(rows, kind), kind, f"danh-muc-thu-tuc-{clock.today():%Y%m%d}")


@require_POST
@officer(MANAGE)
def forget_import(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Let go of a file that was only tried."""
    services.forget_import(actor=request.actor, import_id=import_id)
    messages.success(request, "Đã bỏ tệp nhập thử.")
    return redirect("procedures:import")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    media_type, ending = queries.EXPORT_FORMATS[kind]
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _sentence(counts: dict[str, int]) -> str:
    published = counts["new"] + counts["changed"] - counts["drafted"]
    said = f"Đã nhập: {counts['new']} thủ tục mới, {counts['changed']} thủ tục thay đổi"
    return said + (
        f", trong đó {counts['drafted']} thủ tục thành dự thảo chờ công bố."
        if counts["drafted"]
        else f"; công bố {published}."
    )
