"""Running dossiers on a new version (chuyển hồ sơ đang xử lý).

Who opens it: an official who has published a version and wants dossiers under way to follow it. They see how many can, and why the others
cannot, before anything changes; every move can be taken back, and dossiers that went on since are named and stay.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.foundation.workflows import queries, services
from lienthong.foundation.workflows.errors import MoveUndone, NothingToMove, WorkflowNotFound
from lienthong.foundation.workflows.policies import MANAGE
from lienthong.kit.access import ActorRequest, officer


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def move_page(request: ActorRequest, code: str) -> HttpResponse:
    """Versions with running dossiers; `tu`: the preview of moving those of one version to the newest. POST moves them."""
    runs = queries.runs_by_version(request.actor, code)
    if not runs:
        raise WorkflowNotFound
    newest = runs[0]
    older = [each for each in runs[1:] if each.running]
    wanted = request.POST.get("tu") or request.GET.get("tu", "")
    chosen = next((each for each in older if str(each.version) == wanted), older[0] if older else None)
    if request.method == "POST":
        if chosen is None:
            messages.error(request, "Không còn hồ sơ nào ở phiên bản này.")
            return redirect("workflows:move", code=code)
        try:
            move = services.move_runs(actor=request.actor, source_id=chosen.workflow_id, target_id=newest.workflow_id)
        except NothingToMove as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request, f"Đã chuyển {move.runs.count()} hồ sơ sang phiên bản {newest.version}. Hoàn tác được ở dưới."
            )
        return redirect("workflows:move", code=code)
    places = (
        services.preview_move(actor=request.actor, source_id=chosen.workflow_id, target_id=newest.workflow_id)
        if chosen
        else ()
    )
    workflow = queries.get_workflow(newest.workflow_id)
    context = {
        "code": code,
        "name": workflow.name,
        "newest": newest,
        "older": older,
        "chosen": chosen,
        "places": places,
        "can": sum(place.count for place in places if not place.reason),
        "cannot": sum(place.count for place in places if place.reason),
        "moves": queries.moves_of(request.actor, code)[:20],
    }
    return render(request, "workflows/move.html", context)


@require_POST
@officer(MANAGE)
def undo(request: ActorRequest, code: str, move_id: int) -> HttpResponse:
    """Put the dossiers of a move back exactly as they were."""
    try:
        undone = services.undo_move(actor=request.actor, move_id=move_id)
    except MoveUndone as refusal:
        messages.error(request, refusal.message)
        return redirect("workflows:move", code=code)
    stayed = f" {undone.gone_on} hồ sơ đã đi tiếp từ lúc chuyển nên giữ nguyên." if undone.gone_on else ""
    messages.success(request, f"Đã trả {undone.restored} hồ sơ về đúng trạng thái trước khi chuyển.{stayed}")
    return redirect("workflows:move", code=code)
