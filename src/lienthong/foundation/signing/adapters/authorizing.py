"""What a holder types for one signature (mã PIN, mã xác nhận): given along with the work, never stored, never logged."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from lienthong.foundation.signing.errors import AuthorizationNeeded


@dataclass(slots=True)
class Authorization:
    """PIN and one-time code; `tokens`: what a provider gave for them, by credential, good for the `signatures` asked for."""

    pin: str = field(repr=False)
    otp: str = field(repr=False)
    signatures: int = 1
    tokens: dict[str, str] = field(default_factory=dict, repr=False)


_given: ContextVar[Authorization | None] = ContextVar("signing_authorization", default=None)


@contextmanager
def authorized(*, pin: str, otp: str, signatures: int = 1) -> Iterator[None]:
    """Within this block the holder's PIN and code are at hand, for so many signatures."""
    token = _given.set(Authorization(pin=pin, otp=otp, signatures=signatures))
    try:
        yield
    finally:
        _given.reset(token)


def given() -> Authorization:
    """Raises AuthorizationNeeded."""
    found = _given.get()
    if found is None:
        raise AuthorizationNeeded
    return found


def is_given() -> bool:
    """Whether the work runs within `authorized`."""
    return _given.get() is not None
