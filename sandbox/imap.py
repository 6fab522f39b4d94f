"""A mailbox of an office, read over IMAP (hộp thư công vụ): a real IMAP4rev1 server with TLS, in which a few documents wait.

The protocol is spoken by pymap, kept in memory: a restart begins anew with other UIDs, as after a restore; letters keep their Message-ID.
"""

import asyncio
import imaplib
import ipaddress
import ssl
import threading
import weakref
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import resources
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer, IMAPService
from pysasl.hashing import BuiltinHash

HOST = "127.0.0.1"


def make_certificate(folder: Path) -> Path:
    """`imap.pem`: key and certificate of this machine, signed by itself; kept. Clients are told to believe it."""
    path = folder / "imap.pem"
    if path.exists():
        return path
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Hop thu thu nghiem")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address(HOST))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


class PostOffice:
    """The server, on a thread of its own. `security`: "tls" from the first byte, or "starttls"."""

    def __init__(
        self, certificate: Path, *, username: str, password: str, port: int = 0, security: str = "tls"
    ) -> None:
        self.port, self.username, self.password = port, username, password
        self._certificate, self._security = certificate, security
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="imap", daemon=True)
        self._server: asyncio.Server | None = None
        self._writers: weakref.WeakSet[asyncio.StreamWriter] = weakref.WeakSet()

    def start(self) -> "PostOffice":
        """Returns when letters can be put in."""
        self._thread.start()
        if not self._ready.wait(20):
            raise RuntimeError("the IMAP server did not start")
        return self

    def stop(self) -> None:
        """Hang up on everybody."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def connect(self) -> imaplib.IMAP4:
        """A client that is signed in."""
        context = ssl.create_default_context(cafile=str(self._certificate))
        if self._security == "tls":
            client: imaplib.IMAP4 = imaplib.IMAP4_SSL(HOST, self.port, ssl_context=context, timeout=20)
        else:
            client = imaplib.IMAP4(HOST, self.port, timeout=20)
            client.starttls(context)
        client.authenticate("PLAIN", lambda _: f"\0{self.username}\0{self.password}".encode())
        return client

    def put(self, raw: bytes, folder: str = "INBOX") -> None:
        """A letter arrives, unread."""
        client = self.connect()
        status, said = client.append(folder, "", imaplib.Time2Internaldate(datetime.now(UTC)), raw)
        client.logout()
        if status != "OK":
            raise RuntimeError(f"not appended: {said!r}")

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._hang_up())
        self._loop.close()

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0.05)  # until the connections have noticed

    async def _serve(self) -> None:
        parser = ArgumentParser()
        IMAPService.add_arguments(parser)
        DictBackend.add_subparser("dict", parser.add_subparsers())
        pem = str(self._certificate)
        said = ["--cert", pem, "--key", pem] + ([] if self._security == "starttls" else ["--no-tls"])
        args = parser.parse_args([*said, "dict", "--demo-user", self.username, "--demo-password", self.password])
        args.debug, args.passlib_cfg = False, None
        backend, config = await DictBackend.init(
            args, hash_context=BuiltinHash(rounds=1000)
        )  # everybody knows the password
        config.apply_context()
        answer = ProxyProtocolReader(ProxyProtocolVersion.get("noop")).get_callback(IMAPServer(backend.login, config))
        context = None
        if self._security == "tls":
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(pem)

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._writers.add(writer)
            await answer(reader, writer)

        self._server = await asyncio.start_server(serve, HOST, self.port, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]


def letters_of_the_day() -> list[bytes]:
    """The documents that wait in the office's mailbox, dated this morning."""
    today = datetime.now(UTC).replace(hour=1, minute=12, second=0, microsecond=0)
    found = []
    for place, each in enumerate(
        sorted(resources.files("sandbox").joinpath("letters").iterdir(), key=lambda row: row.name)
    ):
        at = format_datetime(today + timedelta(minutes=17 * place))
        found.append(each.read_bytes().replace(b"@@DATE@@", at.encode()))
    return found
