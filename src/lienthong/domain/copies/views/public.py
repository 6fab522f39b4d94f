"""Is this copy genuine? (kiểm tra bản sao điện tử). Anybody who holds one opens it by the code on its first page; nothing of its owner is
shown. A file may be held against it: it is looked at and not kept."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.copies import queries, services
from lienthong.kit.access import ActorRequest, public
from lienthong.kit.errors import NotFound


@require_http_methods(["GET"])
@public
def find(request: ActorRequest) -> HttpResponse:
    """Type the code (`ma`)."""
    code = request.GET.get("ma", "").strip().upper()[:20]
    if not code:
        return render(request, "copies/check.html", {})
    try:
        queries.shown_by_code(code)
    except NotFound as refusal:
        return render(request, "copies/check.html", {"asked": code, "problem": refusal.message}, status=404)
    return redirect("copies:check", code=code)


@require_http_methods(["GET", "POST"])
@public
def check(request: ActorRequest, code: str) -> HttpResponse:
    """What the copy is; POST with a file says whether it is the copy itself."""
    try:
        shown = queries.shown_by_code(code)
    except NotFound as refusal:
        return render(request, "copies/check.html", {"asked": code[:20], "problem": refusal.message}, status=404)
    answer, problem = None, ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None or not upload.size:
            problem = "Chưa chọn tệp nào. Chọn tệp bản sao đã nhận rồi bấm Kiểm tra."
        elif upload.size > services.MAX_BYTES:
            problem = f"Tệp lớn hơn {services.MAX_BYTES // 1024 // 1024} MB. Bản sao điện tử không lớn như vậy; xem lại có chọn nhầm tệp không."
        else:
            answer = services.check_file(code=shown.code, content=upload.read())
    return render(
        request,
        "copies/check.html",
        {"shown": shown, "answer": answer, "file_problem": problem},
        status=422 if problem else 200,
    )
