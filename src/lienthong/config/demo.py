"""`lienthong demo`: a province on this machine, from nothing to READY (bản chạy thử).

Database, migrations, the demo province once, then web, worker and the sandbox of outside systems until a signal comes.
"""

import fcntl
import json
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from lienthong.config import env
from lienthong.config.demo_database import COMMAND, CannotStart, DemoDatabase
from lienthong.config.embedded_postgres import DatabaseFailed
from lienthong.config.installation import PROJECT, Installation
from lienthong.config.supervisor import Child, Supervisor

READY_SECONDS = 90.0


class Stopping(BaseException):
    """A signal asks us to end."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the variables ask for."""

    host: str
    port: int
    sandbox_port: int
    smtp_port: int
    imap_port: int
    province: str
    profile: str
    reset: bool
    web_workers: int
    web_threads: int

    @classmethod
    def read(cls) -> "Plan":
        """From the environment; raises BadEnvironment."""
        port = env.number("PORT", 8000)
        cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 2
        plan = cls(
            host=env.text("HOST", "127.0.0.1"),
            port=port,
            sandbox_port=env.number("SANDBOX_PORT", port + 1),
            smtp_port=env.number("SANDBOX_SMTP_PORT", port + 2),
            imap_port=env.number("SANDBOX_IMAP_PORT", port + 3),
            province=env.text("PROVINCE", "52"),
            profile=env.text("PROFILE", "2tier-2025"),
            reset=env.flag("RESET"),
            web_workers=env.number("WEB_WORKERS", min(cores, 8)),
            web_threads=env.number("WEB_THREADS", 2),
        )
        for name, value in {
            "PORT": plan.port,
            "SANDBOX_PORT": plan.sandbox_port,
            "SANDBOX_SMTP_PORT": plan.smtp_port,
            "SANDBOX_IMAP_PORT": plan.imap_port,
        }.items():
            if not 0 < value < 65536:
                raise env.BadEnvironment(f"{name}={value}: expected a port between 1 and 65535")
        return plan

    @property
    def url(self) -> str:
        """Where browsers find the platform."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox_url(self) -> str:
        """Where browsers and the platform find the sandbox."""
        return f"http://127.0.0.1:{self.sandbox_port}"


def run() -> int:
    """Run until a signal; the exit code."""
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - started:5.1f} s] {text}", flush=True)  # noqa: T201  # the command line talks to its user

    try:
        plan = Plan.read()
        installation = Installation()
        with _only_one(installation):
            return _run(plan, installation, say)
    except (CannotStart, DatabaseFailed, env.BadEnvironment) as problem:
        print(f"demo: {problem}", file=sys.stderr, flush=True)  # noqa: T201
        return 1


def _run(plan: Plan, installation: Installation, say: Callable[[str], None]) -> int:
    supervisor: Supervisor | None = None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _on_signal)
    own_database = "DATABASE_URL" not in os.environ
    installation.postgres.say = say
    try:
        _check_ports(plan)
        if plan.reset and own_database:
            say(f"removing the demo's data in {installation.data_dir}")
            installation.remove()
        _prepare_environment(plan, installation, own_database=own_database)
        if own_database:
            installation.postgres.start()
            os.environ["DATABASE_URL"] = installation.postgres.url
        loaded = DemoDatabase(province=plan.province, profile=plan.profile, say=say)
        loaded.prepare(has_accounts=installation.accounts_file.exists, empty_first=plan.reset and not own_database)
        say("starting web, worker and sandbox")
        supervisor = Supervisor(_children(plan, installation), say)
        supervisor.start()
        _wait_until_ready(plan, supervisor)
        say("ready; Ctrl-C stops everything")
        print(_announcement(plan, installation), flush=True)  # noqa: T201
        while True:
            supervisor.look_after()
            if own_database and installation.postgres.running_pid() is None:
                say("PostgreSQL has ended; starting it again")
                installation.postgres.start()
            time.sleep(0.25)
    except Stopping:
        say("stopping")
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not cut the clean end short
        if supervisor is not None:
            supervisor.stop()
        if own_database:
            installation.postgres.stop()
        say("stopped")


def _on_signal(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopping


@contextmanager
def _only_one(installation: Installation) -> Iterator[None]:
    """Hold DATA_DIR for one demo; the lock goes with the process, however it ends."""
    installation.data_dir.mkdir(parents=True, exist_ok=True)
    lock: IO[str]
    with (installation.data_dir / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            address = installation.read_env().get("PUBLIC_URL", "")
            raise CannotStart(
                f"a demo already runs with DATA_DIR={installation.data_dir} at {address}; stop it first or name another DATA_DIR"
            ) from None
        yield


def _check_ports(plan: Plan) -> None:
    for name, host, port in [
        ("PORT", plan.host, plan.port),
        ("SANDBOX_PORT", "127.0.0.1", plan.sandbox_port),
        ("SANDBOX_SMTP_PORT", "127.0.0.1", plan.smtp_port),
        ("SANDBOX_IMAP_PORT", "127.0.0.1", plan.imap_port),
    ]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CannotStart(
                    f"port {port} cannot be used ({error.strerror}); free it or choose another: make demo {name}=…"
                ) from None


def _prepare_environment(plan: Plan, installation: Installation, *, own_database: bool) -> None:
    addresses = {
        "PUBLIC_URL": env.text("PUBLIC_URL", plan.url),
        "SANDBOX_URL": plan.sandbox_url,
        "SANDBOX_PORT": str(plan.sandbox_port),
        "SANDBOX_SMTP_PORT": str(plan.smtp_port),
        "SANDBOX_IMAP_PORT": str(plan.imap_port),
        "VNEID_ISSUER": env.text("VNEID_ISSUER", f"{plan.sandbox_url}/vneid"),
        "EMAIL_HOST": env.text("EMAIL_HOST", "127.0.0.1"),
        "EMAIL_PORT": env.text("EMAIL_PORT", str(plan.smtp_port)),
        "PROVINCE": plan.province,
        "PROFILE": plan.profile,
    }
    if own_database:
        installation.forget("DATABASE_URL")
    else:
        addresses["DATABASE_URL"] = os.environ["DATABASE_URL"]
    installation.prepare(addresses)
    os.environ.update(addresses)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings.demo")


# the processes


# Each thread of glibc would keep an arena of its own, which never shrinks again; and what a PDF took is given back.
THRIFTY = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "131072"}


def web_command(
    *, host: str, port: int, workers: int, threads: int, application: str = "lienthong.config.wsgi:application"
) -> list[str]:
    """The web tier as the demo runs it and as the bench measures it."""
    return [sys.executable, "-P", "-m", "lienthong.config.web", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--http", "1",
            "--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "8", application]  # fmt: skip


def worker_command() -> list[str]:
    """The worker of the jobs."""
    return [*COMMAND, "procrastinate", "worker", "--concurrency", "4", "--delete-jobs", "successful",
            "--shutdown-graceful-timeout", "8"]  # fmt: skip


def _children(plan: Plan, installation: Installation) -> list[Child]:
    logs = installation.data_dir / "logs"
    web = web_command(host=plan.host, port=plan.port, workers=plan.web_workers, threads=plan.web_threads)
    children = [
        Child("web", web, logs / "web.log", THRIFTY),
        Child("worker", worker_command(), logs / "worker.log", THRIFTY),
    ]
    if _has_sandbox():
        # -P would hide the sandbox of the checkout from an interpreter that is not `.venv`'s.
        children.append(
            Child("sandbox", [sys.executable, "-m", "sandbox"], logs / "sandbox.log", {"PYTHONPATH": str(PROJECT)})
        )
    return children


def _has_sandbox() -> bool:
    return (PROJECT / "sandbox" / "__main__.py").exists()


def _wait_until_ready(plan: Plan, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + READY_SECONDS
    waiting_for = "no answer"
    while time.monotonic() < deadline:
        supervisor.look_after()
        waiting_for = _missing(plan)
        if not waiting_for:
            return
        time.sleep(0.1)
    logs = "\n".join(f"{child.name} ({child.log}):\n{child.log_tail()}" for child in supervisor.children)
    raise CannotStart(f"not ready after {READY_SECONDS:g} s, {waiting_for}\n{logs}")


def _missing(plan: Plan) -> str:
    """What is not ready yet, empty when all is."""
    try:
        with urllib.request.urlopen(f"{plan.url}/healthz", timeout=5):  # noqa: S310  # our own address
            pass
    except urllib.error.HTTPError as answer:
        return f"/healthz answers {answer.code}: {answer.read(2000).decode(errors='replace')}"
    except OSError as error:
        return f"web does not answer: {error}"
    if _has_sandbox():
        for port in (plan.sandbox_port, plan.smtp_port, plan.imap_port):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=2).close()
            except OSError as error:
                return f"the sandbox does not answer on port {port}: {error}"
    return ""


def _announcement(plan: Plan, installation: Installation) -> str:
    lines = [f"READY {plan.url}", ""]
    if _has_sandbox():
        lines.insert(1, f"Sandbox of outside systems (VNeID, bank, post, mail): {plan.sandbox_url}")
    return "\n".join([*lines, accounts_table(installation.accounts_file)])


def read_accounts(path: Path) -> list[dict[str, str]]:
    """The demo accounts: role, username, password, agency, token."""
    try:
        accounts: list[dict[str, str]] = json.loads(path.read_text())
    except FileNotFoundError:
        return []
    return accounts


def accounts_table(path: Path) -> str:
    """The demo accounts for the eye."""
    accounts = read_accounts(path)
    if not accounts:
        return "There are no demo accounts yet."
    heads = ("role", "username", "password", "agency")
    rows = [heads, *(tuple(str(each.get(head) or "") for head in heads) for each in accounts)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
