"""What is kept of a run (trạng thái lần thực hiện).

{"open": [keys], "done": [[key, {field: value}], …], "engine": {…}}

`open` and `done` answer every question of a screen without the engine. `done` is also the journal: replayed, it rebuilds the
engine's part, which is how a run goes back to an earlier step and how it survives a change of engine.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.foundation.workflows.rules.steps import Steps, StepSpec, position_of


@dataclass(slots=True)
class Journal:
    """See the module."""

    open: list[str]
    done: list[tuple[str, dict[str, Any]]]
    engine: dict[str, Any]

    def pack(self) -> bytes:
        """For the row."""
        text = json.dumps({"open": self.open, "done": self.done, "engine": self.engine}, separators=(",", ":"))
        return zlib.compress(text.encode(), 1)

    @property
    def data(self) -> dict[str, Any]:
        """Answers known to conditions so far."""
        known: dict[str, Any] = {}
        for _, data in self.done:
            known.update(data)
        return known


def unpack(state: bytes | memoryview) -> Journal:
    """From the row."""
    read = json.loads(zlib.decompress(state))
    return Journal(read["open"], [(key, data) for key, data in read["done"]], read["engine"])


def fields_of(steps: Steps) -> frozenset[str]:
    """Fields that conditions ask for: all a run needs to know of its subject."""
    return frozenset(step.when.field for step in steps if step.when)


def wanted(steps: Steps, data: Mapping[str, Any]) -> dict[str, Any]:
    """The part of `data` that conditions ask for, plain values only."""
    return {
        field: data[field]
        for field in sorted(fields_of(steps))
        if field in data and (data[field] is None or isinstance(data[field], str | int | float | bool))
    }


def kept_before(steps: Steps, journal: Journal, to_step_key: str) -> list[tuple[str, dict[str, Any]]]:
    """What stays done when the run goes back to a step: all before it, and its siblings done at the same time."""
    place = position_of(steps)
    target = place[to_step_key]
    return [
        (key, data)
        for key, data in journal.done
        if key != to_step_key and (place[key] < target or place[key] == target)
    ]


def following(steps: Steps, after: int, data: Mapping[str, Any]) -> tuple[StepSpec, ...]:
    """Steps of the blocks after block number `after` that will come, as far as the answers tell."""
    place = position_of(steps)
    return tuple(
        step
        for step in steps
        if place[step.key] > after and (step.when is None or step.when.field not in data or step.when.holds(data))
    )
