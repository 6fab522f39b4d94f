"""What goes between a key's holder and the platform (hỏi người giữ khóa): plain values, never stored, never logged."""

import base64
import binascii
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, Field

ANSWER_FIELD = "signature-"
"""In forms: `signature-<id of the prepared paper>`, base64."""
_LONGEST_CODE = 64
_LONGEST_ANSWER = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that came before a key whose holder must allow it: what `prepare_pdf` needs. `agency_id`: the agency acted for."""

    certificate_id: int
    agency_id: int | None
    content: bytes = field(repr=False)
    reason: str
    location: str
    stamp: bool


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
