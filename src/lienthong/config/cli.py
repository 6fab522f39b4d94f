"""The command line `lienthong` (dòng lệnh): the demo, and Django's commands on the right database with the right settings.

    lienthong demo                     start the demo province (`make demo`)
    lienthong demo-accounts [--json]   its accounts
    lienthong import-procedures FILE [--dry-run] [--json]   bring a catalogue file in
    lienthong export-procedures FILE   write the catalogue to a file
    lienthong COMMAND …                Django's commands: migrate, shell, procrastinate worker …

A command finds its database by DATABASE_URL, else by DATA_DIR: beside a running demo it joins the demo's server, alone it
starts the embedded PostgreSQL for its own time.
"""

import json
import os
import sys

from lienthong.config import demo
from lienthong.config.embedded_postgres import DatabaseFailed
from lienthong.config.env import BadEnvironment
from lienthong.config.installation import Installation, say

# These read no table, so no server is started for them.
WITHOUT_DATABASE = {
    "help",
    "version",
    "--version",
    "check",
    "check_package",
    "collectstatic",
    "findstatic",
    "flows",
    "diffsettings",
    "startapp",
}
NOWHERE = "postgresql://lienthong@127.0.0.1:1/none"


def main() -> None:
    """Entrance of `.venv/bin/lienthong`."""
    words = sys.argv[1:]
    if not words or words[0] in {"-h", "--help"}:
        print(__doc__)  # noqa: T201  # the command line talks to its user
        words = ["help"]
    try:
        match words[0]:
            case "demo":
                sys.exit(demo.run())
            case "demo-accounts":
                sys.exit(_demo_accounts(as_json="--json" in words[1:]))
            case _:
                _django([words[0].replace("-procedures", "_procedures"), *words[1:]])
    except (BadEnvironment, DatabaseFailed) as problem:
        sys.exit(f"lienthong: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


def _demo_accounts(*, as_json: bool) -> int:
    path = Installation().accounts_file
    accounts = demo.read_accounts(path)
    if as_json:
        print(json.dumps(accounts, ensure_ascii=False, indent=1))  # noqa: T201
    else:
        print(demo.accounts_table(path))  # noqa: T201
    if not accounts:
        say(f"No demo accounts in {path}: run make demo first, or name its DATA_DIR.")
    return 0 if accounts else 1


def _django(words: list[str]) -> None:
    installation = Installation()
    _choose_settings(installation)
    started = False
    if "DATABASE_URL" not in os.environ:
        if words[0] in WITHOUT_DATABASE:
            os.environ["DATABASE_URL"] = installation.postgres.url if installation.postgres.exists else NOWHERE
        else:
            started = installation.postgres.start()
            os.environ["DATABASE_URL"] = installation.postgres.url
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["lienthong", *words])
    finally:
        if started:
            _close_connections()
            installation.postgres.stop()


def _choose_settings(installation: Installation) -> None:
    """Demo where DATA_DIR holds one or nothing else is told; production where DATABASE_URL and SECRET_KEY are given."""
    production = not installation.exists and {"DATABASE_URL", "SECRET_KEY"} <= os.environ.keys()
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", f"lienthong.config.settings.{'production' if production else 'demo'}"
    )
    if production or not os.environ["DJANGO_SETTINGS_MODULE"].endswith(".demo"):
        return
    if installation.exists:
        installation.load()
    else:
        installation.prepare({})


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main()
