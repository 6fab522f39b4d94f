"""What the platform asks of the machine it starts on (máy chủ): private files, children that do not outlive us."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path


def is_root() -> bool:
    """Whether this process runs as root."""
    return os.geteuid() == 0


def private_folder(folder: Path) -> None:
    """Make `folder` for us alone; root lets `nobody` pass through it to its database, without listing."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711 if is_root() else 0o700)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads; never half of it."""
    half = path.with_name(path.name + ".new")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        os.fchmod(out.fileno(), 0o600)
        out.write(text)
    half.replace(path)


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: Linux sends `number` to the child when its parent dies, even by kill -9. None elsewhere."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def arrange() -> None:
        libc.prctl(1, number.value, 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return arrange


def works_in(pid: int, folder: Path) -> bool:
    """Whether process `pid` is alive and is a PostgreSQL server working in `folder`."""
    cwd = Path(f"/proc/{pid}/cwd")
    if sys.platform == "linux":
        try:
            return cwd.readlink() == folder.resolve() and "postgres" in Path(f"/proc/{pid}/comm").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False
        except PermissionError:
            return True  # somebody else's process: let PostgreSQL judge its own lock
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
