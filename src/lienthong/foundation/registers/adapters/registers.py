"""What the house asks of a register (Protocol), in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """For what it is asked: told to the register with the question, which keeps its own record."""

    request_id: str
    dossier: str
    basis: str
    reason: str
    officer: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAnswer:
    """What a register says. `record` by the names of its fields; empty when it knows nothing."""

    found: bool
    record: Mapping[str, Any]
    reference: str = ""
    as_of: datetime | None = None


class RegisterClient(Protocol):
    """The way to every register. Raises RegisterUnreachable, RegisterRefused."""

    def ask(self, register: str, asked: Mapping[str, str], purpose: Purpose) -> RegisterAnswer:
        """One question."""
        ...
