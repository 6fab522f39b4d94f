import io
import subprocess
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from lienthong.foundation.organizations.models import Agency, Position, Tier
from lienthong.foundation.signing import errors, queries, services
from lienthong.foundation.signing.models import Certificate
from lienthong.kit import clock, pdf
from lienthong.kit.actor import SYSTEM, Actor, ActorPosition
from lienthong.kit.pdf.tests.test_documents import RESULT

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(django_user_model, settings, tmp_path) -> Actor:
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"
    tier = Tier.objects.create(code="xa", name="Cấp xã", rank=2)
    agency = Agency.objects.create(
        identifier="H21.152", name="Ủy ban nhân dân xã Ia Grai", short_name="Ia Grai", tier=tier, kind="ubnd"
    )
    account = django_user_model.objects.create(username="chutich", full_name="Rơ Châm H'Blan")
    seat = Position.objects.create(agency=agency, account=account, title="Phó Chủ tịch", valid_from=date(2025, 7, 1))
    services.create_demo_authority()
    position = ActorPosition(
        id=seat.id,
        title=seat.title,
        agency_id=agency.id,
        agency_name=agency.name,
        department_id=None,
        roles=frozenset(),
        rights=frozenset(),
    )
    return Actor(account_id=account.id, name=account.full_name, position=position)


def certify(actor: Actor) -> Certificate:
    assert actor.position is not None
    return services.issue_certificate(
        position_id=actor.position.id,
        common_name=actor.name,
        title=actor.position.title,
        agency_name=actor.position.agency_name,
        organization="Tỉnh Gia Lai",
    )


def sign(actor: Actor, content: bytes | None = None, **options: object) -> bytes:
    return services.sign_pdf(
        actor=actor, content=content or pdf.result(RESULT), reason="Ký kết quả hồ sơ", location="Ia Grai", **options
    )


def test_it_works(leader):
    certify(leader)
    content = pdf.result(RESULT)
    signed = sign(leader, content)
    assert signed.startswith(content)  # an increment: what was there is untouched
    verdict = services.verify_pdf(signed)
    assert verdict == services.Verdict(valid=True, signers=verdict.signers, problems=())
    (signer,) = verdict.signers
    assert (signer.name, signer.title, signer.agency) == (
        "Rơ Châm H'Blan",
        "Phó Chủ tịch",
        "Ủy ban nhân dân xã Ia Grai",
    )
    assert signer.reason == "Ký kết quả hồ sơ"
    assert signer.signed_at is not None
    assert signer.signed_at.utcoffset() == timedelta(hours=7)
    with pikepdf.open(io.BytesIO(signed)) as opened:
        (field,) = opened.Root.AcroForm.Fields
        assert field.T == "ChuKy"
        assert "/N" in field.AP


def test_person_then_agency(leader):
    certify(leader)
    services.issue_agency_certificate(agency_id=leader.agency_id, agency_name=leader.position.agency_name)
    signed = sign(leader)
    sealed = services.seal_pdf(actor=leader, content=signed, reason="Đóng dấu", location="Ia Grai")
    verdict = services.verify_pdf(sealed)
    assert verdict.problems == ()
    assert [signer.name for signer in verdict.signers] == ["Rơ Châm H'Blan", "Ủy ban nhân dân xã Ia Grai"]


def test_papers_without_a_field_and_several_signers(leader):
    certify(leader)
    blank = pikepdf.new()
    blank.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    blank.save(out)
    twice = sign(leader, sign(leader, out.getvalue()))
    invisible = sign(leader, twice, stamp=False)
    assert len(services.verify_pdf(invisible).signers) == 3
    assert services.verify_pdf(invisible).valid


def test_a_changed_byte_is_seen(leader):
    certify(leader)
    signed = sign(leader)
    at = signed.index(b"stream") + 20
    changed = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    verdict = services.verify_pdf(changed)
    assert not verdict.valid
    assert "thay đổi" in verdict.problems[0]
    appended = signed + b"\n% more\n"
    assert not services.verify_pdf(appended).valid


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"MZ"])
def test_rubbish_gets_a_verdict(leader, content):
    assert services.verify_pdf(content).problems


def test_unsigned_and_foreign(leader, settings, tmp_path):
    assert "không có chữ ký" in services.verify_pdf(pdf.result(RESULT)).problems[0]
    certify(leader)
    signed = sign(leader)
    Certificate.objects.all().delete()
    services.create_demo_authority()  # another authority of the same name
    verdict = services.verify_pdf(signed)
    assert not verdict.valid
    assert "tin cậy" in verdict.problems[0]


def test_nobody_signs_without_a_valid_certificate(leader):
    with pytest.raises(errors.NoCertificate) as none:
        sign(leader)
    assert "chưa được cấp" in none.value.message
    assert not queries.can_sign(leader)
    certificate = certify(leader)
    assert queries.can_sign(leader)
    with clock.at(datetime.now(UTC) + timedelta(days=6 * 365)), pytest.raises(errors.NoCertificate) as old:
        sign(leader)
    assert "hết hạn ngày" in old.value.message
    signed = sign(leader)
    services.revoke_certificate(actor=SYSTEM, certificate_id=certificate.id)
    with pytest.raises(errors.NoCertificate) as revoked:
        sign(leader)
    assert "thu hồi" in revoked.value.message
    assert "thu hồi" in services.verify_pdf(signed).problems[0]
    with pytest.raises(errors.NoCertificate):
        services.sign_pdf(actor=SYSTEM, content=b"", reason="", location="")


def test_what_cannot_be_signed(leader):
    certify(leader)
    with pytest.raises(errors.NotSignable):
        sign(leader, b"MZ not a pdf")


def test_keys_are_private_and_worthless_without_the_secret(leader, settings):
    certificate = certify(leader)
    path = Path(settings.SIGNING_KEYS_DIR) / f"{certificate.serial}.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"ENCRYPTED" in path.read_bytes()
    settings.SECRET_KEY = "another"
    with pytest.raises(errors.KeyUnavailable):
        sign(leader)


def test_public_pages(leader, client):
    certificate = certify(leader)
    services.revoke_certificate(actor=SYSTEM, certificate_id=certificate.id)
    assert client.get("/chung-thu/goc.pem").content.startswith(b"-----BEGIN CERTIFICATE-----")
    assert client.get("/chung-thu/crl")["Content-Type"] == "application/pkix-crl"


def judge(folder: Path, root_pem: str, content: bytes) -> str:
    """What poppler's pdfsig says, with our root trusted."""
    (folder / "root.pem").write_text(root_pem)
    (folder / "signed.pdf").write_bytes(content)
    if not (folder / "cert9.db").exists():
        run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
        run("certutil", "-A", "-d", f"sql:{folder}", "-n", "demo", "-t", "C,C,C", "-a", "-i", str(folder / "root.pem"))
    return run("pdfsig", "-no-ocsp", "-nssdir", str(folder), str(folder / "signed.pdf"))


def run(*command: str) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60).stdout  # noqa: S603  # fixed commands


def test_the_independent_judge_agrees(leader, tmp_path):
    certify(leader)
    services.issue_agency_certificate(agency_id=leader.agency_id, agency_name=leader.position.agency_name)
    signed = services.seal_pdf(actor=leader, content=sign(leader), reason="Đóng dấu", location="Ia Grai")
    (folder := tmp_path / "nss").mkdir()
    root = queries.trust_roots()[0].chain_pem
    said = judge(folder, root, signed)
    assert said.count("Signature is Valid.") == 2, said
    assert said.count("Certificate is Trusted.") == 2, said
    assert "ETSI.CAdES.detached" in said
    at = signed.index(b"stream") + 20
    said = judge(folder, root, signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :])
    assert "Signature is Valid." not in said, said
    assert "Digest Mismatch" in said


def test_it_is_quick(leader):
    certify(leader)
    content = pdf.result(RESULT)
    sign(leader, content)  # opens the key, warms the template
    started = time.perf_counter()
    for _ in range(10):
        sign(leader, content)
    per_document = (time.perf_counter() - started) / 10
    assert per_document < 0.4  # ten times what it takes, so that a busy machine does not fail
    print(f"sign_pdf {per_document * 1000:.1f} ms")  # noqa: T201


def test_names_longer_than_x509_allows(leader):
    certificate = services.issue_certificate(
        position_id=leader.position.id,
        common_name="Nguyễn " * 12,
        title="Trưởng phòng " * 8,
        agency_name="Trung tâm " * 12,
    )
    (signer,) = services.verify_pdf(sign(leader)).signers
    assert signer.name == certificate.common_name == "Nguyễn " * 12
    assert signer.problem == ""


def numbered(signed: bytes) -> bytes:
    return services.fill_pdf(content=signed, number="12/GXN-UBND", day="ngày 07 tháng 11 năm 2026")


def test_a_number_given_after_the_signature_leaves_it_whole_and_the_seal_locks_it(leader):
    certify(leader)
    services.issue_agency_certificate(agency_id=leader.agency_id, agency_name=leader.position.agency_name)
    shown = pdf.result({**RESULT, "numbered_later": True})
    signed = sign(leader, shown)
    assert signed.startswith(shown)  # what was looked at is what was signed, byte for byte
    filled = numbered(signed)
    assert filled.startswith(signed)
    assert filled == numbered(signed)  # the holder of the seal's key may allow it on one and put it on the other
    assert not {mark for mark in (b"ModDate", b"ModifyDate", b"MetadataDate") if mark in filled[len(signed) :]}
    verdict = services.verify_pdf(filled)
    assert verdict.valid, verdict.problems
    assert verdict.notes  # no seal yet: said, not hidden
    sealed = services.seal_pdf(actor=leader, content=filled, reason="Đóng dấu", location="Ia Grai")
    verdict = services.verify_pdf(sealed)
    assert (verdict.valid, verdict.notes) == (True, ())
    with pikepdf.open(io.BytesIO(sealed)) as opened:
        values = {str(field.T): str(field.get("/V", "")) for field in opened.Root.AcroForm.Fields if field.FT == "/Tx"}
    assert values == {"So": "12/GXN-UBND", "Ngay": "ngày 07 tháng 11 năm 2026"}
    again = services.fill_pdf(content=sealed, number="13/GXN-UBND", day="ngày 08 tháng 11 năm 2026")
    verdict = services.verify_pdf(again)
    assert not verdict.valid
    assert "bị sửa ngoài phạm vi cho phép" in verdict.problems[0]


def test_a_paper_without_room_for_a_number_stays_as_it_is(leader):
    certify(leader)
    signed = sign(leader)
    assert numbered(signed) == signed
    with pytest.raises(errors.NotSignable):
        numbered(b"%PDF-1.7 broken")
