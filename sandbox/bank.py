"""A bank (ngân hàng): an app that pays VietQR, a ledger, and signed notifications to the platform with retries.

Header `X-Bank-Signature: t=<Unix seconds>,v1=<hex>`, hex = HMAC-SHA256(secret, "<t>." + body). Body: see `notice_body`.
"""

import hashlib
import hmac
import json
import secrets
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from sandbox import vietqr
from sandbox.config import Config
from sandbox.store import Store
from sandbox.web import Handler, Markup, Refusal, Request, Response, json_response, markup, page, redirect

VIETNAM = timezone(timedelta(hours=7))
NOTICE_PATH = "/thanh-toan/ngan-hang/thong-bao/"
RETRY_AFTER = (1, 3, 10, 30, 60, 300)  # seconds, when the platform does not take a notice
LARGEST = 10**12  # VND

type Send = Callable[[str, bytes, dict[str, str]], tuple[int, str]]


def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Status and text of the answer; status 0 when there is none."""
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310  # the operator's own address
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read(2000).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read(2000).decode("utf-8", "replace")
    except OSError as error:
        return 0, f"{type(error).__name__}: {error}"


def sign(secret: str, stamp: int, body: bytes) -> str:
    """Value of X-Bank-Signature."""
    return f"t={stamp},v1={hmac.new(secret.encode(), f'{stamp}.'.encode() + body, hashlib.sha256).hexdigest()}"


def notice_body(*, ref: str, account: str, amount: int, memo: str, payer: str, made_at: str) -> bytes:
    """What the platform is told. `amount` in whole VND."""
    told = {
        "ref": ref,
        "account": account,
        "amount": amount,
        "currency": "VND",
        "memo": memo,
        "payer": payer,
        "transferred_at": made_at,
    }
    return json.dumps(told, ensure_ascii=False).encode()


class Bank:
    """Accounts of everybody, never short of money."""

    def __init__(self, config: Config, store: Store, send: Send = post) -> None:
        self._config, self._store, self._send = config, store, send
        self._stopping = threading.Event()
        self.retries: list[threading.Thread] = []

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Pages and JSON."""
        return [
            ("GET", "/ngan-hang/", self.home),
            ("GET", "/ngan-hang/chuyen-tien", self.confirm),
            ("POST", "/ngan-hang/chuyen-tien", self.transfer),
            ("GET", "/ngan-hang/giao-dich/{ref}/", self.receipt),
            ("POST", "/ngan-hang/giao-dich/{ref}/gui-lai", self.send_again),
            ("GET", "/ngan-hang/so-phu", self.ledger),
            ("POST", "/ngan-hang/api/transfer", self.transfer_json),
            ("POST", "/ngan-hang/api/refunds", self.refund),
        ]

    def close(self) -> None:
        """Stop trying again."""
        self._stopping.set()
        for thread in self.retries:
            thread.join(1)

    def home(self, _: Request) -> Response:
        """Scan (paste) a code."""
        content = markup(
            '<form action="/ngan-hang/chuyen-tien" class="sheet"><p class="field"><label for="payload">Nội dung mã VietQR</label>'
            '<span class="hint">Chép chuỗi trong mã QR rồi dán vào đây. Trang thanh toán cũng có liên kết mở thẳng ứng dụng này</span>'
            '<textarea id="payload" name="payload" rows="4" required></textarea></p><p class="buttons"><button class="primary">Đọc mã</button></p></form>'
            '<h2>Giao dịch gần đây</h2>{rows}<p><a href="/ngan-hang/so-phu">Toàn bộ sổ phụ</a></p>',
            rows=self._table(limit=8),
        )
        return page("Ứng dụng ngân hàng", content, system="bank", heading=_HEADING)

    def confirm(self, request: Request) -> Response:
        """What the code asks for, before the money goes."""
        payload = request.query.get("payload", "")
        asked = _read(payload)
        content = markup(
            _CONFIRM,
            payload=payload,
            **{**asked, "name": asked["name"] or "(mã không ghi tên người nhận)"},
            shown=_money(int(asked["amount"])) if asked["amount"] else "người chuyển tự nhập",
            wrong=int(asked["amount"]) - 1 if asked["amount"] and int(asked["amount"]) > 1 else 1,
        )
        return page("Xác nhận chuyển tiền", content, system="bank", heading=_HEADING)

    def transfer(self, request: Request) -> Response:
        """The button."""
        form = request.form
        asked = _read(form.get("payload", ""))
        amount = _amount(form.get("amount") or asked["amount"])
        ref = self._book(asked["account"], amount, form.get("memo", asked["memo"]), form.get("payer", ""))
        self._notify(ref)
        return redirect(f"/ngan-hang/giao-dich/{ref}/")

    def transfer_json(self, request: Request) -> Response:
        """`{payload | memo, amount?, account?, payer?, ref?}` -> `{ref, amount, memo, notice: {status, answer}}`. For tests."""
        told = request.json()
        asked = _read(str(told["payload"])) if told.get("payload") else {"account": "", "amount": "", "memo": ""}
        amount = _amount(told.get("amount", asked["amount"]))
        memo = str(told.get("memo", asked["memo"]))
        ref = self._book(str(told.get("account", asked["account"])), amount, memo, str(told.get("payer", "")))
        status, answer = self._notify(ref)
        return json_response(
            {"ref": ref, "amount": amount, "memo": memo, "notice": {"status": status, "answer": answer}}, 201
        )

    def refund(self, request: Request) -> Response:
        """Money goes back, asked by the platform and signed as our notices are; the same `key` again gives the same answer.

        `{key, amount, original_ref, bank_bin, account, name, memo}` -> 200 `{ref, message}`; 4xx `{message}` for what will never be: an account
        that ends in 0000 is closed, more than the transfer brought.
        """
        body = request.body
        if not _is_ours(self._config.bank_secret, request.headers.get("x-bank-signature", ""), body):
            return json_response({"message": "Chữ ký của lệnh hoàn không đúng."}, 401)
        told = request.json()
        key, amount, account = str(told.get("key", ""))[:60], _amount(told.get("amount")), str(told.get("account", ""))
        known = self._store.rows("SELECT ref FROM refunds WHERE key = ?", (key,))
        if known:
            return json_response({"ref": known[0]["ref"], "message": "Đã chuyển."})
        if not key or not account:
            return json_response({"message": "Lệnh hoàn thiếu mã lệnh hoặc số tài khoản."}, 422)
        if account.endswith("0000"):
            return json_response({"message": f"Tài khoản {account} đã đóng hoặc không tồn tại."}, 422)
        paid = self._store.rows("SELECT amount FROM transfers WHERE ref = ?", (str(told.get("original_ref", "")),))
        if paid and amount > paid[0]["amount"]:
            return json_response({"message": "Số tiền hoàn lớn hơn giao dịch gốc."}, 422)
        ref = f"HT{datetime.now(VIETNAM):%y%j}{secrets.randbelow(10**9):09d}"
        self._store.run(
            "INSERT INTO refunds VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                ref,
                datetime.now(UTC).isoformat(timespec="seconds"),
                account[:40],
                str(told.get("name", ""))[:120],
                amount,
                str(told.get("memo", ""))[:210],
            ),
        )
        return json_response({"ref": ref, "message": "Đã chuyển."})

    def receipt(self, _: Request, ref: str) -> Response:
        """One transfer and what the platform answered."""
        row = self._transfer(ref)
        notices = [
            markup(
                "<tr><td>{at}<td>{status}<td>{answer}</tr>",
                at=_local(each["sent_at"]),
                status=each["status"] or "không tới",
                answer=_said(each["answer"]),
            )
            for each in self._store.rows("SELECT * FROM notices WHERE ref = ? ORDER BY id", (ref,))
        ]
        content = markup(
            _RECEIPT,
            ref=ref,
            amount=_money(row["amount"]),
            account=row["account"] or "(không ghi)",
            memo=row["memo"] or "(không ghi)",
            payer=row["payer"] or "(không ghi)",
            at=_local(row["made_at"]),
            notices=notices or [Markup("<tr><td colspan=3>Chưa gửi</tr>")],
            platform=self._config.platform_url,
        )
        return page("Đã chuyển tiền", content, system="bank", heading=_HEADING)

    def send_again(self, request: Request, ref: str) -> Response:
        """Trial: the same notice again, or one that must not be believed."""
        self._transfer(ref)
        self._notify(ref, kind=request.form.get("kind", ""), again=False)
        return redirect(f"/ngan-hang/giao-dich/{ref}/")

    def ledger(self, _: Request) -> Response:
        """Statement of the State's account."""
        return page("Sổ phụ", self._table(limit=500), system="bank", heading=_HEADING)

    def _book(self, account: str, amount: int, memo: str, payer: str) -> str:
        ref = f"FT{datetime.now(VIETNAM):%y%j}{secrets.randbelow(10**9):09d}"
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        self._store.run(
            "INSERT INTO transfers VALUES (?, ?, ?, ?, ?, ?)",
            (ref, made_at, account[:40], amount, memo[:210], payer[:120]),
        )
        return ref

    def _notify(self, ref: str, *, kind: str = "", again: bool = True, attempt: int = 0) -> tuple[int, str]:
        row = self._transfer(ref)
        body = notice_body(**{name: row[name] for name in ("ref", "account", "amount", "memo", "payer", "made_at")})
        stamp = int(time.time()) - (3600 if kind == "old" else 0)
        signature = sign("not-the-secret" if kind == "forged" else self._config.bank_secret, stamp, body)
        headers = {"Content-Type": "application/json", "X-Bank-Signature": signature}
        status, answer = self._send(f"{self._config.platform_url}{NOTICE_PATH}", body, headers)
        self._store.run(
            "INSERT INTO notices (ref, sent_at, status, answer) VALUES (?, ?, ?, ?)",
            (ref, datetime.now(UTC).isoformat(timespec="seconds"), status, answer),
        )
        if again and attempt < len(RETRY_AFTER) and (status == 0 or status >= 500):
            self.retries = [thread for thread in self.retries if thread.is_alive()]
            self.retries.append(threading.Thread(target=self._later, args=(ref, attempt), daemon=True))
            self.retries[-1].start()
        return status, answer

    def _later(self, ref: str, attempt: int) -> None:
        if not self._stopping.wait(RETRY_AFTER[attempt]):
            self._notify(ref, attempt=attempt + 1)

    def _transfer(self, ref: str) -> sqlite3.Row:
        rows = self._store.rows("SELECT * FROM transfers WHERE ref = ?", (ref,))
        if not rows:
            raise Refusal(404, f"Không có giao dịch {ref}.")
        return rows[0]

    def _table(self, limit: int) -> Markup:
        found = self._store.rows(
            "SELECT *, (SELECT status || ' ' || answer FROM notices WHERE ref = transfers.ref ORDER BY id DESC LIMIT 1) AS said "
            "FROM transfers ORDER BY made_at DESC, rowid DESC LIMIT ?",
            (limit,),
        )
        if not found:
            return Markup('<p class="note">Chưa có giao dịch nào.</p>')
        rows = [
            markup(
                '<tr><td>{at}<td><a href="/ngan-hang/giao-dich/{ref}/">{ref}</a><td class="num">{amount}<td>{memo}<td>{said}</tr>',
                at=_local(row["made_at"]),
                ref=row["ref"],
                amount=_money(row["amount"]),
                memo=row["memo"],
                said=_said((row["said"] or " ").partition(" ")[2]),
            )
            for row in found
        ]
        return markup(
            '<div class="scroll" tabindex="0" role="region" aria-label="Giao dịch"><table><thead><tr><th>Lúc<th>Mã giao dịch<th>Số tiền<th>Nội dung'
            "<th>Hệ thống trả lời</thead><tbody>{rows}</tbody></table></div>",
            rows=rows,
        )


def _is_ours(secret: str, signature: str, body: bytes) -> bool:
    stamp = signature.partition("t=")[2].partition(",")[0]
    if not stamp.isdecimal() or abs(time.time() - int(stamp)) > 300:
        return False
    return hmac.compare_digest(sign(secret, int(stamp), body), signature)


def _read(payload: str) -> dict[str, str]:
    try:
        return vietqr.read(payload)
    except vietqr.UnreadableError as error:
        raise Refusal(422, str(error)) from error


def _amount(value: object) -> int:
    text = str(value).replace(".", "").replace(" ", "")
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and 0 < int(text[:15]) <= LARGEST):
        raise Refusal(422, f"Số tiền “{value}” không đọc được. Ghi số đồng, từ 1 đến {LARGEST}.")
    return int(text[:15])


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + "\u00a0₫"


def _said(answer: str) -> str:
    try:
        return str(json.loads(answer)["message"])
    except (ValueError, KeyError, TypeError):
        return answer[:200]


def _local(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%H:%M:%S, %d/%m/%Y")


_HEADING = "Ngân hàng"
_CONFIRM = """
<form method="post" action="/ngan-hang/chuyen-tien" class="sheet">
<input type="hidden" name="payload" value="{payload}">
<dl><dt>Chuyển tới</dt><dd>{name}<br>{account}, ngân hàng {bank}</dd><dt>Số tiền</dt><dd class="amount">{shown}</dd><dt>Nội dung</dt><dd><b>{memo}</b></dd></dl>
<p class="buttons"><button class="primary" name="amount" value="{amount}">Chuyển tiền</button></p>
</form>
<details><summary>Thử trường hợp sai</summary>
<form method="post" action="/ngan-hang/chuyen-tien" class="sheet"><input type="hidden" name="payload" value="{payload}">
<p class="field"><label for="amount">Số tiền khác</label><input id="amount" name="amount" inputmode="numeric" value="{wrong}"></p>
<p class="field"><label for="memo">Nội dung khác</label><input id="memo" name="memo" value="{memo}"></p>
<p class="buttons"><button>Chuyển như vậy</button></p></form></details>
"""
_RECEIPT = """
<dl class="sheet"><dt>Số tiền</dt><dd class="amount">{amount}</dd><dt>Tới tài khoản</dt><dd>{account}</dd><dt>Nội dung</dt><dd>{memo}</dd>
<dt>Người chuyển</dt><dd>{payer}</dd><dt>Lúc</dt><dd>{at}</dd><dt>Mã giao dịch</dt><dd>{ref}</dd></dl>
<h2>Thông báo gửi tới hệ thống</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Thông báo đã gửi"><table><thead><tr><th>Lúc<th>Mã HTTP<th>Hệ thống trả lời</thead><tbody>{notices}</tbody></table></div>
<form method="post" action="/ngan-hang/giao-dich/{ref}/gui-lai" class="buttons"><button name="kind" value="">Gửi lại thông báo này</button>
<button name="kind" value="forged">Gửi với chữ ký giả</button><button name="kind" value="old">Gửi với chữ ký cũ một giờ</button></form>
<p><a href="{platform}/">Về cổng dịch vụ công</a>, <a href="/ngan-hang/">giao dịch khác</a></p>
"""
