"""The bar of a dossier's time as plain figures for SVG, and the rows of its table (thanh thời gian). No colour stands alone: each piece has its number
and words in the table below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lienthong.domain.lateness.choices import Kind
from lienthong.domain.lateness.queries import Row, Told, explanation
from lienthong.domain.lateness.rules.words import amount

WIDTH = 1000
"""The bar is so many units wide, whatever its length in minutes."""
LEAST = 3
"""A piece is at least as wide as this, or nobody sees it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One rectangle: `tone` is within, over (made good by others), late, paused or elsewhere; `number` that of its row in the table."""

    x: float
    width: float
    tone: str
    number: int
    said: str


def bar_of(told: Told) -> list[Piece]:
    """The stretches in order of time; what is over stands at the end of its stretch, what is charged last of all."""
    if not told.total:
        return []
    pieces = []
    scale = WIDTH / told.total
    for number, row in enumerate(told.rows, 1):
        at = row.begin
        within = row.minutes - row.over
        for minutes, tone in ((within, _tone(row)), (row.over - row.late, "over"), (row.late, "late")):
            if minutes > 0 and row.minutes:
                said = f"{number}. {row.label}, {row.step or row.cause or row.unit}: {amount(minutes)}"
                pieces.append(Piece(round(at * scale, 1), max(LEAST, round(minutes * scale, 1)), tone, number, said))
                at += minutes
    return pieces


def due_mark(told: Told) -> float | None:
    """Where the due date stands on the bar; None when it lies beyond it."""
    if not told.total or told.counted <= told.limit:
        return None
    counted = 0
    for row in told.rows:
        if row.is_pause:
            continue
        if counted + row.minutes >= told.limit:
            return round((row.begin + told.limit - counted) * WIDTH / told.total, 1)
        counted += row.minutes
    return None


def _tone(row: Row) -> str:
    if row.is_pause:
        return "paused"
    return "elsewhere" if row.kind in {Kind.OPINION, Kind.HANDOVER} else "within"


def rows_of(told: Told) -> list[dict[str, Any]]:
    """The rows of the table: who, what, how long, in words."""
    return [
        {
            "number": number,
            "row": row,
            "tone": "late" if row.late else "over" if row.over else _tone(row),
            "what": row.step or (row.cause if row.is_pause else row.label),
            "label": row.label,
            "allowed": amount(row.allowed) if row.allowed is not None else "",
            "held": amount(row.minutes) if row.minutes else "",
            "over": amount(row.over) if row.over else "",
            "late": amount(row.late) if row.late else "",
        }
        for number, row in enumerate(told.rows, 1)
    ]


def shown(told: Told) -> dict[str, Any]:
    """Everything the block of one account shows."""
    return {
        "told": told,
        "pieces": bar_of(told),
        "mark": due_mark(told),
        "rows": rows_of(told),
        "lines": [] if told.fault else list(explanation(told)),
        "total": amount(told.total),
        "counted": amount(told.counted),
        "late": amount(told.late),
        "overrun": amount(told.overrun),
        "title": _title(told),
    }


def _title(told: Told) -> str:
    if told.round:
        return f"Từ lần mở lại thứ {told.round}"
    return "Từ lúc tiếp nhận đến nay" if told.is_open else "Từ lúc tiếp nhận đến khi kết thúc"


def by_agency(told: Told) -> Sequence[dict[str, Any]]:
    """For the applicant: each office once, with no names of people: {unit, held, late, is_own}."""
    found: dict[str, list[int]] = {}
    for row in told.rows:
        if row.kind == Kind.PROCESS:
            continue
        unit = row.label if row.is_pause else row.unit.rsplit(", ", 1)[-1]
        sums = found.setdefault(unit, [0, 0, int(row.is_pause)])
        sums[0] += row.minutes
        sums[1] += row.late
    process = sum(row.late for row in told.rows if row.kind == Kind.PROCESS)
    rows = [
        {
            "unit": unit,
            "held": amount(held),
            "late": amount(late) if late else "",
            "is_pause": bool(is_pause),
        }
        for unit, (held, late, is_pause) in found.items()
    ]
    if process:
        rows.append({"unit": "Quy trình của thủ tục", "held": "", "late": amount(process), "is_pause": False})
    return rows
