"""Who kept one dossier how long (ai giữ bao lâu): for the office with every figure and the chain of reminders, for the applicant in plain words."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.lateness import policies, queries
from lienthong.domain.lateness.models import LatenessShare
from lienthong.domain.lateness.rules.words import amount
from lienthong.domain.lateness.views.drawing import by_agency, shown
from lienthong.kit.access import ActorRequest, citizen, officer
from lienthong.kit.actor import Actor


@require_http_methods(["GET"])
@officer()
def dossier(request: ActorRequest, code: str) -> HttpResponse:
    """The whole page, or with HX-Request the block for the page of the dossier."""
    return render(request, _template(request), dossier_context(request.actor, code))


def _template(request: ActorRequest) -> str:
    return "lateness/_dossier.html" if request.headers.get("HX-Request") == "true" else "lateness/dossier.html"


def dossier_context(actor: Actor, code: str) -> dict[str, Any]:
    """What the page and the block show of a dossier in sight. Raises NotFound."""
    brief = queries.dossier_in_sight(actor, code)
    accounts = queries.accounts_of([brief.id])[brief.id]
    ids = [row.share_id for told in accounts for row in told.rows if row.share_id is not None]
    objections = queries.objections_of(ids)
    may_object = _may_object(
        actor, [row.share_id for told in accounts for row in told.rows if row.share_id and row.late]
    )
    blocks = [shown(told) for told in reversed(accounts)]
    for block in blocks:
        for each in block["rows"]:
            share_id = each["row"].share_id
            objection = each["objection"] = objections.get(share_id) if share_id else None
            each["objection_granted"] = amount(objection.minutes) if objection else ""
            each["object_url"] = (
                reverse("lateness:object", args=[share_id])
                if share_id in may_object and share_id not in objections
                else ""
            )
    return {
        "brief": brief,
        "blocks": blocks,
        "chain": queries.chain_of(brief.id),
        "mine": queries.own_reminder(actor, brief.id),
        "work_url": f"/lam-viec/ho-so/{brief.code}/" if queries.opens(actor, brief) else "",
        "page_url": reverse("lateness:dossier", args=[brief.code]),
    }


def _may_object(actor: Actor, share_ids: list[int]) -> set[int]:
    if not share_ids or not (actor.may("dossiers.approve") or actor.may("dossiers.sign")):
        return set()
    return {each.pk for each in LatenessShare.objects.filter(pk__in=share_ids) if policies.objects(actor, each)}


@require_http_methods(["GET"])
@citizen
def for_citizen(request: ActorRequest, code: str) -> HttpResponse:
    """The applicant's own dossier: which office had it how long, and that a delay is not theirs."""
    found = dossiers.dossier_for(request.actor, code)
    accounts = [each for each in queries.accounts_of([found.id])[found.id] if not each.fault]
    context = {
        "dossier": found,
        "blocks": [
            {"told": told, "lines": list(queries.for_applicant(told)), "rows": by_agency(told)}
            for told in reversed(accounts)
        ],
        "crumbs": [
            {"label": "Hồ sơ của tôi", "url": "/ho-so/"},
            {"label": found.code, "url": f"/ho-so/{found.code}/"},
            {"label": "Ai giữ hồ sơ bao lâu"},
        ],
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "lateness/_citizen.html" if fragment else "lateness/citizen.html", context)
