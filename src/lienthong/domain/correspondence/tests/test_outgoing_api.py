"""A document goes its way over the API: laid before, looked at, signed, issued, recalled, copied (API văn bản đi)."""

from typing import Any

import pytest
from tests.province import Ward

from lienthong.domain.correspondence.models import Document
from lienthong.domain.correspondence.tests.outgoing_papers import give_seal, seat, stored
from lienthong.domain.dossiers.tests.test_api import caller
from lienthong.foundation.signing import services as signing

pytestmark = pytest.mark.django_db
HERE = "/api/v1/outgoing-documents"


def sent(ward: Ward, **changed: Any) -> dict[str, Any]:
    said = {
        "key": "may-khach-1",
        "kind": "TB",
        "abstract": "Lịch tiêm chủng tháng 12",
        "signer": seat(ward.leader),
        "files": [str(stored(ward.specialist))],
        "recipients": [{"name": "Bệnh viện tỉnh", "how": "mail", "address": "vt@bv.vn"}],
    }
    return {**said, **changed}


def test_it_works(ward: Ward):
    give_seal(ward)
    writer, leader, clerk = caller(ward.specialist), caller(ward.leader), caller(ward.clerk)
    made = writer.post(HERE, sent(ward), content_type="application/json")
    assert made.status_code == 201, made.content
    assert writer.post(HERE, sent(ward), content_type="application/json").json()["id"] == made.json()["id"]
    here = f"{HERE}/{made.json()['id']}"
    look = leader.post(f"{here}/look")
    assert look.content.startswith(b"%PDF")
    blind = leader.post(f"{here}/act", {"act": "sign", "seen": "0" * 64}, content_type="application/json")
    assert (blind.status_code, blind.json()["title"]) == (409, "paper-not-seen")
    act = {"act": "sign", "seen": look["X-Seen"]}
    assert leader.post(f"{here}/act", act, content_type="application/json").json()["notation"] == "01/TB-UBND"
    for verb in ("seal", "issue"):
        done = clerk.post(f"{here}/act", {"act": verb}, content_type="application/json")
    assert done.json()["state"] == "issued"
    assert signing.verify_pdf(clerk.get(f"{here}/paper.pdf").content).valid
    copy = clerk.post(
        f"{here}/copies",
        {"key": "may-khach-2", "kind": "SY", "signer": seat(ward.leader)},
        content_type="application/json",
    )
    assert copy.json()["notation"] == "01/SY-UBND"
    assert [each["notation"] for each in clerk.get(HERE).json()["items"]] == ["01/TB-UBND"]
    receiver = {"recipient": done.json()["recipients"][0]["id"]}
    early = clerk.post(f"{here}/act", {"act": "send-again", **receiver}, content_type="application/json")
    assert (early.status_code, early.json()["title"]) == (409, "wrong-document-state")
    assert clerk.get(f"{HERE}?delivery=failed").json()["items"] == []
    assert len(clerk.get(f"{HERE}?delivery=waiting&delivery=failed").json()["items"]) == 1
    back = clerk.post(f"{here}/act", {"act": "recall", "reason": "Sai căn cứ pháp lý"}, content_type="application/json")
    assert (back.json()["state"], back.json()["reason"]) == ("recalled", "Sai căn cứ pháp lý")


def test_others_files_and_others_documents(ward: Ward):
    stranger, writer = caller(ward.one_stop), caller(ward.specialist)
    foreign = sent(ward, files=[str(stored(ward.clerk))])
    assert writer.post(HERE, foreign, content_type="application/json").status_code == 422
    made = writer.post(HERE, sent(ward), content_type="application/json").json()
    assert stranger.get(f"{HERE}/{made['id']}").status_code == 404
    assert writer.post(f"{HERE}/{made['id']}/look").status_code == 403
    act = {"act": "mark-sent", "recipient": 999}
    assert writer.post(f"{HERE}/{made['id']}/act", act, content_type="application/json").status_code == 404
    assert Document.objects.count() == 1
