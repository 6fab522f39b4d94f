"""What verifiers outside fetch (chứng thư gốc, danh sách thu hồi)."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lienthong.foundation.signing import queries, services
from lienthong.kit.access import public
from lienthong.kit.errors import NotFound


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
    content = cache.get_or_set("signing.crl", services.revocation_list, 60)  # a revocation is public within a minute
    return HttpResponse(content, content_type="application/pkix-crl")
