"""Sign a file of one's own choice, or a trial page (ký tệp, thử chữ ký): with whatever holds one's key.

A token on the desk is asked by the browser, over the bridge; the answer is checked before it is kept.
"""

import base64
import binascii
import json
import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.foundation.signing import services
from lienthong.foundation.signing.queries import register as queries
from lienthong.foundation.signing.views.checking import MAX_BYTES
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound, Refused

_POLICY: dict[str, Any] = {
    **settings.SECURE_CSP,
    "connect-src": [CSP.SELF, settings.BRIDGE_URL.partition("/cau-noi")[0]],
}
REASON = "Ký tại trang ký tệp"


@csp_override(_POLICY)
@require_http_methods(["GET", "POST"])
@officer()
def sign_file(request: ActorRequest) -> HttpResponseBase:
    """Choose a PDF, or none for a trial page; the signed file comes back as a download."""
    own = queries.own_certificates(request.actor)
    entry = own[0] if own else None
    problem = ""
    if request.method == "POST":
        try:
            content = _content(request)
            with services.authorized(pin=request.POST.get("pin", "")[:64], otp=request.POST.get("otp", "")[:64]):
                signed = services.sign_pdf(
                    actor=request.actor, content=content, reason=REASON, location=_location(request)
                )
        except Invalid as refusal:
            problem = next(iter(refusal.problems.values()))
        except Refused as refusal:
            problem = refusal.message
        else:
            return _download(signed)
    context = {
        "entry": entry,
        "scheme": entry.row.key_ref.partition(":")[0] if entry else "",
        "problem": problem,
        "bridge": settings.BRIDGE_URL,
    }
    return render(request, "signing/sign_file.html", context, status=422 if problem else 200)


@require_POST
@officer()
def prepare(request: ActorRequest) -> HttpResponse:
    """The paper made ready for the token; JSON of what the bridge is asked."""
    try:
        asked = services.prepare_pdf(
            actor=request.actor, content=_content(request), reason=REASON, location=_location(request)
        )
    except Refused as refusal:
        return JsonResponse({"problem": refusal.message}, status=refusal.status)
    return JsonResponse(
        {
            "id": str(asked.id),
            "hash": asked.hash,
            "algorithm": asked.algorithm,
            "certificate_sha256": asked.certificate_sha256,
            "certificate": asked.certificate,
        }
    )


@require_POST
@officer()
def finish(request: ActorRequest, prepared_id: uuid.UUID) -> HttpResponse:
    """What the token answered: `{"signature": base64}`. JSON with the address of the signed file."""
    try:
        told = json.loads(request.body[:65_536])
        signature = base64.b64decode(str(told["signature"]), validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error):
        signature = b""
    try:
        services.finish_pdf(actor=request.actor, prepared_id=prepared_id, signature=signature)
    except Refused as refusal:
        return JsonResponse({"problem": refusal.message}, status=refusal.status)
    return JsonResponse({"url": f"{request.path}tep/"})


@require_safe
@officer()
def finished(request: ActorRequest, prepared_id: uuid.UUID) -> HttpResponse:
    """The signed file, for whoever signed it."""
    return _download(services.finished_pdf(actor=request.actor, prepared_id=prepared_id))


def _content(request: ActorRequest) -> bytes:
    upload = request.FILES.get("file")
    if upload is None:
        return services.trial_page(actor=request.actor)
    if upload.size is None or upload.size > MAX_BYTES:
        raise Invalid({"file": f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. Ông/bà chọn tệp nhỏ hơn."})
    content: bytes = upload.read()
    return content


def _location(request: ActorRequest) -> str:
    return request.actor.position.agency_name if request.actor.position else ""


def _download(content: bytes) -> HttpResponse:
    if not content:
        raise NotFound
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="da-ky.pdf"'},
    )
