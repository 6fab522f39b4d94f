"""Hand-overs, retention and loans (nộp lưu, hết thời hạn bảo quản, khai thác)."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet

from lienthong.domain.archive.choices import DestructionState, FileState, HandoverState, ListState, LoanState
from lienthong.domain.archive.models import Destruction, DestructionLine, FileList, Handover, Loan, Reminder, WorkFile
from lienthong.domain.archive.policies import APPROVE, HEAD, KEEP, WORK
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

type HandoverRow = Handover
type DestructionRow = Destruction
EXPIRED_MOST = 200
PAGE = 30


def _visible_handovers(actor: Actor) -> QuerySet[Handover]:
    """All of the agency for the keeper of its archive and its leaders, one's own for others."""
    rows = Handover.objects.filter(agency_id__in=actor.archive_agency_ids)
    if actor.position is None or not actor.may(WORK):
        return rows.none()
    return rows if actor.may(KEEP) or actor.may(APPROVE) else rows.filter(giver_id=actor.position.id)


def handovers_page(actor: Actor, *, state: str = "", cursor: str | None = None) -> Page[Handover]:
    """Newest first."""
    rows = _visible_handovers(actor)
    if state in HandoverState.values:
        rows = rows.filter(state=state)
    return keyset_page(rows, order=("-offered_at", "-id"), cursor=cursor, limit=PAGE)


def handover_for(actor: Actor, handover_id: uuid.UUID) -> Handover:
    """One hand-over. Raises NotFound for others' as for none."""
    found = _visible_handovers(actor).select_related("agency", "minutes").filter(pk=handover_id).first()
    if found is None:
        raise NotFound("Không tìm thấy lần giao nộp này trong phạm vi ông/bà được xem.")
    return found


def expired_files(actor: Actor) -> list[WorkFile]:
    """Archived files past their retention that are neither held nor on a list under review; the longest past first, at most 200."""
    if not actor.may(KEEP):
        return []
    rows = WorkFile.objects.filter(
        agency_id__in=actor.archive_agency_ids, state=FileState.ARCHIVED, expires_on__lt=clock.today(), hold_reason=""
    )
    rows = rows.exclude(Exists(DestructionLine.objects.filter(file_id=OuterRef("pk"), is_active=True)))
    return list(rows.order_by("expires_on", "id")[:EXPIRED_MOST])


def destructions_page(actor: Actor, *, cursor: str | None = None) -> Page[Destruction]:
    """Lists of files without further value, newest first."""
    return keyset_page(_visible_destructions(actor), order=("-prepared_at", "-id"), cursor=cursor, limit=PAGE)


def _visible_destructions(actor: Actor) -> QuerySet[Destruction]:
    rows = Destruction.objects.filter(agency_id__in=actor.archive_agency_ids)
    return rows if any(actor.may(right) for right in (KEEP, HEAD, APPROVE)) else rows.none()


def destruction_for(actor: Actor, destruction_id: uuid.UUID) -> Destruction:
    """One list. Raises NotFound for others' as for none."""
    found = _visible_destructions(actor).select_related("agency", "minutes").filter(pk=destruction_id).first()
    if found is None:
        raise NotFound("Không tìm thấy danh mục tài liệu hết giá trị này ở cơ quan của chức vụ đang dùng.")
    return found


def loans_waiting(actor: Actor) -> list[Loan]:
    """Requests to read that the archive has not answered, oldest first; at most a hundred."""
    if not actor.may(KEEP):
        return []
    rows = Loan.objects.filter(state=LoanState.ASKED, file__agency_id__in=actor.archive_agency_ids)
    return list(rows.select_related("file").order_by("id")[:100])


def loans_of_seat(actor: Actor) -> list[Loan]:
    """One's own requests, newest first; at most fifty."""
    if actor.position is None:
        return []
    return list(Loan.objects.filter(position_id=actor.position.id).select_related("file").order_by("-id")[:50])


def running_loan(actor: Actor, file: WorkFile) -> Loan | None:
    """One's own request for a file that waits or is granted."""
    seat = actor.position.id if actor.position else 0
    return file.loans.filter(position_id=seat, state__in=[LoanState.ASKED, LoanState.GRANTED]).first()


def counts(actor: Actor) -> dict[str, int]:
    """What waits at the archive, each counted to a hundred: hand-overs, loans, expired files, lists for the leader, destructions."""
    agencies = actor.archive_agency_ids
    expired = WorkFile.objects.filter(
        agency_id__in=agencies, state=FileState.ARCHIVED, expires_on__lt=clock.today(), hold_reason=""
    ).exclude(Exists(DestructionLine.objects.filter(file_id=OuterRef("pk"), is_active=True)))
    waiting = Destruction.objects.filter(
        agency_id__in=agencies,
        state__in=[DestructionState.PREPARED, DestructionState.REVIEWED, DestructionState.APPROVED],
    )
    return {
        "handovers": Handover.objects.filter(agency_id__in=agencies, state=HandoverState.OFFERED)[:100].count(),
        "loans": Loan.objects.filter(file__agency_id__in=agencies, state=LoanState.ASKED)[:100].count(),
        "expired": expired[:100].count(),
        "lists": FileList.objects.filter(agency_id__in=agencies, state=ListState.SUBMITTED)[:100].count(),
        "destructions": waiting[:100].count(),
    }


def reminders(reminder_ids: tuple[str, ...]) -> list[Reminder]:
    """Rows of an event, with their files."""
    rows = Reminder.objects.filter(pk__in=[int(each) for each in reminder_ids]).select_related("file")
    return list(rows.order_by("id"))
