"""Whom to tell of an outgoing document, and the letters that carry it (ai cần biết về văn bản đi)."""

import uuid
from dataclasses import dataclass

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import Delivery, How, Part, State, TaskState
from lienthong.domain.correspondence.models import Document, Recipient
from lienthong.domain.correspondence.queries.telling import clerks_of, holders_of, standing_in, url_of
from lienthong.foundation.notifications.services import Told
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock

_NAMESPACE = uuid.UUID("5f1f0a52-6f5d-4c39-9f5e-2f0f6a1b7c11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to a receiver outside. `event_id` is made of the sending: the same letter is never sent twice."""

    recipient_id: int
    event_id: uuid.UUID
    address: str
    subject: str
    body: str
    file_ids: tuple[uuid.UUID, ...]


def outgoing_url(document_id: uuid.UUID) -> str:
    """The page of an outgoing document."""
    return f"/lam-viec/van-ban-di/{document_id}/"


def named(document: Document) -> str:
    """`Quyết định 15/QĐ-UBND`, without a number its abstract."""
    kind = document.get_kind_display()
    return f"{kind} {document.notation}" if document.notation else f"{kind}: {document.abstract[:80]}"


def signing_asked(document_id: uuid.UUID) -> Told | None:
    """To the signer; None when it is no longer before them."""
    document = _document(document_id)
    if document is None or document.state != State.TO_SIGN:
        return None
    urgent = f"{document.get_urgency_display()}: " if document.urgency != "normal" else ""
    return Told(
        accounts=tuple(
            dict.fromkeys(
                [
                    *_holder(document.outgoing.signer_id),
                    *standing_in([document.outgoing.signer_id], policies.SIGN),
                ]
            )
        ),
        subject=f"{urgent}Trình ký {named(document)}"[:200],
        body=f"{document.abstract}\n\n{document.outgoing.writer_name} trình.",
        url=f"{outgoing_url(document_id)}ky/",
    )


def signing_refused(document_id: uuid.UUID) -> Told | None:
    """To who wrote it, with the reason."""
    document = _document(document_id)
    if document is None or document.outgoing.writer_id is None:
        return None
    return Told(
        accounts=_holder(document.outgoing.writer_id),
        subject=f"{document.outgoing.ended_by_name} trả lại {named(document)}"[:200],
        body=document.outgoing.reason,
        url=outgoing_url(document_id),
    )


def document_signed(document_id: uuid.UUID) -> Told | None:
    """To the clerks: it waits for the seal."""
    document = _document(document_id)
    if document is None or document.state != State.SIGNED:
        return None
    return Told(
        accounts=tuple(clerks_of(document.agency_id)),
        subject=f"Chờ đóng dấu, phát hành: {named(document)}"[:200],
        body=f"{document.abstract}\n\n{document.signer} đã ký.",
        url=f"/lam-viec/van-ban-di/phat-hanh/?van-ban={document_id}",
    )


def document_issued(document_id: uuid.UUID) -> Told | None:
    """To who wrote it: it is out."""
    document = _document(document_id)
    if document is None or document.outgoing.writer_id is None:
        return None
    return Told(
        accounts=_holder(document.outgoing.writer_id),
        subject=f"Đã phát hành {named(document)}"[:200],
        body=f"{document.abstract}\n\n{document.recipients.count()} nơi nhận.",
        url=outgoing_url(document_id),
    )


def receiver_refused(recipient_id: int) -> Told | None:
    """To the clerks: a receiver has sent it back, with its reason. None for every other answer."""
    row = Recipient.objects.select_related("document").filter(pk=recipient_id, state=Delivery.REFUSED).first()
    if row is None:
        return None
    return Told(
        accounts=tuple(clerks_of(row.document.agency_id)),
        subject=f"{row.name} trả lại {named(row.document)}"[:200],
        body=row.said or "Nơi nhận không ghi lý do.",
        url=outgoing_url(row.document_id),
    )


def sending_failed(recipient_id: int) -> Told | None:
    """To the clerks: it did not reach a receiver, why, and what can be done. None when that is settled meanwhile."""
    row = Recipient.objects.select_related("document").filter(pk=recipient_id, state=Delivery.FAILED).first()
    if row is None:
        return None
    where = f" ({row.address})" if row.address else ""
    return Told(
        accounts=tuple(clerks_of(row.document.agency_id)),
        subject=f"Gửi lỗi: {named(row.document)} tới {row.name}"[:200],
        body=f"{row.get_how_display()}{where}. {row.said}\nGửi lại, hoặc gửi bản giấy rồi đánh dấu đã gửi.",
        url=outgoing_url(row.document_id),
    )


def recall_told(recipient_id: int) -> Told | None:
    """To a receiver of ours that has registered it: the clerks and who works on it. None where it never was registered."""
    row = Recipient.objects.select_related("document__outgoing", "received_as").filter(pk=recipient_id).first()
    if row is None or row.received_as is None:
        return None
    arrived = row.received_as
    holders = [
        account
        for task in arrived.tasks.filter(state=TaskState.OPEN).exclude(part=Part.INFORM).select_related("position")
        for account in holders_of(task)
    ]
    verb = "thay thế" if row.document.state == State.REPLACED else "thu hồi"
    return Told(
        accounts=tuple(dict.fromkeys([*clerks_of(arrived.agency_id), *holders])),
        subject=f"{row.document.issuer_name} {verb} {named(row.document)}"[:200],
        body=f"Văn bản đến số {arrived.number}/{arrived.year}. Lý do: {row.document.outgoing.reason}\n"
        + (
            "Văn bản này đã giải quyết xong trước khi bị thu hồi: xem lại việc đã làm và trả lời nơi gửi."
            if arrived.state == State.COMPLETED
            else "Dừng giải quyết, chờ văn bản khác của nơi gửi."
        ),
        url=url_of(arrived.pk),
    )


def entered_as(document_id: uuid.UUID) -> str:
    """What a receiver says of its registering: `Số đến 12 ngày 26/11/2026`."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        return ""
    return f"Số đến {document.number} ngày {document.registered_at.astimezone(clock.VIETNAM):%d/%m/%Y}"


def letters_of(document_id: uuid.UUID) -> list[Letter]:
    """Letters that carry an issued document to receivers who have not got it."""
    document = _document(document_id)
    if document is None or document.state != State.ISSUED:
        return []
    files = tuple(document.files.values_list("file_id", flat=True))
    return [
        Letter(
            recipient_id=row.pk,
            event_id=mail_event(row),
            address=row.address,
            subject=f"{named(document)} của {document.issuer_name}"[:200],
            body=f"{document.issuer_name} gửi {row.name} {named(document)} ngày {document.issued_on:%d/%m/%Y}: "
            f"{document.abstract}\n\nVăn bản đã ký số kèm theo thư này.",
            file_ids=files,
        )
        for row in document.recipients.filter(how=How.MAIL, state=Delivery.WAITING)
    ]


def recall_letters(document_id: uuid.UUID) -> list[Letter]:
    """Notices of the recall to receivers who got it by mail."""
    document = _document(document_id)
    if document is None or document.state not in {State.RECALLED, State.REPLACED}:
        return []
    verb = "Thay thế" if document.state == State.REPLACED else "Thu hồi"
    return [
        Letter(
            recipient_id=row.pk,
            event_id=mail_event(row, "recall"),
            address=row.address,
            subject=f"{verb} {named(document)} của {document.issuer_name}"[:200],
            body=f"{document.issuer_name} báo {row.name}: {verb.lower()} {named(document)} ngày {document.issued_on:%d/%m/%Y}. "
            f"Lý do: {document.outgoing.reason}\n\nĐề nghị không sử dụng văn bản này và xóa bản đã nhận.",
            file_ids=(),
        )
        for row in document.recipients.filter(how=How.MAIL, recalled_at=None)
        .exclude(state=Delivery.WAITING, letter=None)
        .exclude(state=Delivery.FAILED)
    ]


def to_recall(document_id: uuid.UUID) -> list[int]:
    """Receivers to be told that a document counts no more."""
    rows = Recipient.objects.filter(document_id=document_id, recalled_at=None).exclude(state=Delivery.REFUSED)
    return list(rows.values_list("pk", flat=True))


def mail_event(row: Recipient, what: str = "") -> uuid.UUID:
    """What the letters to a receiver are known by; sent again it is another letter."""
    return uuid.uuid5(_NAMESPACE, f"{row.key}{what}" + (f"#{row.sendings}" if row.sendings else ""))


def _document(document_id: uuid.UUID) -> Document | None:
    return Document.objects.select_related("outgoing").filter(pk=document_id).first()


def _holder(position_id: int) -> tuple[int, ...]:
    return tuple(seat.account_id for seat in organizations.seats_with_ids([position_id]))
