"""The national catalogue of procedures (CSDL quốc gia về TTHC): sign in, LayDanhSachTTHC, LayThuTuc, in the manner of a province's LGSP.

    POST /csdlqg/dang-nhap          {"username", "password"} -> {"session"}
    GET  /csdlqg/LayDanhSachTTHC    Authorization: Bearer <session>; MATINH -> {"data": [{"MATTHC", "TENTTHC"}]}
    GET  /csdlqg/LayThuTuc          MATTHC -> {"data": record} or 404

What it holds is written by the platform's demo into DATA_DIR (`national-catalogue.json`, records of our own catalogue), changed by
`national_deviations.json`, so that a comparison has something to find. A switch makes it fall silent or talk rubbish.
"""

import json
import secrets
import time
from pathlib import Path
from typing import Any

from sandbox.config import Config
from sandbox.web import Handler, Markup, Refusal, Request, Response, json_response, markup, page, redirect

RECORDS = "national-catalogue.json"
DEVIATIONS = Path(__file__).parent / "national_deviations.json"
SLOW_SECONDS = 12
MODES = {
    "well": "Trả lời bình thường",
    "down": "Ngừng phục vụ (mã 503)",
    "slow": f"Trả lời chậm ({SLOW_SECONDS} giây)",
    "rubbish": "Trả lời không đúng dạng",
}


class NationalCatalogue:
    """Records by code. Read again whenever the file of the demo has changed."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._sessions: set[str] = set()
        self._read_at = 0.0
        self._records: dict[str, dict[str, Any]] = {}
        self._notes: dict[str, list[str]] = {}
        self.mode = "well"

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Pages and JSON."""
        return [
            ("GET", "/csdlqg", lambda _: redirect("/csdlqg/")),
            ("GET", "/csdlqg/", self.home),
            ("POST", "/csdlqg/che-do", self.switch),
            ("GET", "/csdlqg/thu-tuc/{code}/", self.show),
            ("POST", "/csdlqg/dang-nhap", self.sign_in),
            ("GET", "/csdlqg/LayDanhSachTTHC", self.list_records),
            ("GET", "/csdlqg/LayThuTuc", self.read_record),
        ]

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """Code -> record, with the deviations."""
        path = self._config.data_dir / RECORDS
        written = path.stat().st_mtime if path.exists() else 0.0
        if written != self._read_at:
            self._read_at = written
            held = {record["MATTHC"]: record for record in json.loads(path.read_text())} if written else {}
            self._records, self._notes = deviated(held, json.loads(DEVIATIONS.read_text()))
        return self._records

    def sign_in(self, request: Request) -> Response:
        """A session for the province's name and password."""
        broken = self._broken()
        if broken:
            return broken
        given = request.json()
        if (given.get("username"), given.get("password")) != (
            self._config.national_username,
            self._config.national_password,
        ):
            return json_response({"error": "Sai tên đăng nhập hoặc mật khẩu."}, 401)
        session = secrets.token_urlsafe(24)
        self._sessions.add(session)
        return json_response({"session": session})

    def list_records(self, request: Request) -> Response:
        """Codes and names that hold for the province."""
        refused = self._broken() or self._stranger(request)
        if refused:
            return refused
        return json_response(
            {"data": [{"MATTHC": code, "TENTTHC": record["TENTTHC"]} for code, record in self.records.items()]}
        )

    def read_record(self, request: Request) -> Response:
        """One record."""
        refused = self._broken() or self._stranger(request)
        if refused:
            return refused
        record = self.records.get(request.query.get("MATTHC", ""))
        return json_response({"data": record}) if record else json_response({"error": "Không có thủ tục này."}, 404)

    def _broken(self) -> Response | None:
        if self.mode == "slow":
            time.sleep(SLOW_SECONDS)
        if self.mode == "down":
            return json_response({"error": "Hệ thống đang bảo trì."}, 503)
        if self.mode == "rubbish":
            return Response(b"<html>he thong ban</html>", 200, "text/html")
        return None

    def _stranger(self, request: Request) -> Response | None:
        session = request.headers.get("authorization", "").removeprefix("Bearer ")
        return None if session in self._sessions else json_response({"error": "Phiên đăng nhập không hợp lệ."}, 401)

    def home(self, _: Request) -> Response:
        """What it holds and how it answers."""
        rows = [
            markup(
                '<tr><td><a href="/csdlqg/thu-tuc/{code}/">{code}</a></td><td>{name}</td><td>{notes}</td></tr>',
                code=code, name=record["TENTTHC"], notes="; ".join(self._notes.get(code, [])) or "–",
            )
            for code, record in sorted(self.records.items(), key=lambda pair: (pair[0] not in self._notes, pair[0]))
        ]  # fmt: skip
        choices = [
            markup('<label class="choice"><input type="radio" name="mode" value="{mode}"{checked}> {label}</label> ', mode=mode, label=label,
                   checked=Markup(" checked") if mode == self.mode else "")
            for mode, label in MODES.items()
        ]  # fmt: skip
        content = markup(
            '<p>Đóng vai Cơ sở dữ liệu quốc gia về thủ tục hành chính. Nền tảng đối soát danh mục của tỉnh với {count} bản ghi ở đây; '
            "{changed} bản ghi được cố ý ghi khác đi.</p>"
            '<form method="post" action="/csdlqg/che-do" class="sheet"><fieldset><legend>Cách trả lời</legend>{choices}</fieldset>'
            '<div class="buttons"><button class="primary">Đổi</button></div></form>'
            '<h2>Các bản ghi</h2><div class="scroll" tabindex="0" role="region" aria-label="Các bản ghi"><table><thead><tr><th scope="col">Mã</th><th scope="col">Tên thủ tục</th><th scope="col">Ghi khác</th></tr></thead><tbody>{rows}</tbody></table></div>',
            count=len(self.records), changed=len(self._notes), choices=choices, rows=rows,
        )  # fmt: skip
        return page(
            "Danh mục thủ tục quốc gia", content, system="national", heading="CSDL quốc gia về thủ tục hành chính"
        )

    def show(self, _: Request, code: str) -> Response:
        """One record as it is answered."""
        record = self.records.get(code)
        if record is None:
            raise Refusal(404, f"Không có thủ tục mã {code}.")
        notes = [markup("<li>{note}</li>", note=note) for note in self._notes.get(code, [])]
        content = markup(
            '{notes}<pre class="sheet">{record}</pre>',
            notes=markup("<p>Ghi khác danh mục của tỉnh:</p><ul>{notes}</ul>", notes=notes) if notes else "",
            record=json.dumps(record, ensure_ascii=False, indent=1),
        )
        return page(record["TENTTHC"], content, system="national", heading="CSDL quốc gia về thủ tục hành chính")

    def switch(self, request: Request) -> Response:
        """Answer otherwise from now on."""
        mode = request.form.get("mode", "")
        if mode not in MODES:
            raise Refusal(400, "Chọn một cách trả lời trong danh sách.")
        self.mode = mode
        return redirect("/csdlqg/")


def deviated(
    records: dict[str, dict[str, Any]], deviations: list[dict[str, Any]]
) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    """Records with the deviations, and what was changed of each. A deviation that fits nothing is left out.

    `{"code", "note", "path", "set" | "add" | "remove"}`, or `{"note", "new": record}`.
    """
    notes: dict[str, list[str]] = {}
    for each in deviations:
        code = each["new"]["MATTHC"] if "new" in each else each["code"]
        try:
            if "new" in each:
                records[code] = each["new"]
            elif each["path"]:
                _change(records[code], each)
            else:
                del records[code]
        except (KeyError, IndexError, TypeError):
            continue
        notes.setdefault(code, []).append(each["note"])
    return records, notes


def _change(record: Any, deviation: dict[str, Any]) -> None:
    *way, last = deviation["path"]
    for step in way:
        record = record[step]
    if "add" in deviation:
        (record.setdefault(last, []) if isinstance(record, dict) else record[last]).append(deviation["add"])
    elif "remove" in deviation:
        del record[last]
    else:
        record[last]  # what is not there is not changed
        record[last] = deviation["set"]
