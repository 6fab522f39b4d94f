"""GET /healthz: is this installation well (tình trạng hệ thống). For monitors and for `make demo`; names nobody, costs little."""

import os
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path

from lienthong.kit import clock
from lienthong.kit.access import public

# procrastinate's workers say every 10 s that they live.
HEARTBEAT_SECONDS = 45
COUNT_LIMIT = 1000
CLOCK_SECONDS = 120
FREE_BYTES = 200 * 1024 * 1024


def platform_version() -> str:
    """Version of the package, or of the checkout."""
    try:
        return version("lienthong")
    except PackageNotFoundError:
        import lienthong

        return getattr(lienthong, "__version__", "0.1.0")


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """JSON {status, database, jobs, files, clock, version}; 503 when one of them is wrong."""
    database = _database()
    jobs = _jobs() if database["status"] == "ok" else {"status": "unknown"}
    files = _files()
    time = _clock() if database["status"] == "ok" else {"status": "unknown"}
    well = all(each["status"] == "ok" for each in (database, jobs, files, time))
    body = {
        "status": "ok" if well else "wrong",
        "database": database,
        "jobs": jobs,
        "files": files,
        "clock": time,
        "version": platform_version(),
    }
    response = JsonResponse(body, status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('server_version')")
            return {"status": "ok", "server": cursor.fetchone()[0].split(" ")[0]}
    except DatabaseError:
        return {"status": "wrong", "problem": "does not answer"}


def _jobs() -> dict[str, Any]:
    """Due and failed jobs (counted up to 1000, so the answer stays cheap) and the seconds since a worker was last heard."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                """
                select
                  (select count(*) from (select 1 from procrastinate_jobs where status = 'todo'
                     and (scheduled_at is null or scheduled_at <= now()) limit %(limit)s) due),
                  (select count(*) from (select 1 from procrastinate_jobs where status = 'failed' limit %(limit)s) failed),
                  (select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers)
                """,
                {"limit": COUNT_LIMIT},
            )
            waiting, failed, silence = cursor.fetchone()
    except DatabaseError:
        return {"status": "wrong", "problem": "the tables of jobs are missing; run lienthong migrate"}
    facts: dict[str, Any] = {
        "waiting": waiting,
        "failed": failed,
        "worker_seen_seconds_ago": None if silence is None else round(float(silence), 1),
    }
    if silence is None or silence > HEARTBEAT_SECONDS:
        return {"status": "wrong", "problem": "no worker is alive", **facts}
    return {"status": "ok", **facts}


def _clock() -> dict[str, Any]:
    """A clock set wrong promises wrong dates: this process against the database, and both against the last act that was recorded."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select extract(epoch from clock_timestamp()), extract(epoch from at) from audit_auditentry order by id desc limit 1"
            )
            there, last = cursor.fetchone() or (None, None)
    except DatabaseError:
        return {"status": "wrong", "problem": "the record of acts is missing; run lienthong migrate"}
    if there is None or last is None:
        return {"status": "ok"}
    here = clock.now().timestamp()
    facts = {"ahead_of_database_seconds": round(here - float(there), 1)}
    if abs(here - float(there)) > CLOCK_SECONDS:
        return {"status": "wrong", "problem": "this server and the database disagree on the time", **facts}
    if float(last) - here > CLOCK_SECONDS:
        return {"status": "wrong", "problem": "the clock is behind what was recorded already", **facts}
    return {"status": "ok", **facts}


def _files() -> dict[str, Any]:
    folder = settings.MEDIA_ROOT
    if not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        return {"status": "wrong", "problem": "the folder of files cannot be written"}
    if shutil.disk_usage(folder).free < FREE_BYTES:
        return {"status": "wrong", "problem": "the disk of files is nearly full"}
    return {"status": "ok"}


urlpatterns = [path("healthz", healthz, name="healthz")]
