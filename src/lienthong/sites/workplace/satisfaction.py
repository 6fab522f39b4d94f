"""Asking at the counter how it was (mời đánh giá tại quầy).

Who opens it: the officer who has just handed a result over; one press, and the screen on the counter asks the person in front of it.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.ratings import queries as ratings
from lienthong.domain.ratings import services
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused


@require_http_methods(["GET", "POST"])
@officer("dossiers.return_result")
def devices(request: ActorRequest) -> HttpResponse:
    """Today's results that nobody has rated yet, and the screens of the office."""
    actor = request.actor
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            if "dossier" in request.POST:
                dossier = dossiers.dossier_for(actor, request.POST["dossier"][:60])
                asking = services.ask(
                    subject_type="dossier",
                    subject_id=dossier.id,
                    label=dossier.code,
                    matter=dossier.procedure.short_name,
                    agency_id=dossier.agency_id,
                )
                device = services.show_on_device(
                    actor=actor, device_id=_number(request.POST.get("device", "")), asking_id=asking.pk
                )
                messages.success(request, f"Máy {device.name} đang mời đánh giá hồ sơ {asking.label}.")
            else:
                device = services.save_device(
                    actor=actor,
                    device_id=_number(request.POST.get("device", "")) or None,
                    name=request.POST.get("name", "")[:80],
                    renew=request.POST.get("renew") == "1",
                )
                messages.success(request, f"Đã lưu máy {device.name}.")
        except Invalid as invalid:
            problems = invalid.problems
        except Refused as refused:
            messages.error(request, refused.message)
        if not problems:
            return redirect("workplace:rating-devices")
    returned = dossiers.returned_today(actor)
    rated = ratings.rated_among("dossier", [str(each.id) for each in returned])
    context = {
        "returned": [each for each in returned if str(each.id) not in rated],
        "devices": [(each, ratings.asked_at_device(each)) for each in ratings.devices_of(actor)],
        "name": request.POST.get("name", ""),
        "problems": problems,
        "errors": [{"id": f"f-{name}", "label": "", "message": text} for name, text in problems.items()],
        "rail": dossiers.rail(actor, "rating-devices"),
    }
    return render(request, "workplace/rating_devices.html", context, status=422 if problems else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
