"""Who is next with lists, hand-overs, loans and destruction hears of it; what is late is told up the line."""

from datetime import UTC, datetime

import pytest
from tests.province import Ward

from lienthong.domain.archive import services
from lienthong.domain.archive.models import WorkFile
from lienthong.domain.archive.tests.shelves import approved_list, archived, officer, opened, seat
from lienthong.foundation.notifications import queries as notifications
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.events import reacting_at_once

pytestmark = pytest.mark.django_db


def heard(actor: Actor) -> list[str]:
    return [each.subject for each in notifications.inbox(actor)]


def test_everybody_hears_of_what_is_theirs(ward: Ward) -> None:
    head = officer(ward, "truong-phong", "Phan Văn Bảy", "department_head")
    with reacting_at_once():
        approved_list(ward)
        file = archived(ward)
        loan = services.ask_to_read(actor=head, file_id=file.pk, purpose="Đối chiếu số liệu năm trước")
        services.grant_loan(actor=ward.clerk, loan_id=loan.pk)
        mine = opened(ward.specialist, "giao")
        services.hand_on(actor=ward.specialist, file_id=mine.pk, position_id=seat(head))
    assert "Danh mục hồ sơ chờ duyệt" in heard(ward.leader)
    assert "Danh mục hồ sơ đã ban hành" in heard(ward.specialist)
    assert {"Hồ sơ nộp lưu chờ nhận", "Yêu cầu khai thác hồ sơ lưu trữ"} <= set(heard(ward.clerk))
    assert "Lưu trữ đã nhận hồ sơ nộp lưu" in heard(ward.specialist)
    assert "Lưu trữ đã trả lời yêu cầu khai thác" in heard(head)
    assert any("giao ông/bà một hồ sơ" in each for each in heard(head))
    WorkFile.objects.filter(pk=file.pk).update(expires_on="2020-12-31")
    with reacting_at_once():
        made = services.prepare_destruction(actor=ward.clerk, file_ids=[file.pk], summary="", key="d")
        services.review_destruction(
            actor=head, destruction_id=made.pk, council="A\nB\nC", review="Nhất trí hủy", kept={}
        )
        services.approve_destruction(actor=ward.leader, destruction_id=made.pk, decision="1/QĐ-UBND")
        services.carry_out_destruction(actor=ward.clerk, destruction_id=made.pk, manner="Không có bản giấy")
    waits = "Danh mục tài liệu hết giá trị chờ bước tiếp theo"
    assert [waits in heard(each) for each in (head, ward.leader, ward.clerk)] == [True, True, True]
    assert "Đã tiêu hủy tài liệu theo quyết định" in heard(ward.leader)


def test_late_files_are_told_of_in_one_message(ward: Ward) -> None:
    for key in ("a", "b"):
        file = opened(ward.specialist, key)
        services.close_file(actor=ward.specialist, file_id=file.pk)
    WorkFile.objects.update(hand_over_by="2027-01-01")
    with clock.at(datetime(2027, 1, 10, 2, tzinfo=UTC)), reacting_at_once():
        services.remind()
    assert heard(ward.specialist) == ["2 hồ sơ công việc cần kết thúc hoặc nộp lưu"]
    assert heard(ward.leader) == []
    with clock.at(datetime(2027, 3, 10, 2, tzinfo=UTC)), reacting_at_once():
        services.remind()
    assert heard(ward.leader) == ["2 hồ sơ công việc cần kết thúc hoặc nộp lưu"]
