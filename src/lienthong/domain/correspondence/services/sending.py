"""An issued document goes to its receivers on the exchange; a recalled one is taken back (chuyển văn bản qua trục, lấy lại)."""

import uuid

from django.db import transaction

from lienthong.domain.correspondence.choices import ArrivalState, Delivery, How, State
from lienthong.domain.correspondence.models import Document, Recipient, WaitingArrival
from lienthong.domain.correspondence.services.arriving import deliver_document, end_arrival
from lienthong.domain.correspondence.services.delivering import OUT, mark_failed, mark_sent
from lienthong.domain.correspondence.services.issuing import note_recalled
from lienthong.domain.correspondence.services.moving import lock_document
from lienthong.domain.correspondence.services.opening import open_stored
from lienthong.domain.correspondence.services.registering import Arrival
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Refused


@transaction.atomic
def send_by_exchange(*, actor: Actor, document_id: uuid.UUID) -> int:
    """Deliver to every agency on the exchange that has not got it; how many now have. Sent again nothing is doubled.

    What one receiver refuses is written beside it and keeps none of the others waiting.
    """
    document = lock_document(actor, document_id)
    if document.state != State.ISSUED:
        return 0
    main = document.files.filter(is_main=True).values_list("file__pages", flat=True).first()
    facts = Arrival(
        issuer_name=document.issuer_name,
        issuer_id=document.agency_id,
        notation=document.notation,
        issued_on=document.issued_on,
        kind=document.kind,
        abstract=document.abstract,
        urgency=document.urgency,
        signer=document.signer,
        pages=main,
        source="exchange",
    )
    file_ids = list(document.files.values_list("file_id", flat=True))
    rows = list(document.recipients.filter(how=How.EXCHANGE, state__in=[Delivery.WAITING, Delivery.FAILED]))
    try:
        opened = open_stored(file_ids) if rows else []
    except Refused as refusal:  # the same files for everybody: read once, refused once
        for row in rows:
            mark_failed(actor=actor, recipient_id=row.pk, reason=refusal.message)
        return 0
    sent = 0
    for row in rows:
        assert row.agency_id is not None
        try:
            with transaction.atomic():
                deliver_document(
                    key=row.key,
                    to_agency_id=row.agency_id,
                    from_agency_id=document.agency_id,
                    facts=facts,
                    file_ids=file_ids,
                    opened=opened,
                )
        except Refused as refusal:
            mark_failed(actor=actor, recipient_id=row.pk, reason=refusal.message)
        else:
            mark_sent(actor=actor, recipient_id=row.pk)
            sent += 1
    return sent


@transaction.atomic
def recall_from(*, actor: Actor, recipient_id: int) -> Recipient:
    """Take a recalled document back from one receiver: what is not registered there yet disappears from its desk, what is registered stays
    with the notice, and who has settled it is named. Repeated it changes nothing."""
    row = Recipient.objects.select_related("document__outgoing").get(pk=recipient_id)
    document = row.document
    if row.recalled_at is not None or document.state not in OUT:
        return row
    waiting = WaitingArrival.objects.select_for_update().filter(key=row.key, state=ArrivalState.WAITING).first()
    if waiting is not None:
        end_arrival(actor, waiting, ArrivalState.RETURNED, f"Nơi gửi thu hồi: {document.outgoing.reason}")
        return note_recalled(
            actor=actor, recipient_id=row.pk, said="Đã lấy lại, nơi nhận chưa vào sổ.", taken_back=True
        )
    return note_recalled(actor=actor, recipient_id=row.pk, said=_how_it_stands(row), taken_back=False)


def _how_it_stands(row: Recipient) -> str:
    arrived = Document.objects.filter(pk=row.received_as_id).first() if row.received_as_id else None
    number = f" số đến {arrived.number}" if arrived is not None else ""
    if row.state == Delivery.SETTLED:
        at = f" lúc {row.answered_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}" if row.answered_at else ""
        return f"Nơi nhận đã giải quyết xong{at},{number or ' trước khi thu hồi'}. Thông báo thu hồi đã gửi để nơi nhận xem lại việc đã làm."
    if row.state == Delivery.FAILED:
        return f"Chưa gửi tới được nên không phải lấy lại. {row.said}".strip()[:300]
    if row.how == How.PAPER:
        return "Cần gửi thông báo thu hồi bằng giấy."
    return f"Nơi nhận đã vào sổ{number}. Thông báo thu hồi đã gửi." if number else "Thông báo thu hồi đã gửi."
