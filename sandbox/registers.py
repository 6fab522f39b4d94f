"""National registers behind the data sharing platform (trục NDXP): population, civil status, business, land.

OAuth 2.0 client credentials (RFC 6749, 4.4) with a token signed RS256 that lives five minutes; one question is one POST. Each register can be
switched off, made slow, or made to refuse, on the page `/csdl/`. What they know: the test citizens, and whoever the demo wrote into
`registers.json` of DATA_DIR.
"""

import base64
import hmac
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import errors, jwt
from joserfc.jwk import RSAKey

from sandbox.citizens import Citizen
from sandbox.config import Config
from sandbox.web import Handler, Markup, Refusal, Request, Response, json_response, markup, page, redirect

RECORDS = "registers.json"
NAMES = {
    "population": "Dân cư (Bộ Công an)",
    "civil-status": "Hộ tịch (Bộ Tư pháp)",
    "business": "Doanh nghiệp, hộ kinh doanh (Bộ Tài chính)",
    "land": "Đất đai (Bộ Nông nghiệp và Môi trường)",
}
MODES = {"up": "Trả lời bình thường", "slow": "Chậm 8 giây", "down": "Bảo trì (503)", "refuse": "Từ chối (403)"}
TOKEN_SECONDS = 300
SLOW_SECONDS = 8
KEPT = 40
VIETNAM = datetime.now().astimezone().tzinfo

type Records = dict[str, dict[str, dict[str, Any]]]


class Registers:
    """The platform and the registers behind it."""

    def __init__(self, config: Config, people: dict[str, Citizen]) -> None:
        self._config, self._people = config, people
        self._key = RSAKey.generate_key(2048)
        self._modes = dict.fromkeys(NAMES, "up")
        self._log: list[tuple[str, str, str, str, int]] = []
        self._lock = threading.Lock()
        self._read: tuple[float, Records] = (-1.0, {})
        self.asked = 0

    def routes(self) -> list[tuple[str, str, Handler]]:
        """The platform's door, and a page for people."""
        return [
            ("POST", "/csdl/token", self.token),
            ("POST", "/csdl/v1/{register}/tra-cuu", self.look_up),
            ("GET", "/csdl/", self.home),
            ("POST", "/csdl/che-do", self.switch),
        ]

    def token(self, request: Request) -> Response:
        """A token for whoever knows the secret."""
        expected = base64.b64encode(f"{self._config.registers_id}:{self._config.registers_secret}".encode()).decode()
        given = request.headers.get("authorization", "").removeprefix("Basic ")
        if not hmac.compare_digest(given, expected) or request.form.get("grant_type") != "client_credentials":
            return json_response({"error": "invalid_client"}, 401)
        now = int(time.time())
        claims = {
            "iss": f"{self._config.url}/csdl",
            "sub": self._config.registers_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
        }
        token = jwt.encode({"alg": "RS256"}, claims, self._key)
        return json_response({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})

    def look_up(self, request: Request, register: str) -> Response:
        """One question, one answer; who asks without a purpose is refused."""
        if register not in NAMES:
            raise Refusal(404, "Không có cơ sở dữ liệu này.")
        if not self._is_known(request.headers.get("authorization", "").removeprefix("Bearer ")):
            return json_response({"message": "Token không hợp lệ hoặc đã hết hạn."}, 401)
        mode = self._modes[register]
        if mode == "slow":
            time.sleep(SLOW_SECONDS)
        if mode == "down":
            return json_response({"message": "Hệ thống đang bảo trì."}, 503)
        body = request.json()
        asked, purpose = body.get("asked"), body.get("purpose")
        if not isinstance(asked, dict) or not isinstance(purpose, dict):
            return json_response({"message": "Yêu cầu thiếu nội dung hỏi hoặc mục đích."}, 400)
        if mode == "refuse" or not all(purpose.get(name) for name in ("dossier", "basis", "reason", "officer")):
            status, answer = (
                403,
                {"message": "Yêu cầu không nêu đủ mục đích, căn cứ, hoặc không thuộc phạm vi được phép."},
            )
        else:
            status, answer = self._answer(register, {str(k): str(v) for k, v in asked.items()})
        self._note(register, purpose, status)
        return json_response(answer, status)

    def home(self, _: Request) -> Response:
        """The registers with their switches, and who asked lately."""
        rows = [
            markup(
                '<tr><td>{name}<td><form method="post" action="/csdl/che-do"><input type="hidden" name="register" value="{code}">{modes}<button>Đổi</button></form></tr>',
                name=name,
                code=code,
                modes=[
                    markup(
                        '<label><input type="radio" name="mode" value="{mode}"{on}> {text}</label> ',
                        mode=mode,
                        text=text,
                        on=Markup(" checked" if self._modes[code] == mode else ""),
                    )
                    for mode, text in MODES.items()
                ],
            )
            for code, name in NAMES.items()
        ]
        log = [
            markup("<tr><td>{at}<td>{name}<td>{dossier}<td>{why}<td>{status}</tr>", at=at, name=NAMES[code], dossier=dossier, why=why, status=status)
            for at, code, dossier, why, status in reversed(self._log)
        ]  # fmt: skip
        content = markup(
            "<h2>Chế độ</h2><table>{rows}</table><h2>Lượt hỏi gần đây</h2><table><tr><th>Lúc<th>Nơi hỏi<th>Hồ sơ<th>Lý do<th>Mã</tr>{log}</table>",
            rows=rows,
            log=log or markup("<tr><td colspan=5>Chưa có</tr>"),
        )
        return page("Cơ sở dữ liệu quốc gia", content, system="registers", heading="Trục chia sẻ dữ liệu")

    def switch(self, request: Request) -> Response:
        """Turn one register on, off, slow."""
        register, mode = request.form.get("register", ""), request.form.get("mode", "")
        if register not in NAMES or mode not in MODES:
            raise Refusal(400, "Không có chế độ này.")
        self._modes[register] = mode
        return redirect("/csdl/")

    def _is_known(self, token: str) -> bool:
        try:
            claims = jwt.decode(token, self._key, algorithms=["RS256"]).claims
        except (errors.JoseError, ValueError):
            return False
        return claims.get("sub") == self._config.registers_id and int(claims.get("exp", 0)) > time.time()

    def _answer(self, register: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        key = (
            f"{asked.get('sheet', '')}/{asked.get('parcel', '')}"
            if register == "land"
            else asked.get("code") or asked.get("id_number", "")
        )
        record = self._records().get(register, {}).get(key) or self._of_citizen(register, key)
        reference = f"{register[:2].upper()}-{int(time.time() * 1000)}"
        if record is None:
            return 404, {"found": False, "reference": reference}
        as_of = (datetime.now(UTC) - timedelta(hours=2)).isoformat(timespec="seconds")
        return 200, {"found": True, "record": record, "reference": reference, "as_of": as_of}

    def _of_citizen(self, register: str, id_number: str) -> dict[str, Any] | None:
        found = next((each for each in self._people.values() if each["id_number"] == id_number), None)
        if found is None or register not in {"population", "civil-status"}:
            return None
        who = {"full_name": found["name"], "birth_date": found["birthdate"]}
        if register == "civil-status":
            return {**who, "marital_status": "Chưa đăng ký kết hôn"}
        gender = {"male": "Nam", "female": "Nữ"}.get(found["gender"], found["gender"])
        return {
            **who,
            "gender": gender,
            "nationality": "Việt Nam",
            "address": found["address"],
            "status": "Đang cư trú",
        }

    def _records(self) -> Records:
        """What the demo wrote; read again when the file differs."""
        path: Path = self._config.data_dir / RECORDS
        try:
            at = path.stat().st_mtime
        except FileNotFoundError:
            return {}
        if at != self._read[0]:
            self._read = (at, json.loads(path.read_text()))
        return self._read[1]

    def _note(self, register: str, purpose: dict[str, Any], status: int) -> None:
        with self._lock:
            self.asked += 1
            at = datetime.now(VIETNAM).strftime("%H:%M:%S")
            self._log = [
                *self._log,
                (at, register, str(purpose.get("dossier", "")), str(purpose.get("reason", "")), status),
            ][-KEPT:]
