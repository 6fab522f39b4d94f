"""Figures of a period: counted from the ledger of dossiers, named, checked, published or held (số liệu công khai)."""

import uuid
from collections.abc import Iterable
from datetime import date

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.events import LedgerCorrected
from lienthong.domain.figures import queries as figures
from lienthong.domain.figures import services as figure_services
from lienthong.domain.figures.events import FiguresAsked, FiguresDiffer, FiguresDue, FiguresHeld
from lienthong.domain.lateness import queries as lateness
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.ratings import queries as ratings
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import reacts_to


@reacts_to(FiguresDue)
def ask_for_what_is_due(event: FiguresDue) -> None:
    """Every period that has ended since the ledger began and has no figures yet."""
    begins = dossiers.first_turn_at()
    if begins is None:
        return
    for period in figure_services.due_periods(begins_on=begins.astimezone(clock.VIETNAM).date()):
        figure_services.ask_for_figures(actor=SYSTEM, period=period)


@reacts_to(FiguresAsked)
def reckon(event: FiguresAsked) -> None:
    """Count in sets, keep and check; a report that passes goes out at once."""
    period = figure_services.containing(event.kind, event.starts_on)
    since, until = period.since, period.until
    rows = dossiers.counted_dossiers(SYSTEM, since=since, until=until)
    cells = figure_services.cells_from(rows)
    faults = dossiers.faults_in_ledger(SYSTEM, since=since, until=until)
    apart = [
        (key.agency, key.procedure, key.channel, key.is_child) for key, numbers in cells.items() if numbers.difference
    ]
    if apart:
        faults += dossiers.uneven_dossiers(SYSTEM, since=since, until=until, cells=apart[:50])
    heard = ratings.levels_of_agencies(since=since, until=until)
    charged = lateness.sums(SYSTEM, "agency", lateness.Asked(since=period.starts_on, until=period.last_day))
    labels = {
        "agencies": _agencies(
            {*(key.agency for key in cells), *heard, *(int(row.key) for row in charged if row.minutes)}, period.last_day
        ),
        "procedures": {
            str(key): list(row) for key, row in procedures.labels_of({key.procedure for key in cells}).items()
        },
    }
    figure_services.keep_reckoning(
        period=period,
        counted=figure_services.Counted(
            cells=cells,
            labels=labels,
            satisfaction={str(agency): levels for agency, levels in heard.items()},
            lateness={row.key: [row.dossiers, row.minutes] for row in charged if row.minutes},
            faults=[figure_services.Fault(*each) for each in faults],
        ),
    )


@reacts_to(LedgerCorrected)
def reckon_what_it_touches(event: LedgerCorrected) -> None:
    """Every period in which the dossier stood otherwise: held ones may go out, published ones may wait for a correction."""
    figure_services.ask_again(
        since=event.since.astimezone(clock.VIETNAM).date(), until=event.until.astimezone(clock.VIETNAM).date()
    )


def _agencies(ids: Iterable[int], day: date) -> dict[str, list[str]]:
    """By the names of that day."""
    wanted = list(ids)
    former = organizations.former_short_names(wanted)
    found = {}
    for key, (identifier, name, tier) in organizations.labels_of(wanted).items():
        of_then = next((before for until, before in former.get(key, []) if until >= day), name)
        found[str(key)] = [identifier, of_then, tier]
    return found


@reacts_to(FiguresHeld)
def tell_that_it_does_not_balance(event: FiguresHeld) -> None:
    """Who follows the province hears which check failed, and where to look."""
    edition = figures.edition_in_hand(event.edition_id)
    if edition is not None:
        _tell(event.event_id, f"{edition.report.period.name}: số liệu không công bố được", edition)


@reacts_to(FiguresDiffer)
def tell_that_it_differs(event: FiguresDiffer) -> None:
    """A correction waits."""
    edition = figures.edition_in_hand(event.edition_id)
    if edition is not None:
        _tell(event.event_id, f"{edition.report.period.name}: tính lại khác bản đã công bố", edition)


def _tell(event_id: uuid.UUID, subject: str, edition: figures.EditionRow) -> None:
    failed = [each["said"] for each in edition.checks if each["passed"] is False]
    for seat in organizations.seats_with_role(Role.SUPERVISOR):
        notifications.notify(
            event_id=event_id,
            kind="figures",
            subject=subject,
            body="\n".join(failed) or "Xem phần khác nhau, ghi lý do rồi công bố bản đính chính.",
            url=f"/lam-viec/so-lieu/{edition.report.period.slug}/",
            account_id=seat.account_id,
        )
