"""Saying how it was, without an account (đánh giá bằng đường dẫn, tại máy ở quầy).

Link: whoever has the letter; one choice is enough, everything else may stay empty. Device: the person at the counter; one tap, then what
was not good, then the screen is free for the next one. Nothing on it says who stands there.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.ratings import queries, services
from lienthong.domain.ratings.choices import Aspect, Score
from lienthong.domain.ratings.errors import AlreadyRated, AskingEnded
from lienthong.kit.access import ActorRequest, public
from lienthong.kit.errors import Invalid, Refused

POLL_SECONDS = 4


@require_http_methods(["GET", "POST"])
@public
def by_link(request: ActorRequest, token: str) -> HttpResponse:
    """The survey; after an answer, thanks."""
    asking = queries.asking_by_token(token)
    typed = queries.read_survey(request.POST)
    problems: dict[str, str] = {}
    ended: Refused | None = None
    try:
        if request.method == "POST":
            services.rate_by_link(token=token, **typed.said)
            return redirect(f"{request.path}?xong=1")
        queries.require_open(asking)
    except Invalid as invalid:
        problems = invalid.problems
    except (AlreadyRated, AskingEnded) as refused:
        ended = refused
    context = {
        "asking": asking,
        "ended": ended,
        "thanked": request.GET.get("xong") == "1" and isinstance(ended, AlreadyRated),
        "problems": problems,
        **queries.survey_view(typed),
    }
    status = 422 if problems else 200 if request.method == "GET" or ended is None else ended.status
    return render(request, "ratings/by_link.html", context, status=status)


@require_safe
@public
def device(request: ActorRequest, token: str) -> HttpResponse:
    """What the screen at the counter shows; it asks again every few seconds, with or without a script."""
    found = queries.device_by_token(token)
    asking = queries.asked_at_device(found)
    tapped = queries.tapped_at(asking) if asking is not None else None
    context = {
        "device": found,
        "asking": asking,
        "tapped": tapped,
        "scores": [(value, label) for value, label in reversed(Score.choices)],
        "aspects": Aspect.choices,
        "poll": POLL_SECONDS,
    }
    inside = request.headers.get("HX-Request") == "true"
    return render(request, "ratings/_device.html" if inside else "ratings/device.html", context)


@require_POST
@public
def tap(request: ActorRequest, token: str) -> HttpResponse:
    """One tap, or what was not good after it. Whatever happens, the screen goes on."""
    number = request.POST.get("asking", "")
    asking = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    score = request.POST.get("score", "")
    try:
        if score:
            services.rate_at_device(token=token, asking_id=asking, score=int(score) if score in "12345" else 0)
        else:
            services.explain_at_device(token=token, asking_id=asking, aspects=request.POST.getlist("aspects"))
    except Refused:
        pass  # the question is gone, or was answered elsewhere: the screen shows what is asked now
    return redirect("ratings:device", token=token)
