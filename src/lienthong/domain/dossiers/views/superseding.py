"""The procedure changed while somebody was typing (thủ tục đổi khi đang khai).

A citizen comes here by themselves at the next step of an old draft. They see what is different for them, that nothing typed is lost, and go
on with one press; where the procedure is closed they see by which decision. Officials see how much stands on a procedure.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.dossiers import queries, services
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.policies import MANAGE
from lienthong.kit.access import ActorRequest, citizen, officer


def on_version_in_force(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send a draft on an old version to the page that says what changed. A POST that keeps what was typed still runs first."""

    @wraps(view)
    def guarded(request: ActorRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET" and queries.must_choose_again(request.actor, reference):
            return redirect("dossiers:filing-version", reference=reference)
        return view(request, reference, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@citizen
def filing_version(request: ActorRequest, reference: str) -> HttpResponse:
    """What changed; POST goes on under the new version."""
    filing = queries.filing_for(request.actor, reference)
    if not queries.must_choose_again(request.actor, reference):
        return redirect("dossiers:filing", reference=reference)
    if request.method == "POST":
        shown = request.POST.get("version", "")
        services.move_filing(
            actor=request.actor,
            filing_id=filing.id,
            version_id=int(shown) if shown.isdecimal() and len(shown) < 12 else 0,
        )
        if not queries.must_choose_again(request.actor, reference):
            messages.success(request, "Đã chuyển bản khai sang nội dung mới của thủ tục. Phần đã khai còn nguyên.")
            return redirect("dossiers:filing", reference=reference)
    version = procedures.version(filing.version_id)
    context = {
        "filing": filing,
        "version": version,
        "news": queries.news_for(filing),
        "sections": eforms.summary(version.form, filing.answers, blanks=False) if version.form else [],
        "nav": "ho-so",
    }
    return render(request, "dossiers/filing/version.html", context)


@require_safe
@officer(MANAGE)
def open_dossiers(request: ActorRequest, code: str) -> HttpResponse:
    """A fragment for the keepers' page of a procedure: how much goes on under it."""
    return render(request, "dossiers/staff/_open_counts.html", {"counts": queries.open_counts(code), "code": code})
