"""Jobs of documents (việc nền của văn bản): long scans are read, overdue is told up the line, kept searches tell."""

import uuid

import procrastinate
from procrastinate.contrib.django import app

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.services.arriving import READ_JOB


@app.task(name=READ_JOB, retry=procrastinate.RetryStrategy(max_attempts=4, wait=10), pass_context=False)
def read_arrival(arrival_id: str) -> None:
    """Read the next pages that wait; an arrival that is gone costs nothing."""
    services.read_rest(arrival_id=uuid.UUID(arrival_id))


@app.periodic(cron="7,37 * * * *")
@app.task(name="correspondence.tell_overdue", queueing_lock="correspondence.tell_overdue", pass_context=False)
def tell_overdue(timestamp: int) -> None:
    """Tell what fell due. `timestamp`: when it was due, which does not matter: what counts is now."""
    services.tell_overdue()


@app.task(name=services.COLLECT_JOB, queue="mail", pass_context=False)
def collect_mailbox(mailbox_id: int) -> None:
    """Collect one mailbox."""
    services.collect_mailbox(mailbox_id=mailbox_id)


@app.periodic(cron="*/3 * * * *")
@app.task(name="correspondence.collect_mail", queueing_lock="correspondence.collect_mail", pass_context=False)
def collect_mail(timestamp: int) -> None:
    """Have every mailbox that is due collected, each by a job of its own: a server that does not answer keeps none of the others waiting."""
    for mailbox_id in services.mailboxes_due():
        services.collect_soon(mailbox_id=mailbox_id)


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="correspondence.run_searches",
    queueing_lock="correspondence.run_searches",
    lock="correspondence.run_searches",
    pass_context=False,
)
def run_searches(timestamp: int) -> None:
    """Run those that wait longest, each as who holds its seat now. `timestamp`: when it was due, which does not matter."""
    for search_id, actor in queries.searches_to_run():
        if actor is None:
            services.put_off_search(search_id=search_id)
        else:
            services.run_search(search_id=search_id, actor=actor)
