"""Keeps the processes of a demo alive and ends them together (giám sát tiến trình)."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lienthong.config.machine import die_with_parent

STOP_SECONDS = 12.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 20.0  # a child that lived this long crashed by chance, not by its nature


@dataclass
class Child:
    """One process with its own process group and log."""

    name: str
    command: list[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    crashes: int = 0
    start_again_at: float | None = None

    def start(self) -> None:
        """Start it; it dies with us, even by kill -9."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        self.started_at = time.monotonic()
        self.start_again_at = None

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def signal_group(self, number: signal.Signals) -> None:
        """Send `number` to it and to the workers it made."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            return

    def log_tail(self, lines: int = 12) -> str:
        """The end of its log."""
        try:
            return "\n".join("    " + line for line in self.log.read_text(errors="replace").splitlines()[-lines:])
        except FileNotFoundError:
            return ""


class Supervisor:
    """Starts children, starts crashed ones again, stops all."""

    def __init__(self, children: list[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say

    def start(self) -> None:
        """Start every child with a fresh log."""
        for child in self.children:
            child.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if child.log.exists():
                child.log.replace(child.log.with_suffix(".log.1"))
            child.start()

    def look_after(self) -> None:
        """One round: notice crashes, start again after a pause that doubles while a child keeps crashing."""
        for child in self.children:
            now = time.monotonic()
            if child.start_again_at is not None:
                if now >= child.start_again_at:
                    child.start()
                continue
            if child.is_running or child.process is None:
                continue
            child.signal_group(signal.SIGKILL)  # what it left behind would hold its port
            child.crashes = 1 if now - child.started_at > STEADY_SECONDS else child.crashes + 1
            pause = min(LONGEST_PAUSE, 0.5 * 2 ** (child.crashes - 1))
            code = child.process.returncode
            ended = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
            self.say(f"{child.name} {ended}; starting it again in {pause:g} s (log: {child.log})\n{child.log_tail()}")
            child.start_again_at = now + pause

    def stop(self) -> None:
        """Ask all to end, wait, then make them."""
        for child in self.children:
            if child.is_running and child.process is not None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} did not end in {STOP_SECONDS:g} s; killing it")
            child.signal_group(signal.SIGKILL)
            child.process.wait()
