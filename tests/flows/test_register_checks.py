"""National registers are asked for one dossier, with a reason, over HTTP; what comes back is held against the answers (tra cứu, đối chiếu)."""

import json
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from wsgiref.simple_server import make_server

import httpx
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from sandbox import registers as outside
from sandbox.config import Config
from sandbox.server import Sandbox, _QuietHandler
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Dossier, Matching
from lienthong.domain.dossiers.queries import matching as matching_queries
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit.models import AccessEntry, AuditEntry
from lienthong.foundation.registers import queries as lookups
from lienthong.foundation.registers.adapters import DataPlatformClient, Purpose
from lienthong.foundation.registers.errors import (
    RegisterRefused,
    RegistersNotConnected,
    RegisterUnreachable,
    TooManyLookups,
)
from lienthong.foundation.registers.models import Lookup, LookupAnswer
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
MOTHER = "064195000512"
BASIS, REASON = "luat-can-cuoc-10", "Đối chiếu họ tên, ngày sinh của mẹ"
SECRET = "bi-mat-cua-tinh"


class Outside:
    """The registers as the sandbox plays them, on a port of this machine."""

    def __init__(self, folder: Path) -> None:
        self.sandbox = Sandbox(Config(data_dir=folder, registers_secret=SECRET))
        self.server = make_server("127.0.0.1", 0, self.sandbox.application, handler_class=_QuietHandler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        (folder / outside.RECORDS).write_text(
            json.dumps(
                {
                    "population": {
                        MOTHER: {
                            "full_name": "SIU H'NGAN", "birth_date": "1995-03-12", "gender": "Nữ", "ethnicity": "Gia Rai",
                            "address": "Tổ 9, phường Hội Phú, tỉnh Gia Lai", "status": "Đang cư trú", "secret": "không hỏi",
                        }
                    },
                    "land": {"37/214": {"parcel": "214", "area": 126.4, "mortgage": "Đã xóa"}},
                }
            )
        )  # fmt: skip

    def turn(self, register: str, mode: str) -> None:
        httpx.post(f"{self.url}/csdl/che-do", data={"register": register, "mode": mode}).close()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.sandbox.close()


@pytest.fixture
def registers(tmp_path: Path, settings) -> Iterator[Outside]:
    folder = tmp_path / "outside"
    folder.mkdir()
    made = Outside(folder)
    settings.REGISTERS_URL, settings.REGISTERS_CLIENT_SECRET = made.url, SECRET
    yield made
    made.close()


def ask(ward: Ward, dossier: Dossier, register: str = "population", **more):
    given = {
        "asked": {"id_number": MOTHER}, "about": "người mẹ", "basis": BASIS, "reason": REASON, "actor": ward.specialist
    } | more  # fmt: skip
    return services.ask_register(dossier_id=dossier.id, register=register, **given)


def test_asked_answered_compared_and_told(ward: Ward, registers: Outside) -> None:
    dossier = stages.accepted(ward)
    version = procedures.version(dossier.version_id)
    offers = {each.token: each for each in matching_queries.suggestions(dossier, version)}
    assert {each.register for each in offers.values()} == {"population", "civil-status"}
    assert MOTHER in {each.asked["id_number"] for each in offers.values()}
    lookup = ask(ward, dossier)
    assert lookup.answer.outcome == "found"
    assert "secret" not in lookup.answer.record
    (looked,) = matching_queries.looked_up(dossier, version)
    held = {row.label: (row.verdict, row.found) for row in looked.rows}
    assert held["Họ, chữ đệm và tên"] == ("same", "SIU H'NGAN")
    assert held["Tình trạng"][0] == "undeclared"
    entry = AuditEntry.objects.get(verb="ask_register")
    assert entry.subject_id == str(dossier.id)
    seen = AccessEntry.objects.get(person_id=ward.citizen.person_id, seen__contains="ngày sinh")
    assert REASON in seen.reason
    assert dossier.code in seen.reason
    mother = stages.signed_in(Client(), ward.citizen)
    page = mother.get("/ai-da-xem/").text
    assert "Tra cứu CSDL dân cư" in page
    assert "Nội dung đã xem: họ, chữ đệm và tên" in page


def test_it_is_asked_only_with_a_reason_by_who_examines_this_dossier(ward: Ward, registers: Outside) -> None:
    dossier = stages.accepted(ward)
    with pytest.raises(Invalid) as wrong:
        ask(ward, dossier, asked={"id_number": "12"}, basis="", reason="xem")
    assert set(wrong.value.problems) == {"id_number", "basis", "reason"}
    with pytest.raises(Invalid):
        ask(ward, dossier, register="tax")
    for stranger in (ward.one_stop, ward.clerk, ward.leader, ward.citizen):
        with pytest.raises(NotAllowed):
            ask(ward, dossier, actor=stranger)
    assert not Lookup.objects.exists()
    assert registers.sandbox.registers.asked == 0


def test_a_press_repeated_asks_once_and_another_dossier_asks_anew(ward: Ward, registers: Outside) -> None:
    dossier, other = stages.accepted(ward), stages.accepted(ward)
    key = uuid.uuid4()
    first, again = ask(ward, dossier, key=key), ask(ward, dossier, key=key)
    assert first.pk == again.pk
    assert registers.sandbox.registers.asked == 1
    assert matching_queries.looked_up(other, procedures.version(other.version_id)) == []
    ask(ward, other)
    assert registers.sandbox.registers.asked == 2
    assert Lookup.objects.count() == 2


def test_not_found_down_refused_and_unknown_secret_are_clear(ward: Ward, registers: Outside, settings) -> None:
    dossier = stages.accepted(ward)
    nothing = ask(ward, dossier, asked={"id_number": "064199999999"})
    assert nothing.answer.outcome == "not_found"
    registers.turn("population", "down")
    with pytest.raises(RegisterUnreachable, match=r"bảo trì.*đối chiếu bản giấy"):
        ask(ward, dossier)
    registers.turn("population", "refuse")
    with pytest.raises(RegisterRefused, match="không thuộc phạm vi"):
        ask(ward, dossier)
    settings.REGISTERS_CLIENT_SECRET = "sai"
    with pytest.raises(RegisterUnreachable, match="không nhận khóa"):
        ask(ward, dossier)
    settings.REGISTERS_URL = "http://127.0.0.1:9"
    with pytest.raises(RegisterUnreachable, match="không kết nối được"):
        ask(ward, dossier)
    settings.REGISTERS_URL = ""
    with pytest.raises(RegistersNotConnected):
        ask(ward, dossier)
    outcomes = list(LookupAnswer.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes == ["not_found", "unreachable", "refused", "unreachable", "unreachable"]
    assert AccessEntry.objects.filter(seen__gt="").count() == 0  # nothing was seen


def test_nonsense_and_slowness_of_a_register_are_no_fault_of_ours() -> None:
    answers: list[httpx.Response | Exception] = []

    def play(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "t", "expires_in": 300})
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = DataPlatformClient(base_url="http://x", client_id="a", secret="b", transport=httpx.MockTransport(play))
    purpose = Purpose(request_id="1", dossier="H", basis="b", reason="r", officer="o", agency="a")
    for bad in (
        httpx.Response(200, content=b"<html>"), httpx.Response(200, json=[1]), httpx.Response(200, json={"found": True}),
        httpx.Response(200, json={"found": "yes", "record": {}}), httpx.Response(429), httpx.Response(500, content=b"x"),
        httpx.Response(200, content=b"x" * 300_000), httpx.ReadTimeout("slow"), httpx.ConnectError("gone"),
    ):  # fmt: skip
        answers.append(bad)
        with pytest.raises(RegisterUnreachable):
            client.ask("population", {"id_number": MOTHER}, purpose)
    answers += [
        httpx.Response(401),
        httpx.Response(200, json={"found": True, "record": {"full_name": "A", "x": [1]}, "as_of": "?"}),
    ]
    got = client.ask("population", {"id_number": MOTHER}, purpose)  # a token that has just ended is renewed once
    assert (dict(got.record), got.as_of) == ({"full_name": "A"}, None)


def test_more_than_work_explains_is_refused(ward: Ward, registers: Outside, settings) -> None:
    settings.LOOKUPS_AN_HOUR = 2
    dossier = stages.accepted(ward)
    ask(ward, dossier)
    ask(ward, dossier)
    with pytest.raises(TooManyLookups, match="2 lượt trong một giờ"):
        ask(ward, dossier)
    with clock.at(clock.now() + timedelta(minutes=61)):
        ask(ward, dossier)


def test_the_book_of_lookups_cannot_be_changed_and_shows_no_answers(ward: Ward, registers: Outside) -> None:
    dossier = stages.accepted(ward)
    lookup = ask(ward, dossier)
    for change in (
        lambda: Lookup.objects.filter(pk=lookup.pk).update(reason="khác"),
        lambda: LookupAnswer.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert [each.pk for each in lookups.visible_lookups(ward.specialist)] == [lookup.pk]
    assert [each.pk for each in lookups.visible_lookups(ward.leader)] == [lookup.pk]
    assert not lookups.visible_lookups(ward.clerk)
    page = stages.signed_in(Client(), ward.leader).get("/lam-viec/so-tra-cuu/").text
    assert REASON in page
    assert "SIU H" not in page
    assert stages.signed_in(Client(), ward.one_stop).get("/lam-viec/so-tra-cuu/").status_code == 403


def test_ticked_item_by_item_and_carried_into_the_supplement(ward: Ward, registers: Outside, client: Client) -> None:
    dossier = stages.accepted(ward)
    page_url = f"/lam-viec/ho-so/{dossier.code}/?the=doi-chieu"
    stages.signed_in(client, ward.specialist)
    asked = client.post(
        f"/lam-viec/ho-so/{dossier.code}/tra-cuu/",
        {"what": "khac-population", "asked-population-id_number": MOTHER, "basis": BASIS, "reason": REASON},
        follow=True,
    )
    assert "Đã có trả lời" in asked.text
    assert "Khớp CSDL dân cư" in asked.text
    match_url = f"/lam-viec/ho-so/{dossier.code}/doi-chieu/"
    row = client.post(
        match_url, {"kind": "answer", "key": "child_name", "verdict": "ok"}, headers={"HX-Request": "true"}
    )
    assert row.text.startswith('<li class="lt-match is-ok"')
    assert ward.specialist.name in row.text
    empty = client.post(
        match_url, {"kind": "answer", "key": "child_gender", "verdict": "bad"}, headers={"HX-Request": "true"}
    )
    assert "chưa ghi sai hoặc thiếu gì" in empty.text
    said = "Giấy chứng sinh ghi Nữ"
    client.post(match_url, {"kind": "answer", "key": "child_gender", "verdict": "bad", "note": said})
    client.post(
        match_url, {"kind": "paper", "key": "birth_notice", "verdict": "bad", "note": "Ảnh mờ, không đọc được số"}
    )
    gone = client.post(
        match_url, {"kind": "answer", "key": "khong-co", "verdict": "ok"}, headers={"HX-Request": "true"}
    )
    assert "Không có mục này" in gone.text
    assert "1 khớp, 2 sai" in client.get(page_url).text
    supplement = client.get(f"/lam-viec/ho-so/{dossier.code}/?the=bo-sung").text
    assert said in supplement
    assert "Ảnh mờ, không đọc được số" in supplement
    client.post(match_url, {"kind": "answer", "key": "child_gender", "verdict": ""})
    assert said not in client.get(f"/lam-viec/ho-so/{dossier.code}/?the=bo-sung").text
    assert Matching.objects.count() == 2
    registers.turn("population", "down")
    down = client.post(
        f"/lam-viec/ho-so/{dossier.code}/tra-cuu/",
        {"what": "khac-population", "asked-population-id_number": MOTHER, "basis": BASIS, "reason": REASON},
    )
    assert down.status_code == 503
    assert "Hồ sơ không phải chờ" in down.text
    assert f'value="{REASON}"' in down.text
    assert (
        f'href="{page_url}' in down.text
    )  # links of a refused page lead back to the page, not to the address of the act
    assert 'href="?the' not in down.text
    stranger = stages.signed_in(Client(), ward.clerk)
    assert stranger.post(match_url, {"kind": "answer", "key": "child_name", "verdict": "ok"}).status_code == 403


def test_pages_of_a_paper_as_pictures(ward: Ward, client: Client) -> None:
    dossier = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    step = stages.step_of(dossier)
    services.draft_result(
        actor=ward.specialist, dossier_id=dossier.id, step_id=step.id, title="Giấy khai sinh", body="Siu Bảo An."
    )
    dossier.refresh_from_db()
    base = f"/doc/ho-so/{dossier.code}/{dossier.draft_file_id}/"
    picture = client.get(f"{base}trang/1-160.webp")
    assert picture["Content-Type"] == "image/webp"
    assert client.get(f"{base}trang/1-160.webp", headers={"If-None-Match": picture["ETag"]}).status_code == 304
    assert client.get(f"{base}trang/2-160.webp").status_code == 404
    stranger = stages.signed_in(Client(), ward.neighbour)
    for address in ("", "trang/1-160.webp", "trang/1/chu/"):
        assert client.get(base + address).status_code == 200
        assert stranger.get(base + address).status_code == (404 if address else 403)
        assert client.get(f"/doc/ho-so/H00.1-000000-0001/{dossier.draft_file_id}/{address}").status_code == 404
    page = client.get(f"/lam-viec/ho-so/{dossier.code}/?the=doi-chieu&xem=giay").text
    assert 'data-key="["' in page
    assert "lt-work--papers" in page
