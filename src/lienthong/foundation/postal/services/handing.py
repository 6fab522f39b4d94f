"""What officers do with parcels (bàn giao bưu tá, mở gói, gọi người nhận, hẹn nhận tại quầy)."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.postal.adapters import Carrier, configured_carrier
from lienthong.foundation.postal.choices import Kind, Need, State
from lienthong.foundation.postal.errors import TooLate
from lienthong.foundation.postal.events import ParcelLeftAtCounter
from lienthong.foundation.postal.models import Manifest, PostalOrder
from lienthong.foundation.postal.policies import HANDLE, require_handler
from lienthong.foundation.postal.services.standing import lock_order, set_need, subject_of
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

MOST_ON_A_LIST = 200


@transaction.atomic
def hand_over(*, actor: Actor, order_ids: Sequence[uuid.UUID], postman: str = "") -> Manifest:
    """Put parcels on one hand-over list for the postman. A parcel that stands on a list already, or went on by itself, is refused by
    name, and nothing is written. Raises Invalid, TooLate, NotAllowed."""
    if not actor.may(HANDLE) or actor.agency_id is None:
        raise NotAllowed
    if not order_ids:
        raise Invalid({"orders": "Chưa chọn gói nào. Đánh dấu các gói bàn giao cho bưu tá."})
    if len(order_ids) > MOST_ON_A_LIST:
        raise Invalid({"orders": f"Đã chọn {len(order_ids)} gói; mỗi bảng kê tối đa {MOST_ON_A_LIST} gói."})
    orders = [lock_order(order_id) for order_id in sorted(set(order_ids))]
    for order in orders:
        require_handler(actor, order)
        if order.kind != Kind.DELIVER or order.state != State.ACCEPTED or order.manifest_id is not None:
            where = (
                f"đã ở bảng kê {order.manifest}" if order.manifest is not None else order.get_state_display().lower()
            )
            raise TooLate(f"Gói {order} {where} nên không đưa vào bảng kê mới. Bỏ chọn gói này rồi lập lại.")
    identifier, year = organizations.identifier_of(actor.agency_id), clock.today().year
    number = numbering.next_number(scope="postal-manifest", key=f"{identifier}-{year}")
    manifest = Manifest.objects.create(
        number=f"BK-{identifier}-{year % 100:02d}-{number:04d}",
        agency_id=actor.agency_id,
        made_by_name=actor.name,
        postman=clean(postman)[:120],
    )
    for order in orders:
        order.manifest = manifest
        set_need(order)
        order.save()
    audit.record(
        actor=actor,
        verb="hand_over_post",
        subject_type="manifest",
        subject_id=manifest.pk,
        details={"number": manifest.number, "orders": [order.code for order in orders]},
    )
    return manifest


@transaction.atomic
def mark_opened(*, actor: Actor, order_id: uuid.UUID) -> PostalOrder:
    """The parcel with the citizen's papers is open on the desk, also when the carrier has not told of its arrival yet."""
    order = lock_order(order_id)
    require_handler(actor, order)
    if order.opened_at is None:
        order.opened_at = clock.now()
        set_need(order)
        order.save()
    return order


@transaction.atomic
def attend(*, actor: Actor, order_id: uuid.UUID, note: str) -> PostalOrder:
    """Write what was done about what the list asks; it comes back when something new happens. Raises Invalid, TooLate, NotAllowed."""
    if len(note.strip()) < 5:
        raise Invalid({"note": "Chưa ghi việc đã làm. Ghi ngắn gọn, ví dụ: đã gọi, người nhận hẹn giao chiều thứ Sáu."})
    order = lock_order(order_id)
    require_handler(actor, order)
    if order.need in {Need.NOTHING, Need.PACK, Need.OPEN, Need.REFUSED}:
        raise TooLate(f"Đơn {order} không có việc nào chờ ghi kết quả. Mở lại trang để xem tình trạng mới nhất.")
    _attended(actor, order, note)
    audit.record(
        actor=actor,
        verb="attend_post",
        subject_type=order.subject_type,
        subject_id=order.subject_id,
        details={"order": order.code, "need": order.attended, "note": note.strip()},
    )
    return order


@transaction.atomic
def leave_at_counter(*, actor: Actor, order_id: uuid.UUID) -> PostalOrder:
    """A parcel that came back waits at the counter for its receiver, who is told so. Raises TooLate, NotAllowed."""
    order = lock_order(order_id)
    require_handler(actor, order)
    if order.kind != Kind.DELIVER or order.state not in {State.RETURNED, State.CANCELLED}:
        raise TooLate(
            f"Gói {order} chưa về cơ quan ({order.get_state_display().lower()}) nên chưa hẹn nhận tại quầy được."
        )
    _attended(actor, order, "Hẹn người nhận đến nhận tại Một cửa")
    audit.record(
        actor=actor,
        verb="leave_post_at_counter",
        subject_type=order.subject_type,
        subject_id=order.subject_id,
        details={"order": order.code},
    )
    publish(ParcelLeftAtCounter(**subject_of(order)))
    return order


def redeliver(*, actor: Actor, order_id: uuid.UUID, note: str, carrier: Carrier | None = None) -> PostalOrder:
    """Ask the carrier for another attempt, then write that it was done. The network call stands between two transactions.

    Raises TooLate, Invalid, NotAllowed, CarrierRefused, CarrierUnreachable.
    """
    order = PostalOrder.objects.get(pk=order_id)
    require_handler(actor, order)
    if order.state != State.FAILED:
        raise TooLate(
            f"Gói {order} đang ở trạng thái “{order.get_state_display()}”; chỉ đề nghị giao lại khi giao không thành."
        )
    if len(note.strip()) < 5:
        raise Invalid(
            {"note": "Chưa ghi lời dặn cho bưu tá. Ghi ngắn gọn, ví dụ: giao sau 17 giờ, gọi số 0905 000 512."}
        )
    (carrier or configured_carrier()).redeliver(tracking=order.tracking, note=note.strip())
    with transaction.atomic():
        order = lock_order(order_id)  # the carrier may have told of it already
        order.attended, order.attended_at = (
            (Need.FAILED if order.state == State.FAILED else order.attended),
            clock.now(),
        )
        order.attended_by_name, order.attended_note = actor.name, f"Đề nghị giao lại: {note.strip()}"[:300]
        set_need(order)
        order.save()
        audit.record(
            actor=actor,
            verb="redeliver_post",
            subject_type=order.subject_type,
            subject_id=order.subject_id,
            details={"order": order.code, "note": note.strip()},
        )
    return order


def _attended(actor: Actor, order: PostalOrder, note: str) -> None:
    order.attended, order.attended_at = order.need or order.attended, clock.now()
    order.attended_by_name, order.attended_note = actor.name, note.strip()[:300]
    set_need(order)
    order.save()
