"""The signer looks, signs, and the document has its number (ký, cấp số); Điều 13 and 15 Nghị định 30/2020/NĐ-CP."""

import uuid

from django.db import transaction

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.errors import PaperNotSeen, SignerOnly, SigningNotDelegated
from lienthong.domain.correspondence.events import DocumentSigned
from lienthong.domain.correspondence.models import Document, DocumentFile, DocumentLook
from lienthong.domain.correspondence.notation import read_notation
from lienthong.domain.correspondence.services.moving import lock_document, move, recorded
from lienthong.domain.correspondence.services.numbers import give_number
from lienthong.domain.correspondence.services.papers import PURPOSE, digest_of
from lienthong.domain.correspondence.services.registering import searched
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.events import publish
from lienthong.kit.pdf import blanks
from lienthong.kit.text_vi import clean


@transaction.atomic
def look_at_document(*, actor: Actor, document_id: uuid.UUID) -> DocumentLook:
    """Record what the signer is shown: all files as they are now, by one digest. Raises SignerOnly, DocumentNotFound."""
    document = lock_document(actor, document_id)
    if policies.signing(actor, document) is None or actor.position is None:
        raise not_the_signer(actor, document)
    look, _ = DocumentLook.objects.update_or_create(
        document=document,
        position_id=actor.position.id,
        defaults={"sha256": digest_of(document), "looked_at": clock.now()},
    )
    return look


@transaction.atomic
def sign_document(*, actor: Actor, document_id: uuid.UUID, seen: str) -> Document:
    """Sign the very files that were looked at, with the certificate of the signer's seat; the number and the day follow in one act.

    `seen`: the digest the page showed. A number already given stays. What was laid before the seat to be signed for another (TUQ., KT.) is signed
    while that delegation holds. Raises SignerOnly, SigningNotDelegated, WrongDocumentState, PaperNotSeen, NoCertificate,
    KeyUnavailable, NotSignable, Refused.
    """
    document = lock_document(actor, document_id)
    who = policies.signing(actor, document)
    if who is None and not actor.is_system:
        raise not_the_signer(actor, document)
    actor = who or actor
    move(actor, document, "sign")
    if actor.position is None:
        raise SignerOnly
    look = DocumentLook.objects.filter(document=document, position_id=actor.position.id).first()
    if look is None or not seen or look.sha256 != seen or digest_of(document) != seen:
        raise PaperNotSeen
    now = clock.now()
    today = now.astimezone(clock.VIETNAM)
    main = main_file(document)
    content = files.read_bytes(main.file)
    names = blanks.field_names(content)
    if blanks.DAY_GAP in names and blanks.MONTH_GAP not in names:
        month = blanks.look_for_blanks(content).written_month
        if month is not None and month != today.month:
            raise Refused(
                f"Văn bản in sẵn tháng {month} mà hôm nay là tháng {today.month}. Trả lại để người soạn in lại rồi trình ký."
            )
    signed = signing.sign_pdf(
        actor=actor,
        content=content,
        reason=f"Ký {document.get_kind_display().lower()}: {clean(document.abstract)[:80]}",
        location=actor.position.agency_name,
    )
    give_number(document, now)
    day = f"{today:%d}"
    filled = signing.fill_pdf(
        content=signed,
        number=document.notation,
        day=pdf.day(today.date()),
        gaps={
            blanks.NUMBER_GAP: f"{document.number:02d}",
            blanks.DAY_GAP: day,
            blanks.MONTH_GAP: f"{today.month:02d}" if today.month < 3 else f"{today.month}",
        },
    )
    sha256 = replace_file(actor, main, filled)
    document.issued_on = today.date()
    document.notation_key = read_notation(document.notation).key[:80]
    document.arrived_at = now
    document.search_text = searched(document)
    document.save(
        update_fields=[
            "state",
            "register",
            "year",
            "number",
            "notation",
            "notation_key",
            "issued_on",
            "arrived_at",
            "search_text",
        ]
    )
    row = document.outgoing
    row.signed_at, row.waits_since = now, None
    row.save(update_fields=["signed_at", "waits_since"])
    recorded(
        actor,
        document,
        "sign_document",
        notation=document.notation,
        seen_sha256=seen,
        sha256=sha256,
        authority=row.lines,
        **({"on_behalf_of": actor.on_behalf_of} if actor.for_seat else {}),
    )
    publish(
        DocumentSigned(
            document_id=document.id, agency_id=document.agency_id, notation=document.notation, origin=row.origin
        )
    )
    return document


@transaction.atomic
def void_number(*, actor: Actor, document_id: uuid.UUID, reason: str) -> Document:
    """Signed, but not to be issued: the number stays in the register as voided, with the reason. Raises WrongDocumentState, refusals of `move`."""
    document = lock_document(actor, document_id)
    move(actor, document, "void")
    said = require_reason(reason, "Ghi lý do hủy số để người kiểm tra sổ biết vì sao số này không phát hành.")
    document.outcome = said
    document.save(update_fields=["state", "outcome"])
    end(actor, document, said)
    recorded(actor, document, "void_number", notation=document.notation, reason=said)
    return document


def not_the_signer(actor: Actor, document: Document) -> Refused:
    """Why this seat does not sign it: it lies elsewhere; it bears the name of who delegated; the delegation has ended or does not cover it."""
    row = document.outgoing
    if actor.position is not None and row.signer_id == actor.position.id and row.for_position_id is not None:
        giver = organizations.get_position(row.for_position_id)
        return SigningNotDelegated.ended(f"{giver.account.full_name}, {giver.title}")
    stand = next((each for each in actor.stand_ins if each.seat_id == row.signer_id), None)
    if stand is None:
        return SignerOnly()
    if policies.SIGN not in stand.rights:
        return SigningNotDelegated.not_covered(f"{stand.holder}, {stand.title}")
    return SigningNotDelegated.bears_another(document.signer, row.lines)


def require_reason(reason: str, hint: str) -> str:
    """The reason, cleaned. Raises Invalid with `hint` where it says nothing."""
    said = clean(reason, lines=True)
    if len(said) < 5:
        raise Invalid({"reason": hint})
    return said


def main_file(document: Document) -> DocumentFile:
    """The document itself among its files."""
    return document.files.select_related("file").get(is_main=True)


def replace_file(actor: Actor, row: DocumentFile, content: bytes) -> str:
    """Keep the next version of a file and give its digest; the one before stays, as what it was made from."""
    kept = files.store_bytes(
        name=row.file.name,
        media_type=PDF,
        content=content,
        purpose=PURPOSE,
        actor=actor,
        made_from=row.file,
        pages=row.file.pages,
    )
    row.file = kept
    row.save(update_fields=["file"])
    return kept.sha256


def end(actor: Actor, document: Document, reason: str) -> None:
    """Why an outgoing document counts no more, and since when."""
    row = document.outgoing
    row.ended_at, row.ended_by_name, row.reason = clock.now(), actor.name, reason
    row.save(update_fields=["ended_at", "ended_by_name", "reason"])
