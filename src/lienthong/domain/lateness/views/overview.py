"""Lateness by unit, step and procedure (trễ hạn): who opens it and what they do next.

A head, a leader or who watches the province opens it once a week: where the late days are, then which dossiers, then one dossier. A period
without lateness says so; what could not be reckoned stands in a list of its own.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lienthong.domain.lateness import queries
from lienthong.domain.lateness.policies import READ
from lienthong.domain.lateness.queries import Asked
from lienthong.domain.lateness.rules.words import amount
from lienthong.domain.lateness.views.periods import Period, period_of, periods
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

SHOWN = 15
BY = (("don-vi", "agency", "Đơn vị"), ("phong", "department", "Phòng"), ("buoc", "step", "Bước"), ("thu-tuc", "procedure", "Thủ tục"), ("thang", "month", "Tháng"))  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _id(request: ActorRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None


def _asked(request: ActorRequest) -> tuple[Asked, Period]:
    period = period_of(request.GET.get("ky", ""), clock.today())
    asked = Asked(
        since=period.since,
        until=period.until,
        agency_id=_id(request, "don-vi"),
        department_id=_id(request, "phong"),
        procedure_id=_id(request, "thu-tuc"),
        step=request.GET.get("buoc", "")[:200],
    )
    return asked, period


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages of this room, for the `tabs` tag."""
    rows = [
        ("ket-thuc", "Đã kết thúc", reverse("lateness:overview"), 0),
        ("dang", "Đang quá hạn", reverse("lateness:overdue"), 0),
        ("nhac", "Việc được báo", reverse("lateness:reminders"), queries.waiting_count(actor)),
        ("xem-xet", "Xem xét lại", reverse("lateness:objections"), queries.objections_waiting(actor)),
    ]
    return [
        {"label": label, "url": url, "count": count or None, "current": key == current}
        for key, label, url, count in rows
    ]


@require_http_methods(["GET"])
@officer(*READ)
def overview(request: ActorRequest) -> HttpResponse:
    """The sums of a period, each figure a way to its dossiers."""
    asked, period = _asked(request)
    totals = queries.totals(request.actor, asked)
    by_agency = queries.sums(request.actor, "agency", asked)
    single = asked.agency_id is not None or len(by_agency) == 1
    blocks = []
    for param, by, label in BY:
        if by == "month" or (by == "agency" and single) or (by == "department" and not single):
            continue
        rows = by_agency if by == "agency" else queries.sums(request.actor, by, asked)  # type: ignore[arg-type]  # one of By
        if by == "department" and not any(each.key for each in rows):
            continue  # seats without departments: one row that says nothing
        blocks.append(_block(request, param, label, rows))
    months = queries.sums(request.actor, "month", asked)
    context = {
        "tabs": tabs(request.actor, "ket-thuc"),
        "period": period,
        "periods": periods(clock.today()),
        "asked": asked,
        "agencies": sorted(
            ({"id": each.key, "name": each.label} for each in _all_agencies(request, asked)),
            key=lambda each: each["name"],
        ),
        "agency_name": organizations.names_of([asked.agency_id]).get(asked.agency_id, "") if asked.agency_id else "",
        "totals": totals,
        "late_words": amount(totals.minutes),
        "blocks": blocks,
        "months": [
            {"label": each.label, "value": round(each.minutes / 480, 1), "text": amount(each.minutes)}
            for each in sorted(months, key=lambda each: each.key)
        ],
        "list_url": _list_url(request),
        "xlsx_url": f"{reverse('lateness:workbook')}?{request.GET.urlencode()}",
    }
    return render(request, "lateness/overview.html", context)


def _all_agencies(request: ActorRequest, asked: Asked) -> list[queries.Sum]:
    if asked.agency_id is None:
        return queries.sums(request.actor, "agency", asked)
    return queries.sums(request.actor, "agency", Asked(since=asked.since, until=asked.until))


def _block(request: ActorRequest, param: str, label: str, rows: list[queries.Sum]) -> dict[str, Any]:
    return {
        "label": label,
        "more": max(0, len(rows) - SHOWN),
        "rows": [
            {
                "label": each.label,
                "dossiers": each.dossiers,
                "late": amount(each.minutes),
                "after": amount(max(0, each.after)) if each.objected else "",
                "url": _list_url(request, **{param: each.key}) if each.key and each.minutes else "",
            }
            for each in rows[:SHOWN]
        ],
    }


def _list_url(request: ActorRequest, **more: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name in {"ky", "don-vi", "phong", "buoc", "thu-tuc"}}
    return f"{reverse('lateness:list')}?{urlencode({**kept, **more})}"


@require_http_methods(["GET"])
@officer(*READ)
def late_list(request: ActorRequest) -> HttpResponse:
    """The dossiers behind a figure, the most minutes first."""
    asked, period = _asked(request)
    page = max(1, _id(request, "trang") or 1)
    rows, more = queries.late_dossiers(request.actor, asked, page=page)
    names = [
        organizations.names_of([asked.agency_id]).get(asked.agency_id, "") if asked.agency_id else "",
        organizations.department_names([asked.department_id]).get(asked.department_id, "")
        if asked.department_id
        else "",
        asked.step,
    ]
    query = request.GET.copy()

    def turned(to: int) -> str:
        query["trang"] = str(to)
        return f"?{query.urlencode()}"

    context = {
        "tabs": tabs(request.actor, "ket-thuc"),
        "period": period,
        "narrowed": [name for name in names if name] + ([rows[0].procedure] if asked.procedure_id and rows else []),
        "rows": [
            {
                "row": each,
                "charged": amount(each.charged),
                "late": amount(each.late),
                "is_part": each.charged != each.late,
            }
            for each in rows
        ],
        "pages": {"prev_url": turned(page - 1) if page > 1 else "", "next_url": turned(page + 1) if more else ""},
        "back_url": f"{reverse('lateness:overview')}?{urlencode({'ky': period.key})}",
        "xlsx_url": f"{reverse('lateness:workbook')}?{request.GET.urlencode()}",
    }
    return render(request, "lateness/list.html", context)


@require_http_methods(["GET"])
@officer(*READ)
def overdue(request: ActorRequest) -> HttpResponse:
    """Running dossiers past their date, the longest overdue first, with who made them late so far."""
    agency_id = _id(request, "don-vi")
    page = queries.overdue_page(request.actor, agency_id=agency_id, cursor=request.GET.get("tu"))
    query = urlencode({"don-vi": agency_id} if agency_id else {})
    context = {
        "tabs": tabs(request.actor, "dang"),
        "rows": [
            {
                "row": each,
                "late": amount(each.late) if each.late else "dưới 1 phút làm việc",
                "charged": [
                    {
                        "unit": row.unit if row.unit != each.agency else "",
                        "step": row.step or row.label,
                        "late": amount(row.late),
                    }
                    for row in each.charged
                ],
            }
            for each in page.items
        ],
        "pages": {
            "prev_url": f"?{query}&tu={page.previous}" if page.previous else "",
            "next_url": f"?{query}&tu={page.next}" if page.next else "",
        },
        "agency_name": organizations.names_of([agency_id]).get(agency_id, "") if agency_id else "",
    }
    return render(request, "lateness/overdue.html", context)


@require_http_methods(["GET"])
@officer(*READ)
def broken(request: ActorRequest) -> HttpResponse:
    """Dossiers whose history could not be read, each with the reason."""
    asked, period = _asked(request)
    context = {
        "tabs": tabs(request.actor, "ket-thuc"),
        "period": period,
        "rows": queries.broken_dossiers(request.actor, asked),
        "back_url": f"{reverse('lateness:overview')}?{urlencode({'ky': period.key})}",
    }
    return render(request, "lateness/broken.html", context)


@require_http_methods(["GET"])
@officer(*READ)
def export(request: ActorRequest) -> HttpResponse:
    """The figures and their dossiers as a workbook."""
    asked, period = _asked(request)
    try:
        from lienthong.domain.lateness.views.workbook import workbook  # loads the spreadsheet library

        content = workbook(request.actor, asked, period)
    except NotFound as missing:
        raise Http404 from missing
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="tre-han-{asked.since:%Y%m%d}-{asked.until:%Y%m%d}.xlsx"'
    return response
