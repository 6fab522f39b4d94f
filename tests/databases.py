"""A migrated, empty database to copy (cơ sở dữ liệu mẫu): migrations run once, not once for each worker and each stack of journeys.

`blank()` names one on the server of DATABASE_URL. It is kept between runs under a name made of what it was made from; the next
run with other migrations makes another. `python -m tests.databases` makes it ahead of time.
"""

import hashlib
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

PROJECT = Path(__file__).resolve().parents[1]
PREFIX = "lienthong_blank_"
LOCK = 20_250_701  # one maker at a time; the number itself means nothing
MADE_FROM = (
    "requirements/base.txt",
    "src/lienthong/config/settings/*.py",
    "src/lienthong/*/*/migrations/*.py",
    "src/lienthong/*/*/models.py",
    "src/lienthong/*/*/models/*.py",
)


class NotMadeError(Exception):
    """The migrations failed; the message holds what they said."""


def on_server(name: str) -> str:
    """The address of a database on the server of DATABASE_URL."""
    return urllib.parse.urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def blank() -> str:
    """The name of a database with every table and what migrations put there, and nothing else. Nobody may stay connected to it."""
    name = f"{PREFIX}{_print()}"
    with psycopg.connect(on_server("postgres"), autocommit=True) as maintenance:
        maintenance.execute("select pg_advisory_lock(%s)", [LOCK])
        known = {row[0] for row in maintenance.execute("select datname from pg_database")}
        if name not in known:
            making = f"{PREFIX}being_made"
            # A maker that was stopped may have left somebody connected to what it was making.
            maintenance.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(making)))
            for old in (each for each in known if each.startswith(PREFIX) and each != making):
                maintenance.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(old)))
            maintenance.execute(sql.SQL("create database {} template template0").format(sql.Identifier(making)))
            _migrate(on_server(making))
            maintenance.execute(
                sql.SQL("alter database {} rename to {}").format(sql.Identifier(making), sql.Identifier(name))
            )
    return name


@contextmanager
def copied(name: str) -> Iterator[str]:
    """A copy of it under this name, which nobody else touches; gone at the end."""
    database, migrated = sql.Identifier(name), sql.Identifier(blank())
    with psycopg.connect(on_server("postgres"), autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("drop database if exists {} with (force)").format(database))
        maintenance.execute(sql.SQL("create database {} template {}").format(database, migrated))
    try:
        yield name
    finally:
        with psycopg.connect(on_server("postgres"), autocommit=True) as maintenance:
            maintenance.execute(sql.SQL("drop database if exists {} with (force)").format(database))


def _print() -> str:
    found = hashlib.sha256()
    for path in _sources():
        found.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for pattern in MADE_FROM:
        yield from sorted(PROJECT.glob(pattern))


def _migrate(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        cwd=PROJECT,
        env=os.environ
        | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "lienthong.config.settings.test",
            "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotMadeError(f"{done.stdout}\n{done.stderr}")


if __name__ == "__main__":
    blank()
