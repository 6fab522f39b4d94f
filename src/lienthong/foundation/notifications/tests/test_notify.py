import re
from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.foundation.accounts.models import Account, Person
from lienthong.foundation.notifications import queries, services
from lienthong.foundation.notifications.models import MailMessage, Notification
from lienthong.kit.actor import ANONYMOUS, Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.ids import new_id


@pytest.fixture
def person(db):
    return Person.objects.create(
        id_number="064190001234", full_name="Rơ Châm H'Lan", birth_date=date(1990, 4, 2), email="hlan@congdan.example"
    )


def tell(event_id=None, **changes):
    values = {
        "kind": "dossier_accepted",
        "subject": "Hồ sơ đã được tiếp nhận",
        "body": "Hẹn trả ngày 01/12/2026.",
        "url": "/ho-so/1/",
    }
    services.notify(event_id=event_id or new_id(), **(values | changes))


def letters_queued():
    # Jobs outlive tests that commit: count only those of this test's letters.
    letters = [str(each) for each in MailMessage.objects.values_list("pk", flat=True)]
    return ProcrastinateJob.objects.filter(task_name="notifications.send_letter", args__letter_id__in=letters).count()


def test_it_works(person):
    tell(person_id=person.pk)
    letter = MailMessage.objects.get()
    assert (letter.to, letter.state, letters_queued()) == ("hlan@congdan.example", "queued", 1)
    actor = Actor(account_id=5, person_id=person.pk)
    assert [line.subject for line in queries.inbox(actor)] == ["Hồ sơ đã được tiếp nhận"]
    assert queries.unread_count(actor) == 1


def test_repeats_tell_nobody_twice(person):
    event = new_id()
    for _ in range(2):
        tell(event, person_id=person.pk)
    tell(event, email="khac@congdan.example")
    assert (Notification.objects.count(), MailMessage.objects.count(), letters_queued()) == (1, 2, 2)


def test_a_person_and_their_account_are_one_recipient(person):
    account = Account.objects.create(
        username="hlan", full_name=person.full_name, person=person, email="rieng@congdan.example"
    )
    event = new_id()
    tell(event, person_id=person.pk)
    tell(event, account_id=account.pk)
    assert Notification.objects.get().account_id == account.pk
    assert MailMessage.objects.get().to == "rieng@congdan.example"


@pytest.mark.parametrize("email", [None, "khong-phai-thu", "a@b.vn\nBcc: c@d.vn"])
def test_no_letter_without_a_usable_address(person, email):
    tell(person_id=person.pk, email=email)
    assert (Notification.objects.count(), MailMessage.objects.count()) == (1, 0)


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_foreign_links_are_refused(person, url):
    with pytest.raises(ValueError, match="path of ours"):
        tell(person_id=person.pk, url=url)


def test_everybody_sees_and_marks_only_their_own(person, django_assert_num_queries):
    tell(person_id=person.pk)
    line, stranger = Notification.objects.get(), Actor(account_id=99, person_id=98)
    assert list(queries.inbox(stranger)) == []
    with pytest.raises(NotFound):
        services.mark_read(actor=stranger, notification_id=line.pk)
    with django_assert_num_queries(0):
        assert queries.unread_count(ANONYMOUS) == 0
        queries.lazy_unread_count(stranger)
    mine = Actor(account_id=5, person_id=person.pk)
    services.mark_read(actor=mine, notification_id=line.pk)
    assert queries.unread_count(mine) == 0
    assert services.mark_all_read(actor=mine) == 0


def test_letters_hold_what_was_said_and_where_to_look(person, mailoutbox, settings):
    settings.PUBLIC_URL = "https://dichvucong.example"
    tell(person_id=person.pk, subject="Cần bổ sung\nhồ sơ", body="Thiếu <Giấy chứng sinh> & CCCD.")
    letter = MailMessage.objects.get()
    assert services.send_letter(letter_id=letter.pk)
    assert not services.send_letter(letter_id=letter.pk)
    letter.refresh_from_db()
    (mail,) = mailoutbox
    text, html = mail.body, mail.alternatives[0].content
    assert (letter.state, mail.subject, mail.to) == ("sent", "Cần bổ sung hồ sơ", ["hlan@congdan.example"])
    assert "Thiếu <Giấy chứng sinh> & CCCD." in text
    assert "Thiếu &lt;Giấy chứng sinh&gt; &amp; CCCD." in html
    assert all("https://dichvucong.example/ho-so/1/" in part for part in (text, html))
    assert settings.PROVINCE_NAME in text
    assert not re.search(r"<style|style=|<script", html)
