"""What follows from the post (bưu chính công ích): parcels are ordered, the applicant hears of each turn in plain words, a delivered result
is returned, and money that the postman took pays the fee, once."""

import uuid

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services as dossier_services
from lienthong.domain.dossiers.events import (
    DossierEvent,
    DossierRejected,
    DossierStopped,
    DossierSubmitted,
    DossierWithdrawn,
    PostalPapersOpened,
    ResultReady,
    ResultReturned,
)
from lienthong.flows.dossier_lifecycle import tell
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.payments import services as payments
from lienthong.foundation.postal import queries as parcels
from lienthong.foundation.postal import services as postal
from lienthong.foundation.postal.choices import Kind
from lienthong.foundation.postal.events import (
    CashCollected,
    ParcelAccepted,
    ParcelDelivered,
    ParcelEvent,
    ParcelLeftAtCounter,
    ParcelLost,
    ParcelNotDelivered,
    ParcelPickedUp,
    ParcelReturned,
)
from lienthong.kit.events import reacts_to
from lienthong.kit.money import format_money

PROVIDER = "post"


def _write(event: ParcelEvent, *, subject: str, body: str) -> None:
    """One letter to the applicant of the dossier that the parcel is about."""
    if event.subject_type != "dossier":
        return
    contact = dossiers.contact_of(uuid.UUID(event.subject_id))
    code = parcels.order_by_id(event.order_id).subject_code
    notifications.notify(
        event_id=event.event_id,
        kind="dossier",
        subject=f"{subject}: hồ sơ {code}",
        body=f"Kính gửi ông/bà {contact.name},\n\n{body}\n\nThủ tục: {contact.procedure}\nCơ quan giải quyết: {contact.agency}",
        url=f"/ho-so/{code}/",
        account_id=contact.account_id,
        person_id=contact.person_id,
        email=contact.email,
    )


@reacts_to(DossierSubmitted)
def order_collection(event: DossierSubmitted) -> None:
    """The postman fetches the papers, where that was chosen."""
    dossier_services.order_collection(dossier_id=event.dossier_id)


@reacts_to(ResultReady)
def order_delivery(event: ResultReady) -> None:
    """The postman brings the result, where that was chosen."""
    dossier_services.order_delivery(dossier_id=event.dossier_id)


@reacts_to(ParcelAccepted)
def tell_parcel_accepted(event: ParcelAccepted) -> None:
    """The tracking number, and what the postman takes in cash."""
    order = parcels.order_by_id(event.order_id)
    cash = order.cod_amount + (order.freight_shown if order.freight_payer == "citizen" else 0)
    money = f" Chuẩn bị {format_money(cash)} tiền mặt trả bưu tá (cước {format_money(order.freight_shown)}"
    money += f", phí, lệ phí {format_money(order.cod_amount)})." if order.cod_amount else ")."
    if event.kind == Kind.COLLECT:
        body = (
            f"Bưu tá sẽ gọi số {order.citizen['phone']} rồi đến lấy giấy tờ, số hiệu bưu gửi {event.tracking}. "
            "In phiếu gửi ở trang hồ sơ, cho vào cùng giấy tờ; không in được thì ghi mã hồ sơ lên bì."
        )
        _write(event, subject="Bưu tá sẽ đến lấy giấy tờ", body=body + money)
        return
    body = f"Kết quả được gửi qua bưu chính đến {order.citizen['text']}, số hiệu bưu gửi {event.tracking}."
    _write(event, subject="Kết quả được gửi qua bưu chính", body=body + money)


@reacts_to(ParcelPickedUp)
def tell_picked_up(event: ParcelPickedUp) -> None:
    """The papers have left the house."""
    if event.kind == Kind.COLLECT:
        _write(
            event,
            subject="Bưu tá đã lấy giấy tờ",
            body="Giấy tờ đang trên đường đến Bộ phận Một cửa. Cán bộ mở gói, kiểm rồi tiếp nhận hoặc yêu cầu bổ sung một lần.",
        )


@reacts_to(ParcelDelivered)
def return_delivered_result(event: ParcelDelivered) -> None:
    """A delivered result is a returned one (status 10); its letter follows from that."""
    if event.kind == Kind.DELIVER and event.subject_type == "dossier":
        order = parcels.order_by_id(event.order_id)
        dossier_services.return_by_post(dossier_id=uuid.UUID(event.subject_id), tracking=order.tracking or order.code)


@reacts_to(ParcelNotDelivered)
def tell_not_delivered(event: ParcelNotDelivered) -> None:
    """Why not, and what to do."""
    what = "lấy được giấy tờ" if event.kind == Kind.COLLECT else "giao được kết quả"
    _write(
        event,
        subject=f"Bưu tá chưa {what}",
        body=f"Bưu tá đã đến nhưng chưa {what}. Lý do: {event.reason or 'không ghi'}.\nĐể ý điện thoại, bưu tá sẽ gọi lại; đổi địa chỉ thì gọi 1022.",
    )


@reacts_to(ParcelReturned)
def tell_parcel_returned(event: ParcelReturned) -> None:
    """The result is back at the office; it is not lost."""
    if event.kind == Kind.DELIVER:
        _write(
            event,
            subject="Kết quả đã chuyển về cơ quan",
            body="Bưu tá không giao được nên chuyển kết quả về Bộ phận Một cửa. Cán bộ sẽ liên hệ để gửi lại hoặc hẹn ông/bà đến nhận.",
        )


@reacts_to(ParcelLost)
def tell_lost(event: ParcelLost) -> None:
    """An apology, and that the office acts."""
    _write(
        event,
        subject="Bưu điện báo thất lạc",
        body="Cơ quan xin lỗi ông/bà. Bộ phận Một cửa đang làm việc với bưu điện và sẽ liên hệ để hướng dẫn; kết quả điện tử vẫn tải được tại trang hồ sơ.",
    )


@reacts_to(ParcelLeftAtCounter)
def keep_at_counter(event: ParcelLeftAtCounter) -> None:
    """From now on the result is given at the counter, and the applicant knows."""
    if event.subject_type == "dossier":
        dossier_services.fetch_at_counter(dossier_id=uuid.UUID(event.subject_id))
    _write(
        event,
        subject="Mời đến nhận kết quả",
        body="Kết quả chờ tại Bộ phận Một cửa. Mang theo thẻ căn cước và mã hồ sơ khi đến nhận.",
    )


@reacts_to(PostalPapersOpened)
def tell_opened(event: PostalPapersOpened) -> None:
    """The papers have arrived and were counted in."""
    tell(
        event,
        kind="dossier",
        subject="Giấy tờ đã đến nơi",
        body="Bộ phận Một cửa đã mở gói và kiểm giấy tờ gửi qua bưu chính.",
    )


@reacts_to(DossierWithdrawn)
def call_back_withdrawn(event: DossierWithdrawn) -> None:
    """No postman comes for a dossier that was taken back."""
    _call_back(event, "Người nộp đã rút hồ sơ")


@reacts_to(DossierRejected)
def call_back_rejected(event: DossierRejected) -> None:
    """No postman comes for a dossier that was refused."""
    _call_back(event, "Hồ sơ không được tiếp nhận")


@reacts_to(DossierStopped)
def call_back_stopped(event: DossierStopped) -> None:
    """No postman comes for a dossier that was stopped."""
    _call_back(event, "Hồ sơ đã dừng giải quyết")


@reacts_to(ResultReturned)
def call_back_returned(event: ResultReturned) -> None:
    """Whoever fetched the result at the counter needs no postman any more."""
    _call_back(event, "Đã trả kết quả tại Một cửa")


def _call_back(event: DossierEvent, reason: str) -> None:
    dossier_services.call_back_parcels(dossier_id=event.dossier_id, reason=reason)


@reacts_to(CashCollected)
def settle_cash(event: CashCollected) -> None:
    """Pay the fee by the tracking number; what was paid otherwise before is marked to be given back."""
    paid = payments.confirm_collected(
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        amount=event.amount,
        provider=PROVIDER,
        ref=event.tracking,
        description="Phí, lệ phí, bưu tá thu hộ",
        payer_name="",
    )
    if not paid:
        postal.note_paid_before(order_id=event.order_id)
