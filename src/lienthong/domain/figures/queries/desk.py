"""What officers see of reports before and after they go out (số liệu trước khi công bố)."""

from dataclasses import dataclass
from typing import Any

from lienthong.domain.figures import policies
from lienthong.domain.figures.choices import Check, EditionState, PeriodKind
from lienthong.domain.figures.models import Cell, Edition, Report
from lienthong.domain.figures.queries.editions import cells_of
from lienthong.domain.figures.rules.cells import COLUMNS, DONE, ENDED, INTO, OPENING, OUT, STANDING, Key, Numbers, add
from lienthong.domain.figures.rules.periods import Period, containing
from lienthong.domain.figures.rules.words import CHANNELS, LABELS
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

LISTED = {PeriodKind.DAY: 31, PeriodKind.WEEK: 13, PeriodKind.MONTH: 14, PeriodKind.QUARTER: 6, PeriodKind.YEAR: 3}
MOST_CHANGES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskReport:
    """A period that is over, with what became of it."""

    period: Period
    report: Report | None
    published: Edition | None
    in_hand: Edition | None

    @property
    def is_held(self) -> bool:
        """It did not pass its checks."""
        return self.in_hand is not None and self.in_hand.state == EditionState.HELD

    @property
    def is_asked(self) -> bool:
        """A reckoning was asked for and has not come yet."""
        if self.report is None or self.report.asked_at is None:
            return False
        done = [each.reckoned_at for each in (self.published, self.in_hand) if each is not None]
        if self.report.compared_at is not None:
            done.append(self.report.compared_at)
        return all(moment < self.report.asked_at for moment in done)

    @property
    def shown(self) -> Edition | None:
        """What a page shows: the one in hand, else the published."""
        return self.in_hand or self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCell:
    """A cell in words, with a difference."""

    agency_id: int
    unit: str
    unit_code: str
    procedure: str
    procedure_code: str
    channel: str
    difference: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check in words."""

    label: str
    passed: bool | None
    said: str
    cells: tuple[NamedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A number that a correction would change."""

    unit: str
    procedure: str
    column: str
    before: int
    after: int


def desk_reports(actor: Actor, kind: str) -> list[DeskReport]:
    """The last periods of a kind that are over, newest first. Two queries. Raises NotAllowed."""
    _require(actor)
    period = containing(kind, clock.today()).previous()
    periods = []
    for _ in range(LISTED[PeriodKind(kind)]):
        periods.append(period)
        period = period.previous()
    rows = Report.objects.filter(kind=kind, starts_on__in=[each.starts_on for each in periods])
    reports = {row.starts_on: row for row in rows}
    editions: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(report__in=reports.values()).defer("labels", "hidden").order_by("number"):
        editions.setdefault(edition.report_id, []).append(edition)
    found = [_desk_report(each, reports.get(each.starts_on), editions) for each in periods]
    known = [place for place, each in enumerate(found) if each.report is not None]
    return found[: known[-1] + 1] if known else found[:1]  # nothing before the first report is expected


def desk_report(actor: Actor, period: Period) -> DeskReport:
    """One period, with whole editions. Raises NotAllowed."""
    _require(actor)
    report = Report.objects.filter(kind=period.kind, starts_on=period.starts_on).first()
    rows = Edition.objects.filter(report=report).order_by("number") if report else []
    return _desk_report(period, report, {report.pk: list(rows)} if report else {})


def findings_of(edition: Edition) -> list[Finding]:
    """What the checks found, in words."""
    return [
        Finding(
            label=str(Check(each["check"]).label),
            passed=each["passed"],
            said=each["said"],
            cells=tuple(named(edition, Key(*row[:4]), row[4]) for row in each["cells"]),
        )
        for each in edition.checks
    ]


def named(edition: Edition, key: Key, difference: int) -> NamedCell:
    """A cell by the names of the edition."""
    unit = edition.labels["agencies"].get(str(key.agency), (str(key.agency),) * 2)
    procedure = edition.labels["procedures"].get(str(key.procedure), (str(key.procedure),) * 2)
    return NamedCell(
        agency_id=key.agency,
        unit=unit[1],
        unit_code=unit[0],
        procedure=procedure[1],
        procedure_code=procedure[0],
        channel=CHANNELS.get(key.channel, key.channel),
        difference=difference,
    )


def numbers_for(actor: Actor, edition: Edition) -> Numbers:
    """The province for who follows it, else the actor's own unit."""
    if policies.sees_province(actor):
        return Numbers(**edition.totals["all"])
    rows = Cell.objects.filter(edition=edition, agency_id__in=actor.archive_agency_ids)
    return add(Numbers(*row) for row in rows.values_list(*COLUMNS, "spent"))


def changes_of(published: Edition, waiting: Edition) -> tuple[list[Change], int]:
    """What a correction would change, at most MOST_CHANGES numbers, and how many there are."""
    old, new = cells_of(published.pk), cells_of(waiting.pk)
    found = []
    for key in sorted({*old, *new}):
        before, after = old.get(key, Numbers()), new.get(key, Numbers())
        if before == after:
            continue
        names = named(waiting, key, 0)
        found += [
            Change(unit=names.unit, procedure=names.procedure, column=LABELS[column], before=was, after=becomes)
            for column in COLUMNS
            if (was := getattr(before, column)) != (becomes := getattr(after, column))
        ]
    return found[:MOST_CHANGES], len(found)


def linked_balance(numbers: Numbers) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """The sides of the equation for a page whose numbers open: (heading, [(column, label, count)]), empty columns left out."""
    sides = (
        ("Phải giải quyết", (*OPENING, *INTO)),
        ("Đã giải quyết", DONE),
        ("Kết thúc khác", (*ENDED, *OUT)),
        ("Còn lại cuối kỳ", STANDING),
    )
    return [
        (head, [(key, LABELS[key], getattr(numbers, key)) for key in columns if getattr(numbers, key)])
        for head, columns in sides
    ]


def column_label(column: str) -> str:
    """The head of a column."""
    return LABELS[column]


def _desk_report(period: Period, report: Report | None, editions: dict[int, list[Edition]]) -> DeskReport:
    rows: list[Any] = editions.get(report.pk, []) if report else []
    published = [each for each in rows if each.state == EditionState.PUBLISHED]
    waiting = [each for each in rows if each.state != EditionState.PUBLISHED]
    return DeskReport(
        period=period,
        report=report,
        published=published[-1] if published else None,
        in_hand=waiting[0] if waiting else None,
    )


def _require(actor: Actor) -> None:
    if not policies.may_look(actor):
        raise NotAllowed
