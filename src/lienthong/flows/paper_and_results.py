"""Paper changes hands and results are fetched (bàn giao, nhận kết quả): who has to know hears of it."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.events import CollectionReminded, HandoverReceived, ReturnUndone
from lienthong.flows.dossier_lifecycle import tell
from lienthong.foundation.notifications import services as notifications
from lienthong.kit.events import reacts_to


@reacts_to(HandoverReceived)
def tell_giver_what_is_missing(event: HandoverReceived) -> None:
    """The officer who gave a list reads which bundles came back and why; a list received whole is no news."""
    if not event.missing:
        return
    news = dossiers.handover_news(event.handover_id)
    listed = "\n".join(f"{number}. {code}: {reason}" for number, (code, reason) in enumerate(news.refused, 1))
    notifications.notify(
        event_id=event.event_id,
        kind="handover",
        subject=f"Danh sách {news.label}: {event.missing} hồ sơ không nhận",
        body=f"{news.received_by_name} ({news.to_unit}) không nhận:\n{listed}\n\nCác hồ sơ này chờ bàn giao lại.",
        url=f"/lam-viec/ban-giao/{event.handover_id}/",
        account_id=news.account_id,
    )


@reacts_to(CollectionReminded)
def tell_result_lies_ready(event: CollectionReminded) -> None:
    """Come and fetch it, or have somebody fetch it."""
    tell(
        event,
        kind="result",
        subject="Kết quả đang chờ ông/bà nhận",
        body=f"Kết quả đã có từ {event.days} ngày trước. Ông/bà mang thẻ căn cước đến Bộ phận Một cửa để nhận; người nhận thay cần văn bản ủy quyền.",
    )


@reacts_to(ReturnUndone)
def tell_return_undone(event: ReturnUndone) -> None:
    """The office gave it to the wrong person and says so."""
    tell(
        event,
        kind="result",
        subject="Kết quả chưa đến ông/bà",
        body=f"Bộ phận Một cửa ghi nhận việc trả kết quả trước đó không đúng và đã hủy. Lý do: {event.reason}\nKết quả chờ ông/bà đến nhận.",
    )
