"""What follows when money goes back (hoàn trả phí, lệ phí): the applicant hears each turn, the office what failed."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import rights_of
from lienthong.foundation.payments import queries as payments
from lienthong.foundation.payments.choices import RefundWay
from lienthong.foundation.payments.events import RefundDecided, RefundFailed, RefundPaid
from lienthong.foundation.payments.policies import KEEP_CASH
from lienthong.kit.events import Event, reacts_to
from lienthong.kit.money import format_money


@reacts_to(RefundDecided)
def tell_decided(event: RefundDecided) -> None:
    """How much, why, and where it is fetched or goes to."""
    refund = payments.refund(event.refund_id)
    how = (
        f"Chuyển vào tài khoản {refund.account_number}, {refund.account_name}."
        if refund.way == RefundWay.ACCOUNT
        else "Mời ông/bà đến quầy đã nộp tiền, mang theo căn cước, để nhận tiền mặt và ký phiếu."
    )
    _tell_applicant(
        event,
        event.label,
        "Quyết định hoàn trả phí, lệ phí",
        f"Hoàn {format_money(event.amount)}. Căn cứ: {refund.reason}\n{how}",
    )


@reacts_to(RefundPaid)
def tell_paid(event: RefundPaid) -> None:
    """It is done, with its proof."""
    refund = payments.refund(event.refund_id)
    how = (
        f"Ngân hàng đã chuyển, mã giao dịch {refund.bank_ref}."
        if refund.bank_ref
        else f"{refund.receiver_name} đã nhận tiền mặt, phiếu {refund.number}."
    )
    _tell_applicant(event, event.label, "Đã hoàn trả phí, lệ phí", f"Đã hoàn {format_money(event.amount)}. {how}")


@reacts_to(RefundFailed)
def tell_failed(event: RefundFailed) -> None:
    """The applicant hears that it is not lost; whoever decided and whoever keeps the cash hear what the bank said."""
    refund = payments.refund(event.refund_id)
    _tell_applicant(
        event,
        event.label,
        "Chưa chuyển được tiền hoàn trả",
        f"Ngân hàng chưa chuyển được {format_money(event.amount)}: {event.said} Quyết định hoàn trả vẫn còn; cơ quan sẽ liên hệ để "
        "chuyển lại hoặc trả tiền mặt tại quầy.",
    )
    seats = organizations.seats_held([refund.agency_id])
    accounts = {seat.account_id for seat in seats if KEEP_CASH in rights_of(seat.roles)}
    if refund.decided_by_id is not None:
        accounts.add(refund.decided_by_id)
    for account_id in sorted(accounts):
        notifications.notify(
            event_id=event.event_id,
            kind="work",
            subject=f"Chưa hoàn được {format_money(event.amount)}: hồ sơ {event.label}",
            body=f"{event.said} Sửa tài khoản, đổi sang tiền mặt hoặc gửi lại.",
            url=f"/lam-viec/so-thu/hoan/{refund.pk}/",
            account_id=account_id,
        )


def _tell_applicant(event: Event, code: str, subject: str, body: str) -> None:
    contact = dossiers.contact_by_code(code)
    if contact is None:
        return
    notifications.notify(
        event_id=event.event_id,
        kind="payment",
        subject=f"{subject}: hồ sơ {code}",
        body=f"Kính gửi ông/bà {contact.name},\n\n{body}",
        url=f"/ho-so/{code}/",
        account_id=contact.account_id,
        person_id=contact.person_id,
        email=contact.email,
    )
