import smtplib
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives

from lienthong.foundation.notifications import services
from lienthong.foundation.notifications.models import MailMessage
from lienthong.foundation.notifications.services.mailing import ABANDONED, MOST_ATTEMPTS, LetterNotSentError
from lienthong.kit import clock
from lienthong.kit.ids import new_id


@pytest.fixture
def letter(db):
    return MailMessage.objects.create(event_id=new_id(), to="a@congdan.example", subject="Thử", body="Nội dung")


@pytest.fixture
def server_says(monkeypatch):
    def say(error):
        def send(mail):
            raise error

        monkeypatch.setattr(EmailMultiAlternatives, "send", send)

    return say


def state_of(letter):
    letter.refresh_from_db()
    return letter.state


def test_a_server_that_is_down_is_tried_again_and_given_up_in_the_end(letter, server_says):
    server_says(ConnectionRefusedError("refused"))
    for _ in range(MOST_ATTEMPTS - 1):
        with pytest.raises(LetterNotSentError):
            services.send_letter(letter_id=letter.pk)
    assert state_of(letter) == "queued"
    assert services.send_letter(letter_id=letter.pk) is False
    assert (state_of(letter), letter.attempts, letter.error) == (
        "failed",
        MOST_ATTEMPTS,
        "ConnectionRefusedError: refused",
    )


def test_an_address_that_does_not_exist_is_not_tried_again(letter, server_says):
    server_says(smtplib.SMTPRecipientsRefused({letter.to: (550, b"no such user")}))
    assert services.send_letter(letter_id=letter.pk) is False
    assert state_of(letter) == "failed"


def test_a_letter_in_another_workers_hands_is_left_alone_until_that_worker_must_be_dead(letter, mailoutbox):
    MailMessage.objects.update(state="sending", tried_at=clock.now())
    with pytest.raises(LetterNotSentError, match="another worker"):
        services.send_letter(letter_id=letter.pk)
    with clock.at(clock.now() + ABANDONED + timedelta(seconds=1)):
        assert services.send_letter(letter_id=letter.pk) is True
    assert len(mailoutbox) == 1
