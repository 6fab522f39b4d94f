"""Jobs of the installation itself (việc nền của hệ thống): what a worker that was killed had begun is taken up again."""

import logging
from datetime import UTC, datetime

from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

log = logging.getLogger(__name__)
SILENT_SECONDS = 60
"""A worker says every ten seconds that it lives."""


@app.periodic(cron="* * * * *")
@app.task(name="config.take_up_again", queueing_lock="config.take_up_again", priority=100, pass_context=False)
def take_up_again(timestamp: int) -> None:
    """Each minute. `timestamp`: when it was due, which does not matter.

    Without this a job whose worker lost its power would stand as running for ever, and hold up all that share its lock. Jobs are
    idempotent, so one that was nearly done may run again.
    """
    stalled = app.connector.get_sync_connector().execute_query_all(
        query=sql.queries["select_stalled_jobs_by_heartbeat"],
        queue=None,
        task_name=None,
        seconds_since_heartbeat=SILENT_SECONDS,
    )
    for job in stalled:
        try:
            app.job_manager.retry_job_by_id(job_id=job["id"], retry_at=datetime.now(UTC))
        except ConnectorException:  # another worker was faster, or it has ended after all
            continue
        log.warning("taken up again: %s, job %s", job["task_name"], job["id"])
