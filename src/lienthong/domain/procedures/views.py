"""Pages of the catalogue (trang thủ tục hành chính), for everybody."""

import json

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.procedures import queries
from lienthong.domain.procedures.choices import TierCode
from lienthong.domain.procedures.errors import ProcedureNotFound
from lienthong.domain.procedures.forms import Wanted, read_wanted
from lienthong.foundation.decisions import queries as decisions
from lienthong.foundation.decisions.choices import Purpose
from lienthong.foundation.organizations.choices import Role
from lienthong.kit.access import public

PAGE_SIZE = 20
FIELDS_KEPT_SECONDS = 300
"""Counting the procedures of each field reads all of them, and the catalogue changes some times a year."""


@public
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """Search box, filters and results; with `HX-Request` the results alone."""
    wanted = read_wanted(request.GET)
    context = _results(wanted)
    if request.headers.get("HX-Request") == "true":
        return render(request, "procedures/parts/results.html", context | {"is_fragment": True})
    context |= {
        "nav": "thu-tuc",
        "fields": cache.get_or_set("procedures.fields", queries.fields, FIELDS_KEPT_SECONDS),
        "tiers": [
            tier for tier in TierCode.choices if tier[0] in {TierCode.PROVINCE, TierCode.DISTRICT, TierCode.COMMUNE}
        ],
    }
    return render(request, "procedures/list.html", context)


@public
@require_safe
def detail_page(request: HttpRequest, code: str) -> HttpResponse:
    """All of one procedure."""
    try:
        version = queries.current_version(code)
    except ProcedureNotFound as refusal:
        raise Http404(refusal.message) from refusal
    shown = [law for law in version.legal_bases if law.title]
    return render(
        request,
        "procedures/detail.html",
        {
            "nav": "thu-tuc",
            "version": version,
            "exemptions": queries.exemptions_in_words(code),
            "has_check": code in decisions.subjects_with(Purpose.ELIGIBILITY),
            "steps": [
                {"number": number, "name": step.name, "who": Role(step.role).label, "time": step.time_text}
                for number, step in enumerate((step for step in version.steps if step.kind != "return"), start=2)
            ],
            "last_number": sum(step.kind != "return" for step in version.steps) + 2,
            "main_laws": shown or version.legal_bases,
            "more_laws": [law for law in version.legal_bases if not law.title] if shown else [],
        },
    )


def _results(wanted: Wanted) -> dict[str, object]:
    found = queries.search_procedures(
        wanted.q, field=wanted.field, tier=wanted.tier, limit=PAGE_SIZE, offset=wanted.start
    )
    nearest = () if found.rows or wanted.start else queries.nearest_procedures(wanted.q) or queries.popular(5)
    in_vain = bool(wanted.q) and wanted == Wanted(q=wanted.q) and (found.is_close or not found.rows)
    return {
        "wanted": wanted,
        "found": found,
        # Told by the page itself once the person has stopped typing: searching waits for nothing, and programs that crawl do not count.
        "in_vain": json.dumps({"q": wanted.q}, ensure_ascii=False) if in_vain else "",
        "nearest": nearest,
        "page": {
            "prev_url": wanted.url(tu=max(0, wanted.start - PAGE_SIZE)) if wanted.start else "",
            "next_url": wanted.url(tu=wanted.start + PAGE_SIZE) if found.has_more else "",
        },
    }
