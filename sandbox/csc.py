"""A provider of remote signatures (ký số từ xa): keeps keys, signs hashes that their holders allow by PIN and one-time code.

The API of the Cloud Signature Consortium, 1.0.4 under /csc/v1 and the shapes of 2.0 under /csc/v2. Codes are shown on a page, as a telephone
would show them.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509 import load_pem_x509_certificates

from sandbox.authority import Authority
from sandbox.certificates import subject_of
from sandbox.config import Config
from sandbox.store import Store
from sandbox.web import Handler, Refusal, Request, Response, json_response, markup, page

PIN = "123456"
WINDOW = 60  # seconds a code is shown
TOKEN_SECONDS = 3600
SAD_SECONDS = 300
MOST_SIGNATURES = 50
PIN_ONLY = "PIN-"
"""Keys whose id begins with it ask for no code."""
_SHA256 = "2.16.840.1.101.3.4.2.1"
_ECDSA = "1.2.840.10045.4.3.2"
HOLDERS = (("CRED-LD-01", "lanhdao", "Người ký từ xa thử nghiệm", "Phó Chủ tịch"),)


@dataclass(slots=True)
class _Allowed:
    credential: str
    left: int
    hashes: frozenset[str]
    until: float


class Provider:
    """Credentials in the store, tokens and permissions in memory."""

    def __init__(self, config: Config, store: Store, authority: Authority) -> None:
        self._config, self._store, self._authority = config, store, authority
        self._lock = threading.Lock()
        self._tokens: dict[str, float] = {}
        self._allowed: dict[str, _Allowed] = {}
        self._wrong: dict[str, int] = {}
        self._secret = secrets.token_bytes(32)

    def routes(self) -> list[tuple[str, str, Handler]]:
        """The page, and both versions of the API."""
        found: list[tuple[str, str, Handler]] = [("GET", "/ky-tu-xa/", self.home)]
        for version in ("v1", "v2"):
            found += [
                ("POST", f"/csc/{version}/info", self.info),
                ("POST", f"/csc/{version}/oauth2/token", self.token),
                ("POST", f"/csc/{version}/auth/login", self.login),
                ("POST", f"/csc/{version}/credentials/list", self.credentials),
                ("POST", f"/csc/{version}/credentials/info", self.credential),
                ("POST", f"/csc/{version}/credentials/sendOTP", self.send_otp),
                ("POST", f"/csc/{version}/credentials/authorize", self.authorize),
                ("POST", f"/csc/{version}/signatures/signHash", self.sign_hash),
            ]
        return found

    def add(self, credential_id: str, username: str, name: str, title: str = "", pin: str = PIN) -> None:
        """A new key with its certificate; once."""
        if self._row(credential_id) is not None:
            return
        key = ec.generate_private_key(ec.SECP256R1())
        chain = self._authority.chain_of(self._authority.issue(key.public_key(), subject_of(name, title=title)))
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._store.run(
            "INSERT OR IGNORE INTO csc_credentials (id, username, subject, key, chain, pin) VALUES (?, ?, ?, ?, ?, ?)",
            (credential_id, username, name, pem.decode(), chain, pin),
        )

    def otp(self, credential_id: str, window: int | None = None) -> str:
        """The code a telephone shows now."""
        at = int(time.time()) // WINDOW if window is None else window
        digest = hmac.digest(self._secret, f"{credential_id}:{at}".encode(), hashlib.sha256)
        return f"{int.from_bytes(digest[:4]) % 1_000_000:06d}"

    def home(self, _: Request) -> Response:
        """The telephone of every holder."""
        self._found()
        rows = [
            markup(
                '<div class="sheet"><p><b>{subject}</b> <code>{id}</code></p><p>Mã xác nhận (OTP): <b>{otp}</b>, mã PIN thử nghiệm: {pin}</p></div>',
                subject=row["subject"],
                id=row["id"],
                otp=self.otp(row["id"]),
                pin=row["pin"],
            )
            for row in self._store.rows("SELECT * FROM csc_credentials ORDER BY id")
        ]
        content = markup(
            "<p>Nhà cung cấp giữ khóa; người ký cho phép từng lần ký bằng mã PIN và mã xác nhận. Mã đổi mỗi phút, tải lại trang để xem mã mới.</p>{rows}",
            rows=rows,
        )
        return page("Chữ ký số từ xa", content, heading="Nhà cung cấp chữ ký số từ xa (CSC)")

    def info(self, _: Request) -> Response:
        """What this service is and can."""
        return json_response(
            {
                "specs": "1.0.4.0",
                "name": "Chữ ký từ xa thử nghiệm",
                "region": "VN",
                "lang": "vi",
                "authType": ["basic", "oauth2client"],
                "methods": ["credentials/list", "credentials/info", "credentials/authorize", "signatures/signHash"],
            }
        )

    def token(self, request: Request) -> Response:
        """OAuth 2, client credentials."""
        form = request.form
        if form.get("grant_type") != "client_credentials":
            return _error("unsupported_grant_type")
        if not self._knows(form.get("client_id", ""), form.get("client_secret", "")):
            return _error("invalid_client", status=401)
        return self._new_token()

    def login(self, request: Request) -> Response:
        """HTTP Basic."""
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        try:
            name, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            name = secret = ""
        if kind.lower() != "basic" or not self._knows(name, secret):
            return _error("authentication_error", status=401)
        return self._new_token()

    def credentials(self, request: Request) -> Response:
        """Keys, of one user where named."""
        self._may(request)
        self._found()
        user = str(request.json().get("userID", ""))
        rows = self._store.rows("SELECT id FROM csc_credentials WHERE ? IN ('', username) ORDER BY id", (user,))
        return json_response({"credentialIDs": [row["id"] for row in rows]})

    def credential(self, request: Request) -> Response:
        """One key: certificates, and what allows its use."""
        self._may(request)
        row = self._asked(request.json())
        if row is None:
            return _error("invalid_request", "Invalid parameter credentialID")
        chain = [
            base64.b64encode(each.public_bytes(serialization.Encoding.DER)).decode()
            for each in load_pem_x509_certificates(row["chain"].encode())
        ]
        code = not row["id"].startswith(PIN_ONLY)
        return json_response(
            {
                "key": {"status": "enabled", "algo": [_ECDSA], "len": 256, "curve": "1.2.840.10045.3.1.7"},
                "cert": {"status": "valid", "certificates": chain},
                "authMode": "explicit",
                "SCAL": "1",
                "PIN": {"presence": "true", "format": "N", "label": "PIN"},
                "OTP": {"presence": "true" if code else "false", "type": "online", "format": "N", "label": "OTP"},
                "auth": {
                    "mode": "explicit",
                    "objects": [{"type": "Password", "id": each} for each in ("PIN", "OTP")[: 1 + code]],
                },
                "multisign": MOST_SIGNATURES,
            }
        )

    def send_otp(self, request: Request) -> Response:
        """The telephone shows it anyway."""
        self._may(request)
        if self._asked(request.json()) is None:
            return _error("invalid_request", "Invalid parameter credentialID")
        return Response(b"", 204, "application/json")

    def authorize(self, request: Request) -> Response:
        """PIN and code -> a permission (SAD) for some signatures. Five wrong PINs lock the key until the next start."""
        self._may(request)
        told = request.json()
        row = self._asked(told)
        if row is None:
            return _error("invalid_request", "Invalid parameter credentialID")
        given = {each.get("id"): each.get("value") for each in told.get("authData", []) if isinstance(each, dict)}
        pin, otp = str(told.get("PIN", given.get("PIN", ""))), str(told.get("OTP", given.get("OTP", "")))
        many = told.get("numSignatures")
        if not isinstance(many, int) or not 1 <= many <= MOST_SIGNATURES:
            return _error("invalid_request", "Invalid parameter numSignatures")
        now = int(time.time()) // WINDOW
        with self._lock:
            if self._wrong.get(row["id"], 0) >= 5:
                return _error("invalid_pin", "The PIN is locked")
            if not hmac.compare_digest(pin, row["pin"]):
                self._wrong[row["id"]] = self._wrong.get(row["id"], 0) + 1
                return _error("invalid_pin", "The PIN is invalid")
            codes = {self.otp(row["id"], now), self.otp(row["id"], now - 1)}
            if otp not in codes and not row["id"].startswith(PIN_ONLY):
                return _error("invalid_otp", "The OTP is invalid")
            self._wrong.pop(row["id"], None)
            sad = secrets.token_urlsafe(32)
            asked = told.get("hash", told.get("hashes", []))
            self._allowed[sad] = _Allowed(row["id"], many, frozenset(map(str, asked)), time.monotonic() + SAD_SECONDS)
        return json_response({"SAD": sad, "expiresIn": SAD_SECONDS})

    def sign_hash(self, request: Request) -> Response:
        """Hashes -> signatures, ECDSA in DER."""
        self._may(request)
        told = request.json()
        row = self._asked(told)
        asked = told.get("hash", told.get("hashes", []))
        if row is None or not isinstance(asked, list) or not asked:
            return _error("invalid_request", "Missing (or invalid type) parameter hash")
        if told.get("signAlgo") != _ECDSA or told.get("hashAlgo", told.get("hashAlgorithmOID", _SHA256)) != _SHA256:
            return _error("invalid_request", "Invalid parameter signAlgo")
        with self._lock:
            allowed = self._allowed.get(str(told.get("SAD", "")))
            if allowed is None or allowed.until < time.monotonic() or allowed.credential != row["id"]:
                return _error("invalid_request", "Invalid parameter SAD")
            if allowed.left < len(asked) or (allowed.hashes and not allowed.hashes.issuperset(asked)):
                return _error("invalid_request", "Hash is not authorized by the SAD")
            allowed.left -= len(asked)
        key: Any = serialization.load_pem_private_key(row["key"].encode(), None)
        try:
            values = [base64.b64decode(str(each), validate=True) for each in asked]
            made = [key.sign(value, ec.ECDSA(Prehashed(hashes.SHA256()))) for value in values]
        except (binascii.Error, ValueError):
            return _error("invalid_request", "Invalid Base64 hash string parameter")
        return json_response({"signatures": [base64.b64encode(each).decode() for each in made]})

    def _found(self) -> None:
        for holder in HOLDERS:
            self.add(*holder)

    def _asked(self, told: dict[str, Any]) -> Any:
        self._found()
        return self._row(str(told.get("credentialID", "")))

    def _row(self, credential_id: str) -> Any:
        rows = self._store.rows("SELECT * FROM csc_credentials WHERE id = ?", (credential_id,))
        return rows[0] if rows else None

    def _knows(self, name: str, secret: str) -> bool:
        return hmac.compare_digest(name, self._config.csc_id) and hmac.compare_digest(secret, self._config.csc_secret)

    def _new_token(self) -> Response:
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens[token] = time.monotonic() + TOKEN_SECONDS
        return json_response({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})

    def _may(self, request: Request) -> None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._tokens.get(token, 0) < time.monotonic():
            raise Refusal(401, "invalid_token")


def _error(code: str, text: str = "", status: int = 400) -> Response:
    return json_response({"error": code, "error_description": text or code}, status)
