"""Papers that the agency issued and that lie in people's vaults (giấy tờ đã cấp), and how often papers are used again instead of being
asked for.

Who opens it: whoever signs for the agency, to find a result by its number and say that it no longer counts.
"""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.dossiers import queries as dossiers
from lienthong.foundation.vault import queries as vault
from lienthong.foundation.vault.policies import ISSUE
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Refused

DAYS = 30


@require_safe
@officer(ISSUE)
def issued_papers(request: ActorRequest) -> HttpResponse:
    """Newest first, or by number (`so`); above them the reuse of the last thirty days."""
    asked = request.GET.get("so", "")[:60].strip()
    try:
        page = vault.issued_by(request.actor, text=asked, cursor=request.GET.get("trang"))
    except Refused:
        page = vault.issued_by(request.actor, text=asked)
    until = clock.now()
    since: datetime = until - timedelta(days=DAYS)
    context = {
        "page": page,
        "rows": [(paper, paper.why_not(clock.today())) for paper in page.items],
        "asked": asked,
        "reuse": dossiers.reuse_share(request.actor, since=since, until=until),
        "days": DAYS,
    }
    return render(request, "workplace/issued_papers.html", context)
