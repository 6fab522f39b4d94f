"""The list of today: what is late, back, due, new; for whom one stands in; what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.province import Ward, _officer

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_assigning import many, seat
from lienthong.foundation.organizations import services as organizations
from lienthong.kit import clock

pytestmark = pytest.mark.django_db
PAGE = "/lam-viec/hom-nay/"


def test_each_thing_stands_in_one_part(ward: Ward, client: Client) -> None:
    now = clock.now()
    late, due, new, later = many(ward, 4)
    steps = DossierStep.objects
    steps.filter(pk=late).update(due_at=now - timedelta(hours=3))
    steps.filter(pk=due).update(due_at=now + timedelta(seconds=30), opened_at=now - timedelta(days=9))
    steps.filter(pk=new).update(due_at=now + timedelta(days=20), opened_at=now)
    steps.filter(pk=later).update(due_at=now + timedelta(days=30), opened_at=now - timedelta(days=9))
    day = queries.day_of(ward.specialist)
    parts = [[each.row.id for each in part] for part in (day.late, day.returned, day.today, day.new)]
    assert parts == [[late], [], [due], [new]]
    assert day.later == 1
    assert queries.digest(day) == "1 việc quá hạn, 1 việc phải xong trong hôm nay, 1 việc mới đến."
    stages.signed_in(client, ward.specialist)
    page = client.get(PAGE)
    code = Dossier.objects.get(steps=late).code
    assert f'href="/lam-viec/ho-so/{code}/"' in page.text
    assert "Việc chưa đến hạn" in page.text
    assert len(page.content) < 40_000


def test_what_was_sent_back_says_why(ward: Ward, client: Client) -> None:
    dossier = stages.with_leader(ward)
    step = stages.step_of(dossier)
    services.send_back_step(actor=ward.leader, dossier_id=dossier.id, step_id=step.id, reason="Sai tên đệm của trẻ")
    day = queries.day_of(ward.specialist)
    (item,) = [*day.returned, *day.late]
    assert item.why == f"{ward.leader.name}: Sai tên đệm của trẻ"
    page = stages.signed_in(client, ward.specialist).get(PAGE).text
    assert "Sai tên đệm của trẻ" in page


def test_work_on_behalf_of_another_is_marked(ward: Ward, client: Client) -> None:
    stages.with_leader(ward)
    deputy = _officer(ward.agency_id, "chanh-vp", "Phan Thanh Tùng", "Chánh Văn phòng", "one_stop_officer")
    made = organizations.delegate(
        actor=ward.leader, receiver_id=seat(deputy), acts=["sign", "approve"], begins_at=clock.now() - timedelta(hours=1),
        ends_at=clock.now() + timedelta(days=2), reason="Họp Hội đồng nhân dân",
    )  # fmt: skip
    stages.signed_in(client, deputy)
    assert "Ủy quyền chờ nhận" in client.get(PAGE).text
    organizations.accept_delegation(actor=deputy, delegation_id=made.pk)
    page = client.get(PAGE).text
    assert "Thay mặt Nguyễn Hồng Hà" in page
    assert "Quầy, lịch hẹn" in page
    assert "Người đang chờ ở quầy" in client.get("/lam-viec/quay/hom-nay/").text
    assert stages.signed_in(Client(), ward.leader).get("/lam-viec/quay/hom-nay/").status_code == 403


def test_nobody_without_a_seat_and_nothing_to_do(ward: Ward, client: Client) -> None:
    stages.signed_in(client, ward.clerk)
    assert "Hôm nay không còn việc phải làm" in client.get(PAGE).text
    assert stages.signed_in(Client(), ward.citizen).get(PAGE).status_code == 403


def test_it_costs_the_same_with_one_and_with_two_hundred(ward: Ward, client: Client) -> None:
    stages.signed_in(client, ward.specialist)

    def cost() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    many(ward, 2)
    few = cost()
    many(ward, 200)
    assert cost() == few
    assert few < 28
