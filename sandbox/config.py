"""Settings from the environment, each with a default that fits `make demo`."""

import os
from dataclasses import dataclass
from pathlib import Path

HELP = """\
  SANDBOX_PORT          HTTP port on 127.0.0.1 (8001)
  SANDBOX_SMTP_PORT     SMTP port on 127.0.0.1 (8002)
  SANDBOX_IMAP_PORT     IMAP port on 127.0.0.1, TLS (8003)
  SANDBOX_IMAP_PASSWORD password of the office's mailbox (demo-imap-password)
  SANDBOX_URL           address browsers reach it by (http://127.0.0.1:SANDBOX_PORT)
  PUBLIC_URL            address of the platform (http://127.0.0.1:8000)
  DATA_DIR              where sandbox.sqlite3 and the identity provider's key are kept (.data)
  BANK_WEBHOOK_SECRET   secret shared between bank and platform (demo-bank-secret)
  POST_TOKEN, POST_SECRET   the province's name at the post, and the secret of its requests (lienthong, demo-post-secret)
  POST_WEBHOOK_SECRET   secret of the post's messages to the platform (demo-post-webhook-secret)
  REGISTERS_CLIENT_ID, REGISTERS_CLIENT_SECRET   the province's name at the data sharing platform (lienthong, demo-registers-secret)
  VNEID_CLIENT_ID       the platform's name at the identity provider (lienthong)
  VNEID_CLIENT_SECRET   and its secret (demo-vneid-secret)
  CSC_CLIENT_ID, CSC_CLIENT_SECRET   the province's name at the provider of remote signatures (lienthong, demo-csc-secret)
  NATIONAL_CATALOGUE_USERNAME, NATIONAL_CATALOGUE_PASSWORD   the province's name at the national catalogue (lienthong, demo-national-password)
  VNEID_REDIRECT_URIS   allowed return addresses, comma separated; empty = any path under PUBLIC_URL"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the sandbox is told."""

    port: int = 8001
    smtp_port: int = 8002
    imap_port: int = 8003
    imap_username: str = "vanthu.dienhong@gialai.example"
    imap_password: str = "demo-imap-password"
    url: str = "http://127.0.0.1:8001"
    platform_url: str = "http://127.0.0.1:8000"
    data_dir: Path = Path(".data")
    bank_secret: str = "demo-bank-secret"
    client_id: str = "lienthong"
    client_secret: str = "demo-vneid-secret"
    redirect_uris: tuple[str, ...] = ()
    post_token: str = "lienthong"
    post_secret: str = "demo-post-secret"
    post_webhook_secret: str = "demo-post-webhook-secret"
    registers_id: str = "lienthong"
    registers_secret: str = "demo-registers-secret"
    csc_id: str = "lienthong"
    csc_secret: str = "demo-csc-secret"
    national_username: str = "lienthong"
    national_password: str = "demo-national-password"

    @property
    def issuer(self) -> str:
        """OpenID Connect issuer."""
        return f"{self.url}/vneid"

    @classmethod
    def from_environment(cls) -> "Config":
        """Read os.environ; a port that is not a number ends the process with one clear sentence."""
        port = _port("SANDBOX_PORT", 8001)
        return cls(
            port=port,
            smtp_port=_port("SANDBOX_SMTP_PORT", 8002),
            imap_port=_port("SANDBOX_IMAP_PORT", 8003),
            imap_password=os.environ.get("SANDBOX_IMAP_PASSWORD") or "demo-imap-password",
            url=os.environ.get("SANDBOX_URL", f"http://127.0.0.1:{port}").rstrip("/"),
            platform_url=os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
            data_dir=Path(os.environ.get("DATA_DIR", ".data")).expanduser().resolve(),
            bank_secret=os.environ.get("BANK_WEBHOOK_SECRET") or "demo-bank-secret",
            post_token=os.environ.get("POST_TOKEN") or "lienthong",
            post_secret=os.environ.get("POST_SECRET") or "demo-post-secret",
            post_webhook_secret=os.environ.get("POST_WEBHOOK_SECRET") or "demo-post-webhook-secret",
            registers_id=os.environ.get("REGISTERS_CLIENT_ID") or "lienthong",
            registers_secret=os.environ.get("REGISTERS_CLIENT_SECRET") or "demo-registers-secret",
            csc_id=os.environ.get("CSC_CLIENT_ID") or "lienthong",
            csc_secret=os.environ.get("CSC_CLIENT_SECRET") or "demo-csc-secret",
            national_username=os.environ.get("NATIONAL_CATALOGUE_USERNAME") or "lienthong",
            national_password=os.environ.get("NATIONAL_CATALOGUE_PASSWORD") or "demo-national-password",
            client_id=os.environ.get("VNEID_CLIENT_ID") or "lienthong",
            client_secret=os.environ.get("VNEID_CLIENT_SECRET") or "demo-vneid-secret",
            redirect_uris=tuple(
                uri.strip() for uri in os.environ.get("VNEID_REDIRECT_URIS", "").split(",") if uri.strip()
            ),
        )


def _port(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdigit() or not 0 <= int(text) < 65536:
        raise SystemExit(f"{name}={text!r}: expected a port number")
    return int(text)
