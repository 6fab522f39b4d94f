"""A certificate authority (CA công vụ thử nghiệm): issues, revokes, and answers as authorities do.

Root and issuing authority in two tiers; CRL (RFC 5280, DER over HTTP), OCSP (RFC 6960, POST and GET), time stamps (RFC 3161).
Everything it signs says "thử nghiệm" in its name.
"""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sandbox.certificates import NAME, Keys, Pair, der, pem
from sandbox.config import Config
from sandbox.store import Store
from sandbox.web import Handler, Markup, Refusal, Request, Response, json_response, markup, page, redirect

CRL_DAYS = 1
SERVICES = {"crl": "Danh sách thu hồi", "ocsp": "Tra cứu trạng thái (OCSP)", "tsa": "Dấu thời gian"}
REASONS = {
    "key_compromise": "Lộ khóa",
    "affiliation_changed": "Thay đổi chức vụ, cơ quan",
    "superseded": "Cấp chứng thư khác thay thế",
    "cessation_of_operation": "Thôi sử dụng",
}


class Authority:
    """Keys in `data_dir/ca`, made when they are first needed; issued certificates in the store."""

    def __init__(self, config: Config, store: Store) -> None:
        self._config, self._store = config, store
        self.keys = Keys(config.data_dir / "ca", config.url)
        self.down: set[str] = set()
        """Services that do not answer, for trying what happens then."""

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Pages, and the addresses named in certificates."""
        return [
            ("GET", "/ca/", self.home),
            ("POST", "/ca/dich-vu", self.switch),
            ("POST", "/ca/thu-hoi", self.revoke_form),
            ("GET", "/ca/goc.pem", lambda _: Response(pem(self.root.certificate), 200, "application/x-pem-file")),
            ("GET", "/ca/goc.crt", lambda _: Response(der(self.root.certificate), 200, "application/pkix-cert")),
            ("GET", "/ca/cap.crt", lambda _: Response(der(self.issuing.certificate), 200, "application/pkix-cert")),
            ("GET", "/ca/goc.crl", lambda _: self._crl("root")),
            ("GET", "/ca/cap.crl", lambda _: self._crl("issuing")),
            ("POST", "/ca/ocsp", lambda request: self._ocsp(request.body)),
            ("GET", r"/ca/ocsp/(?P<asked>.+)", self.ocsp_get),
            ("POST", "/ca/tsa", self.tsa),
            ("POST", "/ca/api/issue", self.issue_json),
            ("POST", "/ca/api/revoke", self.revoke_json),
        ]

    @property
    def root(self) -> Pair:
        """The root, 20 years."""
        return self.keys.pair("root")

    @property
    def issuing(self) -> Pair:
        """What issues to people and agencies, 10 years."""
        return self.keys.pair("issuing")

    def issue(
        self,
        public_key: Any,
        subject: x509.Name,
        *,
        days: int = 5 * 365,
        start: datetime | None = None,
    ) -> x509.Certificate:
        """A certificate for signing, in the book of this authority. `start`: a year ago unless said."""
        begin = start or datetime.now(UTC) - timedelta(days=365)
        made = self.keys.certificate(public_key, subject, self.issuing, begin=begin, end=begin + timedelta(days=days))
        self._store.run(
            "INSERT INTO ca_certificates (serial, subject, not_after, pem) VALUES (?, ?, ?, ?)",
            (f"{made.serial_number:x}", _common_name(made), made.not_valid_after_utc.isoformat(), pem(made).decode()),
        )
        return made

    def chain_of(self, certificate: x509.Certificate) -> str:
        """Certificate, issuing authority, root; PEM."""
        return b"".join(pem(each) for each in (certificate, self.issuing.certificate, self.root.certificate)).decode()

    def revoke(self, serial: str, reason: str = "key_compromise", at: datetime | None = None) -> None:
        """Take back; raises Refusal for what was never issued."""
        if reason not in REASONS:
            raise Refusal(400, f"Lý do thu hồi phải là một trong: {', '.join(REASONS)}.")
        row = self._row(serial)
        if row is None:
            raise Refusal(404, "Không có chứng thư số này.")
        if row["revoked_at"] is None:
            self._store.run(
                "UPDATE ca_certificates SET revoked_at = ?, reason = ? WHERE serial = ?",
                ((at or datetime.now(UTC)).isoformat(), reason, serial.lower()),
            )

    # Pages

    def home(self, _: Request) -> Response:
        """Services, and what was issued."""
        rows = self._store.rows("SELECT * FROM ca_certificates ORDER BY rowid DESC LIMIT 200")
        content = markup(
            '<p>Cấp chứng thư số theo yêu cầu PKCS#10, thu hồi, trả lời như cơ quan chứng thực thật. <a href="/ca/goc.pem">Chứng thư gốc</a>, '
            '<a href="/ca/cap.crl">danh sách thu hồi</a>.</p><ul class="systems">{services}</ul><h2>Chứng thư đã cấp</h2>{rows}',
            services=[
                markup(
                    '<li><span><b>{what}</b></span><span>{state}</span><form method="post" action="/ca/dich-vu">'
                    '<input type="hidden" name="what" value="{name}"><button>{verb}</button></form></li>',
                    what=what,
                    name=name,
                    state="Đang tắt" if name in self.down else "Đang trả lời",
                    verb="Bật lại" if name in self.down else "Tắt để thử",
                )
                for name, what in SERVICES.items()
            ],
            rows=[_line(row) for row in rows] or markup("<p>Chưa cấp chứng thư nào.</p>"),
        )
        return page(NAME, content, heading="Cơ quan chứng thực")

    def switch(self, request: Request) -> Response:
        """Turn a service off or on."""
        self.down.symmetric_difference_update({request.form.get("what", "")} & set(SERVICES))
        return redirect("/ca/")

    def revoke_form(self, request: Request) -> Response:
        """The button."""
        self.revoke(request.form.get("serial", ""), request.form.get("reason", "key_compromise"))
        return redirect("/ca/")

    # Protocols

    def issue_json(self, request: Request) -> Response:
        """`{"csr": PEM}` -> `{"chain": PEM, "serial"}`: the subject and the key of the request, if it proves its key."""
        try:
            csr = x509.load_pem_x509_csr(str(request.json().get("csr", "")).encode())
        except ValueError as error:
            raise Refusal(400, "Yêu cầu cấp chứng thư (PKCS#10) không đọc được.") from error
        if not csr.is_signature_valid:
            raise Refusal(400, "Chữ ký trong yêu cầu không khớp với khóa công khai.")
        made = self.issue(csr.public_key(), csr.subject)
        return json_response({"chain": self.chain_of(made), "serial": f"{made.serial_number:x}"}, 201)

    def revoke_json(self, request: Request) -> Response:
        """`{"serial": hex, "reason"}`."""
        told = request.json()
        self.revoke(str(told.get("serial", "")), str(told.get("reason", "key_compromise")))
        return json_response({"revoked": True})

    def ocsp_get(self, _: Request, asked: str) -> Response:
        """RFC 6960, appendix A.1: the request in base64 in the address."""
        try:
            return self._ocsp(base64.b64decode(asked.replace(" ", "+"), validate=True))
        except binascii.Error:
            return self._ocsp(b"")

    def tsa(self, request: Request) -> Response:
        """RFC 3161 over HTTP."""
        self._refuse_if_down("tsa")
        try:
            asked = tsp.TimeStampReq.load(request.body)
            asked["message_imprint"]["hashed_message"].native  # noqa: B018  # asn1crypto reads when asked
        except (ValueError, TypeError) as error:
            raise Refusal(400, "Yêu cầu dấu thời gian không đọc được.") from error
        answer = self._stamper().request_tsa_response(asked)
        return Response(answer.dump(), 200, "application/timestamp-reply", {"Cache-Control": "no-store"})

    def _ocsp(self, body: bytes) -> Response:
        self._refuse_if_down("ocsp")
        try:
            asked = ocsp.load_der_ocsp_request(body)
        except ValueError:
            answer = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        else:
            answer = self._status(asked)
        return Response(answer.public_bytes(serialization.Encoding.DER), 200, "application/ocsp-response")

    def _status(self, asked: ocsp.OCSPRequest) -> ocsp.OCSPResponse:
        of_issuing = _asks_about(asked, self.issuing.certificate)
        of_root = _asks_about(asked, self.root.certificate)
        row = self._row(f"{asked.serial_number:x}")
        own = {self.keys.pair(name).certificate.serial_number for name in ("issuing", "tsa") if row is None}
        if not (of_issuing or of_root) or (row is None and asked.serial_number not in own):
            return ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
        issuer = self.issuing if of_issuing else self.root
        responder = self.keys.pair("responder") if of_issuing else self.root
        now = datetime.now(UTC).replace(microsecond=0)
        revoked = row is not None and row["revoked_at"] is not None
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=asked.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=now - timedelta(minutes=5),
            next_update=now + timedelta(hours=12),
            revocation_time=datetime.fromisoformat(row["revoked_at"]) if revoked and row else None,
            revocation_reason=x509.ReasonFlags[row["reason"]] if revoked and row else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
        if responder.certificate != issuer.certificate:
            builder = builder.certificates([responder.certificate])
        try:
            nonce = asked.extensions.get_extension_for_class(x509.OCSPNonce)
            builder = builder.add_extension(nonce.value, critical=False)
        except x509.ExtensionNotFound:
            pass
        return builder.sign(responder.key, hashes.SHA256())

    def _crl(self, name: str) -> Response:
        self._refuse_if_down("crl")
        pair, now = self.keys.pair(name), datetime.now(UTC)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(pair.certificate.subject)
            .last_update(now - timedelta(minutes=5))
            .next_update(now + timedelta(days=CRL_DAYS))
            .add_extension(_key_identifier(pair), critical=False)
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        )
        revoked = self._store.rows(
            "SELECT serial, revoked_at, reason FROM ca_certificates WHERE revoked_at IS NOT NULL"
        )
        for row in revoked if name == "issuing" else ():
            entry = x509.RevokedCertificateBuilder().serial_number(int(row["serial"], 16))
            entry = entry.revocation_date(datetime.fromisoformat(row["revoked_at"]))
            entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags[row["reason"]]), critical=False)
            builder = builder.add_revoked_certificate(entry.build())
        made = builder.sign(pair.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
        return Response(made, 200, "application/pkix-crl", {"Cache-Control": "max-age=60"})

    def _refuse_if_down(self, name: str) -> None:
        if name in self.down:
            raise Refusal(503, f"{SERVICES[name]}: đang tắt để thử.")

    def _row(self, serial: str) -> Any:
        rows = self._store.rows("SELECT * FROM ca_certificates WHERE serial = ?", (serial.lower(),))
        return rows[0] if rows else None

    # Keys

    def _stamper(self) -> DummyTimeStamper:
        pair = self.keys.pair("tsa")
        key = pair.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        above = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        above.register(asn1_x509.Certificate.load(der(self.issuing.certificate)))
        return DummyTimeStamper(
            asn1_x509.Certificate.load(der(pair.certificate)),
            asn1_keys.PrivateKeyInfo.load(key),
            certs_to_embed=above,
        )


def _key_identifier(pair: Pair) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(pair.key.public_key())


def _asks_about(asked: ocsp.OCSPRequest, issuer: x509.Certificate) -> bool:
    digest = hashes.Hash(asked.hash_algorithm)
    digest.update(issuer.subject.public_bytes())
    return digest.finalize() == asked.issuer_name_hash


def _line(row: Any) -> Markup:
    choices = [markup('<option value="{code}">{text}</option>', code=code, text=text) for code, text in REASONS.items()]
    revoke = (
        markup("<span>Đã thu hồi: {why}</span>", why=REASONS[row["reason"]])
        if row["revoked_at"]
        else markup(
            '<form method="post" action="/ca/thu-hoi"><input type="hidden" name="serial" value="{serial}">'
            '<label>Lý do <select name="reason">{choices}</select></label> <button>Thu hồi</button></form>',
            serial=row["serial"],
            choices=choices,
        )
    )
    return markup(
        '<div class="sheet"><p><b>{subject}</b> <code>{serial}</code></p>{revoke}</div>',
        subject=row["subject"],
        serial=row["serial"],
        revoke=revoke,
    )


def _common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else "không tên"
