"""The portal's own pages (trang chủ, đánh giá).

Home: anybody, on a phone, who needs a paper from the State; they see one question and where to type the answer.
Rating: the applicant, after the result; one choice is enough.
"""

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.choices import State
from lienthong.domain.life_events import queries as life_events
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.ratings import queries as ratings
from lienthong.domain.ratings import services as rating_services
from lienthong.kit.access import ActorRequest, citizen, public
from lienthong.kit.errors import Invalid, NotAllowed

FIGURES_SECONDS = 300


@require_http_methods(["GET"])
@public
def home(request: ActorRequest) -> HttpResponse:
    """Search, look-up, life events, public figures (at most five minutes old)."""
    figures = cache.get("public-figures")
    if figures is None:
        figures = dossiers.public_figures()
        cache.set("public-figures", figures, FIGURES_SECONDS)
    context = {"popular": procedures.popular(), "life_events": _life_events(), "figures": figures}
    return render(request, "portal/home.html", context)


def _life_events() -> tuple[life_events.EventRow, ...]:
    """Kept as long as the figures: they change some times a year."""
    found: tuple[life_events.EventRow, ...] | None = cache.get("home.life-events")
    if found is None:
        found = life_events.published_events()
        cache.set("home.life-events", found, FIGURES_SECONDS)
    return found


@require_http_methods(["GET", "POST"])
@citizen
def rate(request: ActorRequest, code: str) -> HttpResponse:
    """How it was: five levels, what was wrong, a few words. Rating again the same day replaces the earlier answer."""
    dossier = dossiers.dossier_for(request.actor, code)
    if dossier.state not in {State.RETURNED, State.REJECTED, State.CLOSED}:
        raise NotAllowed("Đánh giá mở sau khi cơ quan trả kết quả. Theo dõi tình trạng tại trang hồ sơ.")
    own = ratings.own_rating(request.actor, "dossier", dossier.id)
    typed = ratings.read_survey(request.POST, own)
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            rating_services.rate(
                actor=request.actor,
                subject_type="dossier",
                subject_id=dossier.id,
                agency_id=dossier.agency_id,
                label=dossier.code,
                matter=dossier.procedure.short_name,
                **typed.said,
            )
        except Invalid as refusal:
            problems = refusal.problems
        else:
            messages.info(request, "Đã ghi đánh giá. Cảm ơn ông/bà đã dành thời gian.")
            return redirect("dossiers:detail", code=dossier.code)
    context = {
        "dossier": dossier,
        "own": own,
        "is_final": own is not None and not ratings.may_change(own),
        "problems": problems,
        "nav": "ho-so",
        **ratings.survey_view(typed),
    }
    return render(request, "portal/rate.html", context, status=422 if problems else 200)
