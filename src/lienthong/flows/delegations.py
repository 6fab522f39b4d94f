"""Who was asked to act for another hears of it, and the other of the answer (ủy quyền)."""

from lienthong.foundation.audit import services as audit
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations.choices import DelegationState
from lienthong.foundation.organizations.events import (
    DelegationAccepted,
    DelegationEnded,
    DelegationEvent,
    DelegationGiven,
)
from lienthong.kit.events import reacts_to

PAGE = "/lam-viec/uy-quyen/"

_ENDED = {
    DelegationState.DECLINED: "{name} không nhận ủy quyền",
    DelegationState.GIVEN_BACK: "{name} trả lại ủy quyền",
    DelegationState.REVOKED: "{name} thu hồi ủy quyền",
}


@reacts_to(DelegationGiven, DelegationAccepted, DelegationEnded)
def record_delegation(event: DelegationEvent) -> None:
    """Who delegated, accepted or ended what."""
    audit.record_event(
        event=event,
        subject_type="delegation",
        subject_id=event.delegation_id,
        by=(event.by_account_id, event.by_position_id, event.by_name),
    )


@reacts_to(DelegationGiven)
def tell_the_receiver(event: DelegationGiven) -> None:
    """There is a delegation to accept or decline."""
    notifications.notify(
        event_id=event.event_id,
        kind="delegation",
        subject=f"{event.by_name} ủy quyền cho ông/bà",
        body="Xem việc, thủ tục và thời hạn, rồi nhận hoặc không nhận. Ủy quyền chỉ có hiệu lực khi ông/bà đã nhận.",
        url=PAGE,
        account_id=event.receiver_account_id,
    )


@reacts_to(DelegationAccepted)
def tell_the_giver(event: DelegationAccepted) -> None:
    """It was accepted."""
    notifications.notify(
        event_id=event.event_id,
        kind="delegation",
        subject=f"{event.by_name} đã nhận ủy quyền",
        body="Trong thời hạn ghi trên ủy quyền, mỗi việc làm thay đều ghi tên hai người. Ông/bà thu hồi được bất cứ lúc nào.",
        url=PAGE,
        account_id=event.giver_account_id,
    )


@reacts_to(DelegationEnded)
def tell_the_other(event: DelegationEnded) -> None:
    """It ended before its time, and why."""
    other = event.receiver_account_id if event.how == DelegationState.REVOKED else event.giver_account_id
    notifications.notify(
        event_id=event.event_id,
        kind="delegation",
        subject=_ENDED[DelegationState(event.how)].format(name=event.by_name),
        body=f"Lý do: {event.reason}. Từ lúc này không làm thay được nữa; việc đã làm giữ nguyên.",
        url=PAGE,
        account_id=other,
    )
