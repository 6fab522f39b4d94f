"""Figures for everybody (số liệu công khai).

Who opens them: a person who asks how late the commune is, a journalist, a delegate of the people's council, another province. No account,
no script, a phone. Every number says how it is counted, how old it is, and can be taken away as data.
"""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.figures import queries
from lienthong.domain.figures.choices import PeriodKind
from lienthong.domain.figures.errors import NoSuchPeriod
from lienthong.domain.figures.queries import EditionRow, Row
from lienthong.domain.figures.rules import charts
from lienthong.domain.figures.rules.cells import Numbers
from lienthong.domain.figures.rules.periods import read_slug
from lienthong.domain.figures.rules.words import BALANCE, CHANNELS, CHILDREN, LABELS, MEASURES, WORDS
from lienthong.domain.figures.views.data import MARKS, TABLES
from lienthong.kit.access import public
from lienthong.kit.text_vi import fold
from lienthong.kit.ui.formats import number_vi, percent

TABLE_ROWS = 40
SHORT_LIST = 10
GOAL = 95
"""Per cent on time from which the figure is shown as good [M]."""
SHARE_HEADS = ("Phải giải quyết", "Xong trước, đúng hạn", "Xong quá hạn", "Từ chối, rút, chuyển", "Còn lại cuối kỳ")
TIERS = {"tinh": "Cấp tỉnh", "huyen": "Cấp huyện", "xa": "Cấp xã"}

# key -> (head of the column, value to sort by)
SORTS: dict[str, tuple[str, Callable[[Row], float]]] = {
    "giai-quyet": ("Phải giải quyết", lambda row: row.numbers.taken),
    "xong": ("Đã giải quyết", lambda row: row.numbers.done),
    "dung-han": ("Đúng hạn", lambda row: -1 if row.numbers.on_time_rate is None else row.numbers.on_time_rate),
    "tre": ("Giải quyết quá hạn", lambda row: row.numbers.late),
    "dang": ("Đang giải quyết", lambda row: row.numbers.open),
    "dang-tre": ("Đang quá hạn", lambda row: row.numbers.overdue),
    "hai-long": ("Hài lòng", lambda row: -1 if row.answers.rate is None else row.answers.rate),
}


@require_safe
@public
def province(request: HttpRequest) -> HttpResponse:
    """The province in one period: totals, balance, trend, who is late, fields, procedures."""
    edition = _edition(request)
    if edition is None:
        return render(request, "figures/none.html", {"held": None})
    period = edition.report.period
    units, procedures = queries.units_of(edition), queries.procedures_of(edition)
    time = queries.editions_of(period.kind, before=period)
    heard = _heard(units)
    everything, people = Numbers(**edition.totals["all"]), Numbers(**edition.totals["people"])
    online = _online(edition.totals, everything)
    late = sorted((row for row in units if row.numbers.overdue), key=lambda row: (-row.numbers.overdue, row.name))
    busy = sorted(procedures, key=lambda row: (-row.numbers.taken, row.name))
    context = {
        **_frame(request, edition),
        "numbers": everything,
        **_measures(everything, heard),
        "people_note": f"theo người dân {number_vi(people.received)}" if people.received != everything.received else "",
        "online_rate": online,
        "online_text": number_vi(online, 1) if online is not None else "",
        "answers": heard,
        "balance": balance_of(everything),
        "received": _received_chart(time, queries.over_time(time)),
        "on_time": _rate_chart(time, queries.over_time(time)),
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
def units(request: HttpRequest) -> HttpResponse:
    """Every unit; sorted by any column, found by name without accents."""
    edition = _edition(request)
    if edition is None:
        return render(request, "figures/none.html", {})
    rows = queries.units_of(edition)
    groups = {row.group: TIERS.get(row.group, row.group) for row in rows if row.group}
    return _table(request, edition, rows, what="don-vi", groups=groups, group_key="cap", heard=True)


@require_safe
@public
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure, likewise."""
    edition = _edition(request)
    if edition is None:
        return render(request, "figures/none.html", {})
    rows = queries.procedures_of(edition)
    groups = dict(sorted({row.group: row.group_name for row in rows}.items(), key=lambda each: each[1]))
    return _table(request, edition, rows, what="thu-tuc", groups=groups, group_key="linh-vuc", heard=False)


@require_safe
@public
def unit(request: HttpRequest, identifier: str) -> HttpResponse:
    """One unit: its numbers, its balance, its procedures."""
    edition = _edition(request)
    if edition is None:
        return render(request, "figures/none.html", {})
    row, meetings, channels = queries.unit_of(edition, identifier)
    time = queries.editions_of(edition.report.kind, before=edition.report.period)
    context = _one(request, edition, row, meetings, channels, time, queries.over_time(time, agency=row.id))
    return render(request, "figures/one.html", {**context, "is_unit": True, "what": "don-vi", "other": "thu-tuc"})


@require_safe
@public
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: its numbers, its balance, the units that handled it."""
    edition = _edition(request)
    if edition is None:
        return render(request, "figures/none.html", {})
    row, meetings, channels = queries.procedure_of(edition, code)
    time = queries.editions_of(edition.report.kind, before=edition.report.period)
    context = _one(request, edition, row, meetings, channels, time, queries.over_time(time, procedure=row.id))
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


def balance_of(numbers: Numbers) -> dict[str, list[tuple[str, int]]]:
    """The two sides of the equation as (label, count); columns without a dossier only where they belong to every report."""
    always = {
        "opening",
        "received",
        "early",
        "on_time",
        "late",
        "refused",
        "withdrawn",
        "waiting",
        "in_time",
        "overdue",
        "paused",
    }

    def side(columns: Sequence[str]) -> list[tuple[str, int]]:
        return [(LABELS[key], getattr(numbers, key)) for key in columns if key in always or getattr(numbers, key)]

    return {
        "into": side(("opening", "received", "reopened", "moved_in", "linked_in")),
        "done": side(("early", "on_time", "late", "undated")),
        "ended": side(("refused", "withdrawn", "stopped", "moved_out", "linked_out")),
        "standing": side(("waiting", "in_time", "overdue", "paused")),
    }


def _edition(request: HttpRequest) -> EditionRow | None:
    """The edition asked for (`ky`, `ban`), else the newest month. Raises NoSuchPeriod."""
    slug, number = request.GET.get("ky", ""), request.GET.get("ban", "")
    if not slug:
        return (
            queries.newest_edition()
            or queries.newest_edition(PeriodKind.WEEK)
            or queries.newest_edition(PeriodKind.DAY)
        )
    if number and not (number.isascii() and number.isdecimal() and len(number) < 4):
        raise NoSuchPeriod
    return queries.edition_for(read_slug(slug), int(number) if number else None)


def _frame(request: HttpRequest, edition: EditionRow) -> dict[str, Any]:
    """What every page says of its edition, and the periods one may go to."""
    period = edition.report.period
    newest = queries.edition_for(period) if request.GET.get("ban") else edition
    chosen = {period.slug: period.name}
    for kind, limit in (
        (PeriodKind.MONTH, 13),
        (PeriodKind.QUARTER, 4),
        (PeriodKind.YEAR, 2),
        (PeriodKind.WEEK, 5),
        (PeriodKind.DAY, 7),
    ):
        for each in reversed(queries.editions_of(kind, limit=limit)):
            chosen.setdefault(each.report.period.slug, each.report.period.name)
    return {
        "edition": edition,
        "period": period,
        "newest": newest if newest.pk != edition.pk else None,
        "choices": list(chosen.items()),
        "query": f"?ky={period.slug}" if request.GET.get("ky") else "",
        "nav": "so-lieu",
        "files": [(name, label) for name, (label, _) in TABLES.items()],
        "edition_query": f"&ban={edition.number}" if newest.pk != edition.pk else "",
        "balance_words": BALANCE,
        "children_words": CHILDREN,
    }


def _table(
    request: HttpRequest,
    edition: EditionRow,
    rows: list[Row],
    *,
    what: str,
    groups: dict[str, str],
    group_key: str,
    heard: bool,
) -> HttpResponse:
    text, group, sort = (
        request.GET.get("q", "")[:80],
        request.GET.get(group_key, ""),
        request.GET.get("sap", "-giai-quyet"),
    )
    group = group if group in groups else ""
    key = sort.lstrip("-")
    if text.strip():
        rows = [row for row in rows if fold(text) in fold(f"{row.name} {row.code}")]
    if group:
        rows = [row for row in rows if row.group == group]
    if key in SORTS:
        rows = sorted(rows, key=SORTS[key][1], reverse=sort.startswith("-"))
    else:
        rows = sorted(rows, key=lambda row: fold(row.name), reverse=sort.startswith("-"))
        key = "ten"
    given = {
        name: value for name, value in request.GET.items() if name in {"ky", "ban", "q", group_key, "sap"} and value
    }
    page = Paginator(rows, TABLE_ROWS).get_page(request.GET.get("trang"))
    heads = {
        "ten": "Đơn vị" if what == "don-vi" else "Thủ tục",
        **{name: label for name, (label, _) in SORTS.items() if heard or name != "hai-long"},
    }
    columns = []
    for name, label in heads.items():
        turned = f"-{name}" if sort == name or (sort != f"-{name}" and name != "ten") else name
        columns.append(
            {
                "label": label,
                "num": name != "ten",
                "sort": ("descending" if sort.startswith("-") else "ascending") if name == key else "",
                "sort_url": f"?{urlencode({**given, 'sap': turned})}",
            }
        )
    context = {
        **_frame(request, edition),
        "columns": columns,
        "rows": [
            {"url": f"/so-lieu/{what}/{row.code}/{_query(request)}", "cells": _cells(row, heard=heard)} for row in page
        ],
        "page": {
            "text": f"{page.start_index()} đến {page.end_index()} trong {number_vi(len(rows))}" if rows else "",
            "prev_url": f"?{urlencode({**given, 'trang': page.number - 1})}" if page.has_previous() else "",
            "next_url": f"?{urlencode({**given, 'trang': page.number + 1})}" if page.has_next() else "",
        },
        "what": what,
        "is_units": what == "don-vi",
        "caption": f"{'Đơn vị' if what == 'don-vi' else 'Thủ tục'}: {number_vi(len(rows))} dòng",
        "cleared": f"/so-lieu/{what}/{_query(request)}",
        "text": text,
        "group": group,
        "group_key": group_key,
        "groups": list(groups.items()),
        "sort": sort,
    }
    return render(request, "figures/table.html", context)


def _cells(row: Row, *, heard: bool) -> list[str]:
    numbers = row.numbers
    cells = [
        row.name,
        number_vi(numbers.taken),
        number_vi(numbers.done),
        percent(numbers.on_time_rate) if numbers.on_time_rate is not None else "–",
        number_vi(numbers.late),
        number_vi(numbers.open),
        number_vi(numbers.overdue),
    ]
    if heard:
        cells.append(percent(row.answers.rate) if row.answers.rate is not None else "–")
    return cells


def _one(
    request: HttpRequest,
    edition: EditionRow,
    row: Row,
    meetings: Sequence[Any],
    channels: dict[str, Numbers],
    time: list[EditionRow],
    series: list[Numbers],
) -> dict[str, Any]:
    page = Paginator(meetings, TABLE_ROWS).get_page(request.GET.get("trang"))
    slug = edition.report.period.slug
    return {
        **_frame(request, edition),
        "row": row,
        "numbers": row.numbers,
        **_measures(row.numbers, row.answers),
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
        "received": _received_chart(time, series),
        "on_time": _rate_chart(time, series),
        "series": [(each.report.period, numbers) for each, numbers in zip(time, series, strict=True)],
    }


def _measures(numbers: Numbers, heard: queries.Answers) -> dict[str, str]:
    """What the row of big figures says, ready to show."""
    rate, days = numbers.on_time_rate, numbers.days_each
    return {
        "rate_text": number_vi(rate, 1) if rate is not None else "",
        "rate_state": "done" if rate is not None and rate >= GOAL else "",
        "late_state": "late" if numbers.overdue else "",
        "open_note": f"trong {number_vi(numbers.open)} đang giải quyết",
        "days_text": number_vi(days, 1) if days is not None else "",
        "heard_text": number_vi(heard.rate, 1) if heard.rate is not None else "",
    }


def _shown(meeting: queries.Meeting) -> list[str]:
    return [MARKS.get(count, number_vi(count)) for count in (meeting.whole, *meeting.shares)]


def _received_chart(time: list[EditionRow], series: list[Numbers]) -> dict[str, Any]:
    labels = [each.report.period.short for each in time]
    came, done = [numbers.received for numbers in series], [numbers.done for numbers in series]
    return {
        "chart": charts.bars(labels, [("in", came), ("done", done)]),
        "rows": list(zip([each.report.period.name for each in time], came, done, strict=True)),
    }


def _rate_chart(time: list[EditionRow], series: list[Numbers]) -> dict[str, Any]:
    rates = [numbers.on_time_rate for numbers in series]
    days = [numbers.days_each for numbers in series]
    return {
        "chart": charts.line([each.report.period.short for each in time], rates),
        "rows": list(zip([each.report.period.name for each in time], rates, days, strict=True)),
    }


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


def _query(request: HttpRequest) -> str:
    slug = request.GET.get("ky", "")
    return f"?{urlencode({'ky': slug})}" if slug else ""
