import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures import services
from lienthong.domain.procedures.choices import DecisionKind
from lienthong.domain.procedures.services import DecisionData
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.fixture(scope="module")
def catalogue(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        services.load_catalogue(actor=SYSTEM)
        yield
        transaction.set_rollback(True)


def _whole(client: Client, path: str, **headers: str) -> bytes:
    return b"".join(client.get(path, headers=headers).streaming_content)  # type: ignore[attr-defined]


def _withdraw(code: str) -> None:
    services.decide(
        actor=SYSTEM, code=code, kind=DecisionKind.WITHDRAW, effective_from=clock.today(),
        decision=DecisionData(number="9/QĐ-UBND", decided_on=date(2026, 1, 2), issuer="UBND tỉnh", reason="Sửa luật"),
    )  # fmt: skip


def test_it_works(client: Client) -> None:
    page = client.get("/du-lieu-mo/").content.decode()
    assert "/du-lieu-mo/thu-tuc.json" in page
    assert "/du-lieu-mo/" in client.get("/").content.decode()


def test_the_json_is_what_its_schema_says(client: Client) -> None:
    _withdraw("1.000656")
    document = json.loads(_whole(client, "/du-lieu-mo/thu-tuc.json"))
    schema = json.loads(client.get("/du-lieu-mo/thu-tuc.schema.json").content)
    jsonschema_rs.validate(schema, document)
    rows = {row["code"]: row for row in document["procedures"]}
    assert len(rows) == procedures.edition().procedures
    gone = rows["1.000656"]
    assert (gone["status"], gone["status_since"], gone["decision"]) == (
        "withdrawn", clock.today().isoformat(), "9/QĐ-UBND",
    )  # fmt: skip
    assert "requirements" not in gone
    assert rows["1.001193"]["time_limit"]["text"] == "Trong ngày làm việc"


def test_what_is_only_prepared_is_not_there(client: Client) -> None:
    services.begin_procedure(actor=SYSTEM, code="1.999999", name="Chưa công bố", field="ho-tich")
    assert "1.999999" not in _whole(client, "/du-lieu-mo/thu-tuc.json").decode()


def test_the_csv_has_a_line_for_each_and_no_formula(client: Client) -> None:
    entry = procedures.entry_of(procedures.current_version("1.001193")) | {
        "short_name": '=HYPERLINK("http://xau.example")',
        "name": "- Khai sinh\nhai dòng",
    }
    services.publish_entries(actor=SYSTEM, entries=[entry])
    plain = _whole(client, "/du-lieu-mo/thu-tuc.csv").decode()
    rows = {row["ma_thu_tuc"]: row for row in csv.DictReader(io.StringIO(plain))}
    assert len(rows) == procedures.edition().procedures
    assert list(next(iter(rows.values()))) == [name for name, _ in procedures.COLUMNS]
    assert rows["1.001193"]["ten_ngan"] == '\'=HYPERLINK("http://xau.example")'
    assert rows["1.001193"]["ten"] == "- Khai sinh hai dòng"
    assert _whole(client, "/du-lieu-mo/thu-tuc.csv?bom=1").startswith(b"\xef\xbb\xbfma_thu_tuc,")


def test_who_has_this_edition_is_told_so(client: Client) -> None:
    first = client.get("/du-lieu-mo/thu-tuc.json")
    etag, day = first.headers["ETag"], first.headers["Last-Modified"]
    assert client.get("/du-lieu-mo/thu-tuc.json", headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/du-lieu-mo/thu-tuc.json", headers={"If-Modified-Since": day}).status_code == 304
    assert client.get("/du-lieu-mo/thu-tuc.csv", headers={"If-None-Match": etag}).status_code == 200
    assert client.head("/du-lieu-mo/thu-tuc.csv").status_code == 200
    _withdraw("1.000894")
    assert client.get("/du-lieu-mo/thu-tuc.json", headers={"If-None-Match": etag}).status_code == 200


def test_other_portals_can_harvest_it(client: Client) -> None:
    said: dict[str, Any] = json.loads(client.get("/du-lieu-mo/dcat.jsonld").content)
    files = [each["dcat:downloadURL"]["@id"] for each in said["dcat:dataset"][0]["dcat:distribution"]]
    for address in files:
        assert client.get("/" + address.partition("://")[2].partition("/")[2]).status_code == 200


def test_queries_grow_by_the_chunk_only(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        _whole(client, "/du-lieu-mo/thu-tuc.json")
