"""The table for the eye and the JSON for the record (báo cáo)."""

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure

OUT = Path(__file__).with_name("out")
HEADS = ("what", "p50 ms", "p95 ms", "rate/s", "web", "db", "driver", "measured", "promised", "", "ratio to limit")


def table(figures: Sequence[Figure]) -> str:
    """One line a figure. `web`, `db`, `driver`: ms of processor time a request."""
    rows = [HEADS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if column in {0, 8, 10} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    sample = figure.sample
    if sample is None:
        times: tuple[str, ...] = ("",) * 6
    else:
        used = sample.processor
        times = (
            f"{sample.p50_ms:.1f}",
            f"{sample.p95_ms:.1f}",
            f"{sample.rate:.0f}",
            *(f"{sample.each_ms(seconds):.2f}" for seconds in (used.web, used.database, used.driver)),
        )
    verdict = {True: "kept", False: "MISSED", None: ""}[figure.kept]
    ratio = f"{figure.ratio:.3g} × {figure.against}" if figure.ratio is not None else figure.note
    return (figure.name, *times, f"{figure.measured:,.1f} {figure.unit}", str(figure.promise or ""), verdict, ratio)


def write(figures: Sequence[Figure], *, dossiers: int, seconds: float) -> Path:
    """Write bench/out/<moment>.json; its path."""
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    path.write_text(as_json(figures, dossiers=dossiers, seconds=seconds))
    return path


def as_json(figures: Sequence[Figure], *, dossiers: int, seconds: float) -> str:
    """Everything, with the machine it was measured on."""
    body = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "kernel": platform.release(),
            "python": platform.python_version(),
            "load": os.getloadavg(),
        },
        "dossiers": dossiers,
        "seconds_each": seconds,
        "figures": [figure.as_json() for figure in figures],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)
