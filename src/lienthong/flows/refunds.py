"""What follows when money goes back (hoàn trả phí, lệ phí): the applicant hears each turn, the office what failed."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import rights_of
from lienthong.foundation.payments import queries as payments
from lienthong.foundation.payments.choices import RefundWay
from lienthong.foundation.payments.events import RefundCancelled, RefundDecided, RefundFailed, RefundPaid
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
    """The applicant hears that it is not lost; whoever decided and whoever keeps the cash hear what the bank said, and what may be done."""
    refund = payments.refund(event.refund_id)
    amount = format_money(event.amount)
    if refund.is_unsure:
        subject, told = (
            "Chưa rõ tiền hoàn trả đã chuyển chưa",
            (
                f"Ngân hàng chưa trả lời nên chưa rõ {amount} đã đi chưa. Quyết định hoàn trả vẫn còn; cơ quan gửi lại lệnh cho đúng tài khoản "
                "cũ để ngân hàng nói rõ, ngân hàng không chuyển hai lần."
            ),
        )
        desk, advice = (
            "Chưa rõ tiền hoàn đã đi chưa",
            (
                "Chỉ gửi lại đúng tài khoản cũ; ngân hàng trả lời rồi mới đổi tài khoản, đổi sang tiền mặt hoặc hủy được."
            ),
        )
    else:
        subject, told = (
            "Chưa chuyển được tiền hoàn trả",
            (
                f"Ngân hàng chưa chuyển được {amount}: {event.said} Quyết định hoàn trả vẫn còn; cơ quan sẽ liên hệ để chuyển lại hoặc trả "
                "tiền mặt tại quầy."
            ),
        )
        desk, advice = "Chưa hoàn được", "Sửa tài khoản, đổi sang tiền mặt hoặc gửi lại."
    _tell_applicant(event, event.label, subject, told)
    seats = organizations.seats_held([refund.agency_id])
    accounts = {seat.account_id for seat in seats if KEEP_CASH in rights_of(seat.roles)}
    if refund.decided_by_id is not None:
        accounts.add(refund.decided_by_id)
    for account_id in sorted(accounts):
        notifications.notify(
            event_id=event.event_id,
            kind="work",
            subject=f"{desk} {amount}: hồ sơ {event.label}",
            body=f"{event.said} {advice}",
            url=f"/lam-viec/so-thu/hoan/{refund.pk}/",
            account_id=account_id,
        )


@reacts_to(RefundCancelled)
def tell_cancelled(event: RefundCancelled) -> None:
    """The applicant hears that it does not come, and why; whoever decided, when another called it off."""
    refund = payments.refund(event.refund_id)
    why = f"Lý do: {refund.cancel_reason}"
    _tell_applicant(
        event,
        event.label,
        "Hủy quyết định hoàn trả phí, lệ phí",
        f"Quyết định hoàn {format_money(event.amount)} đã hủy. {why}",
    )
    if refund.decided_by_id is not None and refund.decided_by_id != event.by_id:
        notifications.notify(
            event_id=event.event_id,
            kind="work",
            subject=f"Đã hủy quyết định hoàn {format_money(event.amount)}: hồ sơ {event.label}",
            body=why,
            url=f"/lam-viec/so-thu/hoan/{refund.pk}/",
            account_id=refund.decided_by_id,
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
