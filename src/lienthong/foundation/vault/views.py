"""The vault (kho giấy tờ).

Who opens it: a citizen, to find and download what was received or handed in, and to see who has looked at it. A paper of
somebody else answers as one that does not exist.
"""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.vault import queries
from lienthong.foundation.vault.choices import Origin
from lienthong.kit.access import ActorRequest, citizen
from lienthong.kit.errors import NotFound
from lienthong.kit.text_vi import fold


@citizen
@require_safe
def papers(request: ActorRequest) -> HttpResponse:
    """All papers, results first; a word of the name, number or issuer finds one."""
    own = queries.papers_of(request.actor)
    asked = request.GET.get("tim", "")[:100].strip()
    found = [
        paper
        for paper in own
        if not asked
        or fold(asked) in fold(f"{paper.name} {paper.number} {paper.issuer} {paper.code} {paper.source_name}")
    ]
    context = {
        "groups": [
            {"title": origin.label, "papers": [paper for paper in found if paper.origin == origin]} for origin in Origin
        ],
        "any": bool(own),
        "found": len(found),
        "asked": asked,
        "has_identity": request.actor.person_id is not None,
        "nav": "kho-giay-to",
    }
    return render(request, "vault/papers.html", context)


@citizen
@require_safe
def paper(request: ActorRequest, paper_id: uuid.UUID) -> HttpResponse:
    """One paper: what it says, where it comes from, where it was used, who has seen it."""
    found = queries.paper_for(request.actor, paper_id)
    context = {
        "paper": found,
        "uses": queries.uses_of(found),
        "looks": audit.looks_at(request.actor, subject_type="file", subject_id=found.file_id),
        "nav": "kho-giay-to",
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
