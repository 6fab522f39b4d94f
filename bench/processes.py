"""Processor time and memory of a tree of processes (tiến trình), from /proc."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """`root` and everything it started that still runs."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))) is not None:
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def processor_seconds(root: int) -> float:
    """User and system time of the tree, with that of its members that have ended."""
    ticks = 0
    for pid in tree(root):
        if (fields := _stat(pid)) is not None:
            ticks += sum(int(value) for value in fields[11:15])  # utime stime cutime cstime
    return ticks / TICK


def memory_mb(root: int) -> tuple[float, float]:
    """(sum of resident sizes, sum of proportional sizes) of the tree in MB; shared pages count once in the second."""
    resident = proportional = 0
    for pid in tree(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
        resident += sizes["Rss"]
        proportional += sizes["Pss"]
    return resident / 1024, proportional / 1024


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name: [state, ppid, …]; None when the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
