"""A mail server that keeps every letter (hộp thư): SMTP in, a page and JSON out."""

import email
import email.policy
import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.store import Store
from sandbox.web import Handler, Markup, Refusal, Request, Response, escape, json_response, markup, page, redirect

KEPT = 2000
VIETNAM = timezone(timedelta(hours=7))
LARGEST = 10 * 1024 * 1024


class Mailbox:
    """Letters of everybody."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Pages and JSON."""
        return [
            ("GET", "/thu/", self.list_letters),
            ("POST", "/thu/xoa", self.clear),
            ("GET", "/thu/api/messages", self.list_json),
            ("GET", "/thu/{number}/", self.open_letter),
            ("GET", "/thu/{number}/html", self.html_part),
        ]

    def controller(self, port: int) -> Controller:
        """The SMTP side, on its own thread; start() and stop() it."""
        return Controller(
            self, hostname="127.0.0.1", port=port, data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="Sandbox"
        )

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """One letter arrived."""
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content or "").encode()
        self.keep(raw, envelope.mail_from or "", [str(each) for each in envelope.rcpt_tos])
        return "250 2.0.0 OK"

    def keep(self, raw: bytes, sender: str, recipients: list[str]) -> None:
        """Store a letter; the oldest beyond KEPT go."""
        subject = str(email.message_from_bytes(raw, policy=email.policy.default).get("subject", ""))
        number = self._store.run(
            "INSERT INTO letters (received_at, sender, recipients, subject, raw) VALUES (?, ?, ?, ?, ?)",
            (datetime.now(UTC).isoformat(timespec="seconds"), sender, json.dumps(recipients), subject, raw),
        )
        self._store.run("DELETE FROM letters WHERE id <= ?", (number - KEPT,))

    def list_json(self, request: Request) -> Response:
        """`?to=` filters by recipient, `?after=` gives letters with a greater id. Newest first, at most 100."""
        found = [_as_json(row) for row in self._find(request.query.get("to", ""), request.query.get("after", "0"))]
        return json_response({"messages": found})

    def list_letters(self, request: Request) -> Response:
        """All letters, newest first."""
        to = request.query.get("to", "")
        rows = [
            markup(
                '<li><a href="/thu/{id}/">{subject}</a><span>{to}</span><time>{at}</time></li>',
                id=row["id"],
                subject=row["subject"] or "(không có tiêu đề)",
                to=", ".join(json.loads(row["recipients"])),
                at=_local(row["received_at"]),
            )
            for row in self._find(to, "0")
        ]
        listing = (
            markup('<ol class="letters" reversed>{rows}</ol>', rows=rows)
            if rows
            else markup(
                '<p class="note">Chưa có thư nào{whom}. Thư hệ thống gửi đi sẽ hiện ở đây.</p>',
                whom=f" gửi tới {to}" if to else "",
            )
        )
        content = markup(
            '<form class="row" role="search"><label for="to">Người nhận</label><input id="to" name="to" type="search" value="{to}">'
            "<button>Lọc</button></form>{listing}"
            '<form method="post" action="/thu/xoa" class="buttons"><button>Xóa mọi thư</button></form>',
            to=to,
            listing=listing,
        )
        return page("Hộp thư", content, system="thu", heading=_HEADING)

    def open_letter(self, _: Request, number: str) -> Response:
        """One letter: its text, and its HTML in a box that can do nothing."""
        row = self._letter(number)
        letter = _as_json(row)
        html_view = markup(
            '<h2>Bản trình bày</h2><iframe sandbox="" title="Bản trình bày của thư" src="/thu/{id}/html"></iframe>',
            id=row["id"],
        )
        content = markup(
            "<dl><dt>Từ</dt><dd>{sender}</dd><dt>Tới</dt><dd>{to}</dd><dt>Nhận lúc</dt><dd>{at}</dd></dl>"
            '<pre class="sheet">{text}</pre>{html}<p><a href="/thu/">Về hộp thư</a></p>',
            sender=letter["from"],
            to=", ".join(letter["to"]),
            at=_local(row["received_at"]),
            text=_with_links(letter["text"]),
            html=html_view if letter["html"] else "",
        )
        return page(letter["subject"] or "(không có tiêu đề)", content, system="thu", heading=_HEADING)

    def html_part(self, _: Request, number: str) -> Response:
        """The HTML part, sandboxed: no script, no picture from outside, no form."""
        body = _as_json(self._letter(number))["html"]
        policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
        return Response(body.encode(), headers={"Content-Security-Policy": policy})

    def clear(self, _: Request) -> Response:
        """Throw all letters away."""
        self._store.run("DELETE FROM letters")
        return redirect("/thu/")

    def _find(self, to: str, after: str) -> list[sqlite3.Row]:
        return self._store.rows(
            "SELECT * FROM letters WHERE id > ? AND instr(lower(recipients), lower(?)) > 0 ORDER BY id DESC LIMIT 100",
            (int(after) if after.isdigit() and len(after) < 16 else 0, to.strip()),
        )

    def _letter(self, number: str) -> sqlite3.Row:
        rows = (
            self._store.rows("SELECT * FROM letters WHERE id = ?", (int(number),))
            if number.isdigit() and len(number) < 16
            else []
        )
        if not rows:
            raise Refusal(404, "Không có thư này, hoặc thư đã bị xóa.")
        return rows[0]


def _as_json(row: sqlite3.Row) -> dict[str, Any]:
    letter = email.message_from_bytes(row["raw"], policy=email.policy.default)
    return {
        "id": row["id"],
        "received_at": row["received_at"],
        "from": str(letter.get("from", row["sender"])),
        "to": json.loads(row["recipients"]),
        "subject": row["subject"],
        "message_id": str(letter.get("message-id", "")),
        "text": _part(letter, "plain"),
        "html": _part(letter, "html"),
    }


def _part(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # an unknown or broken charset
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _with_links(text: str) -> Markup:
    pieces = re.split(r"(https?://[^\s<>\"]+)", text)
    return escape(
        [markup('<a href="{url}">{url}</a>', url=piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces)]
    )


def _local(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%H:%M:%S, %d/%m/%Y")


_HEADING = "Thư điện tử"
