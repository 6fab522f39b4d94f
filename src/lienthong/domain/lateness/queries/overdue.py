"""Dossiers that are late and not done (đang quá hạn): the longest overdue first, each with who made it late so far, reckoned when read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.lateness.queries.scope import scope_of
from lienthong.domain.lateness.queries.telling import Row, Told, accounts_of
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.pagination import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """`told` is None when the history cannot be read; `fault` says why. `holders`: who has it now."""

    code: str
    procedure: str
    agency: str
    due_at: datetime
    told: Told | None
    fault: str

    @property
    def late(self) -> int:
        """Minutes of working time since the due date."""
        return self.told.late if self.told is not None else 0

    @property
    def charged(self) -> Sequence[Row]:
        """The stretches that are charged, in order of time."""
        return [row for row in self.told.rows if row.late] if self.told is not None else []


def overdue_page(
    actor: Actor, *, agency_id: int | None = None, cursor: str | None = None, limit: int = 20
) -> Page[Overdue]:
    """Running dossiers past their due date in sight of the actor; those that are paused stand still and are left out."""
    scope = scope_of(actor)
    if agency_id is not None:
        scope = [agency_id] if scope is None or agency_id in scope else []
    if scope == []:
        return Page([], None, None)
    page = dossiers.overdue_page(scope, before=clock.now(), cursor=cursor, limit=limit)
    accounts = accounts_of([each.id for each in page.items])
    names = organizations.names_of({each.agency_id for each in page.items})
    rows = []
    for each in page.items:
        told = accounts[each.id][-1] if accounts[each.id] else None
        rows.append(
            Overdue(
                code=each.code,
                procedure=each.procedure,
                agency=names.get(each.agency_id, ""),
                due_at=each.due_at,
                told=None if told is None or told.fault else told,
                fault=told.fault_words if told is not None else "",
            )
        )
    return Page(rows, page.previous, page.next)
