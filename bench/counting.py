"""Public figures (số liệu công khai): a month of the whole province counted in sets and published, and the pages that show it."""

import time

from bench.driving import request
from bench.figures import Figure, Promise
from bench.loads import Bench


def counting(bench: Bench) -> list[Figure]:
    """The last month counted from the ledger, then checked and published, then read. A month that does not balance is a wrong answer."""
    from django.db import transaction

    from lienthong.domain.dossiers import queries
    from lienthong.domain.figures import queries as figures
    from lienthong.domain.figures import services
    from lienthong.kit import clock
    from lienthong.kit.actor import SYSTEM
    from lienthong.kit.events import reacting_at_once

    month = services.containing("month", clock.today()).previous()
    began = time.perf_counter()
    rows = queries.counted_dossiers(SYSTEM, since=month.since, until=month.until)
    counted = time.perf_counter() - began
    began = time.perf_counter()
    with transaction.atomic(), reacting_at_once():
        services.ask_for_figures(actor=SYSTEM, period=month)
    published = time.perf_counter() - began
    edition = figures.published_edition(month)
    if edition is None:
        raise RuntimeError(f"{month.name} does not balance")
    unit = max(figures.units_of(edition), key=lambda row: row.numbers.taken)
    note = f"{len(rows):,} cells, {edition.totals['all']['received']:,} received"
    pages = {
        "figures, the province": request("GET", "/so-lieu/", holds="Cân đối"),
        "figures, all units": request("GET", "/so-lieu/don-vi/", holds=unit.code),
        "figures, a unit": request("GET", f"/so-lieu/don-vi/{unit.code}/", holds="Từng thủ tục"),
    }
    return [
        Figure("a month of the province counted", counted, "s", Promise(10.0, "s"), note=note),
        Figure("a month checked and published", published, "s", Promise(30.0, "s")),
        *(
            bench.latency(name, bench.run(lambda _, __, page=page: page), 40.0)  # type: ignore[misc]  # bound now
            for name, page in pages.items()
        ),
    ]
