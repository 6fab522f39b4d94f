"""Figures of documents (thống kê văn bản): one table, each number opens the documents it counts.

Who opens it: the chief of the office before the weekly meeting; who reports to the province how much still goes on paper.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.correspondence import queries
from lienthong.domain.correspondence.choices import Direction
from lienthong.domain.correspondence.queries import statistics as figures
from lienthong.domain.correspondence.queries.finding import day_of
from lienthong.domain.correspondence.queries.statistics import BY_AGENCY, BYS, FIGURES, LOOK, Asked, Row
from lienthong.domain.correspondence.spans import FREE, KINDS, LONGEST, MONTH, Period, containing
from lienthong.domain.correspondence.views.registers import XLSX, answer_file
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer

SEEN = officer(*LOOK)


@require_safe
@SEEN
def statistics(request: ActorRequest) -> HttpResponse:
    """The table of a period with the one before."""
    period, by = _asked(request)
    rows, everything = _rows(request, period, by)
    params = {**period.params(), "theo": by}
    context = {
        "period": period,
        "before": period.before(),
        "kinds": KINDS.items(),
        "bys": BYS.items(),
        "by": by,
        "by_label": BYS[by],
        "query": urlencode(params),
        "tables": [
            _table("Văn bản đến", Direction.INCOMING, rows, everything, params),
            _table("Văn bản đi", Direction.OUTGOING, rows, everything, params),
        ],
        "balance": [
            (FIGURES[key].label, everything.numbers[key])
            for key in ("carried", "received", "completed", "returned", "open")
        ],
    }
    return render(request, "correspondence/statistics.html", context)


@require_safe
@SEEN
def statistics_file(request: ActorRequest) -> HttpResponse:
    """The same as a workbook."""
    from lienthong.domain.correspondence import printing  # the spreadsheet library is heavy

    period, by = _asked(request)
    rows, everything = _rows(request, period, by)
    title = f"Thống kê văn bản, {period.name.lower()}; kỳ trước: {period.before().name.lower()}"
    content = printing.figures_xlsx(rows, everything, title=title, by=BYS[by])
    return answer_file(content, XLSX, f"thong-ke-van-ban-{period.since:%Y%m%d}-{period.until:%Y%m%d}.xlsx")


@require_safe
@SEEN
def behind(request: ActorRequest) -> HttpResponse:
    """The documents a number counts."""
    period, by = _asked(request)
    figure, key = request.GET.get("cot", ""), request.GET.get("dong", "")
    asked = Asked(since=period.since, until=period.until, by=by)
    rows, number = figures.behind(request.actor, asked, figure=figure, key=key)
    context = {
        "period": period,
        "label": FIGURES[figure].label,
        "rows": [(row, queries.address_of(row)) for row in rows],
        "number": number,
        "query": urlencode({**period.params(), "theo": by}),
    }
    return render(request, "correspondence/behind.html", context)


def _asked(request: ActorRequest) -> tuple[Period, str]:
    """What cannot be read is the present month by agency; a free period is at most LONGEST days."""
    kind, by = request.GET.get("ky", MONTH), request.GET.get("theo", BY_AGENCY)
    by = by if by in BYS else BY_AGENCY
    today = clock.today()
    if kind == FREE:
        since = day_of(request.GET.get("tu", "")) or today.replace(day=1)
        until = day_of(request.GET.get("den", "")) or today
        if since <= until and (until - since).days <= LONGEST and since.year > 1900:
            return Period(FREE, since, until), by
    day = day_of(request.GET.get("ngay", "")) or today
    return containing(kind if kind in KINDS and kind != FREE else MONTH, day if 1900 < day.year < 3000 else today), by


def _rows(request: ActorRequest, period: Period, by: str) -> tuple[list[Row], Row]:
    former = period.before()
    rows = figures.counted(
        request.actor,
        Asked(since=period.since, until=period.until, by=by),
        compared=Asked(since=former.since, until=former.until, by=by),
    )
    return rows, figures.total(rows)


def _table(title: str, direction: str, rows: list[Row], everything: Row, params: dict[str, str]) -> dict[str, Any]:
    columns = [each for each in FIGURES.values() if each.direction == direction]
    heads = [
        {"label": each.label, "parts": [part.label for part in columns if part.part_of == each.key]}
        for each in columns
        if not each.part_of
    ]

    def cells(row: Row) -> list[dict[str, Any]]:
        found = []
        for column in columns:
            number = row.numbers[column.key]
            link = {**params, "cot": column.key, **({"dong": row.key} if row.key else {})}
            found.append(
                {
                    "label": column.label,
                    "number": number,
                    "change": number - row.before.get(column.key, number) if not column.part_of else 0,
                    "url": f"danh-sach/?{urlencode(link)}" if row.opens and number else "",
                    "is_part": bool(column.part_of),
                    "below": row.below[column.key] if row.below else None,
                }
            )
        return found

    shown = [row for row in rows if any(row.numbers[each.key] or row.before.get(each.key) for each in columns)]
    return {
        "title": title,
        "heads": heads,
        "columns": columns,
        "rows": [(row, cells(row)) for row in shown],
        "total": cells(everything),
    }
