"""Jobs of payments: telling the bank to give money back."""

import uuid

import procrastinate
from django.conf import settings
from procrastinate.contrib.django import app as jobs

from lienthong.foundation.payments import services
from lienthong.foundation.payments.errors import BankUnreachable
from lienthong.foundation.payments.services.refunding import SEND_REFUND

MOST_ATTEMPTS = 6  # 4 s, 16 s, 64 s … about a quarter of an hour
_AGAIN = procrastinate.RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=4, retry_exceptions={BankUnreachable})


@jobs.task(name=SEND_REFUND, queue="post", retry=_AGAIN, pass_context=True)
def send_refund(context: procrastinate.JobContext, refund_id: str) -> None:
    """Tell the bank; after the last attempt the office sees it as not paid."""
    last = (context.job.attempts if context.job else 0) + 1 >= MOST_ATTEMPTS
    services.send_refund(refund_id=uuid.UUID(refund_id), last_try=last)


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(name="payments.send_forgotten", queue="post", queueing_lock="payments.send_forgotten", pass_context=False)
def send_forgotten(timestamp: int) -> None:
    """Refunds whose job got lost. `timestamp`: when it was due, which does not matter."""
    if settings.BANK_API_URL:
        services.send_forgotten()
