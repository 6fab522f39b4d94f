"""The key of an agency's seal lies where its clerk allows each use (con dấu trong thiết bị của văn thư): a token on the desk, a provider."""

import base64
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import reverse
from tests.province import Ward
from tests.signing.conftest import at_provider, bridge_to, register
from tests.signing.test_allowing import GOOD, answers, as_, program_of

from lienthong.domain.copies.tests.test_copies import prepared, scan
from lienthong.domain.correspondence import services as documents
from lienthong.domain.correspondence.choices import CopyKind
from lienthong.domain.correspondence.models import Document, DocumentCopy
from lienthong.domain.correspondence.tests.outgoing_papers import prepare, seat, shown, sign, stored
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.files import services as files
from lienthong.foundation.numbering.models import Sequence
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.models import Certificate, PreparedSignature
from lienthong.foundation.vault import services as vault
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import reacting_at_once

pytestmark = pytest.mark.django_db
DESK = "/lam-viec/van-ban-di/phat-hanh/"


@pytest.fixture
def token(world, ward: Ward, settings) -> Iterator[httpx.Client]:
    """The seal lies in a token on the clerk's desk; gives the bridge beside it."""
    settings.SIGNING_LEVEL = "B-T"
    key = ec.generate_private_key(ec.SECP256R1())
    Certificate.objects.filter(agency_id=ward.agency_id).delete()
    seal = register(world.authority, ward.clerk, key_ref="token:", public_key=key.public_key(), is_seal=True)
    with bridge_to(seal, key) as bridge:
        yield bridge


@pytest.fixture
def remote(world, ward: Ward, settings) -> str:
    """The seal lies at the provider; gives the name of its key there."""
    Certificate.objects.filter(agency_id=ward.agency_id).delete()
    return at_provider(world, ward.clerk, settings, pin=GOOD, is_seal=True).key_ref.removeprefix("csc:")


def signed_with_appendix(ward: Ward) -> Document:
    document = prepare(ward)
    document.files.create(file_id=stored(name="phu-luc.pdf"), place=1)
    return sign(ward, document)


def judged(ward: Ward, document: Document) -> list[Any]:
    """Every signature on the document and on its appendix."""
    contents = [shown(ward.clerk, document), *(files.read_bytes(each.file) for each in document.files.filter(place=1))]
    verdicts = [signing.verify_pdf(content) for content in contents]
    assert all(each.valid for each in verdicts), [each.problems for each in verdicts]
    return [signer for each in verdicts for signer in each.signers]


def test_the_clerk_seals_a_document_and_its_appendix_by_one_touch_of_the_token(token, ward: Ward) -> None:
    document = signed_with_appendix(ward)
    clerk, url = as_(ward.clerk), reverse("correspondence:out-issue", args=[document.pk])
    page = clerk.get(DESK).content.decode()
    assert "Cắm thiết bị" in page
    asked = clerk.post(url, {"document": document.pk})
    assert "data-bridge" in asked.content.decode()
    assert "Chưa thực hiện được" not in asked.content.decode()  # it waits for the token: nothing went wrong
    assert "14741" in asked["Content-Security-Policy"]
    document.refresh_from_db()
    assert document.state == "signed"
    papers = asked.context["refusal"].asked
    assert len(papers) == 2  # main file and appendix
    made = answers(token, papers)
    wrong = clerk.post(url, {"document": document.pk, **dict.fromkeys(made, base64.b64encode(b"0" * 70).decode())})
    assert wrong.status_code == 422
    assert clerk.post(url, {"document": document.pk, **made}).status_code == 302
    document.refresh_from_db()
    assert document.state == "issued"
    assert len(judged(ward, document)) == 3  # who signed and the seal; the seal on the appendix
    assert not PreparedSignature.objects.exists()
    clerk.post(url, {"document": document.pk, **made})  # pressed twice
    assert Document.objects.get(pk=document.pk).state == "issued"


def test_several_documents_are_sealed_by_one_code_of_the_provider(world, ward: Ward, remote: str) -> None:
    documents = [sign(ward, prepare(ward, key)) for key in ("a", "b")]
    clerk = as_(ward.clerk)
    assert 'name="pin"' in clerk.get(DESK).content.decode()
    form = {"kind": "seal", "token": str(uuid.uuid4()), "ticked": [f"{each.pk}:" for each in documents]}
    asked = clerk.post(reverse("correspondence:out-confirm"), form)
    assert "Đóng dấu, phát hành 2 văn bản" in asked.content.decode()
    assert "Đã yêu cầu" in clerk.post(reverse("signing:send-code"), {"of": "seal"}).content.decode()
    assert as_(ward.specialist).post(reverse("signing:send-code"), {"of": "seal"}).status_code == 200
    refused = clerk.post(reverse("correspondence:out-confirm"), {**form, "pin": "sai", "otp": world.remote.otp(remote)})
    assert (refused.status_code, "Chưa đóng dấu văn bản nào" in refused.content.decode()) == (409, True)
    secret = {"pin": GOOD, "otp": world.remote.otp(remote)}
    with reacting_at_once():
        assert clerk.post(reverse("correspondence:out-confirm"), {**form, **secret}).status_code == 302
    for each in documents:
        each.refresh_from_db()
        assert each.state == "issued"
        judged(ward, each)


def test_a_result_is_numbered_only_when_its_seal_came(token, ward: Ward) -> None:
    dossier = stages.with_clerk(ward)
    clerk, url = as_(ward.clerk), f"/lam-viec/duyet/{dossier.code}/"
    seen = clerk.get(url).context["shown"].sha256
    asked = clerk.post(f"{url}dong-dau/", {"seen": seen})
    assert "data-bridge" in asked.content.decode()
    dossier.refresh_from_db()
    assert dossier.result_number == ""
    assert not Sequence.objects.filter(scope="result").exists()
    sealed = clerk.post(f"{url}dong-dau/", {"seen": seen, **answers(token, asked.context["refusal"].asked)})
    assert sealed.status_code == 302
    dossier.refresh_from_db()
    assert dossier.result_number.startswith("01/")
    verdict = signing.verify_pdf(files.read_bytes(dossier.result_file))
    assert (verdict.valid, len(verdict.signers)) == (True, 2)


def test_a_program_seals_with_the_token(token, ward: Ward) -> None:
    document = sign(ward, prepare(ward))
    program, url = program_of(ward.clerk), f"/api/v1/outgoing-documents/{document.pk}/act"
    asked = program.post(url, {"act": "seal"}, content_type="application/json").json()
    (paper,) = asked["asked"]
    body = {name: paper[name] for name in ("certificate_sha256", "algorithm", "hash")}
    holder = {"signatures": {paper["id"]: token.post("/v1/sign", json=body).json()["signature"]}}
    sealed = program.post(url, {"act": "seal", "holder": holder}, content_type="application/json")
    assert (sealed.status_code, sealed.json()["state"]) == (200, "sealed")
    judged(ward, document)


def test_a_copy_of_a_document_is_sealed_with_the_token(token, ward: Ward) -> None:
    document = sign(ward, prepare(ward))
    documents.seal_document(actor=ward.clerk, document_id=document.pk, by_hand=True)
    documents.issue_document(actor=ward.clerk, document_id=document.pk)
    clerk, url = as_(ward.clerk), f"/lam-viec/van-ban-di/{document.pk}/"
    page = clerk.get(f"{url}?the=ban-sao")
    assert "Cắm thiết bị" in page.content.decode()
    assert "14741" not in page["Content-Security-Policy"]
    form = {
        "act": "sao",
        "kind": CopyKind.FULL,
        "key": "mot",
        "signer": str(seat(ward.leader)),
        "receivers": "Trạm Y tế",
    }
    asked = clerk.post(url, form)
    assert "data-bridge" in asked.content.decode(), asked.context["refusal"]
    assert not DocumentCopy.objects.exists()
    assert clerk.post(url, {**form, **answers(token, asked.context["refusal"].asked)}).status_code == 302
    made = DocumentCopy.objects.get()
    assert made.notation.startswith("01/")
    assert made.file is not None
    assert signing.verify_pdf(files.read_bytes(made.file)).valid


def test_a_certified_copy_is_sealed_at_the_provider(world, ward: Ward, remote: str) -> None:
    vault.load_kinds(actor=SYSTEM)
    copy = prepared(ward, upload=scan(turn=90))
    clerk, url = as_(ward.clerk), f"/lam-viec/ban-sao/{copy.pk}/"
    assert 'name="pin"' in clerk.get(url).content.decode()
    wrong = clerk.post(url, {"act": "ky", "pin": "sai", "otp": world.remote.otp(remote)})
    assert (wrong.status_code, "PIN không đúng" in wrong.content.decode()) == (409, True)
    assert clerk.post(url, {"act": "ky", "pin": GOOD, "otp": world.remote.otp(remote)}).status_code == 302
    copy.refresh_from_db()
    assert (copy.state, copy.number) == ("signed", 1)
    assert signing.verify_pdf(files.read_bytes(copy.file)).valid


def test_a_certified_copy_says_why_the_token_was_not_believed(token, ward: Ward) -> None:
    vault.load_kinds(actor=SYSTEM)
    copy = prepared(ward)
    clerk, url = as_(ward.clerk), f"/lam-viec/ban-sao/{copy.pk}/"
    made = answers(token, clerk.post(url, {"act": "ky"}).context["refusal"].asked)
    wrong = clerk.post(url, {"act": "ky", **dict.fromkeys(made, base64.b64encode(b"0" * 70).decode())})
    assert (wrong.status_code, "không khớp" in wrong.content.decode()) == (422, True)
    assert clerk.post(url, {"act": "ky", **made}).status_code == 302
    copy.refresh_from_db()
    assert copy.state == "signed"
