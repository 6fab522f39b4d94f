"""Incoming documents over the API: from the register to the result, and nothing of others."""

from typing import Any

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.correspondence import services
from lienthong.domain.correspondence.models import Document, WaitingArrival
from lienthong.domain.correspondence.tests.papers import LINES, paper
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.files import services as files
from lienthong.foundation.files.models import StoredFile
from lienthong.kit.actor import SYSTEM, Actor

pytestmark = pytest.mark.django_db
API = "/api/v1"
LETTER = {
    "key": "k",
    "issuer": "Sở Y tế",
    "abstract": "Kế hoạch phòng dịch",
    "notation": "8/KH-SYT",
    "issued_on": "2026-11-20",
    "source": "exchange",
}


def calls(actor: Actor) -> Any:
    token = accounts.issue_token(
        actor=SYSTEM,
        account_id=actor.account_id or 0,
        position_id=actor.position.id if actor.position else None,
        name="kiểm thử",
    )
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def call(path: str, body: object = None) -> Any:
        if body is None:
            return client.get(API + path)
        return client.post(API + path, body, content_type="application/json")

    return call


def test_from_the_register_to_the_result(ward: Ward):
    clerk, leader, specialist = calls(ward.clerk), calls(ward.leader), calls(ward.specialist)
    document = clerk("/documents", LETTER).json()
    assert (document["number"], document["kind"], document["state"]) == (1, "KH", "registered")
    assert clerk("/documents", LETTER).json()["id"] == document["id"]
    twin = clerk("/documents", {**LETTER, "key": "other"})
    assert (twin.status_code, twin.json()["title"]) == (409, "duplicate-document")
    path = f"/documents/{document['id']}"
    assert ward.leader.position is not None
    assert ward.specialist.position is not None
    laid = clerk(f"{path}/submit", {"position": ward.leader.position.id}).json()
    assert [each["id"] for each in leader("/documents/inbox").json()] == [laid["id"]]
    charge = {"part": "lead", "position": ward.specialist.position.id}
    wrong = leader(f"{path}/direct", {"charges": [{**charge, "part": "decide"}], "task": laid["id"]})
    assert "lead, support" in wrong.json()["errors"]["charges"]
    (task,) = leader(f"{path}/direct", {"charges": [charge], "task": laid["id"], "instruction": "Làm"}).json()
    assert specialist(f"{path}/opinions", {"text": "Cần số liệu", "key": "o"}).status_code == 201
    support = {"part": "support", "position": ward.clerk.position.id if ward.clerk.position else 0}
    (below,) = specialist(f"/document-tasks/{task['id']}/give-on", {"charges": [support]}).json()
    assert (
        clerk(f"/document-tasks/{below['id']}/return", {"reason": "Không phải việc của tôi"}).json()["state"]
        == "returned"
    )
    assert specialist(f"/document-tasks/{task['id']}/complete", {"result": "Xong"}).json()["state"] == "done"
    assert specialist(f"/document-tasks/{task['id']}/recall", {"reason": "x"}).status_code == 409
    whole = leader(path).json()
    assert (whole["state"], len(whole["tasks"]), whole["outcome"]) == ("completed", 3, "Xong")
    assert leader("/documents?q=8 kh syt&state=completed").json()["items"][0]["id"] == document["id"]


def test_others_get_nothing(ward: Ward):
    clerk = calls(ward.clerk)
    path = f"/documents/{clerk('/documents', LETTER).json()['id']}"
    stranger = calls(ward.specialist)
    assert stranger(path).status_code == 404
    assert stranger("/documents").json() == {"items": [], "next": None}
    assert stranger("/documents", LETTER).status_code == 403
    assert calls(ward.citizen)("/documents").status_code == 403
    assert Client().get(f"{API}/documents").status_code == 401
    assert clerk(f"{path}/return", {"reason": ""}).status_code == 422
    assert clerk(f"{path}/return", {"reason": "Gửi nhầm"}).json()["state"] == "returned"
    leader = calls(ward.leader)
    assert leader(f"{path}/complete", {"result": "Xong"}).status_code == 409


def test_files_of_other_systems_are_read_and_secrets_refused(ward: Ward):
    """The first page at the door, the rest behind the scenes."""
    clerk = calls(ward.clerk)

    def uploaded(content: bytes) -> str:
        kept = files.store_bytes(
            name="a.pdf", media_type="application/pdf", content=content, purpose="document", actor=ward.clerk, pages=12
        )
        return str(kept.pk)

    body = {**LETTER, "files": [uploaded(paper(pages=12))]}
    document = clerk("/documents", body)
    assert document.status_code == 201, document.json()
    assert clerk("/documents", body).json()["id"] == document.json()["id"]
    row = WaitingArrival.objects.get(document_id=document.json()["id"])
    while services.read_rest(arrival_id=row.pk):
        pass
    assert "Trang 12" in row.document.files.get().read_text
    secret = clerk(
        "/documents", {**LETTER, "key": "s", "notation": "9/KH-SYT", "files": [uploaded(paper("TUYỆT MẬT"))]}
    )
    assert (secret.status_code, secret.json()["title"]) == (422, "state-secret"), secret.json()


def test_files_over_the_api_pass_the_same_door_as_the_screens(ward: Ward, django_capture_on_commit_callbacks):
    clerk = calls(ward.clerk)

    def uploaded(content: bytes) -> str:
        kept = files.store_bytes(
            name="a.pdf", media_type="application/pdf", content=content, purpose="document", actor=ward.clerk, pages=1
        )
        return str(kept.id)

    with django_capture_on_commit_callbacks(execute=True):
        secret = clerk("/documents", {**LETTER, "files": [uploaded(paper(*LINES, "TUYỆT MẬT"))]})
    assert (secret.status_code, secret.json()["title"]) == (422, "state-secret")
    assert not Document.objects.exists()
    assert not StoredFile.objects.filter(purpose="document").exists(), "what was uploaded is gone too"
    sent = {**LETTER, "files": [uploaded(paper()), uploaded(paper("Phụ lục", "MẬT"))]}
    first = clerk("/documents", sent)
    assert (first.status_code, first.json()["number"]) == (201, 1)
    assert clerk("/documents", sent).json()["id"] == first.json()["id"]
    document = Document.objects.get()
    assert "chuyển đổi số" in document.files.get(is_main=True).read_text
    with django_capture_on_commit_callbacks(execute=True):
        services.read_rest(arrival_id=document.waited_as.pk)
    assert clerk(f"/documents/{document.pk}").json()["state"] == "cancelled"
    assert not StoredFile.objects.filter(purpose="document").exists()
    foreign = str(
        files.store_bytes(name="b.pdf", media_type="application/pdf", content=paper(), purpose="x", pages=1).id
    )
    assert clerk("/documents", {**LETTER, "key": "k3", "files": [foreign]}).status_code == 422
