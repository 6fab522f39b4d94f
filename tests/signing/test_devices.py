"""Keys that are not ours to hold: a token by PKCS#11, a provider of remote signatures, a token on somebody's desk behind a bridge."""

import base64
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from sandbox import bridge as bridges
from tests.signing.conftest import MODULE, OBJECT, PIN, TOKEN, bridge_to, keep, register

from lienthong.foundation.organizations.models import Agency
from lienthong.foundation.signing import errors, services
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing.adapters import csc, holder_key
from lienthong.foundation.signing.asked import Paper
from lienthong.foundation.signing.choices import Level
from lienthong.foundation.signing.models import AgencySigning, Certificate, PreparedSignature
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pdf.tests.test_documents import RESULT

pytestmark = pytest.mark.django_db


def sign(actor: Actor, **options) -> bytes:
    return services.sign_pdf(
        actor=actor, content=pdf.result(RESULT), reason="Ký kết quả", location="Ia Grai", **options
    )


def test_a_token_signs(world, leader, hsm):
    register(world.authority, leader, key_ref=f"pkcs11:token={TOKEN};object={OBJECT}", public_key=hsm)
    verdict = services.verify_pdf(sign(leader))
    assert verdict.valid, verdict.problems
    assert services.verify_xml(services.sign_xml(actor=leader, content=b"<a/>", reason="Gửi")).valid


def test_a_token_of_another_name_and_a_wrong_pin(world, leader, hsm, settings):
    register(world.authority, leader, key_ref="pkcs11:token=Khác;object=x", public_key=hsm)
    with pytest.raises(errors.KeyUnavailable):
        sign(leader)
    settings.PKCS11_MODULE = ""
    with pytest.raises(errors.KeyUnavailable, match="PKCS11_MODULE"):
        sign(leader)


@pytest.fixture(params=["v1", "v2"])
def remote(request, world, leader, settings) -> Certificate:
    settings.CSC_URL = f"{world.config.url}/csc/{request.param}"
    settings.CSC_CLIENT_SECRET = world.config.csc_secret
    settings.CSC_AUTH = "basic" if request.param == "v1" else "oauth2"
    cache.clear()
    name = f"CRED-{uuid.uuid4().hex[:8]}"
    world.remote.add(name, "chutich", leader.name, "Phó Chủ tịch")
    assert name in csc.credential_ids("chutich")
    told = csc.credential(name)
    assert told.wants_pin
    assert told.wants_otp
    return keep(told.chain_pem, leader, key_ref=f"csc:{name}")


def test_remote_signing_wants_pin_and_code(remote, world, leader):
    name = remote.key_ref.partition(":")[2]
    content = pdf.result(RESULT)  # once: the bytes hold the second in which they were made

    def allowed(pin: str, otp: str) -> bytes:
        typed = services.typed({"pin": pin, "otp": otp})
        act = partial(services.sign_pdf, actor=leader, content=content, reason="Ký kết quả", location="Ia Grai")
        return services.done_by_holder(actor=leader, typed=typed, act=act)

    with pytest.raises(errors.AuthorizationNeeded):
        sign(leader)
    with pytest.raises(errors.AuthorizationNeeded, match="Mã PIN không đúng"):
        allowed("000000", world.remote.otp(name))
    with pytest.raises(errors.AuthorizationNeeded):
        allowed("123456", "abc")
    assert services.verify_pdf(allowed("123456", world.remote.otp(name))).valid
    with pytest.raises(errors.AuthorizationNeeded):  # what is signed without asking anybody is not signed by such a key
        services.sign_xml(actor=leader, content=b"<a/>", reason="Gửi")
    key = holder_key(remote.key_ref)
    made = key.sign_all([b"a", b"b", b"c"], pin="123456", otp=world.remote.otp(name))
    own = x509.load_pem_x509_certificates(remote.chain_pem.encode())[0].public_key()
    for data, signature in zip((b"a", b"b", b"c"), made, strict=True):
        own.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    with pytest.raises(errors.TooManyAtOnce):
        key.sign_all([b"x"] * 51, pin="123456", otp=world.remote.otp(name))


def test_a_provider_that_knows_us_not(world, settings):
    settings.CSC_CLIENT_SECRET = "sai"
    cache.clear()
    with pytest.raises(errors.KeyUnavailable):
        csc.credential_ids()


@pytest.fixture
def desk(world, leader) -> Iterator[httpx.Client]:
    """A token on the head's desk and the bridge beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = register(world.authority, leader, key_ref="token:", public_key=key.public_key())
    with bridge_to(certificate, key) as bridge:
        yield bridge


SAID = {"content": pdf.result(RESULT), "reason": "Ký tại bàn", "location": "Ia Grai"}


def prepare(leader) -> services.ToSign:
    certificate = certificates.certificate_of_position(leader.position.id)
    return services.prepare(actor=leader, paper=Paper(certificate_id=certificate.pk, **SAID))


def asked(prepared) -> dict[str, str]:
    return {
        "certificate_sha256": prepared.certificate_sha256,
        "hash": prepared.hash,
        "algorithm": prepared.algorithm,
    }


def test_a_token_on_the_desk_signs_by_the_bridge(desk, leader):
    with pytest.raises(errors.OwnDeviceNeeded):
        sign(leader)
    prepared = prepare(leader)
    (held,) = desk.get("/v1/certificates").json()["certificates"]
    assert held["sha256"] == prepared.certificate_sha256
    answer = desk.post("/v1/sign", json=asked(prepared))
    assert answer.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1:8000"
    signature = base64.b64decode(answer.json()["signature"])
    signed = services.finish_pdf(actor=leader, prepared_id=prepared.id, signature=signature)
    verdict = services.verify_pdf(signed)
    assert verdict.valid, verdict.problems
    assert verdict.signers[0].is_time_proven
    assert services.finish_pdf(actor=leader, prepared_id=prepared.id, signature=b"") == signed  # once is enough


def test_an_answer_serves_only_what_the_holder_allowed(desk, leader):
    said, prepared = {"actor": leader, **SAID}, prepare(leader)
    signature = base64.b64decode(desk.post("/v1/sign", json=asked(prepared)).json()["signature"])
    services.answer(actor=leader, answers={prepared.id: signature})
    for other in ({"reason": "Ký thay"}, {"location": "Chư Păh"}, {"stamp": False}):
        with pytest.raises(errors.OwnDeviceNeeded):
            services.sign_pdf(**{**said, **other})
    assert services.verify_pdf(services.sign_pdf(**said)).valid


def test_the_level_is_that_of_the_agency_acted_for_wherever_the_key_lies(desk, leader):
    other = Agency.objects.get(pk=leader.agency_id)
    other.pk, other.identifier = None, "H21.153"
    other.save()
    AgencySigning.objects.create(agency=other, level=Level.B, set_by_name="Quản trị")
    acting = replace(leader, position=replace(leader.position, agency_id=other.pk))
    for actor in (leader, acting):
        with pytest.raises(errors.DeviceAsked):
            services.done_by_holder(actor=leader, typed=services.typed({}), act=partial(sign, actor))
    assert [each.wanted for each in PreparedSignature.objects.order_by("prepared_at")] == [Level.LT, Level.B]


def test_an_answer_for_another_paper_is_not_kept(desk, leader, django_user_model):
    first, second = prepare(leader), prepare(leader)
    other = base64.b64decode(desk.post("/v1/sign", json=asked(second)).json()["signature"])
    for wrong in (other if first.hash != second.hash else b"", b"", b"\x30\x00", other[:-1] + b"\x00"):
        if wrong == other:
            continue
        with pytest.raises(errors.DeviceAnswerWrong):
            services.finish_pdf(actor=leader, prepared_id=first.id, signature=wrong)
    stranger = Actor(account_id=django_user_model.objects.create(username="la").id, position=leader.position)
    with pytest.raises(NotFound):
        services.finish_pdf(actor=stranger, prepared_id=second.id, signature=other)
    with clock.at(clock.now() + timedelta(hours=1)), pytest.raises(errors.DeviceAnswerWrong, match="quá thời gian"):
        services.finish_pdf(actor=leader, prepared_id=second.id, signature=other)
    assert services.verify_pdf(services.finish_pdf(actor=leader, prepared_id=second.id, signature=other)).valid
    PreparedSignature.objects.update(expires_at=clock.now() - timedelta(days=2))
    assert services.forget_prepared() == 2


def test_the_bridge_answers_to_known_pages_and_good_questions_only(desk, leader):
    prepared = prepare(leader)
    assert desk.post("/v1/sign", json=asked(prepared), headers={"Origin": "http://la.example"}).status_code == 403
    assert desk.post("/v1/sign", json={**asked(prepared), "certificate_sha256": "0"}).status_code == 404
    assert desk.post("/v1/sign", json={**asked(prepared), "hash": "AA=="}).status_code == 422
    assert desk.post("/v1/sign", json={**asked(prepared), "algorithm": "md5"}).status_code == 422
    allowed = desk.options("/v1/sign", headers={"Access-Control-Request-Private-Network": "true"})
    assert allowed.headers["Access-Control-Allow-Private-Network"] == "true"


def test_the_bridge_of_a_real_token(world, leader, hsm):
    certificate = register(world.authority, leader, key_ref="token:", public_key=hsm)
    _, sign_hash = bridges.token(MODULE, TOKEN, OBJECT, PIN)
    prepared = prepare(leader)
    signature = sign_hash(base64.b64decode(prepared.hash))
    assert services.verify_pdf(services.finish_pdf(actor=leader, prepared_id=prepared.id, signature=signature)).valid
    assert certificate.key_ref == "token:"
