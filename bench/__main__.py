"""`make bench`, or `.venv/bin/python -m bench [--json] [--quick] [--reuse] [--dossiers N] [--plans]` (đo hiệu năng).

Makes a data set in its own PostgreSQL (.cache/bench), measures the machine's limits, drives pages and API, prints a table and
writes bench/out/<moment>.json. Ends with 1 when a promise is missed. docs/operations/bench.md says how to read it.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable

from bench import counting, forms, handling, limits, loads, plans, processes, report, simulation, weights
from bench.driving import UnexpectedAnswer
from bench.figures import Figure, Promise
from bench.loads import Bench
from bench.province import Cast
from bench.stage import Stage

SMALL = 10_000
"""The size at which lists are measured first; a tenth of the whole where that is less."""
type Say = Callable[[str], None]
FEW_JOBS = 20


def main() -> int:
    """Run; the exit code."""
    words = _words()
    stage = Stage(workers=words.workers, threads=words.threads)
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - started:6.1f} s] {text}", file=sys.stderr, flush=True)

    say("starting PostgreSQL in .cache/bench")
    stage.open(reuse=words.reuse)
    try:
        figures = limits.measure(stage, seconds=words.seconds)
        own_limits = {figure.name: figure for figure in figures}
        _set_up_django(migrate=not words.reuse)

        def measured(cast: Cast) -> Bench:
            return Bench(stage, cast, own_limits, words.seconds)

        before: list[Figure] = []
        if not words.reuse:
            small = min(SMALL, words.dossiers // 10)
            cast = _load(stage, small, say)
            say(f"measuring at {small:,} dossiers")
            with stage.web():
                before = loads.queues(measured(cast), size=small)
            figures += before
            _grow(stage, small + 1, words.dossiers, say)
        cast = _cast()
        say(f"measuring at {words.dossiers:,} dossiers")
        with stage.web():
            figures += _measure(measured(cast), words.dossiers, before, say)
            figures.append(_memory("memory of the web tier after the loads", stage.web_pid, 300.0))
        say("letting the worker do some of the jobs that were deferred")
        figures += _jobs(stage, words.seconds)
        if words.plans:
            print(plans.report(cast.officer.agency_id))
    finally:
        stage.close()
    print(
        report.as_json(figures, dossiers=words.dossiers, seconds=words.seconds) if words.json else report.table(figures)
    )
    say(f"written to {report.write(figures, dossiers=words.dossiers, seconds=words.seconds)}")
    missed = [figure.name for figure in figures if figure.kept is False]
    say(f"missed: {'; '.join(missed)}" if missed else "every promise is kept")
    return 1 if missed else 0


def _words() -> argparse.Namespace:
    cores = len(os.sched_getaffinity(0))
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the promises on a generated data set."
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--quick", action="store_true", help="10,000 dossiers, one second a load")
    parser.add_argument("--reuse", action="store_true", help="use the data set of the last run")
    parser.add_argument("--plans", action="store_true", help="also print how PostgreSQL finds the pages")
    parser.add_argument("--dossiers", type=int, default=100_000, metavar="N", help="size of the data set (100000)")
    parser.add_argument("--seconds", type=float, default=5.0, metavar="S", help="length of each load (5)")
    parser.add_argument(
        "--workers",
        type=int,
        default=min(cores, 8),
        metavar="N",
        help="processes of the web tier (as the demo: one a core)",
    )
    parser.add_argument("--threads", type=int, default=2, metavar="N", help="threads of each (as the demo: 2)")
    words = parser.parse_args()
    if words.quick:
        words.dossiers, words.seconds = min(words.dossiers, 10_000), 1.0
    return words


def _set_up_django(*, migrate: bool) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    if migrate:
        call_command("migrate", verbosity=0)


def _load(stage: Stage, small: int, say: Say) -> Cast:
    from bench import generating, province

    say("loading the province")
    province.load()
    generating.generate_persons(stage.url)
    generating.generate_procedures()
    say(f"generating {small:,} dossiers and {generating.PROCEDURES:,} procedures")
    generating.generate_dossiers(stage.url, first=1, last=small)
    return province.gather()


def _grow(stage: Stage, first: int, dossiers: int, say: Say) -> None:
    from bench import generating

    say(f"generating {dossiers:,} dossiers")
    generating.generate_dossiers(stage.url, first=first, last=dossiers)


def _cast() -> Cast:
    from bench import province

    return province.gather()


def _measure(bench: Bench, size: int, before: list[Figure], say: Say) -> list[Figure]:
    """Every load; one that meets a wrong answer is told and counts as missed, the others go on."""
    figures: list[Figure] = []
    filed: list[tuple[str, str]] = []

    def submissions() -> list[Figure]:
        figure, made = loads.submissions(bench)
        filed.extend(made)
        return [figure]

    def queues() -> list[Figure]:
        after = loads.queues(bench, size=size)
        return [*after, *(handling.no_slower(before, after) if before else [])]

    parts: dict[str, Callable[[], list[Figure]]] = {
        "queues": queues,
        "register": lambda: loads.register(bench, size=size),
        "finding": lambda: handling.finding(bench),
        "searches": lambda: loads.searches(bench),
        "procedure pages": lambda: loads.procedure_pages(bench),
        "progress page": lambda: [loads.progress(bench)],
        "assigning": lambda: [handling.assigning(bench)],
        "steps": lambda: [handling.steps(bench)],
        "submissions": submissions,
        "receipts": lambda: [loads.receipts(bench, filed)],
        "first page": lambda: [_first_page(bench.stage.port)],
        "due dates": lambda: [handling.due_dates(seconds=bench.seconds)],
        "forms": lambda: [forms.validation(seconds=bench.seconds)],
        "simulation": lambda: [simulation.year()],
        "public figures": lambda: counting.counting(bench),
    }
    for name, part in parts.items():
        try:
            figures += part()
        except (UnexpectedAnswer, OSError) as problem:
            say(f"{name} could not be measured: {problem}")
            figures.append(Figure(name, float("nan"), "", Promise(0.0, "to be measured"), note="could not be measured"))
    return figures


def _first_page(port: int) -> Figure:
    kilobytes = {kind: size / 1024 for kind, size in weights.first_page(port, "/").items()}
    note = ", ".join(f"{kind} {size:.0f}" for kind, size in kilobytes.items())
    return Figure(
        "first citizen page, compressed", sum(kilobytes.values()), "KB", Promise(150.0, "KB"), note=note, more=kilobytes
    )


def _memory(name: str, pid: int, most: float) -> Figure:
    """What the tree really takes: pages its processes share count once (PSS). The sum of resident sizes stands beside it."""
    resident, proportional = processes.memory_mb(pid)
    return Figure(
        name,
        proportional,
        "MB",
        Promise(most, "MB"),
        note=f"resident sizes added up: {resident:.0f} MB",
        more={"resident_mb": resident},
    )


def _jobs(stage: Stage, seconds: float) -> list[Figure]:
    from django.db import connection

    def waiting() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
            return int(cursor.fetchone()[0])

    with stage.worker() as pid:
        before = waiting()
        while waiting() == before and before:
            time.sleep(0.05)
        begun, before = time.monotonic(), waiting()
        while time.monotonic() - begun < seconds and waiting() > FEW_JOBS:
            time.sleep(0.1)
        done, wall = before - waiting(), time.monotonic() - begun
        return [
            Figure("jobs done by one worker", done / wall, "/s", note="letters in the application after submissions"),
            _memory("memory of the worker", pid, 250.0),
        ]


if __name__ == "__main__":
    sys.exit(main())
