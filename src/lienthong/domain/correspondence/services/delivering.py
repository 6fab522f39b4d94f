"""What is known of each receiver of an outgoing document: sent, failed, sent again, sent on paper (tình trạng gửi, gửi lại)."""

import uuid

from django.db import transaction

from lienthong.domain.correspondence.choices import Delivery, How, State
from lienthong.domain.correspondence.errors import DocumentNotFound, WrongDocumentState
from lienthong.domain.correspondence.events import SendingAsked, SendingFailed
from lienthong.domain.correspondence.models import Document, Recipient
from lienthong.domain.correspondence.services.moving import lock_document, recorded
from lienthong.foundation.notifications import services as notifications
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

OUT = (State.ISSUED, State.RECALLED, State.REPLACED)


@transaction.atomic
def mark_sent(*, actor: Actor, recipient_id: int, note: str = "") -> Recipient:
    """It has gone to this receiver: told by whoever carries it, or by the clerk, who has sent it on paper. Told twice it is one sending.

    What the mail system still tries to deliver is not marked by hand. Raises DocumentNotFound, WrongDocumentState, NotAllowed.
    """
    document, recipient = locked_recipient(actor, recipient_id)
    if not actor.is_system:
        require_clerk(actor, document)
    if document.state not in OUT:
        raise WrongDocumentState("Văn bản chưa phát hành nên chưa gửi được. Phát hành trước.")
    if recipient.state not in {Delivery.WAITING, Delivery.FAILED}:
        return recipient
    if not actor.is_system:
        if recipient.how == How.MAIL and recipient.state == Delivery.WAITING and recipient.letter is not None:
            raise WrongDocumentState(
                f"Thư tới {recipient.name} đang chờ máy chủ thư, hệ thống tự thử lại. Khi báo “Gửi lỗi” hãy gửi bản giấy rồi đánh dấu."
            )
        recipient.how = How.PAPER
    recipient.state, recipient.sent_at, recipient.said = Delivery.SENT, clock.now(), clean(note)[:300]
    if not actor.is_system:
        recorded(actor, document, "mark_sent", to=recipient.name, how=recipient.how)
    recipient.save(update_fields=["state", "sent_at", "said", "how"])
    return recipient


@transaction.atomic
def mark_failed(*, actor: Actor, recipient_id: int, reason: str) -> Recipient:
    """It could not be sent to this receiver, or came back from a mail server on the way; the clerk is told why and sends it again or another
    way. Raises DocumentNotFound."""
    document, recipient = locked_recipient(actor, recipient_id)
    bounced = recipient.state == Delivery.SENT and recipient.how == How.MAIL
    if recipient.state == Delivery.WAITING or bounced:
        recipient.state, recipient.said = Delivery.FAILED, clean(reason)[:300]
        recipient.save(update_fields=["state", "said"])
        publish(SendingFailed(document_id=document.pk, recipient_id=recipient.pk))
    return recipient


@transaction.atomic
def note_queued(*, recipient_id: int, letter: uuid.UUID) -> None:
    """The letter that carries the document to this receiver; what becomes of it is told by `note_letter`."""
    Recipient.objects.filter(pk=recipient_id, state=Delivery.WAITING).update(letter=letter)


@transaction.atomic
def note_letter(*, actor: Actor, letter: uuid.UUID, reason: str) -> Recipient | None:
    """The letter has gone, or is given up (`reason`). None for letters that carry no document, and for one that was sent again meanwhile."""
    found = Recipient.objects.filter(letter=letter).values_list("pk", flat=True).first()
    if found is None:
        return None
    if reason:
        return mark_failed(actor=actor, recipient_id=found, reason=reason)
    _, recipient = locked_recipient(actor, found)
    if recipient.state != Delivery.WAITING:  # it came back before this was told
        return recipient
    return mark_sent(actor=actor, recipient_id=found)


@transaction.atomic
def send_again(*, actor: Actor, recipient_id: int, location: str = "") -> Recipient:
    """Once more to a receiver it did not reach, by mail to `location` where that is another address. Asked twice it is one sending.

    Raises DocumentNotFound, NotAllowed, WrongDocumentState, Invalid.
    """
    document, recipient = locked_recipient(actor, recipient_id)
    require_clerk(actor, document)
    if document.state != State.ISSUED:
        raise WrongDocumentState(
            f"Văn bản đang ở trạng thái “{document.get_state_display()}”; chỉ gửi lại được văn bản đã phát hành và còn hiệu lực."
        )
    if recipient.state != Delivery.FAILED:
        if recipient.state == Delivery.WAITING and recipient.sendings:
            return recipient
        raise WrongDocumentState(
            f"{recipient.name} đang ở tình trạng “{recipient.get_state_display()}”; chỉ gửi lại nơi gửi lỗi."
        )
    before, wanted = recipient.address, clean(location)[:254]
    if recipient.how == How.MAIL and wanted:
        if not notifications.is_address(wanted):
            raise Invalid({"address": f"“{wanted}” không phải địa chỉ thư điện tử. Ví dụ đúng: vanthu@donvi.vn."})
        recipient.address = wanted
    recipient.state, recipient.said, recipient.letter = Delivery.WAITING, "", None
    recipient.sendings += 1
    recipient.save(update_fields=["state", "said", "letter", "sendings", "address"])
    changed = {"address": recipient.address, "before": before} if recipient.address != before else {}
    recorded(actor, document, "send_again", to=recipient.name, how=recipient.how, time=recipient.sendings, **changed)
    publish(SendingAsked(document_id=document.pk, recipient_id=recipient.pk))
    return recipient


def locked_recipient(actor: Actor, recipient_id: int) -> tuple[Document, Recipient]:
    """A receiver with its document, both locked, the document first. Raises DocumentNotFound."""
    found = Recipient.objects.filter(pk=recipient_id).values_list("document_id", flat=True).first()
    if found is None:
        raise DocumentNotFound
    document = lock_document(actor, found)
    return document, Recipient.objects.select_for_update(of=("self",)).get(pk=recipient_id)


def require_clerk(actor: Actor, document: Document) -> None:
    """Only the clerk of the agency that issued it. Raises NotAllowed."""
    if actor.agency_id != document.agency_id or not actor.may("documents.register"):
        raise NotAllowed(
            "Chỉ văn thư của cơ quan ban hành gửi và đánh dấu đã gửi. Đổi sang chức vụ văn thư rồi thử lại."
        )
