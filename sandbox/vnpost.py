"""The post (bưu điện): takes orders by number, moves parcels, tells the platform by signed messages, passes collected money on.

In the shape that EMS, VNPost's express company, publishes: one JSON object in, `{"code", "message", "data"}` out. Requests carry the token and
`X-Post-Signature: t=<Unix seconds>,v1=<hex HMAC-SHA256(secret, "<t>." + "METHOD path\\n" + body)>`, messages the same over their body.
Time is the machine's plus what was added by hand; the plan of a parcel follows it, and each event is told with a moment that has passed.
"""

import hashlib
import hmac
import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sandbox import s10
from sandbox.bank import VIETNAM, Send, post, sign
from sandbox.config import Config
from sandbox.store import Store
from sandbox.vnpost_pages import ACTS, PostPages
from sandbox.web import Handler, Refusal, Request, Response, json_response

NOTICE_PATH = "/buu-chinh/hanh-trinh/"
SERIAL = 12_345_678
WINDOW = 300
# hours after the order, code, text, place
PLAN = (
    (0.0, 2, "Đã duyệt đơn hàng, chờ lấy hàng", "Bưu cục Pleiku"),
    (3.0, 3, "Bưu tá đã lấy bưu gửi", "Bưu cục Pleiku"),
    (9.0, 4, "Đang vận chuyển", "Trung tâm khai thác Gia Lai"),
    (20.0, 11000, "Đã giao cho bưu tá", "Bưu cục phát"),
    (24.0, 5, "Phát thành công", "Bưu cục phát"),
)
ENDED = {5, 8, 9, 10}
FREIGHT = ((100, 26000, 30500), (250, 26500, 31500), (500, 29000, 37000), (1000, 33000, 47000), (10**9, 41000, 67000))


class Post:
    """Every post office of the country."""

    def __init__(self, config: Config, store: Store, send: Send = post, now: Callable[[], float] = time.time) -> None:
        self._config, self._store, self._send, self._now = config, store, send, now
        self._lock = threading.RLock()
        self._pages = PostPages(self, store, config)

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Pages and JSON."""
        api = "/buu-dien/api/v1"
        return [
            *self._pages.routes(),
            ("POST", f"{api}/orders/create-v2", self._guarded(self.create)),
            ("POST", f"{api}/orders/cancel", self._guarded(self.cancel)),
            ("POST", f"{api}/orders/redeliver", self._guarded(self.redeliver)),
            ("GET", f"{api}/orders/tracking/{{tracking}}", self._guarded(self.trace)),
            ("GET", f"{api}/cod/statements", self._guarded(self.statements)),
            ("POST", "/buu-dien/api/play/clock", self.play_clock),
            ("POST", "/buu-dien/api/play/{tracking}/{act}", self.play_act),
            ("POST", "/buu-dien/api/play/statement", self.play_statement),
        ]

    # what the province asks

    def create(self, request: Request) -> Response:
        """An order; the same `order_code` again gives the same parcel."""
        told = request.json()
        code = str(told.get("order_code", ""))
        wrong = _wrong_in(told)
        if wrong:
            return _error(wrong)
        with self._lock:
            known = self._store.rows("SELECT * FROM parcels WHERE order_code = ?", (code,))
            if not known:
                many = self._store.rows("SELECT count(*) AS many FROM parcels")[0]["many"]
                tracking = s10.number(SERIAL + many * 7)
                self._store.run(
                    "INSERT INTO parcels VALUES (?, ?, ?, ?, ?)",
                    (tracking, code, self.at().isoformat(), json.dumps(told, ensure_ascii=False), _freight(told)),
                )
                known = self._store.rows("SELECT * FROM parcels WHERE order_code = ?", (code,))
        row = known[0]
        return _success(
            {
                "tracking_code": row["tracking"],
                "status_code": 1,
                "fee": {"fee": row["freight"], "remote_fee": 0},
                "money_collect": json.loads(row["told"]).get("money_collect", 0),
            }
        )

    def cancel(self, request: Request) -> Response:
        """Before the pick-up only."""
        row = self.parcel(str(request.json().get("tracking_code", "")))
        codes = [each["code"] for each in self.events(row["tracking"])]
        if 9 in codes:
            return _success({})
        if set(codes) & {3, 4, 11000, 5, 8}:
            return _error("Bưu tá đã lấy bưu gửi, không hủy được đơn.")
        self.happen(row["tracking"], 9, "Đã hủy đơn", reason=str(request.json().get("reason", "")), tell=False)
        return _success({})

    def redeliver(self, request: Request) -> Response:
        """Another attempt."""
        row = self.parcel(str(request.json().get("tracking_code", "")))
        if {each["code"] for each in self.events(row["tracking"])} & ENDED:
            return _error("Bưu gửi đã kết thúc hành trình.")
        self.happen(row["tracking"], 11000, "Phát lại theo yêu cầu", reason=str(request.json().get("note", "")))
        return _success({})

    def trace(self, _: Request, tracking: str) -> Response:
        """Everything known of a parcel."""
        row = self.parcel(tracking)
        told = json.loads(row["told"])
        return _success(
            {
                "tracking_code": tracking,
                "total_weight": told.get("total_weight"),
                "__get_fee": {"fee": row["freight"], "money_collect": told.get("money_collect", 0)},
                "__get_status": [
                    {
                        "status": each["code"],
                        "address": each["place"],
                        "description": each["text"],
                        "reason": each["reason"],
                        "money_collect": each["collected"],
                        "tracedate": _local(each["at"]),
                    }
                    for each in reversed(self.events(tracking))
                ],
            }
        )

    def statements(self, request: Request) -> Response:
        """Statements since a day."""
        since = request.query.get("from", "")
        rows = self._store.rows("SELECT told FROM statements WHERE day >= ? ORDER BY number", (since,))
        return _success({"statements": [json.loads(row["told"]) for row in rows]})

    # what happens to parcels

    def at(self) -> datetime:
        """The post's own time: the machine's, plus what was added."""
        return datetime.fromtimestamp(self._now() + float(self.setting("ahead", "0")), UTC)

    def advance(self, hours: float) -> int:
        """Let time pass; how many events happened."""
        self.put("ahead", str(float(self.setting("ahead", "0")) + hours * 3600))
        return self.catch_up()

    def catch_up(self) -> int:
        """Everything planned until now happens. A parcel that a hand has moved follows no plan any more."""
        happened: list[int] = []
        for row in self._store.rows("SELECT * FROM parcels ORDER BY made_at"):
            done = {each["code"] for each in self.events(row["tracking"])}
            if done - {each[1] for each in PLAN}:
                continue
            age = (self.at() - datetime.fromisoformat(row["made_at"])).total_seconds() / 3600
            happened += [
                self.happen(row["tracking"], code, text, place=place, tell=False)
                for hours, code, text, place in PLAN
                if hours <= age and code not in done
            ]
        self.tell(happened)
        return len(happened)

    def happen(
        self, tracking: str, code: int, text: str, *, place: str = "", reason: str = "", tell: bool = True
    ) -> int:
        """One event now, a second after the last one at the earliest; the money goes with it. Its id."""
        row = self.parcel(tracking)
        told = json.loads(row["told"])
        taken = code == (3 if told.get("money_collect_at") == "pickup" else 5)
        before = self.events(tracking)
        at = datetime.fromtimestamp(int(self._now()), UTC)
        if before:
            at = max(at, datetime.fromisoformat(before[-1]["at"]) + timedelta(seconds=1))
        event_id = self._store.run(
            "INSERT INTO parcel_events (tracking, code, text, place, reason, collected, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                tracking,
                code,
                text,
                place or "Bưu cục phát",
                reason,
                int(told.get("money_collect") or 0) if taken else None,
                at.isoformat(),
            ),
        )
        if tell:
            self.tell([event_id])
        return event_id

    def tell(self, ids: list[int], *, mode: str = "") -> None:
        """Messages to the platform, as well or badly as the mode says."""
        mode = mode or self.setting("mode", "du")
        if mode == "mat":
            ids = ids[1::2]
        if mode == "doi":
            ids = [each for event_id in ids for each in (event_id, event_id)]
        if mode == "nguoc":
            ids = ids[::-1]
        for event_id in ids:
            self.notify(event_id)

    def notify(self, event_id: int, *, kind: str = "", amount: int | None = None) -> tuple[int, str]:
        """One signed message; `kind` forged or old must not be believed."""
        event = self._store.rows("SELECT * FROM parcel_events WHERE id = ?", (event_id,))[0]
        row = self.parcel(event["tracking"])
        told = json.loads(row["told"])
        body = json.dumps(
            {
                "tracking_code": row["tracking"],
                "order_code": row["order_code"],
                "status_code": event["code"],
                "status_name": event["text"],
                "note": event["reason"],
                "locate": event["place"],
                "datetime": _local(event["at"]),
                "total_weight": told.get("total_weight"),
                "money_collect": event["collected"] if amount is None else amount,
                "total_fee": row["freight"],
            },
            ensure_ascii=False,
        ).encode()
        stamp = int(self._now()) - (3600 if kind == "old" else 0)
        secret = "not-the-secret" if kind == "forged" else self._config.post_webhook_secret
        headers = {
            "Content-Type": "application/json",
            "ems-transaction": secrets.token_hex(10),
            "X-Post-Signature": sign(secret, stamp, body),
        }
        status, answer = self._send(f"{self._config.platform_url}{NOTICE_PATH}", body, headers)
        self._store.run(
            "INSERT INTO parcel_notices (event_id, sent_at, status, answer) VALUES (?, ?, ?, ?)",
            (event_id, datetime.now(UTC).isoformat(timespec="seconds"), status, answer),
        )
        return status, answer

    def act(self, tracking: str, name: str, reason: str = "") -> int:
        """A person plays the postman."""
        if name not in ACTS:
            raise Refusal(404, f"Không có việc {name}.")
        code, text, usual = ACTS[name]
        return self.happen(tracking, code, text, reason=reason or usual)

    def make_statement(self, *, wrong: bool = False) -> dict[str, Any] | None:
        """Pass on what was collected and not passed on yet; `wrong` makes the first amount too small."""
        passed = {
            line["tracking_code"]
            for row in self._store.rows("SELECT told FROM statements")
            for line in json.loads(row["told"])["lines"]
        }
        rows = self._store.rows("SELECT tracking, collected FROM parcel_events WHERE collected > 0 ORDER BY id")
        lines = [
            {"tracking_code": row["tracking"], "amount": row["collected"]}
            for row in rows
            if row["tracking"] not in passed
        ]
        if not lines:
            return None
        if wrong:
            lines[0]["amount"] = max(1, lines[0]["amount"] - 1000)
        today = self.at().astimezone(VIETNAM).date()
        many = self._store.rows("SELECT count(*) AS many FROM statements")[0]["many"]
        told = {
            "number": f"DS-{today:%Y%m%d}-{many + 1:03d}",
            "from": (today - timedelta(days=7)).isoformat(),
            "to": today.isoformat(),
            "total": sum(line["amount"] for line in lines),
            "lines": lines,
        }
        self._store.run(
            "INSERT INTO statements VALUES (?, ?, ?)",
            (told["number"], date.today().isoformat(), json.dumps(told)),  # noqa: DTZ011  # compared with a day asked for
        )
        return told

    # playing by JSON, for tests and scripts

    def play_clock(self, request: Request) -> Response:
        """`{"hours": 24}` -> `{"happened": n}`."""
        return json_response({"happened": self.advance(float(request.json().get("hours", 0)))})

    def play_act(self, request: Request, tracking: str, act: str) -> Response:
        """`/buu-dien/api/play/EB…VN/giao`."""
        body = request.json() if request.body else {}
        return json_response({"event": self.act(tracking, act, str(body.get("reason", "")))}, 201)

    def play_statement(self, request: Request) -> Response:
        """`{"wrong": true}` -> the statement."""
        body = request.json() if request.body else {}
        return json_response(self.make_statement(wrong=bool(body.get("wrong"))) or {}, 201)

    # reading

    def parcel(self, tracking: str) -> sqlite3.Row:
        """One parcel; raises Refusal."""
        rows = self._store.rows("SELECT * FROM parcels WHERE tracking = ?", (tracking,))
        if not rows:
            raise Refusal(404, f"Không có bưu gửi {tracking}.")
        return rows[0]

    def events(self, tracking: str) -> list[sqlite3.Row]:
        """In the order in which they happened."""
        return self._store.rows("SELECT * FROM parcel_events WHERE tracking = ? ORDER BY id", (tracking,))

    def setting(self, name: str, default: str) -> str:
        """One thing set by hand."""
        rows = self._store.rows("SELECT value FROM post_settings WHERE name = ?", (name,))
        return str(rows[0]["value"]) if rows else default

    def put(self, name: str, value: str) -> None:
        """Set it."""
        self._store.run("INSERT OR REPLACE INTO post_settings VALUES (?, ?)", (name, value))

    def _guarded(self, handler: Callable[..., Response]) -> Handler:
        def guarded(request: Request, **names: str) -> Response:
            if not self._is_signed(request):
                return _error("Sai khóa kết nối hoặc chữ ký.", 401)
            try:
                return handler(request, **names)
            except Refusal as refusal:
                return _error(refusal.message, refusal.status)

        return guarded

    def _is_signed(self, request: Request) -> bool:
        head = request.headers.get("x-post-signature", "")
        stamp = head.removeprefix("t=").partition(",")[0]
        if request.headers.get("merchant-token") != self._config.post_token or not stamp.isdigit():
            return False
        raw = f"{request.method} {request.path}\n".encode() + request.body
        digest = hmac.new(self._config.post_secret.encode(), f"{stamp}.".encode() + raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(head, f"t={stamp},v1={digest}") and abs(self._now() - int(stamp)) <= WINDOW


def _wrong_in(told: dict[str, Any]) -> str:
    if not told.get("order_code"):
        return "Thiếu order_code"
    for end, who in (("from", "gửi"), ("to", "nhận")):
        if not told.get(f"{end}_ward"):
            return f"Thiếu xã, phường của người {who}"
        if str(told.get(f"{end}_address", "")).strip().casefold() == "không rõ":
            return f"Địa chỉ người {who} không xác định được bưu cục phát"
        phone = str(told.get(f"{end}_phone", ""))
        if not phone.isdigit() or not 4 <= len(phone) <= 11:
            return f"Số điện thoại người {who} không đúng"
    return ""


def _freight(told: dict[str, Any]) -> int:
    grams = int(told.get("total_weight") or 0)
    near = told.get("from_province") == told.get("to_province")
    return next(row[1] if near else row[2] for row in FREIGHT if grams <= row[0])


def _success(data: dict[str, Any]) -> Response:
    return json_response({"code": "success", "message": "Thành công", "data": data})


def _error(message: str, status: int = 422) -> Response:
    return json_response({"code": "error", "message": message.rstrip(".")}, status)


def _local(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
