"""Editions and their cells (bản công bố, ô số liệu)."""

from collections.abc import Sequence

from lienthong.domain.figures.choices import EditionState
from lienthong.domain.figures.models import Cell, Edition
from lienthong.domain.figures.rules.cells import COLUMNS, Cells, Key, Numbers
from lienthong.domain.figures.rules.periods import Period

_KEY = ("agency_id", "procedure_id", "channel", "is_child")
_NUMBERS = (*COLUMNS, "spent")


def published_edition(period: Period) -> Edition | None:
    """The newest published edition of a period."""
    found = Edition.objects.filter(
        report__kind=period.kind, report__starts_on=period.starts_on, state=EditionState.PUBLISHED
    )
    return found.select_related("report").order_by("-number").first()


type EditionRow = Edition


def edition_in_hand(edition_id: int) -> Edition | None:
    """An edition that waits or is held; None when a later reckoning has taken its place. For the flows."""
    rows = Edition.objects.select_related("report").exclude(state=EditionState.PUBLISHED)
    return rows.filter(pk=edition_id).first()


def cells_of(edition_id: int) -> Cells:
    """Every cell of an edition. One query."""
    rows = Cell.objects.filter(edition_id=edition_id).values_list(*_KEY, *_NUMBERS)
    return {Key(*row[:4]): Numbers(*row[4:]) for row in rows}


def published_cells(period: Period) -> Cells | None:
    """The cells last published of a period; None when nothing is."""
    edition = published_edition(period)
    return None if edition is None else cells_of(edition.pk)


def published_parts(periods: Sequence[Period]) -> list[Cells] | None:
    """The published cells of each of these periods in order; None unless all are there."""
    if not periods:
        return None
    found = (
        Edition.objects.filter(
            report__kind=periods[0].kind,
            report__starts_on__in=[period.starts_on for period in periods],
            state=EditionState.PUBLISHED,
        )
        .order_by("report__starts_on", "-number")
        .distinct("report__starts_on")
        .values_list("pk", flat=True)
    )
    ids = list(found)
    return [cells_of(pk) for pk in ids] if len(ids) == len(periods) else None
