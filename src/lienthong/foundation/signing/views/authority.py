"""What verifiers outside fetch: our root, the list of those taken back, the status of one (chứng thư gốc, danh sách thu hồi, OCSP)."""

import base64
import binascii

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.signing import queries, services
from lienthong.kit.access import public
from lienthong.kit.errors import NotFound

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
