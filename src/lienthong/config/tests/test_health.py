"""GET /healthz."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from lienthong.foundation.audit.services import record
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db


def worker_seen(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_it_works(client: Client) -> None:
    worker_seen(3)
    answer = client.get("/healthz")
    assert answer.status_code == 200, answer.json()
    body = answer.json()
    assert set(body) == {"status", "database", "jobs", "files", "clock", "version"}
    assert body["status"] == "ok"
    assert body["jobs"]["waiting"] == 0


def test_a_silent_worker_is_wrong(client: Client) -> None:
    worker_seen(600)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["jobs"]["problem"] == "no worker is alive"


def test_it_asks_little_of_the_database(client: Client, django_assert_max_num_queries: object) -> None:
    worker_seen(3)
    with django_assert_max_num_queries(7):  # type: ignore[operator]  # pytest-django's context manager
        client.get("/healthz")


def test_a_clock_behind_what_was_recorded_is_wrong(client: Client) -> None:
    worker_seen(3)
    with transaction.atomic(), clock.at(clock.now() + timedelta(days=2)):
        record(actor=SYSTEM, verb="try", subject_type="trial", subject_id=1)
    told = client.get("/healthz").json()["clock"]
    assert told["problem"] == "the clock is behind what was recorded already"
    with clock.at(clock.now() + timedelta(hours=1)):
        assert "disagree on the time" in client.get("/healthz").json()["clock"]["problem"]
