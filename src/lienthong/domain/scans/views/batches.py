"""Batches in progress (các lô quét đang sắp xếp), and a new one for a stack whose covers say whose it is.

Who opens it: the one-stop officer, to go on with what was begun, or at the end of the day with the pile of several dossiers.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.scans import policies, queries, services
from lienthong.kit.access import ActorRequest, officer

SCAN = officer(*policies.SCAN)


@require_http_methods(["GET", "POST"])
@SCAN
def batches(request: ActorRequest) -> HttpResponse:
    """The list; POST with files begins a batch of nobody."""
    if request.method == "POST":
        uploads = request.FILES.getlist("files")
        if not uploads:
            messages.warning(request, "Chưa chọn tệp nào. Chọn tệp PDF, TIFF hoặc ảnh từ máy quét rồi bấm Tải lên.")
            return redirect("scans:batches")
        batch = services.begin_batch(actor=request.actor)
        for said in services.add_uploads(actor=request.actor, batch_id=batch.pk, uploads=uploads):
            messages.warning(request, said)
        return redirect("scans:batch", batch_id=batch.pk)
    return render(request, "scans/batches.html", {"batches": queries.open_batches(request.actor)})
