"""What people are told of drafts (báo việc): whom, in which words. For flows: nothing here asks who may see."""

import uuid
from collections.abc import Sequence

from lienthong.domain.drafts import policies
from lienthong.domain.drafts.choices import DraftState, OpinionState
from lienthong.domain.drafts.models import Draft, DraftOpinion
from lienthong.foundation.notifications.services import Told
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock


def opinion_asked(opinion_id: int) -> Told | None:
    """For who is asked; None when it has been answered or taken back meanwhile."""
    found = DraftOpinion.objects.select_related("draft").filter(pk=opinion_id, state=OpinionState.OPEN).first()
    if found is None:
        return None
    seats = organizations.seats_held([found.draft.agency_id])
    if found.position_id is not None:
        seats = seats.filter(pk=found.position_id)
    else:
        seats = seats.filter(department_id=found.department_id or 0)
    until = f" Hạn {found.due_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}." if found.due_at else ""
    return _told(
        found.draft,
        _with_substitutes(list(seats), policies.WORK),
        "Cho ý kiến về dự thảo",
        f"{found.asked_by_name} hỏi {found.asked_name}.{until} {found.question}".strip(),
        "y-kien",
    )


def opinion_given(opinion_id: int) -> Told | None:
    """For the writer."""
    found = DraftOpinion.objects.select_related("draft").filter(pk=opinion_id, state=OpinionState.GIVEN).first()
    if found is None:
        return None
    said = f"{found.given_by_name}: {found.get_verdict_display().lower()}. {found.text}".strip()
    return _told(found.draft, _writer(found.draft), "Có ý kiến về dự thảo", said, "y-kien")


def approval_asked(draft_id: uuid.UUID) -> Told | None:
    """For the heads of its department; for the leaders where it has none."""
    draft = Draft.objects.filter(pk=draft_id, state=DraftState.AWAITING).first()
    if draft is None:
        return None
    heads = [
        seat
        for seat in organizations.positions_with_role(draft.agency_id, Role.DEPARTMENT_HEAD)
        if seat.department_id == draft.department_id
    ] or list(organizations.positions_with_role(draft.agency_id, Role.AGENCY_LEADER))
    accounts = _with_substitutes(heads, policies.DIRECT)
    return _told(
        draft, accounts, "Dự thảo chờ duyệt nội dung", f"{draft.writer_name} trình bản {draft.latest}.", "noi-dung"
    )


def draft_returned(draft_id: uuid.UUID) -> Told | None:
    """For the writer, with the reason."""
    draft = Draft.objects.filter(pk=draft_id, state=DraftState.RETURNED).first()
    return _told(draft, _writer(draft), "Dự thảo được trả lại", draft.reason, "noi-dung") if draft is not None else None


def _with_substitutes(seats: Sequence[organizations.PositionRow], right: str) -> tuple[int, ...]:
    """Accounts of these seats, and of who stands in for them now by this right."""
    others = organizations.substitutes(right, seats=[seat.pk for seat in seats])
    return tuple(dict.fromkeys([*(seat.account_id for seat in seats), *(each.account_id for each in others)]))


def _writer(draft: Draft) -> tuple[int, ...]:
    return (organizations.get_position(draft.writer_id).account_id,)


def _told(draft: Draft, accounts: tuple[int, ...], subject: str, body: str, part: str) -> Told:
    return Told(
        accounts=accounts,
        subject=f"{subject}: {draft.abstract[:120] or draft.get_kind_display()}",
        body=body[:1000],
        url=f"/lam-viec/du-thao/{draft.pk}/?the={part}",
    )
