"""Geometry of the charts (hình vẽ): plain numbers for SVG, the axis always from nought. The table behind says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 58, 8, 16, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A bar (`x`, `y`, `width`, `height`) or a point; `label` under the axis, `text` what it says."""

    x: float
    y: float
    width: float = 0
    height: float = 0
    label: str = ""
    text: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a template draws. `lines`: (y, label) of the axis; `path`: points of the line, gaps where there is no value."""

    marks: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    lines: tuple[tuple[float, str], ...]
    paths: tuple[str, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


def bars(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int | None]]]) -> Chart:
    """Bars side by side for each label, a place left empty where there is no value; `series`: (kind, values)."""
    top = nice_top(max((value or 0 for _, values in series for value in values), default=0))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(labels))
    each = min(18.0, step * 0.72 / max(1, len(series)))
    marks = []
    for place, label in enumerate(labels):
        begin = LEFT + place * step + (step - each * len(series)) / 2
        for number, (kind, values) in enumerate(series):
            value = values[place]
            if value is None:
                continue
            height = _height(value, top)
            marks.append(
                Mark(
                    x=_r(begin + number * each), y=_r(HEIGHT - BOTTOM - height), width=_r(each - 1.5), height=_r(height),
                    label=label, text=_number(value), kind=kind,
                )
            )  # fmt: skip
    return Chart(marks=tuple(marks), labels=_labels(labels, step), lines=_lines(top, ""))


def line(labels: Sequence[str], values: Sequence[float | None]) -> Chart:
    """Per cent from 0 to 100 over the labels, a point where there is a value."""
    step = (WIDTH - LEFT - RIGHT) / max(1, len(labels))
    marks: list[Mark] = []
    paths: list[list[str]] = []
    run: list[str] = []
    for place, value in enumerate(values):
        if value is None:
            paths.append(run)
            run = []
            continue
        x, y = _r(LEFT + (place + 0.5) * step), _r(HEIGHT - BOTTOM - _height(value, 100))
        marks.append(Mark(x=x, y=y, label=labels[place], text=f"{value:.1f}".replace(".", ",")))
        run.append(f"{x},{y}")
    paths.append(run)
    drawn = tuple(" ".join(points) for points in paths if len(points) > 1)
    return Chart(marks=tuple(marks), labels=_labels(labels, step), lines=_lines(100, "\u00a0%"), paths=drawn)


def nice_top(value: float) -> int:
    """The end of the axis: a round number whose quarters are whole, not below `value`, 4 at least."""
    if value <= 12:
        return next(top for top in (4, 8, 12) if top >= value)
    power = float(10 ** floor(log10(value)))
    return next(round(times * power) for times in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if times * power >= value)


def _height(value: float, top: float) -> float:
    return (HEIGHT - TOP - BOTTOM) * value / top if top else 0


def _lines(top: int, unit: str) -> tuple[tuple[float, str], ...]:
    steps = [top * quarter / 4 for quarter in range(5)]
    return tuple((_r(HEIGHT - BOTTOM - _height(value, top)), _number(ceil(value)) + unit) for value in steps)


def _labels(labels: Sequence[str], step: float) -> tuple[Mark, ...]:
    every = ceil(len(labels) / 13)
    return tuple(
        Mark(x=_r(LEFT + (place + 0.5) * step), y=HEIGHT - 6, label=label)
        for place, label in enumerate(labels)
        if (len(labels) - 1 - place) % every == 0
    )


def _r(value: float) -> float:
    return round(value, 1)


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".")
