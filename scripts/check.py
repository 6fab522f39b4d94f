"""`make check`: format, lint, types, import contracts, migrations, generated documents. All are run; any failure fails."""

import os
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = PROJECT / ".venv" / "bin"


def main() -> int:
    """Exit code 1 when a check failed; its output stands above the list."""
    from lienthong.config.embedded_postgres import EmbeddedPostgres

    os.chdir(PROJECT)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "lienthong.config.settings.test"}
    server = None
    if "DATABASE_URL" not in environment:
        server = EmbeddedPostgres(PROJECT / ".cache" / "test", settings={"fsync": "off"})
        started = server.start()
        environment["DATABASE_URL"] = server.url
        server = server if started else None
    failed = []
    try:
        for name, command in CHECKS.items():
            began = time.monotonic()
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            print(
                f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name:<17} {time.monotonic() - began:5.1f} s",
                flush=True,
            )
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    finally:
        if server is not None:
            server.stop()
    if failed:
        print(f"make check: {', '.join(failed)} failed", file=sys.stderr)
    return 1 if failed else 0


PYTHON = str(BIN / "python")
CHECKS = {
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "lint": [str(BIN / "ruff"), "check", "."],
    "import contracts": [str(BIN / "lint-imports"), "--no-logo"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "flows": [PYTHON, "-m", "django", "flows", "--check"],
    "types": [str(BIN / "mypy"), "src"],
}

if __name__ == "__main__":
    sys.exit(main())
