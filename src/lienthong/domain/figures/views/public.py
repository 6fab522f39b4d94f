"""Figures for everybody (số liệu công khai).

Who opens them: a person who asks how late the commune is, a journalist, a delegate of the people's council, another province. No account,
no script, a phone. Every number says how it is counted, how old it is, and can be taken away as data.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.figures import queries
from lienthong.domain.figures.choices import PeriodKind
from lienthong.domain.figures.queries import EditionRow, Row
from lienthong.domain.figures.rules import charts
from lienthong.domain.figures.rules.cells import Numbers
from lienthong.domain.figures.rules.periods import Period
from lienthong.domain.figures.rules.words import BALANCE, CHANNELS, CHILDREN, MEASURES, WORDS
from lienthong.domain.figures.views.data import MARKS
from lienthong.domain.figures.views.frame import balance_of, edition_of, frame, measures
from lienthong.kit.access import public
from lienthong.kit.ui.formats import number_vi

SHORT_LIST = 10
MEETINGS = 15
type Series = list[tuple[Period, Numbers | None]]
SHARE_HEADS = ("Phải giải quyết", "Xong trước, đúng hạn", "Xong quá hạn", "Từ chối, rút, chuyển", "Còn lại cuối kỳ")


@require_safe
@public
def province(request: HttpRequest) -> HttpResponse:
    """The province in one period: totals, balance, trend, who is late, fields, procedures."""
    edition = edition_of(request)
    if edition is None:
        return render(request, "figures/none.html", {"held": None})
    period = edition.report.period
    units, procedures = queries.units_of(edition), queries.procedures_of(edition)
    series = queries.over_time(period.kind, until=period)
    before = series[-2][1] if len(series) > 1 else None
    heard = _heard(units)
    everything, people = Numbers(**edition.totals["all"]), Numbers(**edition.totals["people"])
    online = _online(edition.totals, everything)
    late = sorted((row for row in units if row.numbers.overdue), key=lambda row: (-row.numbers.overdue, row.name))
    busy = sorted(procedures, key=lambda row: (-row.numbers.taken, row.name))
    context = {
        **frame(request, edition),
        "numbers": everything,
        **measures(everything, heard),
        "received_note": _received_note(everything, people, before),
        "done_note": f"kỳ trước {number_vi(before.done)}" if before is not None else "",
        "online_rate": online,
        "online_text": number_vi(online, 1) if online is not None else "",
        "answers": heard,
        "balance": balance_of(everything),
        **_charts(series),
        "late_units": [_bar(row, row.numbers.overdue, "don-vi", edition, "late") for row in late[:SHORT_LIST]],
        "late_others": (len(late) - SHORT_LIST, sum(row.numbers.overdue for row in late[SHORT_LIST:])),
        "fields": [
            {
                "label": row.name,
                "value": row.numbers.taken,
                "url": f"/so-lieu/thu-tuc/?{urlencode({'ky': period.slug, 'linh-vuc': row.code})}",
            }
            for row in sorted(queries.fields_of(edition), key=lambda row: -row.numbers.taken)[:SHORT_LIST]
        ],
        "procedures": [_bar(row, row.numbers.taken, "thu-tuc", edition, "") for row in busy[:SHORT_LIST]],
        "unit_number": len(units),
        "procedure_number": len(procedures),
    }
    return render(request, "figures/province.html", context)


@require_safe
@public
def unit(request: HttpRequest, identifier: str) -> HttpResponse:
    """One unit: its numbers, its balance, its procedures."""
    edition = edition_of(request)
    if edition is None:
        return render(request, "figures/none.html", {})
    row, meetings, channels = queries.unit_of(edition, identifier)
    series = queries.over_time(edition.report.kind, until=edition.report.period, agency=row.id)
    context = _one(request, edition, row, meetings, channels, series)
    return render(request, "figures/one.html", {**context, "is_unit": True, "what": "don-vi", "other": "thu-tuc"})


@require_safe
@public
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: its numbers, its balance, the units that handled it."""
    edition = edition_of(request)
    if edition is None:
        return render(request, "figures/none.html", {})
    found = queries.procedure_of(edition, code)
    if found is None:
        return render(request, "figures/nothing.html", {**frame(request, edition), "code": code[:40]})
    row, meetings, channels = found
    series = queries.over_time(edition.report.kind, until=edition.report.period, procedure=row.id)
    context = _one(request, edition, row, meetings, channels, series)
    return render(request, "figures/one.html", {**context, "is_unit": False, "what": "thu-tuc", "other": "don-vi"})


@require_safe
@public
def periods(request: HttpRequest) -> HttpResponse:
    """Every period with its editions: when published, why corrected, and which are held back and why."""
    kind = request.GET.get("loai", PeriodKind.MONTH)
    kind = kind if kind in PeriodKind.values else PeriodKind.MONTH
    context = {
        "kind": kind,
        "kinds": [(each.value, each.label) for each in PeriodKind],
        "reports": queries.reports_of(kind),
        "nav": "so-lieu",
    }
    return render(request, "figures/periods.html", context)


@require_safe
@public
def dictionary(request: HttpRequest) -> HttpResponse:
    """How each figure is counted."""
    context = {"words": WORDS, "measures": MEASURES, "balance": BALANCE, "children": CHILDREN, "nav": "so-lieu"}
    return render(request, "figures/dictionary.html", context)


def _one(
    request: HttpRequest,
    edition: EditionRow,
    row: Row,
    meetings: Sequence[Any],
    channels: dict[str, Numbers],
    series: Series,
) -> dict[str, Any]:
    page = Paginator(meetings, MEETINGS).get_page(request.GET.get("trang"))
    slug = edition.report.period.slug
    return {
        **frame(request, edition),
        "row": row,
        "numbers": row.numbers,
        **measures(row.numbers, row.answers),
        "balance": balance_of(row.numbers),
        "channels": [(CHANNELS[key], channels[key]) for key in CHANNELS if key in channels],
        "meetings": [
            {"code": each.code, "name": each.name, "shown": list(zip(SHARE_HEADS, _shown(each), strict=True))}
            for each in page
        ],
        "page": {
            "text": f"{page.start_index()} đến {page.end_index()} trong {len(meetings)}"
            if page.has_other_pages()
            else "",
            "prev_url": f"?{urlencode({'ky': slug, 'trang': page.number - 1})}" if page.has_previous() else "",
            "next_url": f"?{urlencode({'ky': slug, 'trang': page.number + 1})}" if page.has_next() else "",
        },
        "hides": any(count < 0 for each in meetings for count in (each.whole, *each.shares)),
        **_charts(series),
    }


def _shown(meeting: queries.Meeting) -> list[str]:
    return [MARKS.get(count, number_vi(count)) for count in (meeting.whole, *meeting.shares)]


def _charts(series: Series) -> dict[str, Any]:
    """Both charts with the table behind each; a period that is not published leaves its place empty."""
    labels, names = [period.short for period, _ in series], [period.name for period, _ in series]
    came = [numbers.received if numbers else None for _, numbers in series]
    done = [numbers.done if numbers else None for _, numbers in series]
    rates = [numbers.on_time_rate if numbers else None for _, numbers in series]
    days = [numbers.days_each if numbers else None for _, numbers in series]
    return {
        "received": {
            "chart": charts.bars(labels, [("in", came), ("done", done)]),
            "rows": list(zip(names, came, done, strict=True)),
        },
        "on_time": {"chart": charts.line(labels, rates), "rows": list(zip(names, rates, days, strict=True))},
        "is_missing": None in came,
    }


def _received_note(whole: Numbers, people: Numbers, before: Numbers | None) -> str:
    if people.received != whole.received:
        return f"theo người dân {number_vi(people.received)}"
    return f"kỳ trước {number_vi(before.received)}" if before is not None else ""


def _bar(row: Row, value: int, what: str, edition: EditionRow, state: str) -> dict[str, Any]:
    return {
        "label": row.name,
        "value": value,
        "state": state,
        "url": f"/so-lieu/{what}/{row.code}/?ky={edition.report.period.slug}",
    }


def _online(totals: dict[str, dict[str, int]], whole: Numbers) -> float | None:
    return 100 * totals.get("online", {}).get("received", 0) / whole.received if whole.received else None


def _heard(rows: Sequence[Row]) -> queries.Answers:
    levels = [row.answers.levels for row in rows]
    return queries.Answers(levels=tuple(map(sum, zip(*levels, strict=True)))) if levels else queries.Answers()
