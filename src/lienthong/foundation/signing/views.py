"""What verifiers outside fetch (chứng thư gốc, danh sách thu hồi), and in whose name each seat signs (thẩm quyền ký).

Who opens the latter: the head of an office, once, and after every appointment; administrators for any office.
"""

import base64
import binascii

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import policies, queries, services
from lienthong.foundation.signing.choices import AuthorityForm
from lienthong.kit.access import ActorRequest, officer, public
from lienthong.kit.errors import Invalid, NotFound

LONGEST_QUESTION = 8192  # bytes


@require_safe
@public
def root_certificate(request: HttpRequest) -> HttpResponse:
    """`GET /chung-thu/goc.pem`: the demo authority, to be trusted by those who try us."""
    roots = queries.trust_roots()
    if not roots:
        raise NotFound
    response = HttpResponse("".join(root.chain_pem for root in roots), content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="lienthong-goc.pem"'
    return response


@require_safe
@public
def revocation_list(request: HttpRequest) -> HttpResponse:
    """`GET /chung-thu/crl`: the revocation list, DER."""
    return HttpResponse(services.kept_list(), content_type="application/pkix-crl")


@require_safe
@public
def issuer_certificate(request: HttpRequest) -> HttpResponse:
    """`GET /chung-thu/goc.crt`: our own authority, DER, as the certificates it issues name it."""
    return HttpResponse(services.own_certificate(), content_type="application/pkix-cert")


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public
def status(request: HttpRequest, asked: str = "") -> HttpResponse:
    """`POST /chung-thu/ocsp`, `GET /chung-thu/ocsp/<base64>`: whether a certificate stands (RFC 6960). Changes nothing."""
    try:
        content = (
            request.body[:LONGEST_QUESTION] if request.method == "POST" else base64.b64decode(asked, validate=True)
        )
    except binascii.Error:
        content = b""
    return HttpResponse(services.status_answer(content), content_type="application/ocsp-response")


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
