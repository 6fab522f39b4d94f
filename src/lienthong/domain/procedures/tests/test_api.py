import pytest
from ninja.testing import TestClient

from lienthong.domain.procedures.api import router
from lienthong.domain.procedures.services.reading import read_catalogue

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
