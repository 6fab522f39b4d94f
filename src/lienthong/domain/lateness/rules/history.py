"""What is known of a dossier's life, as plain values (diễn biến của một hồ sơ). Moments are aware; none has to be in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lienthong.domain.lateness.choices import Fault


class Broken(Exception):
    """No account can be given of this history. `fault` says why; nothing is guessed."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.label)


@dataclass(frozen=True, slots=True)
class Unit:
    """Who holds: an agency, its department and the seat where they are known."""

    agency_id: int
    department_id: int | None = None
    position_id: int | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """From `since` on the step lies with `unit`, until the next hold. `is_queue`: with the agency, assigned to nobody yet."""

    since: datetime
    unit: Unit
    is_queue: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a queue. `holds` in order of time, the first from the opening on; never empty."""

    id: int
    key: str
    name: str
    opened_at: datetime
    due_at: datetime
    finished_at: datetime | None
    holds: Sequence[Hold]


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still. `kind`: one of `choices.PAUSES`; `cause` in words. An open pause has no `end`."""

    begin: datetime
    end: datetime | None
    kind: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Another agency is asked, or given the dossier. `kind`: OPINION or HANDOVER."""

    id: int
    kind: str
    agency_id: int
    sent_at: datetime
    due_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """From acceptance (or reopening) `begin` to `end`, the present while it is open.

    unit    the agency that handles it: holds what no step holds
    due_at  the due date as it stands: moved by pauses that have ended, and by the extension
    """

    begin: datetime
    end: datetime
    due_at: datetime
    is_open: bool
    unit: Unit
    steps: Sequence[Step]
    pauses: Sequence[Pause] = ()
    questions: Sequence[Question] = ()
