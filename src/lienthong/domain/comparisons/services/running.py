"""One comparison, from asking to the counts (thực hiện đối soát).

The other sides are read outside any transaction; what they said is written in one. A side that could not be read leaves its findings as
they were, and so does a single procedure that could not be read.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app as jobs

from lienthong.domain.comparisons.choices import MENDERS, Against, Mender, Part, RunState, State, Trigger
from lienthong.domain.comparisons.errors import SourceFailed
from lienthong.domain.comparisons.models import Finding, NationalRecord, Run
from lienthong.domain.comparisons.policies import can_compare
from lienthong.domain.comparisons.rules import Difference, differences
from lienthong.domain.procedures.queries import interchange
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

if TYPE_CHECKING:  # their HTTP client is loaded when a comparison runs
    from lienthong.domain.comparisons.adapters import NationalCatalogue, Portal

JOB: Final = "comparisons.run"
LONGEST_RUN: Final = timedelta(minutes=30)
GIVE_UP_AFTER: Final = 5
"""Failures in a row after which the other side is taken to be down."""
_TOLD_EVERY: Final = 20


@dataclass(slots=True)
class _Side:
    """What was read of one side: code -> plain record (None: it has no such procedure)."""

    records: dict[str, Any] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    failed: str = ""

    @property
    def sentence(self) -> str:
        if self.failed:
            return self.failed
        if self.unreadable:
            some = ", ".join(self.unreadable[:5])
            return f"{len(self.unreadable)} thủ tục không đọc được ({some}); giữ kết quả lần trước của các thủ tục này."
        return ""


@transaction.atomic
def request_run(*, actor: Actor, trigger: str = Trigger.BY_HAND) -> Run:
    """Ask for a comparison; while one is under way that one is meant. Raises NotAllowed."""
    if not can_compare(actor):
        raise NotAllowed
    since = clock.now() - LONGEST_RUN
    under_way = (
        Run.objects.select_for_update()
        .filter(state__in=[RunState.WAITING, RunState.RUNNING], asked_at__gte=since)
        .first()
    )
    if under_way is not None:
        return under_way
    run = Run.objects.create(trigger=trigger, asked_at=clock.now(), asked_by_name=actor.name)
    audit.record(
        actor=actor,
        verb="request_comparison",
        subject_type="comparison",
        subject_id=run.pk,
        details={"trigger": str(trigger)},
    )
    jobs.configure_task(JOB).defer(run_id=run.pk)
    return run


def run_comparison(*, run_id: int, national: "NationalCatalogue | None" = None, portal: "Portal | None" = None) -> Run:
    """Do it. The clients are given by tests; otherwise they are made from the settings. A run that is done is not done again."""
    run = Run.objects.get(pk=run_id)
    if run.state not in {RunState.WAITING, RunState.RUNNING}:
        return run
    ours = interchange.running_records()
    run.state, run.started_at, run.done, run.total = RunState.RUNNING, clock.now(), 0, 2 * len(ours)
    run.save(update_fields=["state", "started_at", "done", "total"])
    there = _read_national(run, set(ours), national or _national())
    shown = _read_each(run, sorted(ours), (portal or _portal()).read)
    with transaction.atomic():
        _write(run, ours, there, shown)
    return run


def _portal() -> "Portal":
    from lienthong.domain.comparisons.adapters import HttpPortal

    return HttpPortal(base_url=settings.PORTAL_ADDRESS)


def _national() -> "NationalCatalogue":
    from lienthong.domain.comparisons.adapters import HttpNationalCatalogue

    return HttpNationalCatalogue(
        base_url=settings.NATIONAL_CATALOGUE_URL,
        username=settings.NATIONAL_CATALOGUE_USERNAME,
        password=settings.NATIONAL_CATALOGUE_PASSWORD,
        province=settings.PROVINCE_CODE,
    )


def _read_national(run: Run, ours: set[str], source: "NationalCatalogue") -> _Side:
    try:
        listed = source.list_codes()
    except SourceFailed as failure:
        Run.objects.filter(pk=run.pk).update(done=len(ours))
        return _Side(failed=failure.sentence)
    known = set(listed)
    side = _read_each(run, sorted(known | ours), lambda code: source.read(code) if code in known else None)
    now = clock.now()
    NationalRecord.objects.bulk_create(
        [
            NationalRecord(code=code, record=record, read_at=now)
            for code, record in side.records.items()
            if record is not None
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["record", "read_at"],
    )
    return side


def _read_each(run: Run, codes: list[str], read: Callable[[str], Any]) -> _Side:
    side = _Side()
    in_a_row = 0
    for place, code in enumerate(codes, start=1):
        try:
            record = read(code)
            problems = interchange.record_problems(record) if record is not None else []
            if problems:
                side.unreadable.append(code)
            else:
                side.records[code] = record
            in_a_row = 0
        except SourceFailed as failure:
            side.unreadable.append(code)
            in_a_row += 1
            if in_a_row >= GIVE_UP_AFTER:
                side.failed = failure.sentence
                return side
        if place % _TOLD_EVERY == 0:
            Run.objects.filter(pk=run.pk).update(done=run.done + place)
    run.done += len(codes)
    Run.objects.filter(pk=run.pk).update(done=run.done)
    return side


@dataclass(frozen=True, slots=True)
class _Found:
    code: str
    name: str
    against: str
    mender: str
    difference: Difference

    @property
    def where(self) -> str:
        """Short enough for its column, and still its own."""
        where = self.difference.where
        return where if len(where) <= 280 else f"{where[:240]}~{hashlib.sha256(where.encode()).hexdigest()[:32]}"

    @property
    def said(self) -> str:
        return hashlib.sha256(f"{self.difference.ours}\x1f{self.difference.theirs}".encode()).hexdigest()


def _write(run: Run, ours: dict[str, interchange.Running], there: _Side, shown: _Side) -> None:
    found: list[_Found] = []
    compared: dict[str, set[str]] = {Against.NATIONAL: set(), Against.PORTAL: set()}
    for against, side in ((Against.NATIONAL, there), (Against.PORTAL, shown)):
        if side.failed:
            continue
        for code, record in side.records.items():
            compared[against].add(code)
            found += _compared(code, ours.get(code), record, against)
    _remember(run, found, compared)
    problems = [bool(side.failed) for side in (there, shown)]
    run.state = (
        RunState.FAILED if all(problems) else RunState.PARTIAL if there.sentence or shown.sentence else RunState.DONE
    )
    run.national, run.portal = there.sentence, shown.sentence
    run.finished_at = clock.now()
    run.compared = len(compared[Against.NATIONAL] | compared[Against.PORTAL])
    standing = Finding.objects.exclude(state=State.GONE)
    run.differing = standing.count()
    run.open = standing.filter(state=State.OPEN).count()
    counts = Counter(standing.values_list("against", "part"))
    run.counts = {
        against: {part: number for (side, part), number in counts.items() if side == against}
        for against in Against.values
    }
    run.save()


def _compared(code: str, ours: interchange.Running | None, record: Any, against: str) -> list[_Found]:
    name = ours.name if ours else str((record or {}).get("TENTTHC", ""))
    if ours is None or record is None:
        if ours is None and record is None:
            return []
        has, has_not = "Có trong danh mục", "Không có"
        whole = Difference(
            where="procedure", part=Part.PROCEDURE, row="", field="Thủ tục",
            ours=has if ours else has_not, theirs=has if record else has_not,
        )  # fmt: skip
        return [
            _Found(code, name, against, Mender.PORTAL if against == Against.PORTAL else MENDERS[Part.PROCEDURE], whole)
        ]
    if record == ours.record:  # the common case, and cheap to see
        return []
    rows = differences(ours.record, interchange.plain_of(record), province=settings.PROVINCE_NAME)
    return [
        _Found(code, name, against, Mender.PORTAL if against == Against.PORTAL else MENDERS[row.part], row)
        for row in rows
    ]


def _remember(run: Run, found: list[_Found], compared: dict[str, set[str]]) -> None:
    """Bring the findings to what this run saw; decisions stay as long as both sides say the same."""
    known = {(row.code, row.against, row.where): row for row in Finding.objects.select_for_update()}
    drafted = interchange.drafted_codes()
    seen: set[tuple[str, str, str]] = set()
    added: list[Finding] = []
    changed: list[Finding] = []
    for each in found:
        place = (each.code, each.against, each.where)
        if place in seen:
            continue
        seen.add(place)
        row = known.get(place)
        if row is None:
            row = Finding(code=each.code, against=each.against, where=each.where, first_run=run, found_at=clock.now())
            added.append(row)
        else:
            if (
                row.said != each.said
                or row.state == State.GONE
                or (row.state == State.DRAFTED and row.code not in drafted)
            ):
                row.state = State.OPEN
            changed.append(row)
        row.name, row.part, row.row, row.field = (
            each.name,
            each.difference.part,
            each.difference.row,
            each.difference.field,
        )
        row.ours, row.theirs, row.said = each.difference.ours, each.difference.theirs, each.said
        row.mender, row.last_run = each.mender, run
    for place, row in known.items():
        if place not in seen and row.code in compared[row.against] and row.state != State.GONE:
            row.state = State.GONE
            changed.append(row)
    Finding.objects.bulk_create(added, batch_size=1000)
    Finding.objects.bulk_update(
        changed,
        ["name", "part", "row", "field", "ours", "theirs", "said", "mender", "state", "last_run"],
        batch_size=500,
    )
