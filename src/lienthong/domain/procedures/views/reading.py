"""Pages of the catalogue (trang thủ tục hành chính), for everybody."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from lienthong.domain.procedures import queries
from lienthong.domain.procedures.choices import DecisionKind, Origin, ProcedureStatus, TierCode
from lienthong.domain.procedures.errors import ProcedureNotFound
from lienthong.domain.procedures.forms import Wanted, read_wanted
from lienthong.domain.procedures.queries import Standing, VersionSnapshot
from lienthong.foundation.decisions import queries as decisions
from lienthong.foundation.decisions.choices import Purpose
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.access import public

PAGE_SIZE = 20
NEAREST = 5
LEAFLET_KEPT_SECONDS = 3600
SOURCES: dict[str, str] = {
    Origin.NATIONAL: "Cơ sở dữ liệu quốc gia về thủ tục hành chính",
    Origin.OWN: "Danh mục thủ tục hành chính của tỉnh",
    Origin.GENERATED: "Sinh ra để thử, không phải thủ tục thật",
}
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
    """All of one procedure, for one case (`truong-hop`) or all; as it will be on a day to come (`ngay`). Withdrawn: says so, 410."""
    view = _standing_on(code, request.GET.get("ngay", ""))
    closed = None if view.now.is_open else _closed(view.now)
    if view.now.status == ProcedureStatus.WITHDRAWN:
        found = queries.search_procedures(view.now.short_name, limit=NEAREST)
        context = {"nav": "thu-tuc", "standing": view.now, "closed": closed, "nearest": found.rows}
        return render(request, "procedures/withdrawn.html", context, status=410)
    version = queries.version(view.now.version_id)
    site = settings.PUBLIC_URL.rstrip("/")
    address = f"{site}/thu-tuc/{code}/"
    linked = queries.government_service(version, site=site, province=settings.PROVINCE_NAME)
    context = shown(version, case=request.GET.get("truong-hop", "")[:60]) | {
        "closed": closed,
        "changes": [] if view.is_later else [_change(each) for each in view.later],
        "on_day": view.is_later,
        "day_query": f"&ngay={view.now.since.isoformat()}" if view.is_later else "",
        "address": address,
        "linked_data": "" if closed or view.is_later else _data_block(linked),
    }
    return render(request, "procedures/detail.html", context)


def shown(version: VersionSnapshot, *, case: str = "") -> dict[str, object]:
    """What the page of a version shows, in force or only prepared."""
    titled = [law for law in version.legal_bases if law.title]
    return {
        "nav": "thu-tuc",
        "version": version,
        "what": queries.leaflet_of(version, case),
        "source": SOURCES.get(version.origin, SOURCES[Origin.OWN]),
        "exemptions": queries.exemptions_in_words(version.code),
        "has_check": version.code in decisions.subjects_with(Purpose.ELIGIBILITY),
        "steps": [
            {"number": number, "name": step.name, "who": Role(step.role).label, "time": step.time_text}
            for number, step in enumerate((step for step in version.steps if step.kind != "return"), start=2)
        ],
        "last_number": sum(step.kind != "return" for step in version.steps) + 2,
        "main_laws": titled or version.legal_bases,
        "more_laws": [law for law in version.legal_bases if not law.title] if titled else [],
    }


@public
@require_safe
def leaflet_page(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet to print, PDF. Whoever has it already is told so."""
    view = _standing_on(code, "")
    if view.now.status == ProcedureStatus.WITHDRAWN:
        raise Http404(queries.closed_text(view.now))
    version = queries.version(view.now.version_id)
    case = queries.leaflet_of(version, request.GET.get("truong-hop", "")[:60]).case
    notices = [] if view.now.is_open else [queries.closed_text(view.now)]
    notices += [f"{change['title']} {change['text']}" for change in (_change(each) for each in view.later)]
    kept = f"leaflet:{version.id}:{crc32(case.encode())}:{crc32(' '.join(notices).encode())}:{clock.today():%Y%m%d}"
    etag = f'"{kept}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    content = cache.get(kept)
    if content is None:
        content = queries.leaflet_pdf(
            version,
            case=case,
            site=settings.PUBLIC_URL.rstrip("/"),
            province=settings.PROVINCE_NAME,
            today=clock.today(),
            notices=tuple(notices),
        )
        cache.set(kept, content, LEAFLET_KEPT_SECONDS)
    headers = {"ETag": etag, "Content-Disposition": f'inline; filename="thu-tuc-{version.code}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@public
@require_safe
def qr_page(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code of the page as a picture, fetched when somebody opens it: drawing it costs as much as half the page."""
    if queries.standings(code) == ():
        raise Http404(ProcedureNotFound(code).message)
    picture = queries.qr_of(f"{settings.PUBLIC_URL.rstrip('/')}/thu-tuc/{code}/")
    headers = {"Cache-Control": f"public, max-age={LEAFLET_KEPT_SECONDS}"}
    return HttpResponse(picture, content_type="image/svg+xml", headers=headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """The period that is shown, whether it is one to come, and what is decided for later than today."""

    now: Standing
    is_later: bool
    later: tuple[Standing, ...]


def _standing_on(code: str, wanted: str) -> _View:
    """1 query. A procedure that begins to hold on a day to come is shown as it will be. Raises Http404."""
    today = clock.today()
    periods = queries.standings(code)
    later = tuple(each for each in periods if each.since > today)
    day = _day(wanted)
    now = next((each for each in reversed(periods) if each.since <= today), None)
    if day is not None and day > today:
        now = next((each for each in reversed(periods) if each.since <= day), now)
    elif now is None and later:
        now = later[0]
    if now is None:
        raise Http404(ProcedureNotFound(code).message)
    return _View(now=now, is_later=now.since > today, later=later)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _closed(standing: Standing) -> dict[str, str]:
    titles = {ProcedureStatus.SUSPENDED: "Tạm ngừng tiếp nhận.", ProcedureStatus.WITHDRAWN: "Đã bãi bỏ."}
    decision = standing.decision
    file_url = reverse("procedures:decision-file", args=[standing.code, decision.id]) if decision.file_id else ""
    return {
        "title": titles[ProcedureStatus(standing.status)],
        "text": queries.closed_text(standing),
        "file_url": file_url,
    }


def _change(standing: Standing) -> dict[str, str]:
    """What a decision that has not taken effect will change."""
    does = {
        DecisionKind.PUBLISH: "Sẽ thay đổi",
        DecisionKind.SUSPEND: "Sẽ tạm ngừng tiếp nhận",
        DecisionKind.RESUME: "Sẽ tiếp nhận trở lại",
        DecisionKind.WITHDRAW: "Sẽ bãi bỏ",
    }[DecisionKind(standing.decision.kind)]
    words = standing.decision.words
    url = f"?ngay={standing.since.isoformat()}" if standing.decision.kind == DecisionKind.PUBLISH else ""
    return {
        "title": f"{does} từ ngày {standing.since:%d/%m/%Y}.",
        "text": f"Theo {words[:1].lower()}{words[1:]}.",
        "url": url,
    }


def _data_block(said: dict[str, Any]) -> SafeString:
    """JSON inside a script element that no browser runs; no `<` can end it early."""
    text = json.dumps(said, ensure_ascii=False)
    for char, code in (
        ("<", "\\u003C"),
        (">", "\\u003E"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(char, code)
    return mark_safe(text)  # noqa: S308  # escaped just above


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
