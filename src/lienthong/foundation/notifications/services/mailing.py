"""Sending letters over SMTP (gửi thư điện tử)."""

import smtplib
import uuid
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string

from lienthong.foundation.files import queries as file_queries
from lienthong.foundation.files import services as files
from lienthong.foundation.notifications.choices import MailState
from lienthong.foundation.notifications.events import LetterEnded
from lienthong.foundation.notifications.models import MailMessage
from lienthong.kit import clock
from lienthong.kit.errors import Refused
from lienthong.kit.events import publish

MOST_ATTEMPTS = 8
ABANDONED = timedelta(minutes=10)  # a worker that held a letter longer than this died with it


class LetterNotSentError(Exception):
    """The mail server did not take the letter this time; trying later may help."""


def send_letter(*, letter_id: uuid.UUID) -> bool:
    """Send one queued letter; True when this call sent it. Safe to repeat and to run twice at once.

    The letter is claimed before and marked after the network call, never within one transaction with it. Only a worker that dies
    between the two can make a second copy, and that one carries the same Message-ID. Raises LetterNotSentError to be tried again.
    """
    letter = _claim(letter_id)
    if letter is None:
        if MailMessage.objects.filter(pk=letter_id, state=MailState.SENDING).exists():
            raise LetterNotSentError(f"{letter_id} is in another worker's hands")
        return False
    try:
        _compose(letter).send()
    except smtplib.SMTPRecipientsRefused as error:
        final = all(500 <= code < 600 for code, _ in error.recipients.values())
        _put_down(letter, error, final=final, said=_answers(error.recipients.values()))
        return False
    except (
        smtplib.SMTPDataError
    ) as error:  # too large, or its content is refused: the same letter fares no better later
        _put_down(
            letter, error, final=500 <= error.smtp_code < 600, said=_answers([(error.smtp_code, error.smtp_error)])
        )
        return False
    except Refused as error:  # a file that goes along is lost: trying again brings nothing back
        _put_down(letter, error, final=True)
        return False
    except (smtplib.SMTPException, OSError) as error:
        _put_down(letter, error, final=False)
        return False
    with transaction.atomic():
        MailMessage.objects.filter(pk=letter.pk).update(state=MailState.SENT, sent_at=clock.now(), error="")
        _tell(letter, "")
    return True


@transaction.atomic
def note_bounce(*, message_id: str, reason: str) -> bool:
    """A server on the way reports that a letter which left here did not arrive. Whether it is one of ours; told twice it is once."""
    try:
        number = uuid.UUID(message_id.partition("@")[0])
    except ValueError:
        return False
    letter = MailMessage.objects.select_for_update().filter(pk=number).first()
    if letter is None:
        return False
    if letter.state == MailState.SENT:
        letter.state, letter.error = MailState.FAILED, reason.replace("\x00", "")[:250]
        letter.save(update_fields=["state", "error"])
        _tell(letter, f"Thư bị trả về: {reason}"[:300])
    return True


@transaction.atomic
def _claim(letter_id: uuid.UUID) -> MailMessage | None:
    free = Q(state=MailState.QUEUED) | Q(state=MailState.SENDING, tried_at__lt=clock.now() - ABANDONED)
    taken = MailMessage.objects.filter(free, pk=letter_id).update(
        state=MailState.SENDING, tried_at=clock.now(), attempts=F("attempts") + 1
    )
    return MailMessage.objects.get(pk=letter_id) if taken else None


def _put_down(letter: MailMessage, error: Exception, *, final: bool, said: str = "") -> None:
    given_up = letter.attempts >= MOST_ATTEMPTS
    state = MailState.FAILED if final or given_up else MailState.QUEUED
    text = f"{type(error).__name__}: {error}".replace("\x00", "")[:250]
    with transaction.atomic():
        MailMessage.objects.filter(pk=letter.pk).update(state=state, error=text)
        if state == MailState.FAILED:
            _tell(letter, _reason(letter, error, said, final=final))
    if state == MailState.QUEUED:
        raise LetterNotSentError(str(letter.pk)) from error


def _tell(letter: MailMessage, reason: str) -> None:
    if letter.is_followed:
        publish(LetterEnded(letter=letter.event_id, address=letter.to, reason=reason))


def _reason(letter: MailMessage, error: Exception, said: str, *, final: bool) -> str:
    """For people: what the other side said, or what stood in the way."""
    if isinstance(error, Refused):
        return error.message
    if final:
        return f"Máy chủ thư từ chối: {said or error}"
    return f"Đã thử {letter.attempts} lần không gửi được, lần cuối: {said or error or type(error).__name__}"


def _answers(answers: Iterable[tuple[int, bytes | str]]) -> str:
    """`550 5.1.1 no such user`: the words of the server, once each."""
    found = [
        f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}".replace("\x00", "")
        for code, text in answers
    ]
    return "; ".join(dict.fromkeys(found))[:200]


def _compose(letter: MailMessage) -> EmailMultiAlternatives:
    context = {
        "subject": letter.subject,
        "body": letter.body,
        "link": f"{settings.PUBLIC_URL.rstrip('/')}{letter.url}" if letter.url else "",
        "site": settings.PUBLIC_URL,
        "province_name": settings.PROVINCE_NAME,
    }
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("notifications/mail.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        headers={"Message-ID": f"<{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    for file_id in letter.file_ids:
        file = file_queries.get_file(file_id)
        mail.attach(file.name, files.read_bytes(file), file.media_type)
    mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return mail
