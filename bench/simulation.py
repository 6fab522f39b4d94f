"""How long a year takes to be played again (mô phỏng): 60,000 dossiers with a changed process, staff and calendar, and without a change."""

import random
import time

from bench.figures import Figure, Promise

DOSSIERS, UNITS, STEPS = 60_000, 135, 8
NAME = "simulation of a year, 60,000 dossiers"


def year() -> Figure:
    """Processor time of the playing; a playing without a change that is not the recorded year is a wrong answer."""
    from lienthong.foundation.workflows.queries import HOUR, Case, Hours, Scenario, Visit, simulate

    dice = random.Random(7)  # histories, no secrets
    day = 24 * HOUR
    office = Hours([(at * day + 8 * HOUR, at * day + 16 * HOUR) for at in range(500) if at % 7 < 5])
    saturdays = Hours([(at * day + 8 * HOUR, at * day + 16 * HOUR) for at in range(500) if at % 7 < 6])
    cases, visits = [], []
    for number in range(DOSSIERS):
        unit, at = dice.randrange(UNITS), dice.randrange(330 * day)
        for step in range(STEPS):
            done = at + dice.randrange(2 * day)
            visits.append(Visit(number, "bench", f"step_{step}", (unit, f"role_{step % 4}"), at, done, at + day, False))
            at = done
        cases.append(Case(unit, "bench", at, at + dice.randrange(-2 * day, 5 * day)))
    hours = dict.fromkeys(range(UNITS), office)
    before = time.process_time()
    same = simulate(cases, visits, hours, Scenario())
    unchanged = time.process_time() - before
    if list(same.completed) != [case.completed for case in cases]:
        raise RuntimeError("a year played again without a change is not the recorded year")
    before = time.process_time()
    changed = Scenario(
        removed=frozenset({("bench", "step_3")}), staff={(0, "role_1"): (2, 3)}, hours=dict.fromkeys(range(UNITS), saturdays)
    )  # fmt: skip
    simulate(cases, visits, hours, changed)
    took = time.process_time() - before
    note = f"{len(visits):,} steps; {unchanged:.1f} s without a change, exact to the microsecond"
    return Figure(NAME, max(took, unchanged), "s", Promise(60.0, "s"), note=note)
