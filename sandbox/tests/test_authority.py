import base64
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from pyhanko.sign.timestamps.common_utils import handle_tsp_response

from sandbox.certificates import subject_of


@pytest.fixture
def issued(sandbox):
    return sandbox.authority.issue(ec.generate_private_key(ec.SECP256R1()).public_key(), subject_of("Rơ Châm H'Blan"))


def ask(sandbox, certificate):
    issuer = sandbox.authority.issuing.certificate
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303  # RFC 6960
    return builder.build().public_bytes(serialization.Encoding.DER)


def test_what_it_issues_names_where_to_ask(sandbox, issued):
    access = issued.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    assert [each.access_location.value.rpartition("/")[2] for each in access] == ["ocsp", "cap.crt"]
    issued.verify_directly_issued_by(sandbox.authority.issuing.certificate)
    sandbox.authority.issuing.certificate.verify_directly_issued_by(sandbox.authority.root.certificate)


@pytest.mark.parametrize("way", ["POST", "GET"])
def test_status_before_and_after_revocation(sandbox, browser, issued, way):
    asked = ask(sandbox, issued)

    def status():
        if way == "POST":
            answer = browser.post("/ca/ocsp", content=asked)
        else:
            answer = browser.get(f"/ca/ocsp/{quote(base64.b64encode(asked).decode(), safe='')}")
        assert answer.headers["Content-Type"] == "application/ocsp-response"
        return ocsp.load_der_ocsp_response(answer.content)

    assert status().certificate_status == ocsp.OCSPCertStatus.GOOD
    told = browser.post("/ca/api/revoke", json={"serial": f"{issued.serial_number:x}", "reason": "superseded"})
    assert told.status_code == 200
    found = status()
    assert (found.certificate_status, found.revocation_reason) == (
        ocsp.OCSPCertStatus.REVOKED,
        x509.ReasonFlags.superseded,
    )
    responder = found.certificates[0]
    responder.verify_directly_issued_by(sandbox.authority.issuing.certificate)
    responder.public_key().verify(found.signature, found.tbs_response_bytes, ec.ECDSA(hashes.SHA256()))
    crl = x509.load_der_x509_crl(browser.get("/ca/cap.crl").content)
    assert crl.is_signature_valid(sandbox.authority.issuing.certificate.public_key())
    assert crl.get_revoked_certificate_by_serial_number(issued.serial_number) is not None


def test_what_it_never_issued_and_rubbish(browser):
    rubbish = ocsp.load_der_ocsp_response(browser.post("/ca/ocsp", content=b"?").content)
    assert rubbish.response_status == ocsp.OCSPResponseStatus.MALFORMED_REQUEST
    assert browser.post("/ca/api/revoke", json={"serial": "abc"}).status_code == 404
    assert browser.post("/ca/api/issue", json={"csr": "?"}).status_code == 400
    assert browser.post("/ca/tsa", content=b"?").status_code == 400


def test_a_time_stamp(sandbox, browser):
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"a signature")
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest.finalize()}
    asked = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": 7, "cert_req": True})
    answer = browser.post("/ca/tsa", content=asked.dump())
    token = handle_tsp_response(tsp.TimeStampResp.load(answer.content), 7)
    told = token["content"]["encap_content_info"]["content"].parsed
    assert abs((told["gen_time"].native - datetime.now(UTC)).total_seconds()) < 60
    browser.post("/ca/dich-vu", data={"what": "tsa"})
    assert browser.post("/ca/tsa", content=asked.dump()).status_code == 503


def test_a_request_is_answered_with_a_chain_and_keys_outlive_a_restart(sandbox, browser, config):
    key = ec.generate_private_key(ec.SECP256R1())
    csr = x509.CertificateSigningRequestBuilder().subject_name(subject_of("Trần Thị Bình")).sign(key, hashes.SHA256())
    told = browser.post("/ca/api/issue", json={"csr": csr.public_bytes(serialization.Encoding.PEM).decode()}).json()
    own, issuing, root = x509.load_pem_x509_certificates(told["chain"].encode())
    own.verify_directly_issued_by(issuing)
    assert own.public_key() == key.public_key()
    assert "Trần Thị Bình" in browser.get("/ca/").text
    from sandbox.authority import Authority

    assert Authority(config, sandbox.store).root.certificate == root
