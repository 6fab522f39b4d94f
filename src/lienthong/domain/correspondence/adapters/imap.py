"""A folder of a mailbox over IMAP4rev1 with TLS (hộp thư IMAP; RFC 3501, 8314): letters are listed, read whole, marked as read.

imaplib of the standard library speaks the protocol; names of folders (RFC 3501, 5.1.3) and sentences for people are ours.
"""

import base64
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.conf import settings

from lienthong.domain.correspondence.choices import Security

PATIENCE = 20
"""Seconds to wait for an answer."""


class MailboxTrouble(Exception):
    """The mailbox cannot be read. `said`: why, and what to do; `is_lasting`: trying again changes nothing until somebody acts."""

    def __init__(self, said: str, *, is_lasting: bool = False) -> None:
        super().__init__(said)
        self.said, self.is_lasting = said, is_lasting


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where a mailbox is and how it is entered."""

    host: str
    port: int
    security: str
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"


class Folder:
    """The folder that is open. UIDs are of this `uid_validity`; `next_uid`: what the next letter will have."""

    def __init__(self, client: imaplib.IMAP4, count: int, uid_validity: int, next_uid: int) -> None:
        self._client = client
        self.count, self.uid_validity, self.next_uid = count, uid_validity, next_uid

    def unseen(self) -> list[int]:
        """Letters that nobody has read."""
        return self._search("UNSEEN")

    def since(self, uid: int) -> list[int]:
        """Letters with this UID or a later one, read or not."""
        return [each for each in self._search("UID", f"{max(uid, 1)}:*") if each >= uid]

    def size(self, uid: int) -> int:
        """Bytes of a letter; 0 for one that is gone."""
        head = b" ".join(part for part in self._fetch(uid, "(RFC822.SIZE)") if isinstance(part, bytes))
        found = re.search(rb"RFC822\.SIZE (\d+)", head)
        return int(found[1]) if found else 0

    def read(self, uid: int) -> bytes:
        """The letter as it came; reading marks nothing. Empty for one that is gone."""
        for part in self._fetch(uid, "(BODY.PEEK[])"):
            if isinstance(part, tuple):
                return bytes(part[1])
        return b""

    def mark_seen(self, uid: int) -> None:
        """So that people see in their mail program that it was taken. A folder that may only be read stays as it is."""
        with suppress(imaplib.IMAP4.error):
            self._client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def _search(self, *criteria: str) -> list[int]:
        status, found = self._client.uid("SEARCH", *criteria)
        if status != "OK":
            raise MailboxTrouble(f"Máy chủ thư không liệt kê được thư: {_text(found)}.")
        return sorted(int(uid) for part in found if part for uid in part.split())

    def _fetch(self, uid: int, what: str) -> list[bytes | tuple[bytes, bytes]]:
        status, found = self._client.uid("FETCH", str(uid), what)
        if status != "OK":
            raise MailboxTrouble(f"Máy chủ thư không đưa thư số {uid}: {_text(found)}.")
        return [part for part in found if part is not None]


@contextmanager
def opened(access: Access) -> Iterator[Folder]:
    """Connect, sign in and open the folder; left again in every case. Raises MailboxTrouble."""
    with _signed_in(access) as client:
        yield _selected(client, access.folder)


def folders_of(access: Access) -> list[str]:
    """Names of the folders there are. Raises MailboxTrouble."""
    with _signed_in(access) as client:
        return _folders(client)


@contextmanager
def _signed_in(access: Access) -> Iterator[imaplib.IMAP4]:
    where = f"{access.host}:{access.port}"
    try:
        client = _connected(access)
    except MailboxTrouble:
        raise
    except ssl.SSLCertVerificationError as error:
        raise MailboxTrouble(
            f"Chứng thư TLS của {where} không tin được ({error.verify_message}). Xem lại tên máy chủ, hoặc thêm chứng thư gốc của đơn vị.",
            is_lasting=True,
        ) from error
    except ssl.SSLError as error:
        raise MailboxTrouble(
            f"{where} không nói TLS như đã chọn. Cổng 993 dùng TLS, cổng 143 dùng STARTTLS.", is_lasting=True
        ) from error
    except (socket.gaierror, UnicodeError) as error:
        raise MailboxTrouble(
            f"Không tìm thấy máy chủ “{access.host}”. Xem lại tên máy chủ.", is_lasting=True
        ) from error
    except TimeoutError as error:
        raise MailboxTrouble(f"{where} không trả lời trong {PATIENCE} giây.") from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxTrouble(f"Không nối được tới {where}: {_words(error)}.") from error
    try:
        _sign_in(client, access)
        yield client
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxTrouble(f"Mất kết nối với {where}: {_words(error)}.") from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            client.logout()


def _connected(access: Access) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if settings.MAILBOX_CA_FILE:
        context.load_verify_locations(settings.MAILBOX_CA_FILE)
    if access.security == Security.TLS:
        return imaplib.IMAP4_SSL(access.host, access.port, ssl_context=context, timeout=PATIENCE)
    client = imaplib.IMAP4(access.host, access.port, timeout=PATIENCE)
    try:
        client.starttls(context)
    except BaseException as error:
        client.shutdown()
        if isinstance(error, imaplib.IMAP4.error):
            raise MailboxTrouble(
                f"{access.host}:{access.port} không có STARTTLS; mật khẩu không gửi đi khi chưa mã hóa. Chọn TLS với cổng 993.",
                is_lasting=True,
            ) from error
        raise
    return client


def _sign_in(client: imaplib.IMAP4, access: Access) -> None:
    try:
        if "AUTH=PLAIN" in client.capabilities:  # any character in the password
            client.authenticate("PLAIN", lambda _: f"\0{access.username}\0{access.password}".encode())
        else:
            client.login(access.username, access.password)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeEncodeError) as error:
        raise MailboxTrouble(
            f"Máy chủ thư không nhận tên “{access.username}” hoặc mật khẩu. Ghi lại mật khẩu của hộp thư.",
            is_lasting=True,
        ) from error


def _selected(client: imaplib.IMAP4, name: str) -> Folder:
    try:
        status, found = client.select(_quoted(encode_folder(name)))
    except imaplib.IMAP4.readonly:  # letters are taken all the same, and stay unread there
        status, found = client.select(_quoted(encode_folder(name)), readonly=True)
    if status != "OK":
        known = ", ".join(_folders(client)[:12])
        raise MailboxTrouble(f"Không có thư mục “{name}” trong hộp thư. Các thư mục: {known}.", is_lasting=True)
    count = int((found[0] or b"0").split()[0])
    next_uid = _number(client, "UIDNEXT")
    folder = Folder(client, count, _number(client, "UIDVALIDITY"), next_uid)
    if not next_uid:  # a server that does not say it
        folder.next_uid = max(folder.since(1), default=0) + 1
    return folder


def _folders(client: imaplib.IMAP4) -> list[str]:
    _, rows = client.list()
    names = []
    for row in rows:
        text = b"".join(row) if isinstance(row, tuple) else row or b""
        found = re.search(rb'^\(([^)]*)\) (?:"[^"]*"|NIL) (.+)$', text)
        if found is not None and b"\\Noselect" not in found[1]:
            names.append(decode_folder(found[2].strip(b'"').decode("ascii", "replace")))
    return names


def _number(client: imaplib.IMAP4, name: str) -> int:
    _, found = client.response(name)
    text = (found[0] if found else None) or b"0"
    return int(text) if text.isdigit() else 0


def encode_folder(name: str) -> str:
    """`Văn bản đến` as IMAP writes names: UTF-16 in base64 between `&` and `-` (RFC 3501, 5.1.3)."""

    def coded(found: re.Match[str]) -> str:
        packed = base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
        return f"&{packed}-"

    return re.sub(r"[^\x20-\x7e]+", coded, name.replace("&", "&-"))


def decode_folder(name: str) -> str:
    """The other way."""

    def plain(found: re.Match[str]) -> str:
        packed = found[1].replace(",", "/")
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-16-be", "replace") if packed else "&"

    return re.sub(r"&([A-Za-z0-9+,]*)-", plain, name)


def _quoted(name: str) -> str:
    escaped = name.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def _words(error: BaseException) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(error)
    return " ".join(text.split())[:160].rstrip(".") or type(error).__name__


def _text(found: list[object]) -> str:
    return " ".join(part.decode("utf-8", "replace") for part in found if isinstance(part, bytes))[:160]
