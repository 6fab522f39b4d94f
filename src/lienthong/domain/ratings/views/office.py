"""What people said, for the leaders of the unit (ý kiến, đánh giá thấp).

Who opens it: the head, once a day: what was bad and must be looked into by when, what people wrote, what was answered. No name is shown.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.ratings import policies, queries, services
from lienthong.domain.ratings.choices import Aspect
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused

READ = officer("ratings.answer", "dossiers.view_all")
FILTERS = (("", "Tất cả"), ("y-kien", "Ý kiến chưa trả lời"), ("thap", "Đánh giá thấp"))


@require_safe
@READ
def ratings(request: ActorRequest) -> HttpResponse:
    """Low ratings that wait, then what people said, newest first."""
    only = request.GET.get("loc", "")
    only = only if only in dict(FILTERS) else ""
    page = queries.ratings_page(request.actor, only=only, cursor=request.GET.get("tu"))
    context = {
        "follow_ups": queries.open_follow_ups(request.actor),
        "page": page,
        "only": only,
        "filters": FILTERS,
        "query": f"loc={only}" if only else "",
        "is_province": request.actor.may("dossiers.view_all"),
    }
    return render(request, "ratings/office/ratings.html", context)


@require_http_methods(["GET", "POST"])
@READ
def rating(request: ActorRequest, rating_id: int) -> HttpResponse:
    """One answer: what was said, the answer of the office, the look into it."""
    found = queries.rating_for(request.actor, rating_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            if "finding" in request.POST:
                services.close_follow_up(
                    actor=request.actor,
                    follow_up_id=found.follow_up.pk if hasattr(found, "follow_up") else 0,
                    finding=request.POST["finding"][:4000],
                )
                messages.success(request, "Đã ghi kết quả xem xét.")
            else:
                services.answer_rating(
                    actor=request.actor, rating_id=found.pk, reply=request.POST.get("reply", "")[:4000]
                )
                messages.success(request, "Đã gửi trả lời đến người đánh giá.")
        except Invalid as invalid:
            problems = invalid.problems
        except Refused as refused:
            messages.error(request, refused.message)
        if not problems:
            return redirect("ratings:rating", rating_id=found.pk)
    labels = dict(Aspect.choices)
    items = {item["key"]: item["text"] for item in queries.survey()["items"]}
    context = {
        "rating": found,
        "follow_up": getattr(found, "follow_up", None),
        "aspects": [labels[each] for each in found.aspects if each in labels],
        "items": [(items[key], value) for key, value in found.answers.items() if key in items],
        "may_answer": policies.answers(request.actor, found),
        "reply": request.POST.get("reply", ""),
        "finding": request.POST.get("finding", ""),
        "problems": problems,
        "errors": [{"id": f"f-{name}", "label": "", "message": text} for name, text in problems.items()],
    }
    return render(request, "ratings/office/rating.html", context, status=422 if problems else 200)
