"""A letter with its attachments (thư điện tử có tệp kèm), as RFC 5322 and MIME write it; nothing in it is run or fetched."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser
from pathlib import PurePosixPath

from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean, nfc

MOST_PARTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is used of it. `attachments`: (name, bytes), pictures of a signature in HTML left out."""

    message_id: str
    subject: str
    sender_name: str
    sender_address: str
    text: str
    attachments: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """That a letter did not arrive (RFC 3464): the Message-ID of the letter, and what the server says."""

    message_id: str
    reason: str


def read_report(raw: bytes) -> Report | None:
    """What a mail server reports of a letter that failed for good; None for any other letter, also of one that is only late."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if message.get_content_type() != "multipart/report":
        return None
    reason, original = "", ""
    for part in list(message.walk())[:MOST_PARTS]:
        if str(part.get("action", "")).strip().lower() == "failed":  # a block of message/delivery-status
            reason = clean(str(part.get("diagnostic-code") or part.get("status") or "không nói lý do"))
        elif part.get_content_type() == "text/rfc822-headers":
            original = str(email.message_from_string(str(part.get_payload())).get("message-id", ""))
        elif part is not message and part.get("message-id"):
            original = str(part.get("message-id"))
    return Report(message_id=original.strip("<> \t\r\n"), reason=reason) if reason and original else None


def is_letter(name: str, content: bytes) -> bool:
    """Whether a file is a letter, by its name and its beginning."""
    head = content[:4000]
    return (
        PurePosixPath(name).suffix.lower() == ".eml"
        and re.search(rb"(?im)^(from|message-id|received):", head) is not None
    )


def read_letter(raw: bytes) -> Letter:
    """Read it. Raises Invalid for what has no sender and no text: no letter."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    name, address = parseaddr(_header(message, "from"))
    if not address and not message.get_payload():
        raise Invalid(
            {"files": "Tệp không phải thư điện tử đọc được. Lưu thư thành .eml từ chương trình thư rồi chọn lại."}
        )
    attachments = []
    for part in list(message.walk())[:MOST_PARTS]:
        if part.is_multipart() or (
            part.get_content_disposition() == "inline" and part.get_content_maintype() == "image"
        ):
            continue
        filename = part.get_filename()
        if filename or part.get_content_type() == "application/pdf":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                attachments.append((nfc(str(filename or "van-ban.pdf")), content))
    return Letter(
        message_id=_header(message, "message-id").strip("<> \t"),
        subject=clean(_header(message, "subject")),
        sender_name=clean(name) or address,
        sender_address=address,
        text=_text(message),
        attachments=tuple(attachments),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError):  # a header of a broken program
        return ""


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeDecodeError):
        payload = body.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if body.get_content_type() == "text/html":
        reader = _Words()
        reader.feed(text)
        text = "\n".join(reader.lines)
    return clean(text, lines=True)


class _Words(HTMLParser):
    """The words between the tags."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"style", "script", "head"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "script", "head"}

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.lines.append(data.strip())
