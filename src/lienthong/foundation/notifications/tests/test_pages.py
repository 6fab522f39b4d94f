import pytest
from django.test import Client

from lienthong.foundation.accounts.models import Account
from lienthong.foundation.notifications import services
from lienthong.foundation.notifications.models import Notification
from lienthong.foundation.notifications.views import notification_list
from lienthong.kit.actor import Actor
from lienthong.kit.ids import new_id
from lienthong.kit.pagination import BadCursor

LIST = "/thong-bao/"


@pytest.fixture
def citizen(db, client):
    account = Account.objects.create(username="hlan", full_name="Rơ Châm H'Lan", email="hlan@congdan.example")
    client.force_login(account)
    return account


def tell(account, **changes):
    values = {
        "kind": "test",
        "subject": "Hồ sơ đã được tiếp nhận",
        "body": "Hẹn trả <b>ngày</b> 01/12/2026.",
        "url": "/thong-bao/?den=1",
    }
    services.notify(event_id=new_id(), account_id=account.pk, **(values | changes))


def test_it_works(client, citizen):
    tell(citizen)
    page = client.get(LIST).content.decode()
    assert "Hồ sơ đã được tiếp nhận" in page
    assert "Hẹn trả &lt;b&gt;ngày&lt;/b&gt;" in page
    line = Notification.objects.get()
    opened = client.get(f"{LIST}{line.id}/")
    assert opened.headers["Location"] == "/thong-bao/?den=1"
    assert "chưa đọc" not in client.get(LIST).content.decode()


def test_pages_cost_the_same_however_long_the_list(client, citizen, django_assert_max_num_queries):
    for _ in range(45):
        tell(citizen, email=None)
    seen, url = [], LIST
    while url:
        with django_assert_max_num_queries(8):
            page = client.get(url)
        seen += [line.id for line in page.context["page"].items]
        url = page.context["pages"]["next_url"] and LIST + page.context["pages"]["next_url"]
    assert len(set(seen)) == len(seen) == 45


def test_marking(client, citizen):
    tell(citizen)
    tell(citizen)
    first = Notification.objects.first()
    client.post(f"{LIST}{first.id}/da-doc/")
    assert Notification.objects.filter(read_at=None).count() == 1
    client.post(f"{LIST}da-doc/")
    assert Notification.objects.filter(read_at=None).count() == 0


def test_strangers_and_others(client, citizen):
    tell(citizen)
    assert Client().get(LIST).headers["Location"].startswith("/dang-nhap/")
    other = Client()
    other.force_login(Account.objects.create(username="khac", full_name="Người khác"))
    assert "Chưa có thông báo nào" in other.get(LIST).content.decode()


def test_a_cursor_of_another_list_is_refused(rf):
    request = rf.get(LIST, {"trang": "WyJmIiwgW1sidiIsICJ4Il1dXQ"})
    request.actor = Actor(account_id=1)
    with pytest.raises(BadCursor):
        notification_list(request)
