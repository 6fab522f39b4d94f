"""The whole platform as it runs (bản chạy đầy đủ): an own database, web, worker and the sandbox, on ports the kernel chose.

`Stack.start(folder)` makes a small province and starts everything; `Stack.join(data_dir)` uses a demo that already runs.
Processes are those of `make demo`, held by its supervisor, and end with this process, however it ends.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.databases import copied, on_server

from lienthong.config.demo import web_command, worker_command
from lienthong.config.supervisor import Child, Supervisor

PROJECT = Path(__file__).resolve().parents[2]
FRONTEND = PROJECT / "build" / "frontend"
READY_SECONDS = 60.0


class NotReadyError(Exception):
    """The platform did not start; the message holds the ends of the logs."""


@dataclass(frozen=True)
class Stack:
    """Addresses and accounts. `passwords`: sign-in name -> password of the officers of Phường Diên Hồng.

    `seals`: the ward is known to have a certificate of its own, so that results carry its seal.
    """

    url: str
    sandbox_url: str
    passwords: dict[str, str]
    seals: bool = False
    logs: tuple[Path, ...] = ()

    @classmethod
    def join(cls, data_dir: Path) -> "Stack":
        """A running `make demo`."""
        told = json.loads((data_dir / "env.json").read_text())
        accounts = json.loads((data_dir / "demo-accounts.json").read_text())
        return cls(
            told["PUBLIC_URL"],
            told["SANDBOX_URL"],
            {each["username"]: each["password"] for each in accounts if each.get("password")},
        )

    def letters(self, to: str, after: int = 0) -> list[dict[str, Any]]:
        """Mail the sandbox has received, newest first."""
        found: dict[str, list[dict[str, Any]]] = get_json(
            f"{self.sandbox_url}/thu/api/messages?{urllib.parse.urlencode({'to': to, 'after': after})}"
        )
        return found["messages"]

    def wait_for_letter(self, to: str, word: str, seconds: float = 120.0) -> dict[str, Any]:
        """The newest letter to `to` with `word` in its subject. The worker sends it, so it takes a moment."""
        try:
            return until(
                lambda: next((each for each in self.letters(to) if word in each["subject"]), None),
                seconds,
                f"no letter to {to} with “{word}” in its subject",
            )
        except NotReadyError as problem:  # whoever reads this cannot look into the folder any more
            logs = "\n".join(f"{log.stem}:\n{_tail(log)}" for log in self.logs)
            raise NotReadyError(f"{problem}\n{logs}") from None

    def root_certificate(self) -> str:
        """PEM of the demo authority, as the platform publishes it."""
        with urllib.request.urlopen(f"{self.url}/chung-thu/goc.pem", timeout=10) as answer:  # noqa: S310  # our own address
            return str(answer.read().decode())


def until[T](look: Callable[[], T | None], seconds: float, sorry: str) -> T:
    """Ask until there is an answer; raises NotReadyError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        time.sleep(0.1)
    raise NotReadyError(f"{sorry} after {seconds:g} s")


def get_json(url: str) -> Any:
    """The answer as JSON."""
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  # our own addresses
        return json.load(answer)


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """Everything, started in `folder` beside the server of DATABASE_URL; stopped and removed at the end."""
    web, sandbox, smtp, imap = _free_ports(4)
    url, sandbox_url = f"http://127.0.0.1:{web}", f"http://127.0.0.1:{sandbox}"
    with copied(f"lienthong_journeys_{os.getpid()}") as database:
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
            "DATABASE_URL": on_server(database),
            "DATA_DIR": str(folder),
            "STATIC_ROOT": str(folder / "static"),
            "FRONTEND_DIR": str(FRONTEND),
            "PDF_FONTS_DIR": str(PROJECT / "build" / "fonts"),
            "SECRET_KEY": "journeys-only-not-a-secret-" + "x" * 24,
            "VNEID_CLIENT_SECRET": "journeys-vneid-secret",
            "BANK_WEBHOOK_SECRET": "journeys-bank-secret",
            "PUBLIC_URL": url,
            "SANDBOX_URL": sandbox_url,
            "SANDBOX_PORT": str(sandbox),
            "SANDBOX_SMTP_PORT": str(smtp),
            "SANDBOX_IMAP_PORT": str(imap),
            "VNEID_ISSUER": f"{sandbox_url}/vneid",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(smtp),
            "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]),
        }
        # SIGNING_KEYS_DIR and files follow DATA_DIR; what the tests set for themselves must not leak in.
        inherited = {
            name: value for name, value in os.environ.items() if name not in {"SIGNING_KEYS_DIR", "MEDIA_ROOT"}
        }
        passwords = json.loads(_run(["-m", "tests.e2e.province"], inherited | environment))
        children = [
            Child(
                "web", web_command(host="127.0.0.1", port=web, workers=2, threads=2), folder / "web.log", environment
            ),
            Child("worker", worker_command(), folder / "worker.log", environment),
            Child("sandbox", [sys.executable, "-m", "sandbox"], folder / "sandbox.log", environment),
        ]
        complaints: list[str] = []
        supervisor = Supervisor(children, complaints.append)
        supervisor.start()
        try:
            _wait_until_well(supervisor, [f"{sandbox_url}/healthz", f"{url}/healthz"])
            yield Stack(
                url,
                sandbox_url,
                passwords,
                seals="LIENTHONG_DOSSIERS" not in os.environ,
                logs=tuple(child.log for child in children),
            )
        finally:
            supervisor.stop()


def _wait_until_well(supervisor: Supervisor, addresses: list[str]) -> None:
    def well() -> bool | None:
        for child in supervisor.children:
            if not child.is_running:
                raise NotReadyError(f"{child.name} ended at once\n{child.log_tail()}")
        try:
            return all(get_json(address) is not None for address in addresses) or None
        except OSError:
            return None

    try:
        until(well, READY_SECONDS, "the platform is not well")
    except NotReadyError as problem:
        logs = "\n".join(f"{child.name}:\n{child.log_tail()}" for child in supervisor.children)
        raise NotReadyError(f"{problem}\n{logs}") from None


def _tail(log: Path, lines: int = 40) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _run(words: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotReadyError(f"`{' '.join(words)}` failed\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _free_ports(count: int) -> list[int]:
    """Different ports nobody listens on: held together until all are known."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
