"""The register of fees (sổ thu phí, lệ phí): receipts and refunds of the actor's agency. What an actor may see is decided here."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from lienthong.foundation.payments.choices import OrderState, RefundState
from lienthong.foundation.payments.models import CashReceipt, PaymentOrder, Refund
from lienthong.foundation.payments.policies import confirms
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

MOST_OPEN = 100


def visible_receipts(actor: Actor) -> QuerySet[CashReceipt]:
    """Of the agency, and of those it succeeded, for whoever takes, keeps or oversees its cash."""
    rows = CashReceipt.objects.select_related("order", "agency")
    return rows.filter(agency_id__in=actor.archive_agency_ids) if confirms(actor) else rows.none()


def visible_refunds(actor: Actor) -> QuerySet[Refund]:
    """The same of refunds."""
    rows = Refund.objects.select_related("order", "agency")
    return rows.filter(agency_id__in=actor.archive_agency_ids) if confirms(actor) else rows.none()


def receipts_page(actor: Actor, *, cursor: str | None = None, text: str = "") -> Page[CashReceipt]:
    """Receipts, the latest first; `text`: a number, or its last digits."""
    rows = visible_receipts(actor)
    if text.strip():
        rows = rows.filter(number__iendswith=text.strip()[:40])
    return keyset_page(rows, order=("-taken_at", "-id"), cursor=cursor, limit=50)


def refunds_page(actor: Actor, *, cursor: str | None = None, text: str = "") -> Page[Refund]:
    """Refunds, the latest decided first; `text`: a number or its last digits, or the code of the dossier."""
    rows = visible_refunds(actor)
    if text.strip():
        rows = rows.filter(Q(number__iendswith=text.strip()[:40]) | Q(label__iexact=text.strip()[:60]))
    return keyset_page(rows, order=("-decided_at", "-id"), cursor=cursor, limit=50)


def count_open(actor: Actor) -> int:
    """How many refunds have still to be paid or mended, counted up to MOST_OPEN."""
    rows = visible_refunds(actor).filter(state__in=[RefundState.WAITING, RefundState.FAILED])
    return rows.order_by()[:MOST_OPEN].count()


def refund_for(actor: Actor, refund_id: uuid.UUID) -> Refund:
    """One refund. Raises NotFound."""
    found = visible_refunds(actor).filter(pk=refund_id).first()
    if found is None:
        raise NotFound
    return found


def refund(refund_id: uuid.UUID) -> Refund:
    """One refund with its order. For the flows. Raises NotFound."""
    found = Refund.objects.select_related("order").filter(pk=refund_id).first()
    if found is None:
        raise NotFound
    return found


def paid_orders(subjects: list[tuple[str, str]]) -> list[PaymentOrder]:
    """Orders of these subjects that were paid, those given back among them, each with its receipt. The caller owns the subjects."""
    if not subjects:
        return []
    any_of = Q()
    for subject_type, subject_id in subjects:
        any_of |= Q(subject_type=subject_type, subject_id=subject_id)
    rows = PaymentOrder.objects.filter(any_of, state__in=[OrderState.PAID, OrderState.REFUNDED], paid_at__isnull=False)
    return list(rows.select_related("cash_receipt").order_by("paid_at"))


def refunds_of(order_ids: list[uuid.UUID]) -> list[Refund]:
    """Refunds of these orders in the order of their numbers. The caller owns the orders."""
    if not order_ids:
        return []
    return list(Refund.objects.filter(order_id__in=order_ids).select_related("order").order_by("decided_at"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSums:
    """Of a year, in VND: taken in cash and kept (`received`); `receipts` counts the `void` ones too, whose money went back at once;
    what refunds gave back."""

    receipts: int
    received: int
    void: int
    refunds: int
    refunded: int


def sums_of_year(actor: Actor, year: int) -> RegisterSums:
    """What the registers of the year hold. Two queries."""
    taken = (
        visible_receipts(actor)
        .filter(taken_at__year=year)
        .aggregate(
            number=Count("id"),
            total=Sum("amount", filter=Q(returned_at__isnull=True)),
            void=Count("id", filter=Q(returned_at__isnull=False)),
        )
    )
    back = (
        visible_refunds(actor)
        .filter(paid_at__year=year, state=RefundState.PAID)
        .aggregate(number=Count("id"), total=Sum("amount"))
    )
    return RegisterSums(
        receipts=taken["number"],
        received=int(taken["total"] or 0),
        void=taken["void"],
        refunds=back["number"],
        refunded=int(back["total"] or 0),
    )
