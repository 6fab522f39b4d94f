"""The vault (kho giấy tờ).

Who opens it: a citizen, to find and download what was received or handed in, to see where it was used and who has looked at it, and to
take a consent back. A paper of somebody else answers as one that does not exist.
"""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.vault import queries, services
from lienthong.foundation.vault.choices import ConsentState, Origin
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, citizen
from lienthong.kit.errors import NotFound, Refused
from lienthong.kit.text_vi import fold

NAV = {"nav": "kho-giay-to"}


@citizen
@require_safe
def papers(request: ActorRequest) -> HttpResponse:
    """All papers, results first; a word of the name, number or issuer finds one."""
    own = queries.papers_of(request.actor)
    asked = request.GET.get("tim", "")[:100].strip()
    today = clock.today()
    found = [
        (paper, paper.why_not(today))
        for paper in own
        if not asked
        or fold(asked) in fold(f"{paper.name} {paper.number} {paper.issuer} {paper.code} {paper.source_name}")
    ]
    context = NAV | {
        "groups": [
            {"title": origin.label, "rows": [row for row in found if row[0].origin == origin]} for origin in Origin
        ],
        "any": bool(own),
        "found": len(found),
        "asked": asked,
        "has_identity": request.actor.person_id is not None,
    }
    return render(request, "vault/papers.html", context)


@citizen
@require_safe
def paper(request: ActorRequest, paper_id: uuid.UUID) -> HttpResponse:
    """One paper: what it says, whether it counts, where it comes from, where it was used, who has seen it."""
    found = queries.paper_for(request.actor, paper_id)
    context = NAV | {
        "paper": found,
        "why_not": found.why_not(clock.today()),
        "consents": [(each, queries.state_of(each)) for each in queries.consents_on(found)],
        "looks": audit.looks_at(request.actor, subject_type="file", subject_id=found.file_id),
    }
    return render(request, "vault/paper.html", context)


@citizen
@require_safe
def file(request: ActorRequest, paper_id: uuid.UUID) -> HttpResponseBase:
    """Its file."""
    found = queries.paper_for(request.actor, paper_id)
    if found.file is None:
        raise NotFound
    return files.response_for(
        found.file, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )


@citizen
@require_safe
def consents(request: ActorRequest) -> HttpResponse:
    """Every consent: those in force first, each with the way to take it back."""
    rows = [(each, queries.state_of(each)) for each in queries.consents_of(request.actor)]
    context = NAV | {
        "running": [row for row in rows if row[1] == ConsentState.IN_FORCE],
        "past": [row for row in rows if row[1] != ConsentState.IN_FORCE],
    }
    return render(request, "vault/consents.html", context)


@citizen
@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, consent_id: int) -> HttpResponse:
    """What follows from taking it back; POST does it."""
    found = queries.consent_for(request.actor, consent_id)
    if request.method == "POST":
        try:
            services.withdraw_consent(
                actor=request.actor, consent_id=found.pk, reason=request.POST.get("reason", "")[:400]
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"Đã rút đồng ý. Cơ quan không mở được {found.paper.name} cho hồ sơ này nữa.")
        return redirect("vault:consents")
    return render(request, "vault/withdraw.html", NAV | {"consent": found, "state": queries.state_of(found)})
