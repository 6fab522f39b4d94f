"""What every page of figures says of its edition (khung trang số liệu)."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from lienthong.domain.figures import queries
from lienthong.domain.figures.choices import PeriodKind
from lienthong.domain.figures.errors import NoSuchPeriod
from lienthong.domain.figures.queries import EditionRow
from lienthong.domain.figures.rules.cells import Numbers
from lienthong.domain.figures.rules.periods import read_slug
from lienthong.domain.figures.rules.words import BALANCE, CHILDREN, LABELS
from lienthong.kit.ui.formats import number_vi

SHORT = {"in_time": "Trong hạn", "overdue": "Quá hạn"}
ALWAYS = frozenset(
    {
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
)
GOAL = 95
"""Per cent on time from which the figure is shown as good [M]."""


def edition_of(request: HttpRequest) -> EditionRow | None:
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


def frame(request: HttpRequest, edition: EditionRow) -> dict[str, Any]:
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
        "files": list(queries.OPEN_TABLES.items()),
        "edition_query": f"&ban={edition.number}" if newest.pk != edition.pk else "",
        "balance_words": BALANCE,
        "children_words": CHILDREN,
    }


def balance_of(numbers: Numbers) -> dict[str, list[tuple[str, int, bool]]]:
    """The two sides of the equation as (label, count, whether it is bad news); columns without a dossier only where every report has them."""

    def side(columns: Sequence[str]) -> list[tuple[str, int, bool]]:
        return [
            (SHORT.get(key, LABELS[key]), count, key in {"late", "overdue"} and count > 0)
            for key in columns
            if (count := getattr(numbers, key)) or key in ALWAYS
        ]

    return {
        "into": side(("opening", "received", "reopened", "moved_in", "linked_in")),
        "done": side(("early", "on_time", "late", "undated")),
        "ended": side(("refused", "withdrawn", "stopped", "moved_out", "linked_out")),
        "standing": side(("waiting", "in_time", "overdue", "paused")),
    }


def measures(numbers: Numbers, heard: queries.Answers) -> dict[str, str]:
    """What the row of big figures says, ready to show."""
    rate, days = numbers.on_time_rate, numbers.days_each
    return {
        "rate_text": number_vi(rate, 1) if rate is not None else "",
        "rate_state": "done" if rate is not None and rate >= GOAL else "",
        "late_state": "late" if numbers.overdue else "",
        "opening_note": f"kỳ trước sang {number_vi(numbers.opening)}",
        "done_note": f"trong {number_vi(numbers.taken)} phải giải quyết",
        "open_note": f"trong {number_vi(numbers.open)} đang giải quyết",
        "days_text": number_vi(days, 1) if days is not None else "",
        "heard_text": number_vi(heard.rate, 1) if heard.rate is not None else "",
    }


def query_of(request: HttpRequest) -> str:
    slug = request.GET.get("ky", "")
    return f"?{urlencode({'ky': slug})}" if slug else ""
