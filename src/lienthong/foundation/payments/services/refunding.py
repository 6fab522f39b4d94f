"""Giving back what was paid for something that was not done (hoàn trả phí, lệ phí): decided once, paid in cash or by the bank, never twice.

The order is locked before the refund, always. Who may decide is asked by the owner of the subject; here is only the money.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, Sum
from procrastinate.contrib.django import app as jobs

from lienthong.foundation.audit.services import record
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.payments.adapters.refunds import RefundGateway, Repayment, configured_gateway
from lienthong.foundation.payments.choices import BANKS, OrderState, RefundState, RefundWay
from lienthong.foundation.payments.errors import BankRefused, BankUnreachable, RefundTooMuch, WrongState
from lienthong.foundation.payments.events import RefundCancelled, RefundDecided, RefundFailed, RefundPaid
from lienthong.foundation.payments.models import CashEntry, PaymentOrder, Refund
from lienthong.foundation.payments.policies import changes_refund, require_cashier, require_refunder
from lienthong.foundation.payments.services.shifts import enter_repayment
from lienthong.foundation.payments.states import next_refund_state, next_state
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish
from lienthong.kit.money import format_money
from lienthong.kit.text_vi import clean, fold

SEND_REFUND = "payments.send_refund"
FORGOTTEN = timedelta(minutes=30)
ABANDONED = timedelta(minutes=10)  # a worker that held a refund longer than this died with it
_UNSURE = (
    "Ngân hàng chưa trả lời nên chưa biết tiền đã đi chưa. Gửi lại cho đúng tài khoản cũ: lệnh mang cùng số, ngân hàng không chuyển hai lần "
    "và nói rõ kết quả; sau đó mới đổi được cách hoàn hoặc hủy."
)
_ACCOUNT = re.compile(r"[0-9A-Z]{6,19}", re.ASCII)
_BIN = re.compile(r"\d{6}", re.ASCII)
_NUMBER = re.compile(r"\d{9}|\d{12}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where money goes back to. `bank_bin`: six digits of the bank (NAPAS)."""

    bank_bin: str
    number: str
    name: str


def checked_account(account: Account) -> Account:
    """The account as it is kept: digits without spaces, the name in capitals as banks write it. Raises Invalid by field."""
    number = re.sub(r"[\s.\-]", "", account.number).upper()
    name = fold(clean(account.name)).upper()
    problems = {}
    if not _BIN.fullmatch(account.bank_bin):
        problems["bank_bin"] = "Chưa chọn ngân hàng của người nhận."
    if not _ACCOUNT.fullmatch(number):
        problems["account_number"] = (
            f"Số tài khoản “{number[:20]}” chưa đúng. Ghi 6 đến 19 chữ số như trên ứng dụng ngân hàng."
        )
    if len(name) < 4:
        problems["account_name"] = "Chưa ghi tên chủ tài khoản như trên thẻ ngân hàng."
    if problems:
        raise Invalid(problems)
    return Account(bank_bin=account.bank_bin, number=number, name=name[:120])


@transaction.atomic
def decide_refund(
    *,
    actor: Actor,
    order_id: uuid.UUID,
    amount: int,
    reason: str,
    agency_id: int,
    label: str,
    account: Account | None = None,
) -> Refund:
    """Decide that `amount` VND of a paid order goes back: to `account`, or in cash at the counter of `agency_id`.

    The caller has asked whether the actor may. Raises NotFound, WrongState for an order that is not paid, RefundTooMuch, Invalid.
    """
    order = PaymentOrder.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise NotFound
    if order.state != OrderState.PAID:
        raise WrongState(f"Khoản thu này {OrderState(order.state).label.lower()} nên không còn gì để hoàn.")
    left = refundable_amount(order)
    if not 0 < amount <= left:
        raise RefundTooMuch(
            f"Đã thu {format_money(order.amount)}, đã quyết định hoàn {format_money(order.amount - left)}; "
            f"còn hoàn được nhiều nhất {format_money(left)}."
            if left
            else f"Khoản {format_money(order.amount)} này đã quyết định hoàn hết. Xem ở Sổ thu phí, lệ phí."
        )
    if account is not None:
        account = checked_account(account)
    identifier, year = organizations.identifier_of(agency_id), clock.today().year
    number = numbering.next_number(scope="refund", key=f"{identifier}-{year}")
    refund = Refund.objects.create(
        order=order,
        number=f"HT-{identifier}-{year % 100:02d}-{number:06d}",
        amount=amount,
        reason=clean(reason)[:300],
        label=label,
        way=RefundWay.CASH if account is None else RefundWay.ACCOUNT,
        agency_id=agency_id,
        decided_by_id=actor.account_id,
        decided_by_name=actor.name,
        decided_at=clock.now(),
        **_told(account),
    )
    _record(actor, "decide_refund", refund, {"reason": refund.reason})
    publish(RefundDecided(refund_id=refund.pk, label=label, amount=amount))
    if account is not None:
        _send_later(refund)
    return refund


@transaction.atomic
def pay_refund_in_cash(*, actor: Actor, refund_id: uuid.UUID, receiver_name: str, receiver_number: str) -> Refund:
    """Pay it out of the actor's drawer to somebody known who signs the slip; pressed twice it is paid once.

    Raises NotAllowed, NotFound, WrongState with who paid it, Invalid, NoOpenShift, DrawerTooLittle.
    """
    account_id, seat = require_cashier(actor)
    refund = _lock(refund_id)
    if refund.agency_id not in {seat.agency_id, *actor.archive_agency_ids}:  # or whom the agency came after
        raise NotFound
    if CashEntry.objects.filter(repaid=refund, by_id=account_id).exists():  # names are shared, accounts are not
        return refund
    problems = {}
    if len(clean(receiver_name)) < 2:
        problems["receiver_name"] = "Chưa ghi họ tên người nhận tiền như trên giấy tờ."
    if not _NUMBER.fullmatch(re.sub(r"[\s.]", "", receiver_number)):
        problems["receiver_number"] = "Số căn cước của người nhận gồm 12 chữ số (chứng minh nhân dân 9 số)."
    if problems:
        raise Invalid(problems)
    if refund.way == RefundWay.ACCOUNT:
        raise WrongState("Khoản này hoàn vào tài khoản. Đổi sang tiền mặt trước, rồi chi.")
    _close(refund)
    refund.receiver_name = clean(receiver_name)[:120]
    refund.receiver_number = re.sub(r"[\s.]", "", receiver_number)
    refund.paid_at, refund.paid_by_name = clock.now(), actor.name
    refund.save()
    enter_repayment(actor=actor, refund=refund)
    _record(actor, "pay_refund", refund, {"receiver": refund.receiver_name})
    publish(RefundPaid(refund_id=refund.pk, label=refund.label, amount=refund.amount))
    return refund


@transaction.atomic
def redirect_refund(*, actor: Actor, refund_id: uuid.UUID, account: Account | None) -> Refund:
    """Send it another way: to another account (None: in cash), or again to the same. Not while the bank is being told.

    A cashier alone sends again to the same account or pays in cash; another account is for who keeps or oversees the cash, or decided.
    Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    require_refunder(actor)
    refund = _lock(refund_id)
    if refund.agency_id not in actor.archive_agency_ids:
        raise NotFound
    state = next_refund_state(refund.state, "redirect")
    _refuse_under_way(refund)
    if account is not None:
        account = checked_account(account)
    is_same = refund.way == RefundWay.ACCOUNT and account == _account_of(refund)
    if refund.is_unsure and not is_same:
        raise WrongState(_UNSURE)
    if account is not None and not is_same and not changes_refund(actor, refund.decided_by_id):
        raise NotAllowed(
            f"Quyết định hoàn {_where(refund)}. Người thu tiền chỉ gửi lại đúng như vậy hoặc đổi sang tiền mặt; "
            "đề nghị thủ quỹ, lãnh đạo hoặc người quyết định ghi tài khoản khác."
        )
    before = _where(refund)
    refund.state = state
    refund.way = RefundWay.CASH if account is None else RefundWay.ACCOUNT
    for name, value in _told(account).items():
        setattr(refund, name, value)
    refund.failure, refund.sent_at = "", None
    refund.save()
    after = _where(refund)
    change = "Gửi lại" if is_same else f"Từ {before} sang {after}"
    _record(actor, "redirect_refund", refund, {"way": refund.way, "before": before, "after": after, "change": change})
    if account is not None:
        _send_later(refund)
    return refund


@transaction.atomic
def cancel_refund(*, actor: Actor, refund_id: uuid.UUID, reason: str) -> Refund:
    """It was decided by mistake and nobody has paid it. Its number stays. Raises NotAllowed, NotFound, WrongState, Invalid."""
    require_refunder(actor)
    if len(reason.strip()) < 5:
        raise Invalid({"reason": "Chưa ghi vì sao hủy quyết định hoàn trả."})
    refund = _lock(refund_id)
    if refund.agency_id not in actor.archive_agency_ids:
        raise NotFound
    if not changes_refund(actor, refund.decided_by_id):
        raise NotAllowed(
            f"{refund.decided_by_name} đã quyết định hoàn khoản này. Người thu tiền không hủy quyết định; đề nghị thủ quỹ, lãnh đạo hoặc "
            "người quyết định hủy."
        )
    _refuse_under_way(refund)
    state = next_refund_state(refund.state, "cancel")
    if refund.is_unsure:
        raise WrongState(_UNSURE)
    refund.state = state
    refund.cancel_reason = clean(reason)[:300]
    refund.save(update_fields=["state", "cancel_reason"])
    _record(actor, "cancel_refund", refund, {"reason": refund.cancel_reason})
    publish(RefundCancelled(refund_id=refund.pk, label=refund.label, amount=refund.amount, by_id=actor.account_id))
    return refund


def send_refund(*, refund_id: uuid.UUID, gateway: RefundGateway | None = None, last_try: bool = False) -> bool:
    """Tell the bank of one refund; True when this call did. Safe to repeat: the number of the refund is the bank's key.

    No network call stands in a transaction. A refusal is kept in the bank's words and told. Raises BankUnreachable, except on `last_try`.
    """
    refund = _claim(refund_id)
    if refund is None:
        return False
    bank = gateway or configured_gateway()
    if bank is None:
        _fail(refund_id, "Tỉnh chưa kết nối hoàn tiền với ngân hàng")
        return False
    repayment = Repayment(
        key=refund.number,
        amount=refund.amount,
        original_ref=refund.order.provider_ref if refund.order.provider == "vietqr" else "",
        bank_bin=refund.bank_bin,
        account=refund.account_number,
        name=refund.account_name,
        memo=f"HOAN PHI {refund.label} {refund.number}".replace(".", " "),
    )
    try:
        ref = bank.refund(repayment)
    except BankRefused as error:
        _fail(refund_id, error.message)
        return False
    except BankUnreachable as error:
        if last_try:
            _fail(refund_id, f"{error.message} Hệ thống đã thử nhiều lần.", is_unsure=True)
            return False
        _put_down(refund_id)
        raise
    _note_paid(refund_id, ref)
    return True


def send_forgotten(*, gateway: RefundGateway | None = None, limit: int = 20) -> int:
    """Refunds by account whose job got lost; how many went. An unreachable bank ends the round."""
    before = clock.now() - FORGOTTEN
    rows = Refund.objects.filter(state=RefundState.WAITING, way=RefundWay.ACCOUNT, decided_at__lt=before)
    sent = 0
    for refund_id in list(rows.order_by("decided_at").values_list("id", flat=True)[:limit]):
        try:
            sent += send_refund(refund_id=refund_id, gateway=gateway)
        except BankUnreachable:
            break
    return sent


def refundable_amount(order: PaymentOrder) -> int:
    """What of a paid order is left after every refund that was decided and not cancelled, in VND."""
    if order.state != OrderState.PAID:
        return 0
    decided = order.refunds.exclude(state=RefundState.CANCELLED).aggregate(total=Sum("amount"))["total"] or 0
    return max(0, order.amount - int(decided))


@transaction.atomic
def _claim(refund_id: uuid.UUID) -> Refund | None:
    free = Q(sent_at__isnull=True) | Q(sent_at__lt=clock.now() - ABANDONED)
    rows = Refund.objects.filter(free, pk=refund_id, state=RefundState.WAITING, way=RefundWay.ACCOUNT)
    return Refund.objects.select_related("order").get(pk=refund_id) if rows.update(sent_at=clock.now()) else None


@transaction.atomic
def _put_down(refund_id: uuid.UUID) -> None:
    Refund.objects.filter(pk=refund_id, state=RefundState.WAITING).update(sent_at=None, is_unsure=True)


@transaction.atomic
def _fail(refund_id: uuid.UUID, said: str, *, is_unsure: bool = False) -> None:
    refund = _lock(refund_id)
    if refund.state != RefundState.WAITING:
        return
    refund.state = next_refund_state(refund.state, "fail")
    said = f"{said.strip().rstrip('.')[:299]}."  # another sentence follows it wherever it is shown
    refund.failure, refund.sent_at, refund.is_unsure = said, None, is_unsure
    refund.save(update_fields=["state", "failure", "sent_at", "is_unsure"])
    _record(SYSTEM, "refund_failed", refund, {"said": refund.failure})
    publish(RefundFailed(refund_id=refund.pk, label=refund.label, amount=refund.amount, said=refund.failure))


@transaction.atomic
def _note_paid(refund_id: uuid.UUID, ref: str) -> None:
    refund = _lock(refund_id)
    if refund.state != RefundState.WAITING:
        return
    _close(refund)
    refund.bank_ref, refund.paid_at, refund.paid_by_name = ref, clock.now(), "Ngân hàng"
    refund.is_unsure = False
    refund.save()
    _record(SYSTEM, "pay_refund", refund, {"ref": ref})
    publish(RefundPaid(refund_id=refund.pk, label=refund.label, amount=refund.amount))


def _close(refund: Refund) -> None:
    """The refund is paid; an order of which everything went back is refunded."""
    if refund.state == RefundState.PAID:
        at = (refund.paid_at or clock.now()).astimezone(clock.VIETNAM)
        raise WrongState(
            f"Khoản hoàn trả {refund.number} đã chi {format_money(refund.amount)} lúc {at:%H:%M, %d/%m/%Y}, {refund.paid_by_name}. Không chi lần nữa."
        )
    refund.state = next_refund_state(refund.state, "pay")
    paid = refund.order.refunds.filter(state=RefundState.PAID).aggregate(total=Sum("amount"))["total"] or 0
    if int(paid) + refund.amount >= refund.order.amount and refund.order.state == OrderState.PAID:
        refund.order.state = next_state(refund.order.state, "refund")
        refund.order.save(update_fields=["state"])


def _refuse_under_way(refund: Refund) -> None:
    if refund.state == RefundState.WAITING and refund.sent_at is not None:
        raise WrongState(
            "Lệnh hoàn đang ở ngân hàng. Chờ vài phút rồi mở lại trang: ngân hàng trả lời thì mới đổi được."
        )


def _lock(refund_id: uuid.UUID) -> Refund:
    found = Refund.objects.filter(pk=refund_id).values_list("order_id", flat=True).first()
    if found is None:
        raise NotFound
    order = PaymentOrder.objects.select_for_update().get(pk=found)
    refund = Refund.objects.select_for_update().get(pk=refund_id)
    refund.order = order
    return refund


def _told(account: Account | None) -> dict[str, str]:
    if account is None:
        return {"bank_bin": "", "account_number": "", "account_name": ""}
    return {"bank_bin": account.bank_bin, "account_number": account.number, "account_name": account.name}


def _account_of(refund: Refund) -> Account:
    return Account(bank_bin=refund.bank_bin, number=refund.account_number, name=refund.account_name)


def _where(refund: Refund) -> str:
    """Where it goes, for the record: `tài khoản 0071000912345, SIU H'NGAN, Vietcombank`."""
    if refund.way == RefundWay.CASH:
        return "tiền mặt tại quầy"
    bank = dict(BANKS).get(refund.bank_bin, refund.bank_bin)
    return f"tài khoản {refund.account_number}, {refund.account_name}, {bank}"


def _send_later(refund: Refund) -> None:
    jobs.configure_task(SEND_REFUND).defer(refund_id=str(refund.pk))


def _record(actor: Actor, verb: str, refund: Refund, details: dict[str, object]) -> None:
    said = next((details[name] for name in ("reason", "said", "receiver", "change") if details.get(name)), "")
    note = f"{refund.number}, {format_money(refund.amount)}. {said}".strip(". ")
    record(
        actor=actor,
        verb=verb,
        subject_type=refund.order.subject_type,
        subject_id=refund.order.subject_id,
        details={"refund": refund.number, "amount": refund.amount, "note": note, **details},
    )
