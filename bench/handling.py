"""The office at work (giải quyết): steps completed, dossiers found, due dates reckoned, each with its promise (issue 4, Speed)."""

import json
import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from bench import limits
from bench.driving import Request, request
from bench.figures import Figure, Processor, Promise, Sample
from bench.loads import USERS, Bench
from bench.province import Officer

NOISE = 1.2
"""“No slower” of two p50s measured minutes apart on a shared machine."""

DUE_DATES = "due dates reckoned in a second of one core"
CODES = 400


def no_slower(before: Sequence[Figure], after: Sequence[Figure]) -> list[Figure]:
    """The same pages at two sizes of the table: p50 against p50."""
    figures = []
    for small, large in zip(before, after, strict=True):
        assert small.sample is not None
        assert large.sample is not None
        times = large.sample.p50_ms / small.sample.p50_ms
        figures.append(Figure(f"{large.name}, against {small.name}", times, "times", Promise(NOISE, "times")))
    return figures


def steps(bench: Bench) -> Figure:
    """Steps completed over the API by the specialists of eight communes at once, each step of another dossier, until none is left."""
    waiting = [iter(_open_steps(desk)) for desk in bench.cast.desks]

    def complete(user: int, _: int) -> Request | None:
        found = next(waiting[user], None)
        if found is None:
            return None
        code, step = found
        return request(
            "POST",
            f"/api/v1/dossiers/{code}/acts",
            headers={"Authorization": f"Bearer {bench.cast.desks[user].token}", "Content-Type": "application/json"},
            body=json.dumps({"act": "complete", "step": step, "note": "Đã thẩm định, đủ điều kiện"}).encode(),
            holds='"state":"processing"',
        )

    sample = bench.run(complete, users=USERS, least=1)
    figure = bench.rate(f"steps completed, {USERS} users", sample, 200.0, against=f"{limits.COMMIT}, {USERS} users")
    used = sample.processor
    figure.note = (
        f"web {sample.each_ms(used.web):.1f} and database {sample.each_ms(used.database):.1f} ms of processor time each"
    )
    return figure


def _open_steps(desk: Officer) -> list[tuple[str, int]]:
    """(code, step) of what lies with the specialist of a commune, each with a draft of its result so that it may go to the approver."""
    from django.db.models import OuterRef, Subquery

    from lienthong.domain.dossiers.models import Dossier, DossierPaper, DossierStep

    rows = DossierStep.objects.filter(
        agency_id=desk.agency_id, role="specialist", finished_at=None, is_paused=False, dossier__state="processing"
    )
    found = list(rows.order_by("id").values_list("dossier__code", "id", "dossier_id")[:3000])
    paper = DossierPaper.objects.filter(dossier_id=OuterRef("pk")).values("file_id")[:1]
    Dossier.objects.filter(id__in=[dossier for _, _, dossier in found]).update(draft_file_id=Subquery(paper))
    return [(code, step) for code, step, _ in found]


def assigning(bench: Bench) -> Figure:
    """A specialist takes as many steps of the common queue as one act allows, and puts them back, again and again."""
    from lienthong.domain.dossiers.models import DossierStep
    from lienthong.domain.dossiers.services import MOST_ASSIGNED

    desk = bench.cast.officer
    rows = DossierStep.objects.filter(agency_id=desk.agency_id, role="specialist", finished_at=None, assignee_id=None)
    steps = list(rows.order_by("id").values_list("id", flat=True)[:MOST_ASSIGNED])

    def asked(held: int | None, to: int | None) -> Request:
        return request(
            "POST",
            "/api/v1/assignments",
            headers={"Authorization": f"Bearer {desk.token}", "Content-Type": "application/json"},
            body=json.dumps({"steps": [{"id": step, "seat": held} for step in steps], "to": to}).encode(),
            holds=f'"number":{len(steps)}',
        )

    there_and_back = [asked(None, desk.seat_id), asked(desk.seat_id, None)]
    sample = bench.run(lambda _, number: there_and_back[number % 2], least=10)
    return bench.latency(f"{len(steps)} steps assigned in one act", sample, 1000.0)


def finding(bench: Bench) -> list[Figure]:
    """A dossier by its number (read over the API, opened from the search box) and by what is written on it, in an agency and in the province."""
    from lienthong.domain.dossiers.models import Dossier

    desk, above = bench.cast.officer, bench.cast.supervisor
    here = list(Dossier.objects.filter(agency_id=desk.agency_id).order_by("id").values_list("code", flat=True)[:CODES])
    anywhere = list(Dossier.objects.order_by("-id").values_list("code", flat=True)[: CODES * 50 : 50])
    by_number = {
        "its agency, from the search box": ([f"/lam-viec/tim/?q={code}" for code in here], desk, 302),
        "the whole province, from the search box": ([f"/lam-viec/tim/?q={code}" for code in anywhere], above, 302),
    }
    figures = [
        bench.latency(f"find by number, {name}", bench.run(_each(paths, who, status)), 8.0)
        for name, (paths, who, status) in by_number.items()
    ]
    texts = {
        "name of many": "nguyen van an",
        "name with accents": "Rah Lan H' Quỳnh",
        "name and procedure": "nguyen thi lan khai sinh",
        "nothing like it": "khong co ai ten nay",
        "end of a number": "0042",
        "one short word": "an",
    }
    for who, where in ((desk, "its agency"), (above, "the whole province")):
        paths = [f"/lam-viec/ho-so/?q={quote(text)}" for text in texts.values()]
        figures.append(bench.latency(f"full search, {where}, mixed", bench.run(_each(paths, who, 200), least=90), 60.0))
        figures += [
            bench.latency(f"full search, {where}, {name}", bench.run(_each([path], who, 200), least=20), None)
            for (name, _), path in zip(texts.items(), paths, strict=True)
        ]
    return figures


def _each(paths: list[str], who: Officer, status: int) -> Callable[[int, int], Request]:
    asked = [request("GET", path, headers={"Cookie": f"sessionid={who.session}"}, status=status) for path in paths]
    return lambda _, number: asked[number % len(asked)]


def due_dates(*, seconds: float) -> Figure:
    """Limits of hours, working days, days and months from random moments, a third of them paused, by the calendar in force."""
    from lienthong.foundation.workdays import queries, services
    from lienthong.kit import clock

    calendar = queries.calendar_for(None, clock.now())
    dice = random.Random(11)  # moments, no secrets
    first = datetime(2025, 7, 1, 8, tzinfo=clock.VIETNAM)
    asked = []
    for number in range(5_000):
        start = first + timedelta(minutes=dice.randrange(60 * 24 * 500))
        unit = dice.choice(["hours", "working_days", "working_days", "days", "months"])
        value = {"hours": 8, "working_days": 15, "days": 20, "months": 2}[unit]
        stopped = start + timedelta(days=1)
        asked.append((start, value, unit, [(stopped, stopped + timedelta(days=3))] if number % 3 == 0 else []))
    times: list[float] = []
    done = 0
    began = time.process_time()
    while time.process_time() - began < seconds:
        before = time.thread_time()
        for start, value, unit, pauses in asked[:500]:
            services.due_by(calendar, start=start, limit_value=value, limit_unit=unit, pauses=pauses)  # type: ignore[arg-type]  # one of the units
        asked = asked[500:] + asked[:500]
        done += 500
        times.append((time.thread_time() - before) / 500)
    wall = time.process_time() - began
    sample = Sample(1, times, wall, Processor(web=wall))
    return Figure(DUE_DATES, done / wall, "/s", Promise(10_000.0, "/s", at_most=False), sample=sample)
