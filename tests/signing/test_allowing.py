"""Keys that ask their holder, where papers are signed: a result, the leader's pile, an outgoing document, a round of them (ký bằng gì)."""

import base64
import hashlib
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from sandbox.csc import PIN_ONLY
from tests.province import Ward
from tests.signing.conftest import OBJECT, PIN, TOKEN, at_provider, bridge_to, keep, register

from lienthong.domain.correspondence import services as documents
from lienthong.domain.correspondence.models import Document
from lienthong.domain.correspondence.tests.outgoing_papers import prepare, shown, stored
from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Dossier, SigningBatch
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import errors
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.models import Certificate, PreparedSignature
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.events import reacting_at_once

pytestmark = pytest.mark.django_db
OUT = "/lam-viec/van-ban-di/"
GOOD = "pin-of-lanhdao"
"""Of letters: no digest and no number holds it by chance."""


def as_(actor: Actor, *, since: float = 0) -> Client:
    client = Client()
    stages.signed_in(client, actor)
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    method = {"method": "password", "at": time.time() - since, "reauthenticated": True}
    session["account_authentication_methods"] = [method]
    session.save()
    return client


def program_of(actor: Actor) -> Client:
    """What carries a token of this seat."""
    assert actor.position is not None
    token = accounts.issue_token(
        actor=SYSTEM, account_id=actor.account_id or 0, position_id=actor.position.id, name="chương trình"
    )
    return Client(headers={"Authorization": f"Bearer {token}"})


def only(actor: Actor, certificate: Certificate) -> Certificate:
    """The seat has no other."""
    Certificate.objects.filter(position_id=actor.position.id).exclude(pk=certificate.pk).delete()
    return certificate


@pytest.fixture
def remote(world, ward: Ward, settings) -> str:
    """The leader's key lies at the provider; gives its name there."""
    return only(ward.leader, at_provider(world, ward.leader, settings, pin=GOOD)).key_ref.removeprefix("csc:")


def test_a_key_that_wants_only_a_pin_is_asked_for_again_after_a_restart(
    world, ward: Ward, remote: str, settings
) -> None:
    from lienthong.foundation.signing.adapters import csc

    name = f"{PIN_ONLY}{uuid.uuid4().hex[:8]}"
    world.remote.add(name, "lanhdao", ward.leader.name, "Phó Chủ tịch", GOOD)
    only(ward.leader, keep(csc.credential(name).chain_pem, ward.leader, key_ref=f"csc:{name}"))
    leader, url, here = as_(ward.leader), "/lam-viec/chung-thu/ky-tep/", settings.CSC_URL
    cache.clear()  # what every process has forgotten when it starts
    signed = leader.post(url, {"pin": GOOD})
    assert signing.verify_pdf(signed.content).valid
    cache.clear()
    settings.CSC_URL = "http://127.0.0.1:9/csc/v1"
    assert 'name="otp"' in leader.get(url).content.decode()  # nobody knows: both are asked for
    settings.CSC_URL = here
    cache.clear()
    page = leader.get(url).content.decode()
    assert ('name="pin"' in page, 'name="otp"' in page) == (True, False)
    assert "Đã yêu cầu" in leader.post(reverse("signing:send-code")).content.decode()


@pytest.fixture
def desk(world, ward: Ward, settings) -> Iterator[httpx.Client]:
    """The leader's key lies in a token on the desk; gives the bridge beside it."""
    settings.SIGNING_LEVEL = "B-T"
    key = ec.generate_private_key(ec.SECP256R1())
    own = register(world.authority, ward.leader, key_ref="token:", public_key=key.public_key())
    with bridge_to(only(ward.leader, own), key) as bridge:
        yield bridge


def answers(desk: httpx.Client, asked: Any) -> dict[str, str]:
    """What the page's script posts after it asked the bridge, once for all."""
    first = asked[0]
    body = {
        "certificate_sha256": first.certificate_sha256,
        "algorithm": first.algorithm,
        "hashes": [each.hash for each in asked],
    }
    made = desk.post("/v1/sign", json=body).json()["signatures"]
    return {f"signature-{each.id}": value for each, value in zip(asked, made, strict=True)}


def test_a_result_is_signed_at_the_provider(world, ward: Ward, remote: str) -> None:
    dossier = stages.with_leader(ward)
    leader, url = as_(ward.leader), f"/lam-viec/duyet/{dossier.code}/"
    page = leader.get(url)
    assert 'name="pin"' in page.content.decode()
    seen = page.context["shown"].sha256
    for typed, said in (
        ({}, "Nhập mã PIN"),
        ({"pin": "000000", "otp": world.remote.otp(remote)}, "Mã PIN không đúng"),
        ({"pin": GOOD, "otp": "000000"}, "OTP) không đúng"),
    ):
        refused = leader.post(f"{url}ky/", {"seen": seen, **typed})
        assert refused.status_code == 409
        assert said in refused.content.decode()
        assert "data-lt-shown" in refused.content.decode()
    dossier.refresh_from_db()
    assert (dossier.result_file, dossier.result_number, PreparedSignature.objects.count()) == (None, "", 0)
    secret = {"pin": GOOD, "otp": world.remote.otp(remote)}
    assert leader.post(f"{url}ky/", {"seen": seen, **secret}).status_code == 302
    dossier.refresh_from_db()
    signed = files.read_bytes(dossier.result_file)
    assert hashlib.sha256(signed[: signed.index(b"%%EOF") + 6]).hexdigest() == seen
    assert signing.verify_pdf(signed).valid
    again = leader.post(f"{url}ky/", {"seen": seen, **secret})
    assert again.status_code == 302  # signed already: to the dossier, nothing twice
    assert AuditEntry.objects.filter(verb="sign_pdf").count() == 1
    assert not PreparedSignature.objects.exists()
    assert not any(GOOD in str(each.details) for each in AuditEntry.objects.filter(verb__startswith="sign"))


def test_a_pin_is_never_kept_while_somebody_shows_who_they_are(ward: Ward, remote: str) -> None:
    dossier = stages.with_leader(ward)
    leader = as_(ward.leader, since=3600)
    url = f"/lam-viec/duyet/{dossier.code}/"
    seen = leader.get(url).context["shown"].sha256
    sent = leader.post(f"{url}ky/", {"seen": seen, "pin": "pin-of-the-leader", "otp": "code-of-the-leader"})
    assert sent.url.startswith("/xac-nhan-lai/")
    kept = str(dict(leader.session))
    assert seen in kept
    assert "pin-of-the-leader" not in kept
    assert "code-of-the-leader" not in kept


def ticked(ward: Ward, dossiers: list[Dossier]) -> SigningBatch:
    found = []
    for dossier in dossiers:
        step = stages.step_of(dossier)
        look = services.look_at(actor=ward.leader, dossier_id=dossier.id, step_id=step.id)
        found.append(services.Ticked(step.id, look.sha256))
    return services.prepare_batch(actor=ward.leader, kind="sign", ticked=found, token=uuid.uuid4())


def test_a_pile_is_signed_by_one_code(world, ward: Ward, remote: str) -> None:
    pile = [stages.with_leader(ward) for _ in range(3)]
    batch = ticked(ward, pile)
    services.draft_result(
        actor=ward.leader,
        dossier_id=pile[1].id,
        step_id=stages.step_of(pile[1]).id,
        title="Giấy",
        body="Sửa sau khi xem",
    )
    leader, url = as_(ward.leader), reverse("dossiers:batch", args=[batch.pk])
    page = leader.get(url)
    assert page.content.decode().count('name="pin"') == 1
    confirm = reverse("dossiers:batch-confirm", args=[batch.pk])
    allowed = len(world.remote._allowed)
    refused = leader.post(confirm, {"pin": "1", "otp": "1"})
    assert (refused.status_code, "Chưa ký văn bản nào" in refused.content.decode()) == (409, True)
    batch.refresh_from_db()
    assert batch.confirmed_at is None
    with reacting_at_once():
        done = leader.post(confirm, {"pin": GOOD, "otp": world.remote.otp(remote)})
    assert done.status_code == 302
    assert [item.state for item in batch.items.all()] == ["done", "failed", "done"]
    assert "đã thay đổi từ lúc" in batch.items.get(place=2).said
    assert len(world.remote._allowed) == allowed + 1  # one permission, for two papers
    assert list(world.remote._allowed.values())[-1].left == 0
    for dossier in (pile[0], pile[2]):
        dossier.refresh_from_db()
        assert signing.verify_pdf(files.read_bytes(dossier.result_file)).valid
    assert not PreparedSignature.objects.exists()


def test_a_round_of_documents_when_the_provider_is_away_and_when_it_is_back(
    world, ward: Ward, remote: str, settings
) -> None:
    rows = [prepare(ward, f"k{n}") for n in range(2)]
    seen = {row.pk: documents.look_at_document(actor=ward.leader, document_id=row.pk).sha256 for row in rows}
    form = {"kind": "sign", "token": str(uuid.uuid4()), "ticked": [f"{key}:{sha256}" for key, sha256 in seen.items()]}
    leader = as_(ward.leader)
    asked = leader.post(reverse("correspondence:out-confirm"), form)
    assert (asked.status_code, "Ký 2 văn bản" in asked.content.decode()) == (200, True)
    secret = {"pin": GOOD, "otp": world.remote.otp(remote)}
    here, settings.CSC_URL = settings.CSC_URL, "http://127.0.0.1:9/csc/v1"
    away = leader.post(reverse("correspondence:out-confirm"), {**form, **secret})
    assert (away.status_code, "chưa sẵn sàng" in away.content.decode()) == (503, True)
    assert not Document.objects.exclude(number=None).exists()
    settings.CSC_URL = here
    with reacting_at_once():
        assert leader.post(reverse("correspondence:out-confirm"), {**form, **secret}).status_code == 302
        assert (
            leader.post(reverse("correspondence:out-confirm"), {**form, **secret}).status_code == 302
        )  # pressed twice
    assert sorted(Document.objects.values_list("state", "number")) == [("signed", 1), ("signed", 2)]
    one = Document.objects.get(number=1)
    assert signing.verify_pdf(shown(ward.leader, one)).valid


def test_a_document_is_signed_on_the_desk(desk, ward: Ward) -> None:
    document = prepare(ward)
    leader, url = as_(ward.leader), f"{OUT}{document.pk}/ky/"
    seen = leader.get(url).context["shown"].sha256
    asked = leader.post(f"{url}xong/", {"seen": seen})
    assert "data-bridge" in asked.content.decode()
    assert "14741" in asked["Content-Security-Policy"]
    assert "14741" not in leader.get(url)["Content-Security-Policy"]
    made = answers(desk, asked.context["refusal"].asked)
    wrong = leader.post(f"{url}xong/", {"seen": seen, **dict.fromkeys(made, base64.b64encode(b"0" * 70).decode())})
    assert (wrong.status_code, "không khớp" in wrong.content.decode()) == (422, True)
    document.files.create(file_id=stored(name="them.pdf"), place=1)  # changed while the device was asked
    assert leader.post(f"{url}xong/", {"seen": seen, **made}).status_code == 409
    document.refresh_from_db()
    assert (document.state, document.number) == ("to_sign", None)
    document.files.filter(place=1).delete()
    assert leader.get(url).context["shown"].sha256 == seen
    assert leader.post(f"{url}xong/", {"seen": seen, **made}).status_code == 302  # the answer was kept
    document.refresh_from_db()
    assert (document.state, document.notation) == ("signed", "01/TB-UBND")
    assert signing.verify_pdf(shown(ward.leader, document)).valid
    leader.post(f"{url}xong/", {"seen": seen, **made})
    assert AuditEntry.objects.filter(verb="sign_document").count() == 1
    other = prepare(ward, "k2")
    look = documents.look_at_document(actor=ward.leader, document_id=other.pk)
    form = {"kind": "sign", "token": str(uuid.uuid4()), "ticked": [f"{other.pk}:{look.sha256}"]}
    asked = leader.post(reverse("correspondence:out-confirm"), form).context["refusal"].asked
    with reacting_at_once():
        leader.post(reverse("correspondence:out-confirm"), {**form, **answers(desk, asked)})
    other.refresh_from_db()
    assert other.notation == "02/TB-UBND"


def test_a_program_signs_a_result_at_the_provider(world, ward: Ward, remote: str) -> None:
    dossier = stages.with_leader(ward)
    step = stages.step_of(dossier)
    program, url = program_of(ward.leader), f"/api/v1/dossiers/{dossier.code}"
    act = {"act": "sign", "step": step.pk, "seen": program.post(f"{url}/steps/{step.pk}/look").headers["X-Seen"]}
    for holder, field in (({}, "pin"), ({"pin": GOOD}, "otp"), ({"pin": GOOD, "otp": "000000"}, "otp")):
        refused = program.post(f"{url}/acts", {**act, "holder": holder}, content_type="application/json")
        told = refused.json()
        assert (refused.status_code, told["title"], told["field"]) == (409, "signing-authorization-needed", field)
    assert program.post("/api/v1/signatures/code").status_code == 204
    holder = {"pin": GOOD, "otp": world.remote.otp(remote)}
    signed = program.post(f"{url}/acts", {**act, "holder": holder}, content_type="application/json")
    assert signed.status_code == 200, signed.content
    dossier.refresh_from_db()
    assert signing.verify_pdf(files.read_bytes(dossier.result_file)).valid


def test_a_program_hands_a_document_to_the_token_on_the_desk(desk, ward: Ward) -> None:
    document = prepare(ward)
    program, url = program_of(ward.leader), f"/api/v1/outgoing-documents/{document.pk}"
    assert program.post("/api/v1/signatures/code").json()["title"] == "refused"  # such a key knows no code
    act = {"act": "sign", "seen": program.post(f"{url}/look").headers["X-Seen"]}
    asked = program.post(f"{url}/act", act, content_type="application/json")
    assert (asked.status_code, asked.json()["title"]) == (409, "signing-device-asked")
    (paper,) = asked.json()["asked"]
    body = {name: paper[name] for name in ("certificate_sha256", "algorithm", "hash")}
    made = desk.post("/v1/sign", json=body).json()["signature"]
    for signature, status in ((made[::-1], 422), ("", 409), (made, 200), (made, 409)):
        answer = program.post(
            f"{url}/act", {**act, "holder": {"signatures": {paper["id"]: signature}}}, content_type="application/json"
        )
        assert answer.status_code == status, answer.content
    document.refresh_from_db()
    assert (document.state, document.notation) == ("signed", "01/TB-UBND")
    assert signing.verify_pdf(shown(ward.leader, document)).valid


def test_a_file_of_ones_own_is_signed_on_the_desk(desk, ward: Ward) -> None:
    assert not certificates.can_sign(ward.leader)  # lists and minutes are not held up by a device
    leader = as_(ward.leader)
    assert "không có mã để gửi" in leader.post(reverse("signing:send-code")).content.decode()
    page = leader.post("/lam-viec/chung-thu/ky-tep/", {})
    empty = leader.post("/lam-viec/chung-thu/ky-tep/", {f"signature-{page.context['refusal'].asked[0].id}": " "})
    assert (empty.status_code, "còn trống" in empty.content.decode()) == (422, True)
    assert PreparedSignature.objects.count() == 1  # no other paper was made ready in its place
    signed = leader.post("/lam-viec/chung-thu/ky-tep/", answers(desk, page.context["refusal"].asked))
    assert signing.verify_pdf(signed.content).valid


def test_a_token_of_the_server_that_asks_for_its_holders_pin(world, ward: Ward, hsm) -> None:
    ref = f"pkcs11:token={TOKEN};object={OBJECT};pin-source=holder"
    only(ward.leader, register(world.authority, ward.leader, key_ref=ref, public_key=hsm))
    document = prepare(ward)
    look = documents.look_at_document(actor=ward.leader, document_id=document.pk)

    def sign(pin: str) -> Document:
        return signing.done_by_holder(
            actor=ward.leader,
            typed=signing.typed({"pin": pin}),
            act=lambda: documents.sign_document(actor=ward.leader, document_id=document.pk, seen=look.sha256),
        )

    for pin, said in (("", "cần mã PIN"), ("0000", "Mã PIN không đúng")):
        with pytest.raises(errors.AuthorizationNeeded, match=said):
            sign(pin)
    assert sign(PIN).notation == "01/TB-UBND"
    with pytest.raises(errors.AuthorizationNeeded, match="không đúng"):  # the one before has logged out
        signing.done_by_holder(
            actor=ward.leader,
            typed=signing.typed({"pin": "9"}),
            act=lambda: signing.sign_pdf(
                actor=ward.leader, content=signing.trial_page(actor=ward.leader), reason="x", location="y"
            ),
        )
