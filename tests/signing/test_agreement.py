"""Our verdict and that of judges who know nothing of us, on the same files: valid, altered, expired, revoked, of an unknown authority."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from sandbox.authority import Authority
from sandbox.config import Config
from sandbox.store import Store
from tests.signing.conftest import register
from tests.signing.judges import PdfJudge, XmlJudge, with_list

from lienthong.foundation.signing import services
from lienthong.foundation.signing.choices import SignatureState
from lienthong.kit import clock, pdf
from lienthong.kit.pdf.tests.test_documents import RESULT

pytestmark = pytest.mark.django_db

XML = "<VanBan xmlns='urn:thu'><So>12/QĐ-UBND</So><TrichYeu>Về việc ký số</TrichYeu></VanBan>".encode()


def pem(certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture
def paper(signer):
    return services.sign_pdf(actor=signer, content=pdf.result(RESULT), reason="Ký kết quả", location="Ia Grai")


@pytest.fixture
def judge(world, tmp_path):
    keys = world.authority
    return PdfJudge(tmp_path / "nss", pem(keys.root.certificate), pem(keys.issuing.certificate))


@pytest.fixture
def xml_judge(world, tmp_path):
    keys = world.authority
    return XmlJudge(tmp_path / "xmlsec", pem(keys.root.certificate), pem(keys.issuing.certificate))


def state(content: bytes) -> SignatureState:
    verify = services.verify_pdf if content.startswith(b"%PDF") else services.verify_xml
    verdict = verify(content)
    (found,) = verdict.signers
    assert verdict.valid is (found.state == SignatureState.VALID), verdict
    return found.state


def altered(content: bytes) -> bytes:
    at = content.index(b"stream") + 20
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_a_good_paper(paper, judge):
    assert state(paper) == SignatureState.VALID
    said = judge.says(paper, ask=True)
    assert "Signature is Valid." in said, said
    assert "Certificate is Trusted." in said, said


def test_an_altered_paper(paper, judge):
    assert state(altered(paper)) == SignatureState.CHANGED
    assert "Digest Mismatch" in judge.says(altered(paper))


def test_a_revoked_certificate(world, leader, judge):
    certificate = register(world.authority, leader)
    with clock.at(datetime.now(UTC) - timedelta(days=3)):
        paper = services.sign_pdf(actor=leader, content=pdf.result(RESULT), reason="Ký", location="Ia Grai")
    assert state(paper) == SignatureState.VALID
    world.authority.revoke(certificate.serial, "key_compromise")
    from lienthong.foundation.signing.models import RevocationAnswer

    RevocationAnswer.objects.all().delete()  # a day later
    assert state(paper) == SignatureState.REVOKED
    assert "Certificate has been Revoked." in judge.says(paper, ask=True)


def test_a_certificate_that_had_expired(world, leader, judge):
    then = datetime.now(UTC) - timedelta(days=400)
    register(world.authority, leader, start=then, days=30)
    with clock.at(then + timedelta(days=10)):
        in_time = services.sign_pdf(actor=leader, content=pdf.result(RESULT), reason="Ký", location="Ia Grai")
    assert state(in_time) == SignatureState.VALID  # good on its day; nothing proves the day, and that is said
    assert "không có dấu thời gian" in services.verify_pdf(in_time).signers[0].notes[0]
    from lienthong.foundation.signing.services import signing

    certificate = signing.queries.Certificate.objects.get(position_id=leader.position.id)
    late = signing._sign(
        actor=leader,
        certificate=certificate,
        content=pdf.result(RESULT),
        reason="Ký",
        location="Ia Grai",
        visible=True,
        prove_later=True,
    )
    assert state(late) == SignatureState.EXPIRED
    assert "Certificate has Expired" in judge.says(late)


def test_an_authority_nobody_knows(world, leader, judge, tmp_path):
    (tmp_path / "other").mkdir()
    store = Store(tmp_path / "other" / "store.sqlite3")
    stranger = Authority(Config(data_dir=tmp_path / "other", url=world.config.url), store)
    register(stranger, leader)
    paper = services.sign_pdf(actor=leader, content=pdf.result(RESULT), reason="Ký", location="Ia Grai")
    assert state(paper) == SignatureState.UNKNOWN
    said = judge.says(paper)
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." not in said
    store.close()


BOTH = pytest.mark.parametrize("advanced", [False, True], ids=["xml-dsig", "xades"])


@BOTH
def test_xml_good_and_altered(signer, xml_judge, advanced):
    signed = services.sign_xml(actor=signer, content=XML, reason="Gửi đi", advanced=advanced)
    verdict = services.verify_xml(signed)
    assert verdict.valid, verdict
    assert verdict.signers[0].is_time_proven is advanced
    assert xml_judge.agrees(signed)
    changed = signed.replace(b"12/Q", b"13/Q")
    assert state(changed) == SignatureState.CHANGED
    assert not xml_judge.agrees(changed)


def test_xml_of_a_stranger(world, leader, xml_judge, tmp_path):
    (tmp_path / "other").mkdir()
    store = Store(tmp_path / "other" / "store.sqlite3")
    register(Authority(Config(data_dir=tmp_path / "other", url=world.config.url), store), leader)
    signed = services.sign_xml(actor=leader, content=XML, reason="Gửi đi", advanced=False)
    assert state(signed) == SignatureState.UNKNOWN
    assert not xml_judge.agrees(signed)
    store.close()


@BOTH
def test_xml_by_a_certificate_that_had_expired(world, leader, xml_judge, advanced):
    then = datetime.now(UTC) - timedelta(days=400)
    register(world.authority, leader, start=then, days=30)
    with clock.at(
        then + timedelta(days=10)
    ):  # the clock of the platform was set back; the time that is stamped is today's
        signed = services.sign_xml(actor=leader, content=XML, reason="Gửi đi", advanced=advanced)
    assert state(signed) == SignatureState.EXPIRED
    assert "certificate has expired" in xml_judge.says(signed)
    assert not xml_judge.agrees(signed)
    assert xml_judge.agrees(signed, at=then + timedelta(days=10))  # nothing but the day is wrong


def test_xml_by_a_certificate_that_expired_since(world, leader, xml_judge):
    register(world.authority, leader, days=365 + 30)
    plain = services.sign_xml(actor=leader, content=XML, reason="Gửi đi", advanced=False)
    stamped = services.sign_xml(actor=leader, content=XML, reason="Gửi đi")
    later = datetime.now(UTC) + timedelta(days=60)
    with clock.at(later):
        assert state(plain) == SignatureState.EXPIRED  # says no time at all, so today counts
        assert state(stamped) == SignatureState.VALID  # the stamp proves the day
    for signed in (plain, stamped):
        assert xml_judge.agrees(signed)
        assert not xml_judge.agrees(signed, at=later)  # it reads no stamp: it must be told the day


def test_xml_by_a_revoked_certificate(world, leader, xml_judge):
    certificate = register(world.authority, leader)
    signed = services.sign_xml(actor=leader, content=XML, reason="Gửi đi", advanced=False)
    before = with_list(signed, revocation_list(world))
    assert state(before) == SignatureState.VALID
    assert xml_judge.agrees(before)
    world.authority.revoke(certificate.serial, "key_compromise", at=datetime.now(UTC) - timedelta(days=1))
    after = with_list(signed, revocation_list(world))
    world.authority.down.update({"ocsp", "crl"})  # the list in the file is enough, for them and for us
    assert state(after) == SignatureState.REVOKED
    assert "certificate is revoked" in xml_judge.says(after)
    assert not xml_judge.agrees(after)


def test_advanced_xml_by_a_revoked_certificate(world, leader, xml_judge):
    """XAdES signs the place where xmlsec1 looks for a list, so OpenSSL is asked of the certificate, xmlsec1 of the rest."""
    certificate = register(world.authority, leader)
    signed = services.sign_xml(actor=leader, content=XML, reason="Gửi đi")
    assert xml_judge.says_of_chain(signed, revocation_list(world)).endswith("own.pem: OK\n")
    world.authority.revoke(certificate.serial, "key_compromise", at=datetime.now(UTC) - timedelta(days=1))
    assert state(signed) == SignatureState.REVOKED
    assert xml_judge.agrees(signed)  # whole, and of a known authority; without a list it cannot know more
    assert "certificate revoked" in xml_judge.says_of_chain(signed, revocation_list(world))


def test_a_list_of_a_stranger_revokes_nothing(world, leader, tmp_path):
    (tmp_path / "other").mkdir()
    store = Store(tmp_path / "other" / "store.sqlite3")
    stranger = Authority(Config(data_dir=tmp_path / "other", url=world.config.url), store)
    certificate = register(world.authority, leader)
    store.run(
        "INSERT INTO ca_certificates (serial, subject, not_after, pem, revoked_at, reason) VALUES (?, '', '', '', ?, 'superseded')",
        (certificate.serial, datetime.now(UTC).isoformat()),
    )
    signed = services.sign_xml(actor=leader, content=XML, reason="Gửi đi", advanced=False)
    assert state(with_list(signed, stranger._crl("issuing").body)) == SignatureState.VALID
    store.close()


def revocation_list(world) -> bytes:
    """What the authority publishes now."""
    return world.authority._crl("issuing").body


@pytest.mark.parametrize("content", [b"", b"<a", b"<a/>", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"])
def test_xml_that_is_none_or_unsigned(content, db):
    verdict = services.verify_xml(content)
    assert not verdict.valid
    assert verdict.problems
