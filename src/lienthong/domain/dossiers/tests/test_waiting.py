"""The one list of a leader: order, tabs, counts, what stand-ins see; texts compared."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.flows.test_delegations import delegated, now_as
from tests.province import Ward, _officer

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import DossierStep
from lienthong.domain.dossiers.tests import stages
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.comparing import compared


def waiting(actor: Actor, tab: str = "") -> list[tuple[str, str, str]]:
    return [(row.what, row.code, row.on_behalf_of) for row in queries.waiting_page(actor, tab=tab).items]


def test_papers_and_proposals_stand_in_one_list_by_time_left(ward: Ward) -> None:
    later, sooner, asked = stages.with_leader(ward), stages.with_leader(ward), stages.accepted(ward)
    DossierStep.objects.filter(dossier=sooner).update(due_at=clock.now() - timedelta(hours=3))
    services.propose_extension(
        actor=ward.specialist, dossier_id=asked.id, days=2, reason="Chờ xã khác trả lời xác minh"
    )
    rows = waiting(ward.leader)
    assert rows[0] == ("Ký", sooner.code, "")
    assert {row[:2] for row in rows} == {("Ký", sooner.code), ("Ký", later.code), ("Gia hạn và xin lỗi", asked.code)}
    assert waiting(ward.leader, "de-xuat") == [("Gia hạn và xin lỗi", asked.code, "")]
    row = queries.waiting_page(ward.leader, tab="de-xuat").items[0]
    assert (row.said, row.by) == ("Chờ xã khác trả lời xác minh", "Lê Văn Dũng")
    assert queries.waiting_page(ward.leader, tab="ky").items[0].said == "Đủ điều kiện"
    counts = queries.waiting_counts(ward.leader)
    assert (counts.by_tab, counts.total, counts.late) == ({"ky": 2, "de-xuat": 1}, 3, 1)
    assert waiting(ward.clerk) == []


def test_pages_lead_there_and_back_in_one_query_each(ward: Ward) -> None:
    for _ in range(3):
        stages.with_leader(ward)
    whole = [row.key for row in queries.waiting_page(ward.leader).items]
    with CaptureQueriesContext(connection) as captured:
        first = queries.waiting_page(ward.leader, limit=2)
    assert len(captured) == 1
    second = queries.waiting_page(ward.leader, limit=2, cursor=first.next)
    back = queries.waiting_page(ward.leader, limit=2, cursor=second.previous)
    assert [row.key for page in (first, second) for row in page.items] == whole
    assert [row.key for row in back.items] == whole[:2]


@pytest.mark.parametrize("codes", [[], [stages.BIRTH]])
def test_a_stand_in_sees_what_was_lent_and_nothing_twice(ward: Ward, codes: list[str]) -> None:
    dossier = stages.with_leader(ward)
    deputy = _officer(ward.agency_id, "pho-hai", "Phan Thanh Tùng", "Phó Chủ tịch", "agency_leader")
    other = _officer(ward.agency_id, "chanh-vp", "Đinh Nhung", "Chánh Văn phòng", "specialist")
    assert waiting(other) == []
    delegated(ward.leader, other, "sign", procedures=codes)
    assert waiting(now_as(other)) == [("Ký", dossier.code, "Nguyễn Hồng Hà, Phó Chủ tịch")]
    assert [row.code for row in queries.pile(now_as(other), "sign")] == [dossier.code]
    delegated(ward.leader, deputy, "approve")
    assert waiting(now_as(deputy)) == [("Ký", dossier.code, "")]  # their own already
    DossierStep.objects.filter(dossier=dossier, finished_at=None).update(assignee_id=ward.leader.position.id)  # type: ignore[union-attr]
    assert waiting(now_as(deputy)) == []
    assert waiting(ward.leader) == [("Ký", dossier.code, "")]


def test_the_pile_knows_what_was_opened(ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    assert [row.is_seen for row in queries.pile(ward.leader, "sign")] == [False]
    step = stages.step_of(dossier)
    services.look_at(actor=ward.leader, dossier_id=dossier.id, step_id=step.id)
    assert [row.is_seen for row in queries.pile(ward.leader, "sign")] == [True]
    services.draft_result(actor=ward.leader, dossier_id=dossier.id, step_id=step.id, title="Giấy", body="Khác")
    (row,) = queries.pile(ward.leader, "sign")
    assert (row.is_seen, row.version, row.drafted_by) == (False, 2, "Nguyễn Hồng Hà")
    assert queries.pile(ward.specialist, "sign") == []


def test_late_steps_are_told_by_unit_and_lead_to_the_cases(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    DossierStep.objects.filter(dossier=dossier).update(due_at=clock.now() - timedelta(days=1))
    assert queries.late_by_unit(ward.leader) == [{"role": "specialist", "label": "Chuyên viên", "count": 1}]
    assert [row.code for row in queries.late_page(ward.leader, "specialist").items] == [dossier.code]
    assert queries.late_by_unit(ward.specialist) == []
    assert queries.late_page(ward.specialist, "specialist").items == []


def test_texts_are_compared_line_by_line_and_word_by_word() -> None:
    before = "Một\nHai\nBa\nHọ tên: Siu H'Ngan\nNăm\nSáu\nBảy"
    after = "Một\nHai\nBa\nHọ tên: Siu H'Ngân\nNăm\nSáu\nBảy\nTám"
    lines = compared(before, after)
    assert [line.kind for line in lines] == ["gap", "same", "same", "was", "now", "same", "same", "same", "now"]
    assert lines[3].parts[-1] == ("H'Ngan", True)
    assert lines[4].parts[-1] == ("H'Ngân", True)
    assert compared(before, before) == []
    assert [line.kind for line in compared("", "mới")] == ["now"]
