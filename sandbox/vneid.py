"""VNeID (định danh và xác thực điện tử), played as an OpenID Connect provider: code flow, PKCE, RS256.

OpenID Connect Core 1.0, Discovery 1.0, RP-Initiated Logout 1.0, RFC 6749, RFC 7636. Claims beyond the standard, as assumed until the
real list is known: `id_number` (12 digits), `commune_code` (GSO); `address` is one line of text, not the standard's object.
"""

import base64
import hashlib
import hmac
import os
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from sandbox.citizens import Citizen
from sandbox.config import Config
from sandbox.web import Handler, Markup, Refusal, Request, Response, json_response, markup, page, redirect

CODE_SECONDS = 60
TOKEN_SECONDS = 600
_ASKED = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
)
_BY_SCOPE = {
    "profile": ("name", "birthdate", "gender", "id_number", "address", "commune_code", "phone_number"),
    "email": ("email",),
    "phone": ("phone_number",),
    "address": ("address",),
}


@dataclass(slots=True)
class Grant:
    """A code that was handed out, and the token it became."""

    sub: str
    redirect_uri: str
    scope: str
    nonce: str
    challenge: str
    expires: float
    signed_in_at: int
    token: str = ""


class Provider:
    """The identity provider. Codes and tokens live in memory: after a restart people sign in again."""

    def __init__(self, config: Config, people: dict[str, Citizen]) -> None:
        self._config, self._people = config, people
        self._key = _load_key(config.data_dir / "sandbox-vneid.pem")
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, tuple[str, str, float]] = {}  # token -> sub, scope, expires
        self._lock = threading.Lock()

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Addresses under the issuer."""
        return [
            ("GET", "/vneid/.well-known/openid-configuration", self.discovery),
            ("GET", "/vneid/jwks", self.jwks),
            ("GET", "/vneid/authorize", self.authorize),
            ("POST", "/vneid/authorize", self.sign_in),
            ("POST", "/vneid/token", self.token),
            ("GET", "/vneid/userinfo", self.userinfo),
            ("POST", "/vneid/userinfo", self.userinfo),
            ("GET", "/vneid/end_session", self.end_session),
            ("GET", "/vneid/", self.about),
        ]

    def discovery(self, _: Request) -> Response:
        """OpenID Provider Metadata."""
        issuer = self._config.issuer
        return json_response(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "jwks_uri": f"{issuer}/jwks",
                "end_session_endpoint": f"{issuer}/end_session",
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": ["openid", *_BY_SCOPE],
                "claims_supported": [
                    "sub",
                    "email_verified",
                    *dict.fromkeys(claim for claims in _BY_SCOPE.values() for claim in claims),
                ],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "code_challenge_methods_supported": ["S256"],
                "ui_locales_supported": ["vi"],
                "request_parameter_supported": False,
            }
        )

    def jwks(self, _: Request) -> Response:
        """Public keys."""
        return json_response(KeySet([self._key]).as_dict(private=False))

    def authorize(self, request: Request) -> Response:
        """The sign-in page, or the error the standard asks for. A wrong client or return address is never redirected to."""
        asked = self._check(request.query)
        if refusal := self._refuse(asked):
            return refusal
        if asked.get("prompt") == "none":
            return self._back(asked, error="login_required")
        return self._sign_in_page(asked)

    def sign_in(self, request: Request) -> Response:
        """Citizen and PIN -> code."""
        form = request.form
        asked = self._check(form)
        if refusal := self._refuse(asked):
            return refusal
        if "cancel" in form:
            return self._back(asked, error="access_denied", error_description="Nguoi dung khong dong y")
        person = self._people.get(form.get("sub", ""))
        if person is None:
            return self._sign_in_page(asked, problem="Chưa chọn công dân nào. Chọn một người trong danh sách.")
        if not hmac.compare_digest(form.get("pin", "").strip().encode(), person["pin"].encode()):
            return self._sign_in_page(
                asked, person["sub"], f"Mã PIN của {person['name']} không đúng. Mã PIN thử nghiệm là {person['pin']}."
            )
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_expired()
            self._codes[code] = Grant(
                sub=person["sub"],
                redirect_uri=asked["redirect_uri"],
                scope=asked.get("scope", ""),
                nonce=asked.get("nonce", ""),
                challenge=asked.get("code_challenge", ""),
                expires=time.time() + CODE_SECONDS,
                signed_in_at=int(time.time()),
            )
        return self._back(asked, code=code)

    def token(self, request: Request) -> Response:
        """Code -> tokens, once."""
        form = request.form
        if not self._is_client(request, form):
            return json_response({"error": "invalid_client"}, 401, WWW_Authenticate='Basic realm="vneid"')
        if form.get("grant_type") != "authorization_code":
            return json_response({"error": "unsupported_grant_type"}, 400)
        token = secrets.token_urlsafe(32)
        with self._lock:
            grant = self._codes.get(form.get("code", ""))
            problem = _why_not(grant, form)
            if grant and grant.token:
                self._tokens.pop(
                    grant.token, None
                )  # a code used twice was stolen: what it gave is taken back (RFC 6749, 4.1.2)
            if grant is None or problem:
                return json_response({"error": "invalid_grant", "error_description": problem}, 400)
            grant.token = token
            self._tokens[token] = (grant.sub, grant.scope, time.time() + TOKEN_SECONDS)
        return json_response(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "scope": grant.scope,
                "id_token": self._id_token(grant, token),
            }
        )

    def userinfo(self, request: Request) -> Response:
        """Claims of the person behind a bearer token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        sub, scope, expires = self._tokens.get(token.strip(), ("", "", 0.0))
        if scheme.lower() != "bearer" or expires < time.time():
            return json_response({"error": "invalid_token"}, 401, WWW_Authenticate='Bearer error="invalid_token"')
        return json_response(self._claims(sub, scope))

    def end_session(self, request: Request) -> Response:
        """Sign out. No session is kept here, so it only leads back."""
        back = request.query.get("post_logout_redirect_uri", "")
        if back and self._is_ours(back):
            state = request.query.get("state")
            return redirect(back + (("&" if "?" in back else "?") + urlencode({"state": state}) if state else ""))
        return page(
            "Đã đăng xuất", markup("<p>Đã rời tài khoản định danh thử nghiệm.</p>"), system="vneid", heading=_HEADING
        )

    def about(self, _: Request) -> Response:
        """Who can sign in, and where programs find the provider."""
        rows = [
            markup(
                "<tr><td>{name}</td><td>{id_number}</td><td>{birthdate}</td><td>{address}</td><td>{email}</td><td>{pin}</td></tr>",
                **{**person, "birthdate": _day(person["birthdate"])},
            )
            for person in self._people.values()
        ]
        content = markup(
            '<p>Nhà cung cấp OpenID Connect. Cấu hình: <a href="{issuer}/.well-known/openid-configuration">{issuer}</a></p>'
            '<div class="scroll" tabindex="0" role="region" aria-label="Công dân thử nghiệm"><table><thead><tr><th>Họ và tên<th>Số định danh<th>Ngày sinh<th>Nơi thường trú'
            "<th>Thư điện tử<th>Mã PIN</thead><tbody>{rows}</tbody></table></div>",
            issuer=self._config.issuer,
            rows=rows,
        )
        return page("Công dân thử nghiệm", content, system="vneid", heading=_HEADING)

    def _check(self, given: dict[str, str]) -> dict[str, str]:
        asked = {name: given[name] for name in _ASKED if name in given}
        if asked.get("client_id") != self._config.client_id:
            raise Refusal(
                400, f"client_id “{asked.get('client_id', '')}” chưa đăng ký với nhà cung cấp định danh thử nghiệm."
            )
        if not self._is_registered(asked.get("redirect_uri", "")):
            raise Refusal(
                400, f"redirect_uri “{asked.get('redirect_uri', '')}” chưa đăng ký cho {self._config.client_id}."
            )
        return asked

    def _refuse(self, asked: dict[str, str]) -> Response | None:
        if asked.get("response_type") != "code":
            return self._back(asked, error="unsupported_response_type")
        if "openid" not in asked.get("scope", "").split():
            return self._back(asked, error="invalid_scope")
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            return self._back(asked, error="invalid_request", error_description="code_challenge_method must be S256")
        return None

    def _back(self, asked: dict[str, str], **told: str) -> Response:
        uri = asked["redirect_uri"]
        if "state" in asked:
            told["state"] = asked["state"]
        return redirect(f"{uri}{'&' if '?' in uri else '?'}{urlencode({**told, 'iss': self._config.issuer})}")

    def _is_registered(self, uri: str) -> bool:
        return uri in self._config.redirect_uris if self._config.redirect_uris else self._is_ours(uri)

    def _is_ours(self, uri: str) -> bool:
        """Under the platform's address, without a fragment. localhost and 127.0.0.1 are one machine."""
        own = urlsplit(self._config.platform_url)
        try:
            given = urlsplit(uri)
            origin = (given.scheme, given.hostname, given.port)
        except ValueError:
            return False
        hosts = {"localhost", "127.0.0.1"} if own.hostname in {"localhost", "127.0.0.1"} else {own.hostname}
        known = origin in {(own.scheme, host, own.port) for host in hosts}
        return known and not given.fragment and "@" not in given.netloc

    def _is_client(self, request: Request, form: dict[str, str]) -> bool:
        name, secret = form.get("client_id", ""), form.get("client_secret", "")
        scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                name, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
            except ValueError:
                return False
            name, secret = unquote_plus(name), unquote_plus(secret)
        config = self._config
        return hmac.compare_digest(name.encode(), config.client_id.encode()) & hmac.compare_digest(
            secret.encode(), config.client_secret.encode()
        )

    def _id_token(self, grant: Grant, token: str) -> str:
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": self._config.issuer,
            "aud": self._config.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "auth_time": grant.signed_in_at,
            "acr": "2",  # identity level 2 of NĐ 69/2024
            "at_hash": _half_hash(token),
            **self._claims(grant.sub, grant.scope),
        }
        if grant.nonce:
            claims["nonce"] = grant.nonce
        return jwt.encode({"alg": "RS256", "kid": self._key.kid, "typ": "JWT"}, claims, self._key)

    def _claims(self, sub: str, scope: str) -> dict[str, object]:
        person = self._people[sub]
        # `openid` alone gives everything: public services ask VNeID for nothing more than that.
        scopes = set(scope.split()) & _BY_SCOPE.keys() or set(_BY_SCOPE)
        claims: dict[str, object] = {"sub": sub}
        claims.update(
            {name: value for name, value in person.items() if any(name in _BY_SCOPE[each] for each in scopes)}
        )
        if "email" in claims:
            claims["email_verified"] = True
        return claims

    def _forget_expired(self) -> None:
        now = time.time()
        # A used code is remembered as long as its token, so that using it again is noticed.
        self._codes = {code: grant for code, grant in self._codes.items() if grant.expires + TOKEN_SECONDS > now}
        self._tokens = {token: held for token, held in self._tokens.items() if held[2] > now}

    def _sign_in_page(self, asked: dict[str, str], chosen: str = "", problem: str = "") -> Response:
        hidden = [
            markup('<input type="hidden" name="{name}" value="{value}">', name=name, value=value)
            for name, value in asked.items()
        ]
        people = [
            markup(
                '<label class="person"><input type="radio" name="sub" value="{sub}"{checked}><span><b>{name}</b><span>{born}, {address}</span></span></label>',
                **{
                    **person,
                    "checked": Markup(" checked") if person["sub"] == chosen else "",
                    "born": f"Sinh {_day(person['birthdate'])}",
                },
            )
            for person in self._people.values()
        ]
        content = markup(
            _SIGN_IN,
            client=urlsplit(asked["redirect_uri"]).netloc,
            problem=markup('<p class="problem" role="alert" id="problem">{text}</p>', text=problem) if problem else "",
            described=Markup(' aria-invalid="true" aria-describedby="problem"') if problem and chosen else "",
            hidden=hidden,
            people=people,
            pin=next(iter(self._people.values()))["pin"],
        )
        return page(
            "Đăng nhập bằng tài khoản định danh",
            content,
            system="vneid",
            heading=_HEADING,
            status=422 if problem else 200,
        )


def _why_not(grant: Grant | None, form: dict[str, str]) -> str:
    if grant is None:
        return "unknown code"
    if grant.token:
        return "code was used"
    if grant.expires < time.time():
        return "code has expired"
    if grant.redirect_uri != form.get("redirect_uri"):
        return "redirect_uri differs"
    verifier = form.get("code_verifier", "")
    if grant.challenge and not hmac.compare_digest(
        _b64(hashlib.sha256(verifier.encode()).digest()).encode(), grant.challenge.encode()
    ):
        return "code_verifier does not match"
    return ""


def _load_key(path: Path) -> RSAKey:
    """The signing key, made at the first start and kept, so that a restart keeps its key id."""
    if path.exists():
        return RSAKey.import_key(path.read_bytes(), {"use": "sig", "alg": "RS256", "kid": "sandbox"})
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": "sandbox"})
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(key.as_pem(private=True))
    return key


def _half_hash(token: str) -> str:
    return _b64(hashlib.sha256(token.encode("ascii")).digest()[:16])


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


_HEADING = "Định danh điện tử (đóng vai VNeID)"
_SIGN_IN = """
<p><b>{client}</b> đề nghị xác thực danh tính của ông/bà và nhận: họ tên, ngày sinh, giới tính, số định danh, nơi thường trú, số điện thoại, thư điện tử.</p>
{problem}
<form method="post" action="/vneid/authorize" class="sheet">
{hidden}
<fieldset><legend>Công dân thử nghiệm</legend><div class="people">{people}</div></fieldset>
<p class="field"><label for="pin">Mã PIN</label><span class="hint">Mọi công dân thử nghiệm dùng mã {pin}</span>
<input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" size="8" maxlength="12"{described}></p>
<p class="buttons"><button class="primary">Đăng nhập</button><button name="cancel" value="1">Không đồng ý, quay lại</button></p>
</form>
"""
