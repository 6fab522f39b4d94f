"""When a procedure changes, people who are typing hear of it before their next step (thủ tục thay đổi khi đang khai)."""

import uuid

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.procedures.events import (
    ProcedureEvent,
    ProcedureResumed,
    ProcedureSuspended,
    ProcedureWithdrawn,
    VersionPublished,
)
from lienthong.foundation.notifications import services as notifications
from lienthong.kit.events import reacts_to


def _tell(event: ProcedureEvent, *, subject: str, body: str) -> None:
    for account_id, reference in dossiers.accounts_typing(event.procedure_id):
        notifications.notify(
            event_id=uuid.uuid5(event.event_id, reference),
            kind="procedure",
            subject=f"{subject}: {event.short_name}",
            body=f"{body} Bản khai {reference} của ông/bà còn nguyên nội dung đã khai.",
            url=f"/ban-khai/{reference}/",
            account_id=account_id,
        )


@reacts_to(VersionPublished)
def tell_of_new_version(event: VersionPublished) -> None:
    """From which day on, and that nothing typed is lost."""
    _tell(
        event,
        subject="Thủ tục có nội dung mới",
        body=f"Từ ngày {event.effective_from:%d/%m/%Y}, thủ tục “{event.short_name}” áp dụng nội dung mới. Nộp trước ngày đó thì theo nội dung hiện nay; sau đó, mở bản khai để xem khác gì rồi làm tiếp.",
    )


@reacts_to(ProcedureSuspended)
def tell_of_suspension(event: ProcedureSuspended) -> None:
    """Why, and until when one may still send."""
    _tell(
        event,
        subject="Thủ tục tạm ngừng tiếp nhận",
        body=f"Từ ngày {event.effective_from:%d/%m/%Y}, thủ tục “{event.short_name}” tạm ngừng tiếp nhận hồ sơ mới. Lý do: {event.reason}",
    )


@reacts_to(ProcedureResumed)
def tell_of_resumption(event: ProcedureResumed) -> None:
    """From when on one may send again."""
    _tell(
        event,
        subject="Thủ tục nhận hồ sơ trở lại",
        body=f"Từ ngày {event.effective_from:%d/%m/%Y}, thủ tục “{event.short_name}” nhận hồ sơ trở lại.",
    )


@reacts_to(ProcedureWithdrawn)
def tell_of_withdrawal(event: ProcedureWithdrawn) -> None:
    """Why, and until when one may still send."""
    _tell(
        event,
        subject="Thủ tục bị bãi bỏ",
        body=f"Từ ngày {event.effective_from:%d/%m/%Y}, thủ tục “{event.short_name}” bị bãi bỏ, không nhận hồ sơ mới. Lý do: {event.reason}",
    )
