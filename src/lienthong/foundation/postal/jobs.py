"""Jobs of the post: telling the carrier, asking about silent parcels, fetching statements."""

import uuid

import procrastinate
from django.conf import settings
from procrastinate.contrib.django import app as jobs

from lienthong.foundation.postal import services
from lienthong.foundation.postal.errors import CarrierUnreachable
from lienthong.foundation.postal.services.ordering import CANCEL_ORDER, SEND_ORDER

MOST_ATTEMPTS = 7  # 4 s, 16 s, 64 s … a little over an hour
_AGAIN = procrastinate.RetryStrategy(
    max_attempts=MOST_ATTEMPTS, exponential_wait=4, retry_exceptions={CarrierUnreachable}
)


@jobs.task(name=SEND_ORDER, queue="post", retry=_AGAIN, pass_context=True)
def send_order(context: procrastinate.JobContext, order_id: str) -> None:
    """Send one order; after the last attempt the office sees it as not sent."""
    last = (context.job.attempts if context.job else 0) + 1 >= MOST_ATTEMPTS
    services.send_order(order_id=uuid.UUID(order_id), last_try=last)


@jobs.task(name=CANCEL_ORDER, queue="post", retry=_AGAIN)
def cancel_at_carrier(order_id: str) -> None:
    """Give up one order at the carrier."""
    services.cancel_at_carrier(order_id=uuid.UUID(order_id))


@jobs.periodic(cron="*/3 * * * *")
@jobs.task(name="postal.send_forgotten", queue="post", queueing_lock="postal.send_forgotten", pass_context=False)
def send_forgotten(timestamp: int) -> None:
    """Orders whose job got lost. `timestamp`: when it was due, which does not matter."""
    if settings.POST_URL:
        services.send_forgotten()


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(name="postal.ask_about_silent", queue="post", queueing_lock="postal.ask_about_silent", pass_context=False)
def ask_about_silent(timestamp: int) -> None:
    """Webhooks get lost; whoever was silent for hours is asked about. `timestamp`: when it was due, which does not matter."""
    if settings.POST_URL:
        services.ask_about_silent()


@jobs.periodic(cron="20 6 * * *")
@jobs.task(
    name="postal.fetch_statements",
    queue="post",
    queueing_lock="postal.fetch_statements",
    pass_context=False,
    retry=_AGAIN,
)
def fetch_statements(timestamp: int) -> None:
    """The statements of money collected, every morning."""
    if settings.POST_URL:
        services.fetch_statements()
