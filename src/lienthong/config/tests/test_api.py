"""`/api/v1/` as a whole: its document, and failures that no operation sees."""

from typing import Any

import orjson
import pytest
from django.core.management import call_command
from django.test import Client

API = "/api/v1"
JSON = "application/json"


def told(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    body = answer.json()
    assert set(body) >= {"type", "title", "status", "detail"}
    return body["status"], body["title"]


def test_the_document_is_the_committed_one() -> None:
    call_command("openapi", check=True)


def test_the_document_is_public_and_complete(client: Client) -> None:
    document = orjson.loads(client.get(f"{API}/openapi.json").content)
    assert document["openapi"].startswith("3.1")
    for route, methods in document["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {route}"
            assert operation["summary"], where
            assert operation["description"], where
            failures = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            assert failures, where
            assert all(list(answer["content"]) == ["application/problem+json"] for answer in failures.values()), where
            assert ("401" in failures) == bool(operation.get("security")), where


@pytest.mark.django_db
def test_a_stranger_and_a_wrong_token_are_sent_away(client: Client) -> None:
    assert told(client.get(f"{API}/dossiers")) == (401, "not-signed-in")
    answer = client.get(f"{API}/dossiers", headers={"Authorization": "Bearer lt_khong-co"})
    assert told(answer) == (401, "not-signed-in")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
def test_what_no_operation_sees_is_a_problem_too(client: Client) -> None:
    assert told(client.get(f"{API}/khong-co")) == (404, "no-such-route")
    answer = client.delete(f"{API}/procedures")
    assert told(answer) == (405, "method-not-allowed")
    assert answer["Allow"] == "GET"
    assert told(client.get(f"{API}/procedures?cursor=xyz")) == (400, "bad-cursor")
    assert told(client.get(f"{API}/procedures?q=%00")) == (400, "bad-request")
    assert told(client.get(f"{API}/procedures/1.%00")) == (400, "bad-request")


@pytest.mark.django_db
def test_bodies_that_cannot_be_read(client: Client, ward: Any) -> None:
    from lienthong.domain.dossiers.tests.test_api import caller

    mine = caller(ward.citizen)
    key = {"Idempotency-Key": "mot-khoa-du-dai"}
    for body in ("{", '{"procedure": "\\u0000"}', b"\xff\xfe"):
        assert told(mine.post(f"{API}/dossiers", body, headers=key, content_type=JSON)) == (400, "bad-request")
    assert told(mine.post(f"{API}/dossiers", "[]", headers=key, content_type=JSON)) == (422, "invalid")
    assert told(mine.post(f"{API}/dossiers", "x" * 3_000_000, headers=key, content_type=JSON)) == (413, "too-large")
    assert told(mine.post(f"{API}/dossiers", "{}", content_type=JSON)) == (422, "invalid")
