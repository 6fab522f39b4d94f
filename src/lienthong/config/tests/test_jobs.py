"""A worker is killed: what it had begun runs again, what others do is left to them."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.config.jobs import take_up_again

pytestmark = pytest.mark.django_db


def running(worker: int | None, lock: str | None = None) -> int:
    """A job that stands as running by this worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, args, status, lock, attempts, worker_id) "
            "values ('correspondence.read_arrival', 'default', '{}', 'doing', %s, 0, %s) returning id",
            [lock, worker],
        )
        return int(cursor.fetchone()[0])


def worker(silent_seconds: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - make_interval(secs => %s)) returning id",
            [silent_seconds],
        )
        return int(cursor.fetchone()[0])


def test_what_a_dead_worker_had_begun_runs_again_once():
    lost, gone, alive = running(worker(300), lock="lane"), running(None), running(worker(5))
    take_up_again(timestamp=0)
    take_up_again(timestamp=0)
    kept = {job.pk: (job.status, job.attempts) for job in ProcrastinateJob.objects.all()}
    assert kept[lost] == ("todo", 1)
    assert kept[gone] == ("todo", 1)
    assert kept[alive] == ("doing", 0)
