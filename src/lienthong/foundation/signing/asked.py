"""What goes between a key's holder and the platform (hỏi người giữ khóa): plain values, never stored, never logged."""

import base64
import binascii
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

ANSWER_FIELD = "signature-"
"""In forms: `signature-<id of the prepared paper>`, base64."""
_LONGEST_CODE = 64
_LONGEST_ANSWER = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that came before a key whose holder must allow it. `agency_id`: the agency acted for. `look`: where it shows otherwise than
    usual and what (`services.composing.Look`); `shows` names it, the same for the same look."""

    certificate_id: int
    agency_id: int | None = None
    content: bytes = field(repr=False)
    reason: str
    location: str
    stamp: bool = True
    look: Any = field(default=None, repr=False)

    @property
    def shows(self) -> str:
        """Empty for the usual look."""
        return self.look.name if self.look is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """What the browser hands to the bridge: base64 of SHA-256 of the signed attributes, which certificate (SHA-256 of its DER, hex)."""

    id: uuid.UUID
    hash: str
    algorithm: str
    certificate_sha256: str
    certificate: str
    subject: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the holder typed, or their device answered: signatures by the id of the prepared paper."""

    pin: str = field(default="", repr=False)
    otp: str = field(default="", repr=False)
    answers: Mapping[uuid.UUID, bytes] = field(default_factory=dict)


_found: ContextVar[list[Paper] | None] = ContextVar("papers_found", default=None)


@contextmanager
def finding() -> Iterator[list[Paper]]:
    """Within, an act does not stop at a key that asks its holder: the papers that come before such keys are gathered, and go on unsigned.
    Whoever opens this undoes what the act did."""
    papers: list[Paper] = []
    token = _found.set(papers)
    try:
        yield papers
    finally:
        _found.reset(token)


def found(paper: Paper) -> bool:
    """Gather it, where papers are only looked for."""
    papers = _found.get()
    if papers is None:
        return False
    papers.append(paper)
    return True


class HolderIn(BaseModel):
    """Over the API: the PIN, the one-time code, or what a token on the desk signed (base64, by the id of the paper it was asked for)."""

    pin: str = Field(default="", max_length=_LONGEST_CODE, repr=False)
    otp: str = Field(default="", max_length=_LONGEST_CODE, repr=False)
    signatures: dict[uuid.UUID, str] = Field(default={}, max_length=50, repr=False)

    def typed(self) -> Typed:
        """As a form says it."""
        answers = {f"{ANSWER_FIELD}{name}": value for name, value in self.signatures.items()}
        return typed({"pin": self.pin, "otp": self.otp, **answers})


def typed(said: Mapping[str, str]) -> Typed:
    """Out of a form. What is no base64 is an empty answer, which is refused; a field left empty is no answer."""
    answers = {}
    for name, value in said.items():
        if not name.startswith(ANSWER_FIELD) or not value.strip():
            continue
        try:
            answers[uuid.UUID(name.removeprefix(ANSWER_FIELD))] = _bytes(value)
        except ValueError:
            continue
    return Typed(
        pin=said.get("pin", "")[:_LONGEST_CODE], otp=said.get("otp", "").strip()[:_LONGEST_CODE], answers=answers
    )


def _bytes(value: str) -> bytes:
    try:
        return base64.b64decode("".join(value[:_LONGEST_ANSWER].split()), validate=True)
    except binascii.Error:
        return b""
