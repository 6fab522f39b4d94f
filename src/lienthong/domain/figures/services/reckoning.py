"""The figures of a period are asked for, reckoned, checked and kept (tính số liệu của một kỳ).

What is counted comes from outside as plain values (`flows/public_figures.py`): this app knows no dossier.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from lienthong.domain.figures import policies, queries
from lienthong.domain.figures.choices import EditionState, PeriodKind
from lienthong.domain.figures.errors import PeriodNotOver
from lienthong.domain.figures.events import FiguresAsked, FiguresDiffer, FiguresDue, FiguresHeld
from lienthong.domain.figures.models import Cell, Edition, Report
from lienthong.domain.figures.rules.cells import Cells, Key, Numbers, add, grouped
from lienthong.domain.figures.rules.checking import Fault, Finding, check_report, may_publish
from lienthong.domain.figures.rules.periods import Period, between, containing
from lienthong.domain.figures.rules.protecting import Place, hidden_places, shares_of
from lienthong.domain.figures.rules.words import METHOD
from lienthong.domain.figures.services.publishing import publish_checked
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.events import publish
from lienthong.kit.rows import copy_in

DATA = Path(__file__).resolve().parents[1] / "data"
KEPT_BACK = {PeriodKind.DAY: timedelta(days=45), PeriodKind.WEEK: timedelta(days=100)}
"""How far back short periods are made up for; longer ones from the beginning of the ledger on."""
MOST_AT_ONCE = 60
ASKED_LATELY = timedelta(hours=2)
"""A reckoning that has not come by then was lost, and is asked for anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted of a period. `labels`, `satisfaction` and `lateness` as `models.Edition` keeps them."""

    cells: Cells
    labels: Mapping[str, Mapping[str, Sequence[str]]]
    satisfaction: Mapping[str, Sequence[int]] = field(default_factory=dict)
    lateness: Mapping[str, Sequence[int]] = field(default_factory=dict)
    faults: Sequence[Fault] = ()


@transaction.atomic
def ask_for_figures(*, actor: Actor, period: Period) -> Report:
    """Have the figures of a period reckoned in the background. A repeat asks again. Raises NotAllowed, PeriodNotOver."""
    if not policies.may_publish(actor):
        raise NotAllowed
    if period.until > clock.now():
        raise PeriodNotOver(
            f"{period.name} kết thúc ngày {period.last_day:%d/%m/%Y}; số liệu chính thức tính từ ngày hôm sau."
        )
    report, _ = Report.objects.get_or_create(
        kind=period.kind, starts_on=period.starts_on, defaults={"ends_before": period.ends_before}
    )
    Report.objects.filter(pk=report.pk).update(asked_at=clock.now())
    if not actor.is_system:
        audit.record(actor=actor, verb="ask_for_figures", subject_type="report", subject_id=report.pk)
    publish(FiguresAsked(kind=period.kind, starts_on=period.starts_on))
    return report


@transaction.atomic
def ask_again(*, since: date, until: date) -> list[Report]:
    """What was counted of these days has changed: every report that holds one of them is reckoned anew."""
    reports = list(
        Report.objects.filter(starts_on__lte=until, ends_before__gt=since).order_by("ends_before", "-starts_on")
    )
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(asked_at=clock.now())
    for report in reports:
        publish(FiguresAsked(kind=report.kind, starts_on=report.starts_on))
    return reports


@transaction.atomic
def strike_hour() -> None:
    """Tell that periods may have ended: what is due is then asked for."""
    publish(FiguresDue(day=clock.today()))


def due_periods(*, begins_on: date) -> list[Period]:
    """Periods over by now that have no figures yet (nor were asked for within two hours), oldest first and short ones before those that hold them, at most MOST_AT_ONCE."""
    today = clock.today()
    found: list[Period] = []
    for kind in PeriodKind:
        start = containing(kind, max(begins_on, today - KEPT_BACK[kind]) if kind in KEPT_BACK else begins_on).starts_on
        rows = Report.objects.filter(kind=kind, starts_on__gte=start)
        rows = rows.filter(Q(editions__isnull=False) | Q(asked_at__gt=clock.now() - ASKED_LATELY))
        known = set(rows.values_list("starts_on", flat=True))
        found += [period for period in between(kind, start, today) if period.starts_on not in known]
    return sorted(found, key=lambda period: (period.ends_before, period.ends_before - period.starts_on))[:MOST_AT_ONCE]


@transaction.atomic
def keep_reckoning(*, period: Period, counted: Counted) -> Edition | None:
    """Check what was counted and keep it. The first edition that passes is published at once; one that says the same as the
    published changes nothing (None); another waits for a correction, or is held with what the checks found.
    """
    report, _ = Report.objects.select_for_update().get_or_create(
        kind=period.kind, starts_on=period.starts_on, defaults={"ends_before": period.ends_before}
    )
    digest = digest_of(period, counted)
    findings = check_report(
        counted.cells,
        faults=counted.faults,
        before=queries.published_cells(period.previous()),
        parts=[cells for way in period.parts() if (cells := queries.published_parts(way)) is not None],
    )
    passed = may_publish(findings)
    published = report.editions.filter(state=EditionState.PUBLISHED).order_by("-number").first()
    report.editions.exclude(state=EditionState.PUBLISHED).delete()
    if published is not None and published.digest == digest and passed:
        report.compared_at = clock.now()
        report.save(update_fields=["compared_at"])
        return None
    edition = Edition.objects.create(
        report=report,
        number=published.number + 1 if published else 1,
        state=EditionState.READY if passed else EditionState.HELD,
        method=METHOD,
        reckoned_at=clock.now(),
        digest=digest,
        totals=totals_of(counted.cells),
        checks=[_as_json(finding) for finding in findings],
        faults=[[each.kind, each.code, each.said] for each in counted.faults],
        labels=counted.labels,
        hidden=_hidden(counted),
        satisfaction=counted.satisfaction,
        lateness=counted.lateness,
    )
    copy_in([Cell(edition=edition, **key_fields(key), **numbers._asdict()) for key, numbers in counted.cells.items()])
    if not passed:
        publish(FiguresHeld(edition_id=edition.pk))
    elif published is None:
        publish_checked(actor=SYSTEM, edition=edition, reason="")
    else:
        publish(FiguresDiffer(edition_id=edition.pk))
    return edition


def key_fields(key: Key) -> dict[str, Any]:
    """A key as columns of a cell."""
    return {"agency_id": key.agency, "procedure_id": key.procedure, "channel": key.channel, "is_child": key.is_child}


def totals_of(cells: Cells) -> dict[str, dict[str, int]]:
    """The province: `all` dossiers of agencies, `people`: each matter of a person once, and by channel."""
    by_channel = grouped(cells, lambda key: key.channel)
    return {
        "all": add(cells.values())._asdict(),
        "people": add(numbers for key, numbers in cells.items() if not key.is_child)._asdict(),
        **{channel: numbers._asdict() for channel, numbers in by_channel.items()},
    }


def digest_of(period: Period, counted: Counted) -> str:
    """SHA-256 of one line for the period and the method, and one for each cell by identifier and code, sorted; the satisfaction last.

    Says whether two reckonings agree, whoever made them and whatever the keys of the database are.
    """
    agencies, procedures = counted.labels.get("agencies", {}), counted.labels.get("procedures", {})
    lines = sorted(
        ",".join(
            [
                agencies.get(str(key.agency), ("?",))[0],
                procedures.get(str(key.procedure), ("?",))[0],
                key.channel,
                "1" if key.is_child else "0",
                *map(str, numbers),
            ]
        )
        for key, numbers in counted.cells.items()
    )
    heard = sorted(
        (agencies.get(agency, (agency,))[0], list(levels)) for agency, levels in counted.satisfaction.items()
    )
    text = "\n".join([f"{period.slug},{METHOD}", *lines, json.dumps(heard)])
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def sensitive_fields() -> frozenset[str]:
    """Codes of the fields whose small numbers are not shown by unit (data, [M])."""
    return frozenset(json.loads((DATA / "sensitive_fields.json").read_text())["fields"])


def _hidden(counted: Counted) -> list[list[int]]:
    procedures = counted.labels.get("procedures", {})
    sensitive = {int(key) for key, row in procedures.items() if row[2] in sensitive_fields()}
    table = {
        place: shares_of(numbers)
        for place, numbers in grouped(counted.cells, lambda key: Place(key.agency, key.procedure)).items()
    }
    return [[*place, column, mark] for (place, column), mark in sorted(hidden_places(table, sensitive).items())]


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check.value,
        "passed": finding.passed,
        "said": finding.said,
        "cells": [[*key, difference] for key, difference in finding.cells],
    }


def cells_from(rows: Iterable[tuple[Any, ...]]) -> Cells:
    """Cells of rows (agency, procedure, channel, is_child, then the columns of `Numbers`)."""
    return {Key(*row[:4]): Numbers(*row[4:]) for row in rows}
