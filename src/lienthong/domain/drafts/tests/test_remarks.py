"""Comments and opinions: asked side by side or in order, due in working time, taken or explained (góp ý, lấy ý kiến)."""

from datetime import UTC, datetime

import pytest

from lienthong.domain.drafts import queries, services
from lienthong.domain.drafts.choices import OpinionState
from lienthong.domain.drafts.errors import DraftNotFound, OpinionClosed
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.services import Asked
from lienthong.domain.drafts.tests.conftest import Office, seat
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)


def test_side_by_side_due_in_working_time(office: Office, draft: Draft):
    with clock.at(FRIDAY):
        asked = services.ask_opinions(
            actor=office.writer,
            draft_id=draft.pk,
            asked=[Asked(position_id=seat(office.other)), Asked(department_id=office.other.position.department_id)],
            question="Cho ý kiến về số liệu.",
            days=1,
        )
        assert [each.state for each in queries.opinions_of(draft)] == [OpinionState.OPEN] * 2
        asked[0].refresh_from_db()
        assert asked[0].due_at.astimezone(clock.VIETNAM).strftime("%d/%m") == "30/11", "over the weekend"
        assert len(queries.opinions_waiting(office.other)) == 2
        again = services.ask_opinions(
            actor=office.writer, draft_id=draft.pk, asked=[Asked(position_id=seat(office.other))]
        )
        assert again == [], "who is still being asked is not asked again"


def test_in_order_each_waits_for_the_one_before(office: Office, draft: Draft):
    first, second = services.ask_opinions(
        actor=office.writer,
        draft_id=draft.pk,
        asked=[Asked(position_id=seat(office.colleague)), Asked(position_id=seat(office.other))],
        in_order=True,
    )
    with pytest.raises(DraftNotFound):
        services.give_opinion(actor=office.other, opinion_id=second.pk, verdict="agree")
    with pytest.raises(Invalid):
        services.give_opinion(actor=office.colleague, opinion_id=first.pk, verdict="disagree")
    services.give_opinion(actor=office.colleague, opinion_id=first.pk, verdict="remarks", text="Bổ sung căn cứ.")
    services.give_opinion(actor=office.other, opinion_id=second.pk, verdict="agree")
    with pytest.raises(OpinionClosed, match="đã có ý kiến"):
        services.give_opinion(actor=office.other, opinion_id=second.pk, verdict="agree")
    with pytest.raises(Invalid, match="1 mục"):
        services.handle_opinion(actor=office.writer, opinion_id=first.pk, handling="explained")
    handled = services.handle_opinion(
        actor=office.writer, opinion_id=first.pk, handling="explained", text="Căn cứ này đã hết hiệu lực."
    )
    assert handled.handled_by_name == "Đinh Thị Lan"
    with pytest.raises(NotAllowed):
        services.handle_opinion(actor=office.other, opinion_id=second.pk, handling="taken")


def test_the_next_turn_begins_when_one_is_not_asked_any_more(office: Office, draft: Draft):
    first, second = services.ask_opinions(
        actor=office.writer,
        draft_id=draft.pk,
        asked=[Asked(position_id=seat(office.colleague)), Asked(position_id=seat(office.other))],
        in_order=True,
    )
    services.withdraw_opinion(actor=office.writer, opinion_id=first.pk)
    second.refresh_from_db()
    assert second.state == OpinionState.OPEN
    with pytest.raises(OpinionClosed):
        services.withdraw_opinion(actor=office.writer, opinion_id=first.pk)
    with pytest.raises(Invalid, match="1 mục"):
        services.ask_opinions(actor=office.writer, draft_id=draft.pk, asked=[])


def test_comments_stand_at_a_paragraph_and_are_settled(office: Office, draft: Draft):
    services.ask_opinions(actor=office.writer, draft_id=draft.pk, asked=[Asked(position_id=seat(office.other))])
    made = services.comment_on(
        actor=office.other, draft_id=draft.pk, version=1, text="Ghi rõ ngày.", key="g1", paragraph=3
    )
    same = services.comment_on(actor=office.other, draft_id=draft.pk, version=1, text="Ghi rõ ngày.", key="g1")
    assert same.pk == made.pk
    assert made.quote == queries.version_of(draft, 1).text.splitlines()[3][:300]
    with pytest.raises(Invalid):
        services.comment_on(actor=office.other, draft_id=draft.pk, version=1, text="x", key="g2", paragraph=999)
    settled = services.resolve_comment(actor=office.writer, comment_id=made.pk, answer="Đã ghi.")
    assert (settled.answer, settled.resolved_by_name) == ("Đã ghi.", "Đinh Thị Lan")
    assert [each.pk for each in queries.comments_of(draft)] == [made.pk]


def test_who_is_to_act_is_told(office: Office, draft: Draft):
    from lienthong.flows import drafts_told  # noqa: F401  # its reactions
    from lienthong.foundation.notifications import queries as notifications
    from lienthong.kit import events

    ours = ("OpinionAsked", "OpinionGiven", "DraftApprovalAsked", "DraftReturned")
    with events.reacting_at_once(lambda event: type(event).__name__ in ours):
        (asked,) = services.ask_opinions(
            actor=office.writer, draft_id=draft.pk, asked=[Asked(department_id=office.other.position.department_id)]
        )
        services.give_opinion(actor=office.other, opinion_id=asked.pk, verdict="remarks", text="Thêm căn cứ.")
        services.ask_approval(actor=office.writer, draft_id=draft.pk)
        services.return_draft(actor=office.head, draft_id=draft.pk, reason="Nêu số liệu từng tháng")

    def told(actor) -> list[str]:
        return [line.subject.split(":")[0] for line in notifications.inbox(actor)]

    assert told(office.other) == ["Cho ý kiến về dự thảo"]
    assert told(office.head) == ["Dự thảo chờ duyệt nội dung"]
    assert sorted(told(office.writer)) == ["Có ý kiến về dự thảo", "Dự thảo được trả lại"]
