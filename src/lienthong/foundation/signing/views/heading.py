"""In whose name each seat signs (thẩm quyền ký): the head of an office, once, and after every appointment; administrators for any office."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import policies, queries, services
from lienthong.foundation.signing.choices import AuthorityForm
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound


@require_http_methods(["GET", "POST"])
@officer("dossiers.sign", "organizations.manage")
def authorities(request: ActorRequest) -> HttpResponseBase:
    """In whose name each seat of an office signs; one of them opened for a change with `?chuc-vu=`."""
    agency_id = _agency_asked(request)
    seats = queries.signing_seats(request.actor, agency_id)
    asked = request.GET.get("chuc-vu", "")
    seat = next((each for each in seats if str(each.position_id) == asked), None)
    problems: dict[str, str] = {}
    may = policies.sets_authority(request.actor, agency_id)
    if request.method == "POST" and seat is not None:
        try:
            services.set_authority(
                actor=request.actor,
                position_id=seat.position_id,
                **{name: request.POST.get(name, "") for name in ("form", "body", "head", "title")},
            )
        except Invalid as refusal:
            problems = refusal.problems
        else:
            messages.success(request, f"Đã ghi thẩm quyền ký của {seat.holder}. Văn bản mở xem từ bây giờ in dòng mới.")
            return redirect(f"{request.path}?co-quan={agency_id}")
    said = seat.authority if seat is not None else None
    context = {
        "seats": seats,
        "seat": seat if may else None,
        "may": may,
        "agency": organizations.agency(agency_id),
        "problems": problems,
        "forms": AuthorityForm.choices,
        "typed": {name: request.POST.get(name, getattr(said, name, "")) for name in ("form", "body", "head", "title")},
    }
    return render(request, "signing/authorities.html", context, status=422 if problems else 200)


def _agency_asked(request: ActorRequest) -> int:
    """One's own agency; administrators may name another."""
    asked = request.GET.get("co-quan", "")
    if request.actor.may("organizations.manage") and asked.isdecimal() and len(asked) < 10:
        return int(asked)
    if request.actor.agency_id is None:
        raise NotFound
    return request.actor.agency_id
