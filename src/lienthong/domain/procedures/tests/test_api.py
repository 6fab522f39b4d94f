from datetime import timedelta

import pytest
from ninja.testing import TestClient

from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.api import router
from lienthong.domain.procedures.services.reading import read_catalogue
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.fixture(scope="module")
def api() -> TestClient:
    return TestClient(router)


def test_list_pages_to_the_end(api: TestClient) -> None:
    codes, cursor = [], ""
    while cursor is not None:
        answer = api.get(f"/procedures?limit=5&cursor={cursor}").json()
        codes += [item["code"] for item in answer["items"]]
        cursor = answer["next"]
    assert len(codes) == len(set(codes)) == len(read_catalogue(None)["procedures"])


def test_detail_has_the_schema_of_the_form(api: TestClient) -> None:
    answer = api.get("/procedures/1.001193").json()
    assert answer["form_schema"]["properties"]["child_name"]
    assert answer["requirements"][0]["key"] == "birth_notice"
    assert answer["agencies"] == [{"tier": "xa", "agency": "UBND cấp xã"}]


def test_versions_with_the_days_on_which_they_hold(api: TestClient) -> None:
    entry = queries.entry_of(queries.current_version("1.001193")) | {"summary": "Câu mới."}
    day = clock.today() + timedelta(days=9)
    services.publish_entries(actor=SYSTEM, entries=[entry], valid_from=day)
    newest, first = api.get("/procedures/1.001193/versions").json()["items"]
    assert (newest["number"], newest["periods"][0]["since"]) == (2, day.isoformat())
    assert first["periods"][0]["until"] == day.isoformat()
    assert api.get("/procedures/1.001193/versions/2").json()["summary"] == "Câu mới."
    assert api.get("/procedures/1.001193/versions/1").json()["summary"] != "Câu mới."
