"""The carrier's door (thông báo hành trình của bưu điện)."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lienthong.foundation.postal import services
from lienthong.foundation.postal.choices import NoticeOutcome
from lienthong.kit.access import public

LARGEST_BODY = 64 * 1024

_STATUS = {NoticeOutcome.BAD_SIGNATURE: 401, NoticeOutcome.MALFORMED: 400}


@csrf_exempt
@require_POST
@public
def tracking_notice(request: HttpRequest) -> JsonResponse:
    """`POST /buu-chinh/hanh-trinh/`: signed by the carrier, in its own shape of answer. 200 = noted for good, do not send again."""
    key = request.headers.get("ems-transaction", "")
    if len(request.body) > LARGEST_BODY:
        return JsonResponse(
            {"code": "error", "transaction": key, "message": f"Dài quá {LARGEST_BODY} byte."}, status=413
        )
    done = services.take_notice(
        raw=request.body, signature=request.headers.get("X-Post-Signature", ""), transaction_key=key
    )
    return JsonResponse(
        {
            "code": "success" if done.accepted else "error",
            "transaction": key,
            "message": str(done.outcome.label),
        },
        status=_STATUS.get(done.outcome, 200),
    )
