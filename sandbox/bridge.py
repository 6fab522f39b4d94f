"""A bridge to the token on an officer's desk (cầu nối ký số), as docs/guides/cau-noi-ky-so.md describes it: the reference.

`python -m sandbox.bridge --origin https://motcua.example --port 14741 --key key.pem --certificate chain.pem`, or, with a token,
`--module /usr/lib/softhsm/libsofthsm2.so --token "Token" --object "ký số"` (the PIN is asked for, or taken from BRIDGE_PIN). In the demo it
runs inside the sandbox under /cau-noi.
"""

import argparse
import base64
import binascii
import getpass
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature

from sandbox.web import Application, Handler, Request, Response, json_response

VERSION = 2
DEFAULT_PORT = 14741
MOST_AT_ONCE = 50

type SignHash = Callable[[bytes], bytes]


class Bridge:
    """One certificate, one key, some origins it answers to."""

    def __init__(self, chain: list[x509.Certificate], sign_hash: SignHash, origins: set[str], prefix: str = "") -> None:
        self._chain, self._sign_hash, self._origins, self._prefix = chain, sign_hash, origins, prefix

    def routes(self) -> list[tuple[str, str, Handler]]:
        """The protocol, version 2."""
        base = f"{self._prefix}/v1"
        return [
            ("OPTIONS", f"{base}/info", self._answered(lambda _: Response(b"", 204))),
            ("OPTIONS", f"{base}/certificates", self._answered(lambda _: Response(b"", 204))),
            ("OPTIONS", f"{base}/sign", self._answered(lambda _: Response(b"", 204))),
            ("GET", f"{base}/info", self._answered(self.info)),
            ("GET", f"{base}/certificates", self._answered(self.certificates)),
            ("POST", f"{base}/sign", self._answered(self.sign)),
        ]

    def info(self, _: Request) -> Response:
        """Who answers."""
        return json_response({"version": VERSION, "name": "Cầu nối ký số mẫu"})

    def certificates(self, _: Request) -> Response:
        """What the token holds."""
        own = self._chain[0]
        return json_response(
            {
                "certificates": [
                    {
                        "sha256": own.fingerprint(hashes.SHA256()).hex(),
                        "subject": own.subject.rfc4514_string(),
                        "not_after": own.not_valid_after_utc.isoformat(),
                        "chain": [base64.b64encode(_der(each)).decode() for each in self._chain],
                    }
                ]
            }
        )

    def sign(self, request: Request) -> Response:
        """`{"certificate_sha256", "hash", "algorithm"}` -> `{"signature", "certificate"}`, base64; `hashes` -> `signatures`, asked about once.

        A real bridge asks its holder here.
        """
        told = request.json()
        own = self._chain[0]
        if told.get("certificate_sha256") != own.fingerprint(hashes.SHA256()).hex():
            return json_response({"error": "certificate-not-here"}, 404)
        is_ec = isinstance(own.public_key(), ec.EllipticCurvePublicKey)
        if told.get("algorithm") != ("ecdsa-sha256" if is_ec else "rsa-sha256"):
            return json_response({"error": "algorithm-not-supported"}, 422)
        many = told.get("hashes")
        asked = many if isinstance(many, list) else [told.get("hash", "")]
        try:
            values = [base64.b64decode(str(each), validate=True) for each in asked]
        except binascii.Error:
            values = []
        if not 1 <= len(values) <= MOST_AT_ONCE or any(len(each) != 32 for each in values):
            return json_response({"error": "hash-not-sha256"}, 422)
        made = [base64.b64encode(self._sign_hash(each)).decode() for each in values]
        answer: dict[str, object] = {"signatures": made} if isinstance(many, list) else {"signature": made[0]}
        return json_response({**answer, "certificate": base64.b64encode(_der(own)).decode()})

    def _answered(self, handler: Handler) -> Handler:
        """To pages of known origins only; browsers ask first (CORS, Private Network Access)."""

        def answer(request: Request) -> Response:
            origin = request.headers.get("origin", "")
            if origin not in self._origins:
                return json_response({"error": "origin-not-allowed"}, 403)
            response = handler(request)
            response.headers |= {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Allow-Headers": "content-type",
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Private-Network": "true",
                "Vary": "Origin",
            }
            return response

        return answer


def software(key: Any) -> SignHash:
    """A key in a file."""

    def sign(value: bytes) -> bytes:
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(value, ec.ECDSA(Prehashed(hashes.SHA256())))
        made: bytes = key.sign(value, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
        return made

    return sign


def token(module: str, token_label: str, object_label: str, pin: str) -> tuple[list[x509.Certificate], SignHash]:
    """An EC key in a token, found by its label, with its certificate beside it."""
    import pkcs11

    held = pkcs11.lib(module).get_token(token_label=token_label)
    try:
        session = held.open(user_pin=pin)
    except pkcs11.UserAlreadyLoggedIn:  # by another part of this process
        session = held.open()
    key: Any = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=object_label)
    found = session.get_objects(
        {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.LABEL: object_label}
    )
    chain = [x509.load_der_x509_certificate(bytes(each[pkcs11.Attribute.VALUE])) for each in found]
    lock = threading.Lock()

    def sign(value: bytes) -> bytes:
        with lock:
            raw = bytes(key.sign(value, mechanism=pkcs11.Mechanism.ECDSA))
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))

    return chain, sign


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def main() -> None:
    """Run until interrupted, on this machine only."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox.bridge", description="Reference bridge between a browser and a signing token."
    )
    parser.add_argument("--origin", action="append", required=True, help="address of the platform; may be repeated")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--module")
    parser.add_argument("--token")
    parser.add_argument("--object")
    told = parser.parse_args()
    if told.module:
        pin = os.environ.get("BRIDGE_PIN") or getpass.getpass("PIN: ")
        chain, sign = token(told.module, told.token, told.object, pin)
        if told.certificate:
            chain = x509.load_pem_x509_certificates(told.certificate.read_bytes())
    else:
        chain = x509.load_pem_x509_certificates(told.certificate.read_bytes())
        sign = software(serialization.load_pem_private_key(told.key.read_bytes(), None))
    bridge = Bridge(chain, sign, set(told.origin))
    with make_server("127.0.0.1", told.port, Application(bridge.routes())) as server:
        print(f"bridge ready: http://127.0.0.1:{told.port}", flush=True)  # noqa: T201  # for who started it
        server.serve_forever()


if __name__ == "__main__":
    main()
