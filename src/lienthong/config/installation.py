"""One installation on this machine (bản cài đặt): its DATA_DIR, its secrets, the environment its processes share.

DATA_DIR holds `env.json` (secrets made once, and the addresses of the last start), `postgres.json`, the database, `files/`,
`keys/`, `logs/` and `demo-accounts.json`.
"""

import json
import os
import secrets
import shutil
import sys
from pathlib import Path

from lienthong.config.embedded_postgres import EmbeddedPostgres
from lienthong.config.machine import private_folder, write_private

_CHECKOUT = Path(__file__).resolve().parents[3]
PROJECT = _CHECKOUT if (_CHECKOUT / "pyproject.toml").exists() else Path.cwd()

SECRETS = (
    "SECRET_KEY",
    "VNEID_CLIENT_SECRET",
    "BANK_WEBHOOK_SECRET",
    "NATIONAL_CATALOGUE_PASSWORD",
    "POST_SECRET",
    "POST_WEBHOOK_SECRET",
    "REGISTERS_CLIENT_SECRET",
    "CSC_CLIENT_SECRET",
    "SANDBOX_IMAP_PASSWORD",
)
OWN_FOLDERS = ("files", "keys", "logs", "cache")
OWN_FILES = ("env.json", "postgres.json", "demo-accounts.json", "national-catalogue.json", "registers.json", "imap.pem")


class Installation:
    """What lies in one DATA_DIR."""

    def __init__(self, data_dir: Path | None = None) -> None:
        self.data_dir = (data_dir or Path(os.environ.get("DATA_DIR") or PROJECT / ".data").expanduser()).resolve()
        self.postgres = EmbeddedPostgres(self.data_dir, say=say)

    @property
    def env_file(self) -> Path:
        """Secrets and addresses as a flat JSON object (0600)."""
        return self.data_dir / "env.json"

    @property
    def accounts_file(self) -> Path:
        """The demo accounts as `load_demo` wrote them (0600)."""
        return self.data_dir / "demo-accounts.json"

    @property
    def exists(self) -> bool:
        """Whether something was started here before."""
        return self.env_file.exists()

    def read_env(self) -> dict[str, str]:
        """Content of env.json; empty when there is none."""
        try:
            values: dict[str, str] = json.loads(self.env_file.read_text())
        except FileNotFoundError:
            return {}
        except ValueError as error:
            sys.exit(f"{self.env_file} cannot be read ({error}); RESET=1 starts anew")
        return values

    def prepare(self, addresses: dict[str, str]) -> None:
        """Make what is missing, remember `addresses`, and put all of it into os.environ (what is set there wins)."""
        private_folder(self.data_dir)
        for name in OWN_FOLDERS:
            (self.data_dir / name).mkdir(mode=0o700, exist_ok=True)
        kept = self.read_env()
        made = {name: os.environ.get(name) or kept.get(name) or secrets.token_urlsafe(48) for name in SECRETS}
        write_private(self.env_file, json.dumps(kept | made | addresses, indent=1))
        self.load()

    def forget(self, name: str) -> None:
        """Remove one remembered variable."""
        kept = self.read_env()
        if kept.pop(name, None) is not None:
            write_private(self.env_file, json.dumps(kept, indent=1))

    def load(self) -> None:
        """Put env.json and the folders into os.environ; what is set there wins."""
        os.environ["DATA_DIR"] = str(self.data_dir)
        os.environ.setdefault("STATIC_ROOT", str(PROJECT / "build" / "static"))
        os.environ.setdefault("FRONTEND_DIR", str(PROJECT / "build" / "frontend"))
        for name, value in self.read_env().items():
            os.environ.setdefault(name, value)

    def remove(self) -> None:
        """Delete what this installation made, and nothing else that may lie in the folder."""
        self.postgres.remove()
        for name in OWN_FOLDERS:
            shutil.rmtree(self.data_dir / name, ignore_errors=True)
        for name in OWN_FILES:
            (self.data_dir / name).unlink(missing_ok=True)


def say(text: str) -> None:
    """A line of progress to the person who started us."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201  # the command line talks to its user
