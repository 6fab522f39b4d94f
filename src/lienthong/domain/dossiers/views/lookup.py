"""Following a dossier without an account (tra cứu): code and last four digits of the identity number."""

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.progress import progress_of
from lienthong.kit.access import ActorRequest, public
from lienthong.kit.errors import Refused

TRIES = 30
WINDOW_SECONDS = 600


class TooManyTries(Refused):
    """Somebody tries codes one after another."""

    code = "too-many-tries"
    status = 429
    message = "Đã tra cứu quá nhiều lần trong 10 phút. Chờ ít phút rồi thử lại, hoặc gọi 1022 để được hỗ trợ."


@require_http_methods(["GET", "POST"])
@public
def lookup(request: ActorRequest) -> HttpResponse:
    """The form; POST shows the timeline on the same page, so that the digits never stand in an address."""
    context: dict[str, object] = {"code": request.GET.get("ma", "")[:40], "nav": "lookup"}
    status = 200
    if request.method == "POST":
        code, digits = request.POST.get("code", "")[:40], request.POST.get("digits", "")[:8]
        context["code"] = code
        try:
            _throttle(request)
            dossier = queries.progress_by_code(code, digits)
        except Refused as refusal:
            context["refusal"] = refusal
            status = refusal.status
        else:
            context |= {"dossier": dossier, "progress": progress_of(dossier)}
    return render(request, "dossiers/citizen/lookup.html", context, status=status)


def _throttle(request: ActorRequest) -> None:
    """Thirty tries in ten minutes from one address: enough for a family, too few for guessing four digits."""
    key = f"lookup:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        tries = cache.incr(key)
    except ValueError:
        return
    if tries > TRIES:
        raise TooManyTries
