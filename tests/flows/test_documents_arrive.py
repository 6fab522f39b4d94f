"""A letter arrives, is laid before, directed, not done in time, and everybody of the line hears of it (văn bản đến)."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.province import Ward

from lienthong.domain.correspondence import services
from lienthong.domain.correspondence.choices import Part
from lienthong.domain.correspondence.models import DocumentTask
from lienthong.domain.correspondence.services import Arrival, Charge
from lienthong.foundation.notifications import queries as notifications
from lienthong.foundation.notifications.models import MailMessage
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.events import reacting_at_once

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
FACTS = Arrival(issuer_name="UBND tỉnh", abstract="Về việc báo cáo", source="paper", notation="7/UBND-VX")


def lines(actor: Actor) -> list[str]:
    return [each.subject for each in notifications.inbox(actor)]


def seat(actor: Actor) -> int:
    assert actor.position is not None
    return actor.position.id


def test_from_hand_to_hand(ward: Ward):
    with reacting_at_once(), clock.at(MORNING):
        sent = services.deliver_document(
            key="a",
            to_agency_id=ward.agency_id,
            from_agency_id=organizations.root_agency().pk,
            facts=FACTS,
            file_ids=[],
        )
        assert lines(ward.clerk) == ["Chờ vào sổ: 7/UBND-VX Về việc báo cáo"]
        document = services.register_waiting(actor=ward.clerk, arrival_id=sent.pk, arrival=FACTS)
        laid = services.submit_document(actor=ward.clerk, document_id=document.id, position_id=seat(ward.leader))
        assert lines(ward.leader) == ["Văn bản 07/UBND-VX của UBND tỉnh – trình ông/bà"]
        services.direct_document(
            actor=ward.leader,
            document_id=document.id,
            task_id=laid.pk,
            instruction="Tham mưu",
            charges=[Charge(part=Part.LEAD, position_id=seat(ward.specialist), due_at=MORNING + timedelta(days=1))],
        )
        task = DocumentTask.objects.get(part=Part.LEAD)
        services.return_task(actor=ward.specialist, task_id=task.pk, reason="Không thuộc chức năng")
    assert lines(ward.specialist) == ["Văn bản 07/UBND-VX của UBND tỉnh – chủ trì"]
    assert lines(ward.leader)[0] == "Lê Văn Dũng trả lại: văn bản 07/UBND-VX của UBND tỉnh"


def test_overdue_goes_up_the_line_and_nobody_hears_twice(ward: Ward):
    with reacting_at_once(), clock.at(MORNING):
        late = services.register_document(actor=ward.clerk, arrival=FACTS, key="late")
        document = services.register_document(
            actor=ward.clerk, arrival=Arrival(issuer_name="Sở", abstract="Kế hoạch", source="paper"), key="b"
        )
        services.direct_document(
            actor=ward.leader,
            document_id=document.id,
            instruction="",
            charges=[Charge(part=Part.LEAD, position_id=seat(ward.specialist), due_at=MORNING + timedelta(days=1))],
        )
    told = []
    for hours in (0, 3, 24.5, 33, 33, 130):
        with reacting_at_once(), clock.at(MORNING + timedelta(hours=hours)):
            told.append(services.tell_overdue())
    # soon due; then due; the letter not laid before and the document itself; a working day later up the line
    assert told[0] + told[1] == 1
    assert "đến 09:00, 27/11/2026" in lines(ward.specialist)[-2]
    assert told[4] == 0
    assert sum(told) == 6
    assert any("chưa trình người có thẩm quyền đã qua 17:00, 27/11/2026" in each for each in lines(ward.clerk))
    assert len([each for each in lines(ward.leader) if "văn bản sắp đến hạn" in each or "đã qua" in each]) == 3
    assert late.submit_by is not None


def test_a_letter_that_goes_back_is_answered_to_its_sender(ward: Ward):
    from lienthong.domain.correspondence.tests.papers import letter

    row = services.take_letter(raw=letter(), agency_id=ward.agency_id)
    with reacting_at_once():
        services.return_arrival(actor=ward.clerk, arrival_id=row.pk, reason="Thiếu văn bản kèm theo")
    (mail,) = MailMessage.objects.filter(to="vanthu@skhcn.gialai.gov.vn")
    assert "Lý do: Thiếu văn bản kèm theo" in mail.body
