"""What certificate authorities answer over HTTP: time stamps (RFC 3161), status (RFC 6960), lists (RFC 5280), certificates (cơ quan chứng thực).

Nothing here waits long, and an address that did not answer is left alone for a while: nobody's signature hangs on a foreign server.
"""

import hashlib

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID
from django.core.cache import cache

PATIENCE = httpx.Timeout(2.5, connect=1.0)
LARGEST = 20 * 1024 * 1024  # bytes: lists of national authorities have some megabytes
QUIET_SECONDS = 60
"""How long an address is left alone after it did not answer."""


class AuthorityUnreachable(Exception):  # says what happened
    """No usable answer now; ask later."""


def fetch_list(url: str) -> bytes:
    """A CRL, DER. Raises AuthorityUnreachable."""
    return ask("GET", url)


def ask_status(url: str, certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    """An OCSP answer, DER, that says something about this certificate. Raises AuthorityUnreachable."""
    # The names of RFC 6960 are SHA-1: that is what authorities look up by, not what they sign with.
    asked = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1()).build()  # noqa: S303
    answer = ask("POST", url, asked.public_bytes(serialization.Encoding.DER), "application/ocsp-request")
    try:
        status = ocsp.load_der_ocsp_response(answer).response_status
    except ValueError as error:
        raise AuthorityUnreachable(url) from error
    if status != ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise AuthorityUnreachable(f"{url}: {status.name}")
    return answer


def status_urls(certificate: x509.Certificate) -> list[str]:
    """Where the certificate says its status is told."""
    return _access(certificate, AuthorityInformationAccessOID.OCSP)


def list_urls(certificate: x509.Certificate) -> list[str]:
    """Where the certificate says the list of those taken back lies."""
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        name.value
        for point in points
        for name in point.full_name or ()
        if isinstance(name, x509.UniformResourceIdentifier) and name.value.startswith(("http://", "https://"))
    ]


def _access(certificate: x509.Certificate, method: x509.ObjectIdentifier) -> list[str]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        each.access_location.value
        for each in access
        if each.access_method == method
        and isinstance(each.access_location, x509.UniformResourceIdentifier)
        and each.access_location.value.startswith(("http://", "https://"))
    ]


def ask(method: str, url: str, body: bytes | None = None, content_type: str = "") -> bytes:
    """The body of an answer. Raises AuthorityUnreachable, also when the address did not answer a moment ago."""
    quiet = f"signing.quiet:{hashlib.sha256(url.encode()).hexdigest()[:24]}"
    if cache.get(quiet):
        raise AuthorityUnreachable(f"{url}: did not answer a moment ago")
    try:
        status, found = _exchange(method, url, body, {"Content-Type": content_type} if content_type else {})
        said = f"{url}: {status}, {len(found)} bytes"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        status, found, said = 0, b"", f"{url}: {type(error).__name__}"
    if status != httpx.codes.OK or len(found) > LARGEST:
        cache.set(quiet, value=True, timeout=QUIET_SECONDS)
        raise AuthorityUnreachable(said)
    return found


def _exchange(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
    with (
        httpx.Client(timeout=PATIENCE, follow_redirects=False) as client,
        client.stream(method, url, content=body, headers=headers) as response,
    ):
        found = bytearray()
        for part in response.iter_bytes():
            found += part
            if len(found) > LARGEST:
                break
        return response.status_code, bytes(found)
