"""What the demo's database holds, and since when (cơ sở dữ liệu của bản chạy thử): migrated, loaded once, marked."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from lienthong.config.installation import PROJECT
from lienthong.config.machine import die_with_parent

COMMAND = [sys.executable, "-P", "-m", "lienthong.config.cli"]
MARK = "lienthong demo"


class CannotStart(Exception):
    """The demo cannot start; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True, kw_only=True)
class DemoDatabase:
    """The database of DATABASE_URL. Its mark is a comment on it, so that the mark lies with the data."""

    province: str
    profile: str
    say: Callable[[str], None]

    @property
    def name(self) -> str:
        """What the mark says was loaded."""
        return f"{MARK} {self.province} {self.profile}"

    def prepare(self, *, has_accounts: Callable[[], bool], empty_first: bool) -> None:
        """Migrate when migrations changed, load the province once. Raises CannotStart.

        A load that was cut off leaves no mark and is run again: `load_demo` must bear that.
        """
        if empty_first:
            self._empty()
        loaded, migrated = self._read_mark()
        if loaded and loaded != self.name:
            raise CannotStart(
                f"this database holds “{loaded}”, asked for is “{self.name}”: name another DATA_DIR, or RESET=1 to lose what it holds"
            )
        present = _migrations_fingerprint()
        if migrated != present:
            self.say("migrating the database")
            _command("migrate", "--verbosity", "1")
        if not loaded or not has_accounts():
            if find_spec("lienthong.config.management.commands.load_demo") is None:
                self.say("there is no demo province to load yet")
                return
            self.say(f"loading the demo province {self.province}, {self.profile}")
            _command("load_demo", "--province", self.province, "--profile", self.profile)
        if (loaded, migrated) != (self.name, present):
            self._write_mark(f"{self.name}\n{present}")

    def _read_mark(self) -> tuple[str, str]:
        """(what was loaded, fingerprint of the migrations then), empty where no demo was."""
        try:
            with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=10) as connection:
                row = connection.execute(
                    "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
                ).fetchone()
        except psycopg.OperationalError as error:
            raise CannotStart(f"the database of DATABASE_URL does not answer: {error}") from error
        text = str((row and row[0]) or "")
        if not text.startswith(MARK):
            return "", ""
        loaded, _, migrated = text.partition("\n")
        return loaded, migrated

    def _write_mark(self, mark: str | None) -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            name = sql.Identifier(connection.info.dbname)
            connection.execute(sql.SQL("comment on database {} is {}").format(name, sql.Literal(mark)))

    def _empty(self) -> None:
        """Empty a database that a demo filled; refuse any other."""
        loaded, _ = self._read_mark()
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            tables = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
            if tables and tables[0] and not loaded:
                raise CannotStart("RESET=1 refuses to empty the database of DATABASE_URL: it was not filled by a demo")
            self.say("emptying the database of DATABASE_URL")
            connection.execute("drop schema public cascade")
            connection.execute("create schema public")
        self._write_mark(None)


def _migrations_fingerprint() -> str:
    """Changes whenever a migration of ours or a package that brings migrations changes; reading it costs milliseconds."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for each in sorted(package.glob("*/*/migrations/*.py")):
        digest.update(str(each.relative_to(package)).encode() + each.read_bytes())
    lock = PROJECT / "requirements" / "base.txt"
    digest.update(lock.read_bytes() if lock.exists() else b"")
    return digest.hexdigest()[:16]


def _command(*words: str) -> None:
    """Run one of our own commands, its output going to the terminal."""
    done = subprocess.run([*COMMAND, *words], preexec_fn=die_with_parent(signal.SIGTERM), check=False)
    if done.returncode:
        raise CannotStart(f"`lienthong {' '.join(words)}` failed (see above)")
