"""What a measurement says (số đo): times of requests, processor time of each tier, and the promise they are held against."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that at least `share` (0 to 1) of all do not exceed. NaN of nothing."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Processor:
    """Processor seconds used by each tier."""

    web: float = 0.0
    database: float = 0.0
    driver: float = 0.0

    def __sub__(self, before: "Processor") -> "Processor":
        return Processor(self.web - before.web, self.database - before.database, self.driver - before.driver)


@dataclass(slots=True)
class Sample:
    """One run of a load: a time in seconds for each request, the wall time, the processor time of each tier."""

    users: int
    seconds: list[float]
    wall: float
    processor: Processor

    @property
    def p50_ms(self) -> float:
        """Median in ms."""
        return statistics.median(self.seconds) * 1000

    @property
    def p95_ms(self) -> float:
        """95th percentile in ms."""
        return percentile(self.seconds, 0.95) * 1000

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.wall

    def each_ms(self, seconds: float) -> float:
        """`seconds` of processor time shared among the requests, in ms."""
        return seconds * 1000 / len(self.seconds)


@dataclass(frozen=True, slots=True)
class Promise:
    """A bound a figure must keep: `at_most` or `at_least`, in the unit of the figure."""

    value: float
    unit: str
    at_most: bool = True

    def kept(self, measured: float) -> bool:
        """Whether `measured` keeps it."""
        return measured <= self.value if self.at_most else measured >= self.value

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.value:g} {self.unit}"


@dataclass(slots=True)
class Figure:
    """One row of the table. `measured` is what the promise is about; `ratio` compares it with the machine's own limit `against`."""

    name: str
    measured: float
    unit: str
    promise: Promise | None = None
    sample: Sample | None = None
    ratio: float | None = None
    against: str = ""
    note: str = ""
    more: dict[str, float] = field(default_factory=dict)

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None where nothing was promised."""
        return None if self.promise is None else self.promise.kept(self.measured)

    def as_json(self) -> dict[str, object]:
        """For the file: times in ms, processor time in ms a request."""
        row: dict[str, object] = {"name": self.name, "measured": round(self.measured, 3), "unit": self.unit}
        if self.promise is not None:
            row |= {"promise": str(self.promise), "kept": self.kept}
        if self.ratio is not None:
            row |= {"ratio": round(self.ratio, 3), "against": self.against}
        if (sample := self.sample) is not None:
            row |= {
                "users": sample.users,
                "requests": len(sample.seconds),
                "p50_ms": round(sample.p50_ms, 3),
                "p95_ms": round(sample.p95_ms, 3),
                "rate": round(sample.rate, 2),
                "web_cpu_ms": round(sample.each_ms(sample.processor.web), 3),
                "database_cpu_ms": round(sample.each_ms(sample.processor.database), 3),
                "driver_cpu_ms": round(sample.each_ms(sample.processor.driver), 3),
            }
        if self.note:
            row["note"] = self.note
        return row | self.more
