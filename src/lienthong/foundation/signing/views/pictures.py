"""One's handwritten signature and the agency's seal as they stand on paper (hình ảnh chữ ký, con dấu), and how much proof signatures carry."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import policies, services
from lienthong.foundation.signing.choices import Level
from lienthong.foundation.signing.models import Picture
from lienthong.foundation.signing.queries import register as queries
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound, Refused


@require_http_methods(["GET", "POST"])
@officer()
def pictures(request: ActorRequest) -> HttpResponseBase:
    """See and change them."""
    problem, at = "", ""
    agency_id = request.actor.agency_id or 0
    if request.method == "POST":
        at = request.POST.get("what", "")
        try:
            messages.success(request, _changed(request, at, agency_id))
        except Invalid as refusal:
            problem = next(iter(refusal.problems.values()))
        except Refused as refusal:
            problem = refusal.message
        else:
            return redirect("signing:pictures")
    context = {
        "hand": queries.hand_of(request.actor),
        "seal": queries.seal_of(agency_id),
        "agency": organizations.agency(agency_id),
        "keeps_seal": policies.keeps_seal(request.actor, agency_id),
        "sets_level": policies.sets_authority(request.actor, agency_id),
        "level": queries.agency_level(agency_id),
        "levels": Level.choices,
        "usual": Level(settings.SIGNING_LEVEL).label,
        "problem": problem,
        "at": at,
    }
    return render(request, "signing/pictures.html", context, status=422 if problem else 200)


@require_safe
@officer()
def hand(request: ActorRequest) -> HttpResponse:
    """One's own, PNG."""
    return _png(queries.hand_of(request.actor))


@require_safe
@officer()
def seal(request: ActorRequest) -> HttpResponse:
    """That of one's agency, PNG."""
    return _png(queries.seal_of(request.actor.agency_id or 0))


def _changed(request: ActorRequest, what: str, agency_id: int) -> str:
    upload = request.FILES.get("file")
    content = upload.read(services.LARGEST_PICTURE + 1) if upload is not None else b""
    if what == "remove":
        services.remove_hand(actor=request.actor)
        return "Đã bỏ hình chữ ký. Văn bản ký từ bây giờ dùng nét vẽ từ tên."
    if what == "level":
        services.set_level(actor=request.actor, agency_id=agency_id, level=request.POST.get("level", ""))
        return "Đã ghi mức chữ ký của cơ quan."
    if not content:
        raise Invalid({"file": "Chọn tệp hình (PNG hoặc JPEG)."})
    if what == "seal":
        services.upload_seal(actor=request.actor, agency_id=agency_id, content=content)
        return "Đã ghi hình con dấu. Văn bản đóng dấu từ bây giờ dùng hình này."
    services.upload_hand(actor=request.actor, content=content)
    return "Đã ghi hình chữ ký. Văn bản ký từ bây giờ dùng hình này."


def _png(picture: Picture | None) -> HttpResponse:
    if picture is None:
        raise NotFound
    return HttpResponse(bytes(picture.png), content_type="image/png", headers={"Cache-Control": "private, no-cache"})
