"""The bank's door, and the question "has it arrived?" (thông báo của ngân hàng, kiểm tra thanh toán)."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from lienthong.foundation.payments import queries, services
from lienthong.foundation.payments.choices import OrderState, Outcome
from lienthong.kit.access import public

LARGEST_BODY = 64 * 1024

_STATUS = {Outcome.BAD_SIGNATURE: 401, Outcome.MALFORMED: 400}


@csrf_exempt
@require_POST
@public
def bank_notification(request: HttpRequest) -> JsonResponse:
    """`POST /thanh-toan/ngan-hang/thong-bao/`: signed by the bank. 200 = noted for good, do not send again."""
    if len(request.body) > LARGEST_BODY:
        return JsonResponse({"outcome": "too_large", "message": f"Thông báo dài quá {LARGEST_BODY} byte."}, status=413)
    done = services.confirm_from_bank(raw=request.body, signature=request.headers.get("X-Bank-Signature", ""))
    return JsonResponse({"outcome": done.outcome.value, "message": done.message}, status=_STATUS.get(done.outcome, 200))


@never_cache
@require_GET
@public
def status(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """Asked every 3 seconds by the waiting page: 204 while nothing changed, then the page is told to load itself again."""
    order = queries.order(order_id)
    if not request.headers.get("HX-Request"):
        return render(request, "payments/status.html", {"order": order})
    if order.state == OrderState.PENDING:
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Refresh": "true"})
