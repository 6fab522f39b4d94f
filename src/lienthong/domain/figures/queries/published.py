"""What the public reads (số liệu đã công bố): rows of units, procedures and fields of an edition. An edition never changes, so its rows are kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet, Sum

from lienthong.domain.figures.choices import EditionState, PeriodKind
from lienthong.domain.figures.errors import NoSuchPeriod
from lienthong.domain.figures.models import Cell, Edition, Report
from lienthong.domain.figures.rules.cells import COLUMNS, Numbers, add
from lienthong.domain.figures.rules.periods import Period
from lienthong.domain.figures.rules.protecting import LEAST, Place, shares_of, shown, whole_of
from lienthong.kit.errors import NotFound

HEAVY = ("labels", "hidden", "checks", "faults", "satisfaction", "lateness")
KEPT_SECONDS = 3600
FEW_ANSWERS = 30
SATISFIED_FROM = 4
SHOWN_PERIODS = 12
LISTED_PERIODS = 36
OPEN_TABLES = {
    "toan-tinh": "Toàn tỉnh, theo kênh nộp",
    "don-vi": "Theo đơn vị",
    "thu-tuc": "Theo thủ tục",
    "linh-vuc": "Theo lĩnh vực",
    "don-vi-thu-tuc": "Theo đơn vị và thủ tục",
}
"""Address of a table of open data -> its title."""
_NUMBERS = (*COLUMNS, "spent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How satisfied people were: answers of each of the five levels, worst first."""

    levels: tuple[int, ...] = (0, 0, 0, 0, 0)

    @property
    def number(self) -> int:
        """Answers in all."""
        return sum(self.levels)

    @property
    def rate(self) -> float | None:
        """Share of "Hài lòng" and "Rất hài lòng" in per cent; None under LEAST answers, which would tell of persons."""
        return 100 * sum(self.levels[SATISFIED_FROM - 1 :]) / self.number if self.number >= LEAST else None

    @property
    def note(self) -> str:
        """How far the rate can be trusted."""
        if not self.number:
            return "Chưa có phiếu"
        if self.number < LEAST:
            return f"Dưới {LEAST} phiếu, không công khai"
        return f"Ít hơn {FEW_ANSWERS} phiếu, chỉ để tham khảo" if self.number < FEW_ANSWERS else f"{self.number} phiếu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A unit, procedure or field of an edition. `group`: tier of a unit, field of a procedure."""

    id: int
    code: str
    name: str
    group: str
    numbers: Numbers
    group_name: str = ""
    answers: Answers = field(default_factory=Answers)
    late_dossiers: int = 0
    late_minutes: int = 0

    @property
    def late_hours(self) -> float:
        """Working hours charged to a unit."""
        return self.late_minutes / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A period with its published editions, newest first; `held`: why nothing is published, for everybody to read."""

    period: Period
    editions: tuple[Edition, ...]
    held: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Where a unit and a procedure meet: counts of `rules.protecting.SHARES` and their whole, hidden ones below nought."""

    code: str
    name: str
    whole: int
    shares: tuple[int, ...]


def edition_for(period: Period, number: int | None = None) -> Edition:
    """The newest published edition of a period, or the one with this number. Without its heavy columns. Raises NoSuchPeriod."""
    rows = _published().filter(report__kind=period.kind, report__starts_on=period.starts_on)
    if number is not None:
        rows = rows.filter(number=number)
    found = rows.order_by("-number").first()
    if found is None:
        held = Edition.objects.filter(
            report__kind=period.kind, report__starts_on=period.starts_on, state=EditionState.HELD
        ).exists()
        why = " vì không qua phép kiểm" if held else ""
        raise NoSuchPeriod(f"{period.name} chưa công bố số liệu{why}. Xem danh sách các kỳ tại /so-lieu/cac-ky/.")
    return found


def newest_edition(kind: str = PeriodKind.MONTH) -> Edition | None:
    """The last period of this kind that is published."""
    return _published().filter(report__kind=kind).order_by("-report__starts_on", "-number").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTables:
    """The newest month as open data: addresses without their ending, and titles."""

    period_name: str
    since: date
    until: date
    published_at: datetime
    tables: tuple[tuple[str, str], ...]


def open_tables() -> OpenTables | None:
    """The tables of the newest published month; None before there is one."""
    edition = newest_edition()
    if edition is None or edition.published_at is None:
        return None
    period = edition.report.period
    return OpenTables(
        period_name=period.name,
        since=period.starts_on,
        until=period.last_day,
        published_at=edition.published_at,
        tables=tuple((f"/so-lieu/du-lieu/{period.slug}/{name}", title) for name, title in OPEN_TABLES.items()),
    )


def editions_of(kind: str, *, before: Period | None = None, limit: int = SHOWN_PERIODS) -> list[Edition]:
    """The newest edition of each of the last periods of a kind, oldest first; up to and with `before` when given."""
    rows = _published().filter(report__kind=kind)
    if before is not None:
        rows = rows.filter(report__starts_on__lte=before.starts_on)
    newest = rows.order_by("-report__starts_on", "-number").distinct("report__starts_on")
    return list(newest[:limit])[::-1]


def every_edition(period: Period) -> list[Edition]:
    """All published editions of a period, newest first."""
    rows = _published().filter(report__kind=period.kind, report__starts_on=period.starts_on)
    return list(rows.order_by("-number"))


def reports_of(kind: str, limit: int = LISTED_PERIODS) -> list[ReportLine]:
    """The last periods of a kind that were reckoned, newest first. Two queries."""
    reports = list(Report.objects.filter(kind=kind, editions__isnull=False).distinct().order_by("-starts_on")[:limit])
    found: dict[int, list[Edition]] = {}
    for edition in (
        Edition.objects.filter(report__in=reports).defer("labels", "hidden", "satisfaction").order_by("-number")
    ):
        found.setdefault(edition.report_id, []).append(edition)
    return [_report_line(report, found.get(report.pk, [])) for report in reports]


def _report_line(report: Report, editions: list[Edition]) -> ReportLine:
    published = tuple(edition for edition in editions if edition.state == EditionState.PUBLISHED)
    failed = [
        each["said"]
        for edition in editions
        if edition not in published
        for each in edition.checks
        if each["passed"] is False
    ]
    # What was found of one dossier is for those who mend it.
    told = (
        next((said for said in failed if " ô " in said), "Sổ biến động của một số hồ sơ cần kiểm tra lại.")
        if failed
        else ""
    )
    return ReportLine(period=report.period, editions=published, held="" if published else told)


def units_of(edition: Edition) -> list[Row]:
    """Every unit of an edition, by identifier."""
    return _kept(edition, "units", _units)


def procedures_of(edition: Edition) -> list[Row]:
    """Every procedure of an edition, by code."""
    return _kept(edition, "procedures", _procedures)


def fields_of(edition: Edition) -> list[Row]:
    """Every field of an edition, by name."""
    groups: dict[str, list[Row]] = {}
    for row in procedures_of(edition):
        groups.setdefault(row.group, []).append(row)
    found = [
        Row(id=0, code=code, name=rows[0].group_name, group="", numbers=add(row.numbers for row in rows))
        for code, rows in groups.items()
    ]
    return sorted(found, key=lambda row: row.name)


def unit_of(edition: Edition, identifier: str) -> tuple[Row, list[Meeting], dict[str, Numbers]]:
    """A unit, the procedures it handled (small numbers protected), and its numbers by channel. Raises NotFound."""
    found = next((row for row in units_of(edition) if row.code == identifier), None)
    if found is None:
        raise NotFound("Đơn vị này không có hồ sơ nào trong kỳ đang xem. Chọn kỳ khác hoặc xem danh sách đơn vị.")
    meetings = _kept(edition, f"unit-{found.id}", lambda whole: _meetings(whole, agency=found.id))
    by_channel = _kept(edition, f"unit-{found.id}-channels", lambda whole: _sums(whole, "channel", agency_id=found.id))
    return found, meetings, by_channel


def procedure_of(edition: Edition, code: str) -> tuple[Row, list[Meeting], dict[str, Numbers]] | None:
    """A procedure, the units that handled it (small numbers protected), and its numbers by channel; None where nobody asked for it."""
    found = next((row for row in procedures_of(edition) if row.code == code), None)
    if found is None:
        return None
    meetings = _kept(edition, f"procedure-{found.id}", lambda whole: _meetings(whole, procedure=found.id))
    by_channel = _kept(
        edition, f"procedure-{found.id}-channels", lambda whole: _sums(whole, "channel", procedure_id=found.id)
    )
    return found, meetings, by_channel


def over_time(
    kind: str, *, until: Period, agency: int | None = None, procedure: int | None = None
) -> list[tuple[Period, Numbers | None]]:
    """The numbers of the province, a unit or a procedure in the last periods up to and with `until`; None where nothing is published.

    Two queries, the second kept.
    """
    editions = editions_of(kind, before=until)
    if not editions:
        return []
    known = dict(zip([each.report.period for each in editions], _series(editions, agency, procedure), strict=True))
    period, found = editions[0].report.period, []
    while period.starts_on <= until.starts_on:
        found.append((period, known.get(period)))
        period = period.next()
    return found[-SHOWN_PERIODS:]


def _series(editions: Sequence[Edition], agency: int | None, procedure: int | None) -> list[Numbers]:
    if agency is None and procedure is None:
        return [Numbers(**each.totals["all"]) for each in editions]
    place = f"a{agency}" if agency is not None else f"p{procedure}"
    key = f"figures:time:{place}:{'-'.join(str(each.pk) for each in editions)}"
    found: list[Numbers] | None = cache.get(key)
    if found is None:
        only = {"agency_id": agency} if agency is not None else {"procedure_id": procedure}
        rows = Cell.objects.filter(edition_id__in=[each.pk for each in editions], **only)
        sums = rows.values_list("edition_id").annotate(*[Sum(column) for column in _NUMBERS]).order_by()
        known = {row[0]: Numbers(*row[1:]) for row in sums}
        found = [known.get(each.pk, Numbers()) for each in editions]
        cache.set(key, found, KEPT_SECONDS)
    return found


def all_meetings(edition: Edition) -> Iterable[tuple[list[str], list[str], Meeting]]:
    """Every unit with every procedure it handled, protected: (label of the unit, label of the procedure, counts). For open data."""
    whole = Edition.objects.get(pk=edition.pk)
    agencies, procedures = whole.labels["agencies"], whole.labels["procedures"]
    for place, meeting in _protected(whole, {}):
        yield agencies[str(place.agency)], procedures[str(place.procedure)], meeting


def _published() -> QuerySet[Edition]:
    return Edition.objects.filter(state=EditionState.PUBLISHED).select_related("report").defer(*HEAVY)


def _kept[T](edition: Edition, what: str, make: Callable[[Edition], T]) -> T:
    key = f"figures:{edition.pk}:{what}"
    found: T | None = cache.get(key)
    if found is None:
        found = make(Edition.objects.get(pk=edition.pk))
        cache.set(key, found, KEPT_SECONDS)
    return found


def _units(edition: Edition) -> list[Row]:
    labels = edition.labels["agencies"]
    numbers = _sums(edition, "agency_id")
    heard = {int(key): Answers(levels=tuple(levels)) for key, levels in edition.satisfaction.items()}
    charged = {int(key): pair for key, pair in edition.lateness.items()}
    rows = []
    for key in {*numbers, *heard, *charged}:
        code, name, tier = labels.get(str(key), (str(key), str(key), ""))
        rows.append(
            Row(
                id=key,
                code=code,
                name=name,
                group=tier,
                numbers=numbers.get(key, Numbers()),
                answers=heard.get(key, Answers()),
                late_dossiers=charged.get(key, (0, 0))[0],
                late_minutes=charged.get(key, (0, 0))[1],
            )
        )
    return sorted(rows, key=lambda row: row.code)


def _procedures(edition: Edition) -> list[Row]:
    labels = edition.labels["procedures"]
    rows = []
    for key, numbers in _sums(edition, "procedure_id").items():
        code, name, group, group_name = labels.get(str(key), (str(key), str(key), "", ""))
        rows.append(Row(id=key, code=code, name=name, group=group, group_name=group_name, numbers=numbers))
    return sorted(rows, key=lambda row: row.code)


def _sums(edition: Edition, by: str, **only: int) -> dict[Any, Numbers]:
    rows = Cell.objects.filter(edition=edition, **only).values_list(by)
    return {row[0]: Numbers(*row[1:]) for row in rows.annotate(*[Sum(column) for column in _NUMBERS]).order_by(by)}


def _meetings(edition: Edition, *, agency: int | None = None, procedure: int | None = None) -> list[Meeting]:
    only: dict[str, int | None] = {"agency_id": agency} if agency is not None else {"procedure_id": procedure}
    found = [meeting for _, meeting in _protected(edition, only, by_unit=procedure is not None)]
    return sorted(found, key=lambda meeting: (-meeting.whole, meeting.name))


def _protected(
    edition: Edition, only: dict[str, int | None], *, by_unit: bool = False
) -> Iterable[tuple[Place, Meeting]]:
    hidden = {(Place(agency, procedure), column): mark for agency, procedure, column, mark in edition.hidden}
    labels = edition.labels["agencies" if by_unit else "procedures"]
    rows = Cell.objects.filter(edition=edition, **only).values_list("agency_id", "procedure_id")
    for row in rows.annotate(*[Sum(column) for column in _NUMBERS]).order_by("agency_id", "procedure_id"):
        place = Place(row[0], row[1])
        counts = shares_of(Numbers(*row[2:]))
        marked = shown(counts, place, hidden)
        label = labels.get(str(place.agency if by_unit else place.procedure), ("", ""))
        yield place, Meeting(code=label[0], name=label[1], whole=whole_of(counts, marked), shares=marked)
