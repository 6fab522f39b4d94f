"""What happens to certificates (sự kiện của chứng thư số)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class CertificateExpiring(Event):
    """A certificate in use ends within `days`, and nothing follows it yet. `position_id` or `agency_id` is 0 where it has none."""

    certificate_id: int
    position_id: int
    agency_id: int
    holder: str
    serial: str
    until: str
    days: int


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Event):
    """A certificate was taken back, and why."""

    certificate_id: int
    position_id: int
    agency_id: int
    holder: str
    serial: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignatureRaised(Event):
    """A signed file got its proof later, as another file: `raised_id`, made of `file_id`, begins with the bytes that were signed."""

    file_id: uuid.UUID
    raised_id: uuid.UUID
    level: str
