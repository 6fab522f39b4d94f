"""The post's counter as pages (trang của bưu điện): parcels, a clock to push on, buttons to deliver, fail and return."""

import json
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.bank import VIETNAM
from sandbox.config import Config
from sandbox.store import Store
from sandbox.web import Handler, Markup, Request, Response, markup, page, redirect

if TYPE_CHECKING:
    from sandbox.vnpost import Post

SHOWN = 100
# what a postman may do: code, text, usual reason
ACTS: dict[str, tuple[int, str, str]] = {
    "lay": (3, "Bưu tá đã lấy bưu gửi", ""),
    "khong-lay-duoc": (12, "Lấy bưu gửi không thành công", "Người gửi đi vắng"),
    "van-chuyen": (4, "Đang vận chuyển", ""),
    "giao": (5, "Phát thành công", ""),
    "khong-giao-duoc": (6, "Phát không thành công", "Người nhận đi vắng, gọi điện thoại không nghe máy"),
    "chuyen-hoan": (7, "Đang chuyển hoàn", "Quá số lần phát"),
    "hoan-xong": (8, "Đã chuyển hoàn người gửi", ""),
    "that-lac": (10, "Xác nhận thất lạc", ""),
    "ma-la": (777, "Kiểm tra an ninh tại trung tâm khai thác", ""),
}
MODES = {"du": "Báo đủ, đúng thứ tự", "mat": "Mất một nửa", "doi": "Gửi đôi", "nguoc": "Sai thứ tự"}


class PostPages:
    """What a person sees and presses."""

    def __init__(self, office: "Post", store: Store, config: Config) -> None:
        self._office, self._store, self._config = office, store, config

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Pages; the JSON stands with the post itself."""
        return [
            ("GET", "/buu-dien/", self.home),
            ("POST", "/buu-dien/dong-ho", self.push_clock),
            ("POST", "/buu-dien/kieu-bao", self.choose_mode),
            ("POST", "/buu-dien/doi-soat", self.statement),
            ("GET", "/buu-dien/{tracking}/", self.one),
            ("POST", "/buu-dien/{tracking}/bao-lai", self.tell_again),
            ("POST", "/buu-dien/{tracking}/{act}", self.act),
        ]

    def home(self, _: Request) -> Response:
        """All parcels, newest first, and the clock."""
        self._office.catch_up()
        rows = self._store.rows("SELECT * FROM parcels ORDER BY made_at DESC, rowid DESC LIMIT ?", (SHOWN,))
        mode = self._office.setting("mode", "du")
        content = markup(
            _HOME,
            now=_shown(self._office.at().isoformat()),
            modes=[
                markup(
                    '<label><input type="radio" name="mode" value="{key}"{on}> {text}</label>',
                    key=key,
                    text=text,
                    on=Markup(" checked" if key == mode else ""),
                )
                for key, text in MODES.items()
            ],
            parcels=self._table(rows),
            statements=self._statements(),
        )
        return page("Bưu gửi", content, system="post", heading="Bưu điện")

    def one(self, _: Request, tracking: str) -> Response:
        """One parcel: its journey and what a postman may do with it."""
        row = self._office.parcel(tracking)
        told = json.loads(row["told"])
        events = [
            markup(
                "<tr><td>{at}<td>{code}<td>{text}{reason}<td class=num>{money}<td>{notices}</tr>",
                at=_shown(each["at"]),
                code=each["code"],
                text=each["text"],
                reason=f" ({each['reason']})" if each["reason"] else "",
                money="" if each["collected"] is None else _money(each["collected"]),
                notices=self._notices(each["id"]),
            )
            for each in self._office.events(tracking)
        ]
        content = markup(
            _ONE,
            tracking=tracking,
            order=row["order_code"],
            what=told.get("product_name", ""),
            sender=_party(told, "from"),
            receiver=_party(told, "to"),
            money=_money(int(told.get("money_collect") or 0)),
            freight=_money(row["freight"]),
            events=events or [Markup("<tr><td colspan=5>Chưa có gì</tr>")],
            acts=[
                markup(
                    '<button formaction="/buu-dien/{tracking}/{name}">{text}</button>',
                    tracking=tracking,
                    name=name,
                    text=text,
                )
                for name, (_, text, _) in ACTS.items()
            ],
        )
        return page(tracking, content, system="post", heading="Bưu điện")

    def act(self, request: Request, tracking: str, act: str) -> Response:
        """The button of a postman."""
        self._office.act(tracking, act, request.form.get("reason", ""))
        return redirect(f"/buu-dien/{tracking}/")

    def tell_again(self, request: Request, tracking: str) -> Response:
        """Trial: all events once more, backwards and twice; or one message that must not be believed."""
        kind = request.form.get("kind", "")
        ids = [each["id"] for each in self._office.events(tracking)]
        if kind in {"forged", "old"} and ids:
            self._office.notify(ids[-1], kind=kind)
        else:
            self._office.tell(ids[::-1], mode="doi")
        return redirect(f"/buu-dien/{tracking}/")

    def push_clock(self, request: Request) -> Response:
        """Let hours pass."""
        hours = request.form.get("hours", "6")
        self._office.advance(float(hours) if hours.isdigit() else 6.0)
        return redirect("/buu-dien/")

    def choose_mode(self, request: Request) -> Response:
        """How badly messages travel."""
        self._office.put("mode", request.form.get("mode", "du"))
        return redirect("/buu-dien/")

    def statement(self, request: Request) -> Response:
        """A statement of what was collected."""
        self._office.make_statement(wrong=request.form.get("wrong") == "1")
        return redirect("/buu-dien/")

    def _table(self, rows: list[sqlite3.Row]) -> Markup:
        if not rows:
            return Markup('<p class="note">Chưa có đơn nào. Cơ quan lập đơn thì bưu gửi hiện ở đây.</p>')
        lines = []
        for row in rows:
            told, events = json.loads(row["told"]), self._office.events(row["tracking"])
            lines.append(
                markup(
                    '<tr><td><a href="/buu-dien/{t}/">{t}</a><td>{what}<td>{to}<td class=num>{money}<td>{last}</tr>',
                    t=row["tracking"],
                    what=told.get("product_name", ""),
                    to=told.get("to_name", ""),
                    money=_money(int(told.get("money_collect") or 0)),
                    last=events[-1]["text"] if events else "Mới nhận đơn",
                )
            )
        return markup(
            '<div class="scroll" tabindex="0" role="region" aria-label="Bưu gửi"><table><thead><tr><th>Số hiệu<th>Nội dung<th>Người nhận<th>Thu hộ'
            "<th>Mới nhất</thead><tbody>{lines}</tbody></table></div>",
            lines=lines,
        )

    def _statements(self) -> Markup:
        rows = self._store.rows("SELECT told FROM statements ORDER BY number DESC LIMIT 10")
        items = [
            markup(
                "<li>{number}: {many} dòng, {total}</li>",
                number=s["number"],
                many=len(s["lines"]),
                total=_money(s["total"]),
            )
            for s in (json.loads(row["told"]) for row in rows)
        ]
        return markup("<ul>{items}</ul>", items=items) if items else Markup("<p>Chưa lập bảng nào.</p>")

    def _notices(self, event_id: int) -> str:
        rows = self._store.rows("SELECT status FROM parcel_notices WHERE event_id = ? ORDER BY id", (event_id,))
        return ", ".join(str(row["status"] or "không tới") for row in rows) or "chưa báo"


def _party(told: dict[str, Any], end: str) -> str:
    return f"{told.get(f'{end}_name', '')}, {told.get(f'{end}_phone', '')}, {told.get(f'{end}_address', '')} ({told.get(f'{end}_ward', '')})"


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + "\u00a0₫"


def _shown(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%H:%M:%S, %d/%m/%Y")


_HOME = """
<form method="post" action="/buu-dien/dong-ho" class="sheet"><p>Đồng hồ của bưu điện: <b>{now}</b></p>
<p class="buttons"><button class="primary" name="hours" value="6">Thêm 6 giờ</button><button name="hours" value="24">Thêm 1 ngày</button></p></form>
<h2>Bưu gửi</h2>{parcels}
<h2>Cách báo hành trình</h2><form method="post" action="/buu-dien/kieu-bao" class="sheet"><fieldset><legend>Tin báo tới hệ thống</legend>{modes}</fieldset><p class="buttons"><button>Đặt</button></p></form>
<h2>Đối soát tiền thu hộ</h2>{statements}
<form method="post" action="/buu-dien/doi-soat" class="buttons"><button>Lập bảng đối soát</button><button name="wrong" value="1">Lập bảng có một dòng sai</button></form>
"""
_ONE = """
<dl class="sheet"><dt>Đơn</dt><dd>{order}</dd><dt>Nội dung</dt><dd>{what}</dd><dt>Gửi</dt><dd>{sender}</dd><dt>Nhận</dt><dd>{receiver}</dd>
<dt>Thu hộ</dt><dd class="amount">{money}</dd><dt>Cước</dt><dd>{freight}</dd></dl>
<form method="post" class="sheet"><p class="field"><label for="reason">Lý do (nếu không giao được)</label><input id="reason" name="reason" maxlength="120"></p><p class="buttons">{acts}</p></form>
<h2>Hành trình</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Hành trình"><table><thead><tr><th>Lúc<th>Mã<th>Nội dung<th>Tiền đã thu<th>Hệ thống trả lời</thead><tbody>{events}</tbody></table></div>
<form method="post" action="/buu-dien/{tracking}/bao-lai" class="buttons"><button name="kind" value="">Báo lại ngược, mỗi tin hai lần</button><button name="kind" value="forged">Báo với chữ ký giả</button><button name="kind" value="old">Báo với chữ ký cũ một giờ</button></form>
<p><a href="/buu-dien/">Mọi bưu gửi</a></p>
"""
