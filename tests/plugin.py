"""Loaded by every pytest run (pyproject, `-p tests.plugin`): a PostgreSQL for the tests, and no network but this machine.

DATABASE_URL names a server to use; without it the embedded one starts in .cache for the run, before Django's settings are read.
"""

import atexit
import os
import socket
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from lienthong.config.embedded_postgres import EmbeddedPostgres

PROJECT = Path(__file__).resolve().parents[1]
# A test database may be lost; waiting for the disk would be wasted, and so would sweeping up after it.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
}

# Properties run with hypothesis' usual hundred examples; `--hypothesis-profile thorough` looks ten times as long.
hypothesis.settings.register_profile("thorough", max_examples=1000)

_started: list[EmbeddedPostgres] = []
_making: list[subprocess.Popen[bytes]] = []
_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class NetworkRefusedError(Exception):
    """A test reached for another machine."""


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    """Before pytest-django reads the settings (a wrapper runs before every plain hook)."""
    if "DATABASE_URL" not in os.environ and "--help" not in early_config.invocation_params.args:
        server = EmbeddedPostgres(PROJECT / ".cache" / "test", settings=FAST)
        if server.start():
            _started.append(server)
            atexit.register(_stop)  # when pytest gives up before it is configured
        os.environ["DATABASE_URL"] = server.url
    if "PYTEST_XDIST_WORKER" not in os.environ and "--help" not in early_config.invocation_params.args:
        # While the tests are collected; whoever needs it first waits for the rest.
        _making.append(
            subprocess.Popen([sys.executable, "-m", "tests.databases"], cwd=PROJECT, stderr=subprocess.DEVNULL)
        )
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the server that this run started."""
    _stop()


def _stop() -> None:
    while _making:
        making = _making.pop()
        making.terminate()
        making.wait()
    while _started:
        _started.pop().stop()


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine() -> Iterator[None]:
    """Refuse sockets to other machines; PostgreSQL, the sandbox and live servers are on this one."""

    def connect(self: socket.socket, address: Any) -> None:
        _refuse_far(self, address)
        return _connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_far(self, address)
        return _connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield


def _refuse_far(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6}:
        host = str(address[0])
        if host not in {"localhost", "::1"} and not host.startswith("127."):
            raise NetworkRefusedError(f"tests may not reach {host}; play the other side with a fake or the sandbox")
