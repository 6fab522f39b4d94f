"""Dossiers over the API: file once, list, read, act, send and fetch files."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.api.schemas import DossierRow
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Person
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import NotFound

API = "/api/v1"


def caller(actor: Actor) -> Client:
    """A program that carries a token of this account and position."""
    token = accounts.issue_token(
        actor=SYSTEM,
        account_id=actor.account_id or 0,
        position_id=actor.position.id if actor.position else None,
        name="kiểm thử",
    )
    return Client(headers={"Authorization": f"Bearer {token}"})


def send_file(client: Client, name: str = "giay-chung-sinh.jpg") -> str:
    answer = client.post(f"{API}/files", {"file": stages.picture(name)})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def application(ward: Ward, file_id: str, **more: Any) -> dict[str, Any]:
    return {
        "procedure": stages.BIRTH,
        "agency": ward.agency_id,
        "answers": stages.answers_of(ward),
        "papers": [{"requirement": "birth_notice", "file": file_id}],
        **more,
    }


def file(client: Client, body: dict[str, Any], key: str) -> Any:
    return client.post(f"{API}/dossiers", body, content_type="application/json", headers={"Idempotency-Key": key})


def is_problem(answer: Any, status: int, code: str) -> bool:
    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, told["status"], told["title"]) == (status, status, code), told
    return bool(told["detail"])


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_citizen_files_reads_and_fetches_the_receipt(ward: Ward) -> None:
    client = caller(ward.citizen)
    agencies = client.get(f"{API}/procedures/{stages.BIRTH}/agencies").json()
    assert ward.agency_id in [agency["id"] for agency in agencies]
    answer = file(client, application(ward, send_file(client)), "don-dau-tien-1")
    assert answer.status_code == 201, answer.content
    code = answer.json()["code"]
    read = client.get(f"{API}/dossiers/{code}").json()
    assert [paper["requirement"] for paper in read["papers"]] == ["birth_notice"]
    assert [step["kind"] for step in read["steps"]] == ["receive"]
    assert client.get(f"{API}/dossiers/{code}/receipt.pdf").content.startswith(b"%PDF")


def test_the_same_key_makes_one_dossier_and_never_two_different(ward: Ward) -> None:
    client = caller(ward.citizen)
    body = application(ward, send_file(client))
    first = file(client, body, "khoa-chong-lap")
    again = file(client, body, "khoa-chong-lap")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["code"] == first.json()["code"]
    other = {**body, "papers": [{"requirement": "birth_notice", "file": send_file(client, "khac.jpg")}]}
    assert is_problem(file(client, other, "khoa-chong-lap"), 422, "idempotency-key-reused")
    assert Dossier.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_make_one_dossier(ward: Ward) -> None:
    client = caller(ward.citizen)
    body = application(ward, send_file(client))

    def send(_: int) -> tuple[int, str]:
        try:
            answer = file(
                Client(headers={"Authorization": str(client.defaults["HTTP_AUTHORIZATION"])}), body, "cung-mot-luc"
            )
            return answer.status_code, str(answer.json().get("code"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {status for status, _ in answers} == {201}, answers
    assert len({code for _, code in answers}) == 1
    assert Dossier.objects.count() == 1


def test_an_officer_files_for_the_person_at_the_counter_or_not_at_all(ward: Ward) -> None:
    client = caller(ward.one_stop)
    paper = send_file(client)
    somebody = {"full_name": "Rơ Mah Thị Lim", "id_number": "064192000321", "phone": "0905000111"}
    body = application(ward, paper, applicant=somebody)
    wrong = {**body, "answers": {**body["answers"], "child_birth_date": "hôm qua"}}
    assert is_problem(file(client, wrong, "quay-so-mot-1"), 422, "invalid")
    assert not Person.objects.filter(full_name="Rơ Mah Thị Lim").exists()
    body["checks"] = [{"requirement": "birth_notice", "verdict": "ok", "shape": "original"}]
    answer = file(client, body, "quay-so-mot-2")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["agency"], told["reception_agency"], told["helped_agency"]) == (ward.agency_id,) * 3
    assert Dossier.objects.get(code=told["code"]).paper_checks.get().shape == "original"
    assert (answer.json()["channel"], answer.json()["applicant_name"]) == ("counter", "Rơ Mah Thị Lim")
    assert is_problem(file(client, application(ward, paper), "quay-so-mot-3"), 422, "invalid")
    assert is_problem(file(caller(ward.clerk), body, "quay-so-mot-4"), 403, "not-allowed")


def test_what_is_missing_or_foreign_is_named(ward: Ward) -> None:
    client = caller(ward.citizen)
    paper = send_file(client)
    assert is_problem(file(client, application(ward, paper, papers=[]), "thieu-giay-to"), 422, "papers-missing")
    assert is_problem(file(client, application(ward, paper, agency=1), "sai-co-quan"), 422, "invalid")
    assert is_problem(
        file(client, application(ward, paper, procedure="9.999999"), "sai-thu-tuc"), 404, "procedure-not-found"
    )
    assert is_problem(file(caller(ward.neighbour), application(ward, paper), "giay-cua-nguoi-khac"), 404, "not-found")
    assert not Dossier.objects.exists()


def test_files_go_to_those_who_may_see_the_dossier(ward: Ward) -> None:
    client = caller(ward.citizen)
    own = send_file(client)
    answer = client.get(f"{API}/files/{own}")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert content_of(answer).startswith(b"\xff\xd8")
    officer = caller(ward.one_stop)
    assert is_problem(officer.get(f"{API}/files/{own}"), 404, "not-found")
    file(client, application(ward, own), "tep-cua-ho-so")
    seen = officer.get(f"{API}/files/{own}")
    assert seen.status_code == 200
    assert content_of(seen)
    assert is_problem(caller(ward.neighbour).get(f"{API}/files/{own}"), 404, "not-found")


def test_lists_are_paged_to_the_last_page_and_back(ward: Ward) -> None:
    codes = [stages.submitted(ward).code for _ in range(5)]
    client = caller(ward.citizen)
    first = client.get(f"{API}/dossiers?limit=2").json()
    second = client.get(f"{API}/dossiers", {"limit": 2, "cursor": first["next"]}).json()
    last = client.get(f"{API}/dossiers?limit=2&cursor=last").json()
    assert [row["code"] for row in [*first["items"], *second["items"]]] == codes[:0:-1]
    assert (last["items"][-1]["code"], last["next"], first["previous"]) == (codes[0], None, None)
    back = client.get(f"{API}/dossiers", {"limit": 2, "cursor": second["previous"]}).json()
    assert back["items"] == first["items"]
    assert is_problem(client.get(f"{API}/dossiers?cursor=xyz"), 400, "bad-cursor")
    assert is_problem(client.get(f"{API}/dossiers?limit=1000"), 422, "invalid")


def test_officers_work_through_their_queue(ward: Ward) -> None:
    dossier = stages.submitted(ward)
    officer, citizen = caller(ward.one_stop), caller(ward.citizen)
    (step,) = officer.get(f"{API}/queue").json()["items"]
    assert step["dossier"]["code"] == dossier.code
    acts = f"{API}/dossiers/{dossier.code}/acts"
    accept = {"act": "accept", "note": "Đủ"}
    assert is_problem(citizen.post(acts, accept, content_type="application/json"), 403, "not-allowed")
    assert officer.post(acts, accept, content_type="application/json").json()["state"] == "processing"
    assert is_problem(officer.post(acts, accept, content_type="application/json"), 409, "step-taken")
    assert is_problem(officer.post(acts, {"act": "burn"}, content_type="application/json"), 422, "invalid")
    assert is_problem(citizen.get(f"{API}/queue"), 403, "not-allowed")


def test_the_whole_way_by_acts(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    acts = f"{API}/dossiers/{dossier.code}/acts"

    def act(actor: Actor, **body: object) -> None:
        given = {"step": stages.step_of(dossier).id, **body}
        answer = caller(actor).post(acts, given, content_type="application/json")
        assert answer.status_code == 200, answer.content

    act(ward.specialist, act="draft", title="Giấy khai sinh", body="Siu Bảo An.")
    while stages.step_of(dossier).role == "specialist":
        act(ward.specialist, act="complete", note="Đủ điều kiện")
    act(ward.leader, act="send-back", note="Sửa tên trẻ")
    while stages.step_of(dossier).role == "specialist":
        act(ward.specialist, act="complete")
    act(ward.leader, act="sign")
    act(ward.clerk, act="complete")
    act(ward.one_stop, act="return")
    read = caller(ward.citizen).get(f"{API}/dossiers/{dossier.code}").json()
    assert (read["state"], read["steps"], read["national_status"]) == ("returned", [], 10)


def test_a_program_signs_what_it_looked_at(ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    step = stages.step_of(dossier).id
    leader = caller(ward.leader)
    look = f"{API}/dossiers/{dossier.code}/steps/{step}/look"
    assert is_problem(caller(ward.specialist).post(look), 403, "not-allowed")
    shown = leader.post(look)
    assert shown.content.startswith(b"%PDF")
    assert sha256(shown.content).hexdigest() == shown["X-Seen"]

    def sign(seen: str) -> HttpResponse:
        body = {"act": "sign", "step": step, "seen": seen}
        return leader.post(f"{API}/dossiers/{dossier.code}/acts", body, content_type="application/json")

    assert is_problem(sign("0" * 64), 409, "changed-since-seen")
    assert sign(shown["X-Seen"]).json()["code"] == dossier.code


def test_others_dossiers_are_not_there(ward: Ward) -> None:
    dossier = stages.submitted(ward)
    neighbour = caller(ward.neighbour)
    assert is_problem(neighbour.get(f"{API}/dossiers/{dossier.code}"), 404, "not-found")
    assert neighbour.get(f"{API}/dossiers").json()["items"] == []
    services.withdraw_dossier(actor=ward.citizen, dossier_id=dossier.id, reason="Nộp lại sau")
    assert caller(ward.citizen).get(f"{API}/dossiers?state=withdrawn").json()["items"]


def test_an_act_finds_a_dossier_exactly_where_it_may_be_seen(ward: Ward) -> None:
    dossier, nobody = stages.with_leader(ward), Actor()
    for actor in (SYSTEM, ward.one_stop, ward.specialist, ward.leader, ward.citizen, ward.neighbour, nobody):
        seen = queries.visible_dossiers(actor).filter(code=dossier.code).exists()
        try:
            row = queries.row_for(actor, f" {dossier.code.lower()} ")
        except NotFound:
            assert not seen
        else:
            assert seen
            assert DossierRow.of(row) == DossierRow.of(queries.dossier_for(actor, dossier.code))
    assert queries.visible_dossiers(ward.specialist).exists()
    assert not queries.visible_dossiers(ward.neighbour).exists()
