"""What follows when a dossier stands still, is extended, stopped, reopened (hồ sơ tạm dừng, gia hạn, dừng, mở lại)."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.events import (
    DossierExtended,
    DossierPaused,
    DossierReopened,
    DossierResumed,
    DossierStopped,
    DutyAsked,
)
from lienthong.flows.dossier_lifecycle import tell
from lienthong.kit import clock
from lienthong.kit.events import reacts_to
from lienthong.kit.money import format_money


def _due(event: DossierExtended | DossierResumed | DossierReopened) -> str:
    due = dossiers.contact_of(event.dossier_id).due_at
    return f"{due.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}" if due else ""


@reacts_to(DossierPaused)
def tell_paused(event: DossierPaused) -> None:
    """Why the clock stands still; the time is not counted."""
    halt = dossiers.halt(event.halt_id)
    tell(
        event,
        kind="dossier",
        subject="Tạm dừng giải quyết",
        body=(
            f"Cơ quan tạm dừng giải quyết hồ sơ. Căn cứ: {halt.get_ground_display().lower()}.\n{halt.reason}\n\n"
            "Thời gian tạm dừng không tính vào thời hạn giải quyết; cơ quan sẽ báo khi giải quyết tiếp."
        ),
    )


@reacts_to(DutyAsked)
def tell_duty(event: DutyAsked) -> None:
    """What is to be paid, why, and where."""
    halt = dossiers.halt(event.halt_id)
    tell(
        event,
        kind="payment",
        subject=f"Cần nộp {format_money(halt.amount)}",
        body=(
            f"Để giải quyết tiếp, ông/bà cần nộp {halt.title}: {format_money(halt.amount)}.\nCăn cứ: {halt.reason}\n\n"
            "Mở trang hồ sơ để quét mã VietQR. Ngân hàng báo có là hồ sơ được giải quyết tiếp, không cần nộp biên lai."
        ),
    )


@reacts_to(DossierResumed)
def tell_resumed(event: DossierResumed) -> None:
    """The clock runs, and the date that follows."""
    tell(
        event,
        kind="dossier",
        subject="Giải quyết tiếp",
        body=f"{event.reason} Hồ sơ được giải quyết tiếp. Hẹn trả kết quả: {_due(event)}.",
    )


@reacts_to(DossierExtended)
def tell_extended(event: DossierExtended) -> None:
    """The apology, in words, with the new date."""
    tell(
        event,
        kind="dossier",
        subject="Xin lỗi và hẹn lại ngày trả kết quả",
        body=(
            f"Cơ quan xin lỗi ông/bà vì chưa trả kết quả đúng hẹn và gia hạn thêm {event.days} ngày làm việc. "
            f"Hẹn trả kết quả: {_due(event)}. Văn bản xin lỗi có chữ ký của lãnh đạo nằm ở trang hồ sơ."
        ),
    )


@reacts_to(DossierStopped)
def tell_stopped(event: DossierStopped) -> None:
    """The ground; the letter lies on the page of the dossier."""
    tell(
        event,
        kind="dossier",
        subject="Dừng giải quyết",
        body=f"Cơ quan dừng giải quyết hồ sơ. Lý do: {event.reason}\n\nThông báo có chữ ký của lãnh đạo nằm ở trang hồ sơ.",
    )


@reacts_to(DossierReopened)
def tell_reopened(event: DossierReopened) -> None:
    """The complaint was heard."""
    tell(
        event,
        kind="dossier",
        subject="Mở lại hồ sơ",
        body=f"Lãnh đạo cơ quan quyết định giải quyết lại hồ sơ. Lý do: {event.reason}\nHẹn trả kết quả: {_due(event)}.",
    )
