"""Jobs of notifications."""

import uuid

import procrastinate
from procrastinate.contrib.django import app as jobs

from lienthong.foundation.notifications import services
from lienthong.foundation.notifications.services.mailing import MOST_ATTEMPTS, LetterNotSentError
from lienthong.foundation.notifications.services.telling import SEND_LETTER


@jobs.task(
    name=SEND_LETTER,
    queue="mail",
    retry=procrastinate.RetryStrategy(
        max_attempts=MOST_ATTEMPTS, exponential_wait=4, retry_exceptions={LetterNotSentError}
    ),
)
def send_letter(letter_id: str) -> None:
    """Send one letter; again after 4 s, 16 s, 64 s … while the mail server does not take it."""
    services.send_letter(letter_id=uuid.UUID(letter_id))
