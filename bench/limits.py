"""The machine's own limits (giới hạn của máy), measured in the same run: other figures are read beside them."""

import os
import re
import subprocess
from pathlib import Path

from bench import driving
from bench.figures import Figure
from bench.stage import Stage, binary

USERS = 8
BARE = "bare WSGI page"
LOOKUP = "primary-key SELECT"
COMMIT = "TPC-B commit"


def measure(stage: Stage, *, seconds: float) -> list[Figure]:
    """A bare page under the same server; pgbench's own lookup and its TPC-B-like transaction on a small database."""
    figures = []
    with stage.web("bench.bare:application") as port:
        page = driving.request("GET", "/")
        for users in (1, USERS):
            sample = driving.drive(port, lambda *_: page, users=users, seconds=seconds, processor=stage.processor)
            figures.append(Figure(f"{BARE}, {users} user{'s' * (users > 1)}", sample.rate, "/s", sample=sample))
    url = stage.empty_database("bench_limits")
    _pgbench(url, "--initialize", "--scale=10", "--quiet")
    for name, words in ((LOOKUP, ["--select-only"]), (COMMIT, [])):
        for users in (1, USERS):
            told = _pgbench(
                url,
                *words,
                "--protocol=prepared",
                "--no-vacuum",
                f"--client={users}",
                "--jobs=1",
                f"--time={max(1, round(seconds))}",
            )
            rate = float(_found(r"tps = ([\d.]+)", told))
            latency = float(_found(r"latency average = ([\d.]+)", told))
            figures.append(Figure(f"{name}, {users} user{'s' * (users > 1)}", rate, "/s", more={"average_ms": latency}))
    return figures


def _pgbench(url: str, *words: str) -> str:
    program = binary("pgbench")
    libraries = Path(program).parents[1] / "lib"
    done = subprocess.run(
        [str(program), *words, url],
        env={**os.environ, "LD_LIBRARY_PATH": str(libraries)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"pgbench {' '.join(words)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"pgbench says nothing of {pattern}:\n{text}")
    return match[1]
