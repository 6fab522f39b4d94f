"""A job asks for another: it exists when the facts it is about exist, neither before nor without them."""

import asyncio
from collections.abc import Callable, Iterator

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django.utils import connector_params

pytestmark = pytest.mark.django_db(transaction=True)
TASK = "notifications.send_letter"


@pytest.fixture(autouse=True)
def _none_stays() -> Iterator[None]:
    """Procrastinate's tables are no models of ours: Django does not empty them."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")


def inside_a_worker(job: Callable[[], None]) -> None:
    """Run `job` as a worker runs it: in a thread beside an event loop that holds the worker's own connections."""
    assert isinstance(app.connector, DjangoConnector)
    worker = app.connector.get_worker_connector()

    def run() -> None:
        try:
            job()
        finally:
            connection.close()

    async def work() -> None:
        await worker.open_async()
        try:
            await sync_to_async(run, thread_sensitive=False)()
        finally:
            await worker.close_async()

    with app.replace_connector(worker):
        asyncio.run(work())


def waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name=TASK).count()


def list_from_outside() -> list[object]:
    """What another connection to the database finds."""
    with psycopg.connect(**connector_params()) as other:
        return list(other.execute("select id from procrastinate_jobs where task_name = %s", [TASK]))


def test_nobody_sees_it_before_the_facts_are_kept():
    seen: list[int] = []

    def job() -> None:
        with transaction.atomic():
            app.configure_task(TASK).defer(letter_id="one")
            seen.append(waiting())
            seen.append(len(list_from_outside()))

    inside_a_worker(job)
    assert seen == [1, 0]
    assert waiting() == 1


def test_it_is_undone_with_the_facts():
    class Spoilt(Exception):
        pass

    def job() -> None:
        with transaction.atomic():
            app.configure_task(TASK).defer(letter_id="two")
            raise Spoilt

    with pytest.raises(Spoilt):
        inside_a_worker(job)
    assert waiting() == 0
