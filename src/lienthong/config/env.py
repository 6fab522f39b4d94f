"""Readers of the environment that fail loudly (đọc biến môi trường)."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadEnvironment(Exception):
    """A variable is missing or cannot be read; the message names it and says what it should hold."""


def text(name: str, default: str | None = None) -> str:
    """Value of `name`; without a default the variable must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise BadEnvironment(f"{name} is not set")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off and empty; anything else is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise BadEnvironment(f"{name}={value!r}: expected 1 or 0")


def number(name: str, default: int) -> int:
    """Whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise BadEnvironment(f"{name}={value!r}: expected a whole number") from None


def path(name: str, default: str) -> Path:
    """Absolute path; relative ones are taken from the current folder."""
    return Path(os.environ.get(name, default)).expanduser().resolve()


def database(name: str = "DATABASE_URL") -> dict[str, object]:
    """Django's database settings from `postgresql://user:password@host:port/name`."""
    url = urlsplit(text(name))
    if url.scheme not in {"postgres", "postgresql"}:
        raise BadEnvironment(f"{name}: only postgresql:// is supported, found {url.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Statements that come again are prepared: planning costs the database more than running them (docs/operations/bench.md).
        # Behind pgbouncer in transaction mode this needs pgbouncer 1.21 or newer.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }
