"""Programs read, mark and print with the rights of their token."""

from django.test import Client
from tests.province import Ward

from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.reading.tests.shelf import pdf
from lienthong.kit.actor import Actor

API = "/api/v1/reading"


def bearer(actor: Actor) -> Client:
    assert actor.position is not None
    token = accounts.issue_token(
        actor=actor, account_id=actor.account_id, position_id=actor.position.id, name="Phần mềm đọc"
    )
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_it_works(ward: Ward, readable):
    file = readable(pdf(2))
    base = f"{API}/thu/12/{file.id}"
    client = bearer(ward.specialist)
    told = client.get(base).json()
    assert (told["about"], len(told["pages"]), told["prints"]) == ("Quyết định 12/QĐ-UBND", 2, 0)
    assert client.get(f"{base}/pages/1?width=160")["Content-Type"] == "image/webp"
    assert client.get(f"{base}/pages/3").status_code == 404
    given = {"page": 1, "kind": "tick", "boxes": [[100, 100, 0, 0]], "audience": "shared", "key": "a"}
    mark = client.post(f"{base}/marks", given, content_type="application/json")
    assert mark.status_code == 201
    assert client.post(f"{base}/marks", given, content_type="application/json").json()["id"] == mark.json()["id"]
    refused = client.post(f"{base}/marks", given | {"page": 9, "key": "b"}, content_type="application/json")
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["page"])
    address = f"{API}/marks/{mark.json()['id']}"
    other = bearer(ward.leader)
    assert other.delete(address).status_code == 404
    changed = client.put(address, {"text": "Đủ", "audience": "shared"}, content_type="application/json")
    assert changed.json()["text"] == "Đủ"
    assert [each["text"] for each in other.get(f"{base}/marks").json()] == ["Đủ"]
    assert client.delete(address).status_code == 204
    printed = client.post(f"{base}/prints", {"reason": "Họp"}, content_type="application/json").json()
    assert client.get(f"{API}/prints").json()["items"][0]["code"] == printed["code"]
    assert client.get(f"{API}/prints/{printed['code']}.pdf").content.startswith(b"%PDF")
    assert other.get(f"{API}/prints/{printed['code']}.pdf").status_code == 404
    stranger = bearer(ward.clerk)
    assert stranger.get(base).status_code == stranger.get(f"{base}/marks").status_code == 404
