"""What happens to public figures (sự kiện của số liệu công khai)."""

from dataclasses import dataclass
from datetime import date

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class FiguresDue(Event):
    """An hour has struck: periods that ended by `day` want their figures."""

    day: date


@dataclass(frozen=True, kw_only=True)
class FiguresAsked(Event):
    """The figures of a period are to be reckoned (Yêu cầu tính số liệu)."""

    kind: str
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class FiguresPublished(Event):
    """An edition went out (Công bố số liệu)."""

    edition_id: int


@dataclass(frozen=True, kw_only=True)
class FiguresHeld(Event):
    """A report did not pass its checks and was not published (Số liệu không cân đối)."""

    edition_id: int


@dataclass(frozen=True, kw_only=True)
class FiguresDiffer(Event):
    """A reckoning says otherwise than what is published; a correction waits for a decision."""

    edition_id: int
