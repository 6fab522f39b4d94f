"""Lists, hand-overs, loans and destruction reach whoever is next; files not closed or not handed over are told up the line (hồ sơ, lưu trữ)."""

from collections.abc import Collection

from lienthong.domain.archive import policies
from lienthong.domain.archive import queries as archive
from lienthong.domain.archive.choices import DestructionState, HandoverState, ListState
from lienthong.domain.archive.events import (
    DestructionMoved,
    FileHandedOn,
    FilesDestroyed,
    FilingReminded,
    HandoverDecided,
    HandoverOffered,
    ListDecided,
    ListSubmitted,
    LoanAsked,
    LoanDecided,
)
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import rights_of
from lienthong.kit.events import Event, reacts_to

ARCHIVE = "/lam-viec/luu-tru/"
LINES = 20
_NEXT = {DestructionState.PREPARED: policies.HEAD, DestructionState.REVIEWED: policies.APPROVE}


@reacts_to(ListSubmitted)
def lay_list_before_leaders(event: ListSubmitted) -> None:
    """A leader approves the list of the year."""
    _tell_right(
        event,
        event.agency_id,
        policies.APPROVE,
        "Danh mục hồ sơ chờ duyệt",
        "Văn thư, lưu trữ đã trình danh mục hồ sơ của năm. Xem rồi duyệt hoặc trả lại.",
        f"{ARCHIVE}danh-muc/{event.list_id}/",
    )


@reacts_to(ListDecided)
def tell_list_decided(event: ListDecided) -> None:
    """The keeper of the archive, and when it is approved everybody who works with files."""
    approved = event.state == ListState.APPROVED
    _tell_right(
        event,
        event.agency_id,
        policies.WORK if approved else policies.KEEP,
        "Danh mục hồ sơ đã ban hành" if approved else "Danh mục hồ sơ được trả lại",
        "Mở hồ sơ công việc theo danh mục từ bây giờ." if approved else event.reason,
        "/lam-viec/ho-so-cong-viec/mo/" if approved else f"{ARCHIVE}danh-muc/{event.list_id}/",
    )


@reacts_to(FileHandedOn)
def tell_new_keeper(event: FileHandedOn) -> None:
    """Who keeps a file from now on learns it."""
    _tell_seat(
        event,
        event.position_id,
        f"{event.by_name} giao ông/bà một hồ sơ công việc",
        "Hồ sơ cùng các văn bản trong hồ sơ do ông/bà lập tiếp.",
        f"/lam-viec/ho-so-cong-viec/{event.file_id}/",
    )


@reacts_to(HandoverOffered)
def tell_keepers_of_archive(event: HandoverOffered) -> None:
    """Files wait to be compared with their index."""
    _tell_right(
        event,
        event.agency_id,
        policies.KEEP,
        "Hồ sơ nộp lưu chờ nhận",
        "Đối chiếu hồ sơ với mục lục rồi nhận, hoặc trả lại để hoàn thiện.",
        f"{ARCHIVE}nop-luu/{event.handover_id}/",
    )


@reacts_to(HandoverDecided)
def tell_giver(event: HandoverDecided) -> None:
    """The giver learns whether the archive took the files."""
    taken = event.state == HandoverState.ACCEPTED
    _tell_seat(
        event,
        event.giver_id,
        "Lưu trữ đã nhận hồ sơ nộp lưu" if taken else "Lưu trữ trả lại hồ sơ để hoàn thiện",
        "Biên bản giao nhận có ở trang giao nộp." if taken else "Xem lý do của từng hồ sơ, hoàn thiện rồi nộp lại.",
        f"{ARCHIVE}nop-luu/{event.handover_id}/",
    )


@reacts_to(LoanAsked)
def tell_loan_asked(event: LoanAsked) -> None:
    """The archive answers who may read."""
    _tell_right(
        event,
        event.agency_id,
        policies.KEEP,
        "Yêu cầu khai thác hồ sơ lưu trữ",
        "Có người xin đọc hồ sơ trong kho. Trả lời ở trang khai thác.",
        f"{ARCHIVE}khai-thac/",
    )


@reacts_to(LoanDecided)
def tell_loan_decided(event: LoanDecided) -> None:
    """Who asked learns the answer."""
    _tell_seat(
        event,
        event.position_id,
        "Lưu trữ đã trả lời yêu cầu khai thác",
        "Xem câu trả lời và hạn đọc ở trang khai thác.",
        f"{ARCHIVE}khai-thac/",
    )


@reacts_to(DestructionMoved)
def lay_destruction_before_the_next(event: DestructionMoved) -> None:
    """Council, then leader, then the keeper who carries it out."""
    _tell_right(
        event,
        event.agency_id,
        _NEXT.get(DestructionState(event.state), policies.KEEP),
        "Danh mục tài liệu hết giá trị chờ bước tiếp theo",
        f"Tình trạng: {DestructionState(event.state).label}.",
        f"{ARCHIVE}tieu-huy/{event.destruction_id}/",
    )


@reacts_to(FilesDestroyed)
def tell_files_destroyed(event: FilesDestroyed) -> None:
    """The leaders learn that their decision is carried out."""
    _tell_right(
        event,
        event.agency_id,
        policies.APPROVE,
        "Đã tiêu hủy tài liệu theo quyết định",
        "Biên bản tiêu hủy có ở trang của danh mục.",
        f"{ARCHIVE}tieu-huy/{event.destruction_id}/",
    )


@reacts_to(FilingReminded)
def remind_of_filing(event: FilingReminded) -> None:
    """One line and one letter for one person, of one file or of many."""
    rows = archive.reminders(event.reminder_ids)
    if not rows:
        return
    lines = [f"{row.get_occasion_display()}: hồ sơ {row.file.code}, {row.file.title}." for row in rows]
    more = f"\n… và {len(lines) - LINES} hồ sơ khác." if len(lines) > LINES else ""
    one = len(rows) == 1
    notifications.notify(
        event_id=event.event_id,
        kind="archive",
        subject=f"Hồ sơ {rows[0].file.code}: {rows[0].get_occasion_display().lower()}"
        if one
        else f"{len(rows)} hồ sơ công việc cần kết thúc hoặc nộp lưu",
        body="\n".join(lines[:LINES]) + more,
        url=f"/lam-viec/ho-so-cong-viec/{rows[0].file_id}/" if one else "/lam-viec/ho-so-cong-viec/",
        account_id=event.account_id,
    )


def _tell_right(event: Event, agency_id: int, right: str, subject: str, body: str, url: str) -> None:
    seats = organizations.seats_held([agency_id])
    _tell(event, {seat.account_id for seat in seats if right in rights_of(seat.roles)}, subject, body, url)


def _tell_seat(event: Event, position_id: int, subject: str, body: str, url: str) -> None:
    _tell(event, {organizations.get_position(position_id).account_id}, subject, body, url)


def _tell(event: Event, accounts: Collection[int], subject: str, body: str, url: str) -> None:
    told = notifications.Told(accounts=accounts, subject=subject, body=body, url=url)
    notifications.tell(event_id=event.event_id, kind="archive", told=told)
