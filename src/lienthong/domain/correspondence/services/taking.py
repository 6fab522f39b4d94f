"""Files and letters become arrivals that wait (nhận tệp, nhận thư); what of them was not read at once is read by a job.

What cannot be opened (a password, a torn file) is kept as it came, with a sentence beside
it; programs and Word documents with macros are not kept. A stamp of secrecy is looked for before anything is stored.
"""

import hashlib
import uuid
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from django.db import transaction

from lienthong.domain.correspondence import mail
from lienthong.domain.correspondence.choices import ArrivalState, Kind, Source
from lienthong.domain.correspondence.errors import FileNotOpened, StateSecret
from lienthong.domain.correspondence.heading import read_answer_by, read_heading, read_signer
from lienthong.domain.correspondence.models import ArrivalAddress, Document, WaitingArrival
from lienthong.domain.correspondence.policies import require_registering
from lienthong.domain.correspondence.services.arriving import (
    arrived,
    as_facts,
    end_arrival,
    keep_files,
    register_waiting,
)
from lienthong.domain.correspondence.services.locking_away import destroy_uploads, lock_away
from lienthong.domain.correspondence.services.opening import Given, Opened, open_files, open_stored
from lienthong.domain.correspondence.services.registering import Arrival
from lienthong.domain.correspondence.services.secrecy import refuse_secrets
from lienthong.foundation.files import services as files
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean

PURPOSE: Final = "document"
LETTER: Final = "message/rfc822"
MOST_FILES: Final = 30


def take_files(*, actor: Actor, given: Sequence[Given], key: str) -> tuple[WaitingArrival, list[str]]:
    """Files a clerk has picked or dropped: one document with its appendices, the first file first; a letter (.eml) brings its own.

    Returns the arrival and what was not kept, a sentence a file. `key` names the sending: sent again it is the same arrival.
    Raises NotAllowed, Invalid, StateSecret, and the refusal of the file where there is only one.
    """
    agency_id = require_registering(actor)
    known = WaitingArrival.objects.filter(key=f"upload:{agency_id}:{key}").first()
    if known is not None:
        return known, []
    if not given:
        raise Invalid({"files": "Chọn tệp của văn bản, hoặc nhập tay từ bản giấy ở bên dưới."})
    if len(given) > MOST_FILES:
        raise Invalid({"files": f"Mỗi văn bản tối đa {MOST_FILES} tệp; đang chọn {len(given)} tệp."})
    if len(given) == 1 and mail.is_letter(given[0].name, given[0].content):
        return take_letter(raw=given[0].content, agency_id=agency_id, actor=actor), []
    opened, refused = open_files(given)
    if not opened:
        raise FileNotOpened(" ".join(refused), field="files")
    source = Source.SCAN if opened[0].is_scan else Source.UPLOAD
    row = _keep(
        actor,
        opened,
        agency_id=agency_id,
        key=f"upload:{agency_id}:{key}",
        source=source,
        title=PurePosixPath(opened[0].name).stem,
        put_in_by_name=actor.name,
    )
    return row, refused


def register_stored(
    *,
    actor: Actor,
    arrival: Arrival,
    file_ids: Sequence[uuid.UUID],
    key: str,
    register_id: int | None = None,
    duplicate_reason: str = "",
) -> Document:
    """Files this account has uploaded become an arrival, looked at as at every door, and are registered in the same act (the API).

    `key` names the sending: sent again, the same document comes back. Raises NotAllowed, StateSecret (the uploads are destroyed), the refusal
    of a file, and what `register_document` raises.
    """
    agency_id = require_registering(actor)
    row_key = f"api:{agency_id}:{key}"
    known = Document.objects.filter(waited_as__key=row_key).first()
    if known is not None:
        return known
    try:
        refuse_secrets(arrival.abstract)
        opened = open_stored(file_ids)
    except StateSecret:
        destroy_uploads(actor=actor, file_ids=file_ids)
        raise
    with transaction.atomic():
        row = _keep(
            actor,
            opened,
            agency_id=agency_id,
            key=row_key,
            source=arrival.source,
            title=f"{arrival.notation} {arrival.abstract}",
            put_in_by_name=actor.name,
            external_id=arrival.external_id,
        )
        return register_waiting(
            actor=actor,
            arrival_id=row.pk,
            arrival=arrival,
            register_id=register_id,
            duplicate_reason=duplicate_reason,
        )


def take_letter(*, raw: bytes, agency_id: int, actor: Actor = SYSTEM) -> WaitingArrival:
    """A letter as the mail system or a clerk hands it over: once for each Message-ID and agency. The whole of it is kept as it came.

    Its attachments are its files; one without attachments is the document itself. A server's report that a letter of ours did not arrive is
    noted where that letter was followed, and waits for nobody. Raises Invalid for what is no letter.
    """
    letter = mail.read_letter(raw)
    key = f"mail:{agency_id}:{hashlib.sha256(letter.message_id.encode() or raw).hexdigest()}"
    known = WaitingArrival.objects.filter(key=key).first()
    if known is not None:
        return known
    about: dict[str, Any] = {
        "agency_id": agency_id,
        "key": key,
        "source": Source.MAIL,
        "external_id": letter.message_id[:120],
        "sender_name": letter.sender_name[:240],
        "sender_address": letter.sender_address[:254],
    }
    try:
        refuse_secrets(letter.subject, letter.text)
        opened, refused = open_files([Given(name=name, content=content) for name, content in letter.attachments])
    except StateSecret as refusal:
        return _keep_refused(actor, refusal, about)
    note = "\n".join(refused)
    report = mail.read_report(raw)
    with transaction.atomic():
        row = _keep(
            actor,
            opened,
            **about,
            title=letter.subject,
            letter=clean(letter.text, lines=True)[:20_000] + (f"\n\n{note}" if note else ""),
            raw=raw,
        )
        if (
            report is not None
            and row.state == ArrivalState.WAITING
            and notifications.note_bounce(message_id=report.message_id, reason=report.reason)
        ):
            end_arrival(SYSTEM, row, ArrivalState.DROPPED, f"Báo thư không tới nơi, đã ghi ở nơi nhận: {report.reason}")
    return row


def take_letter_for(*, raw: bytes, address: str) -> WaitingArrival | None:
    """A letter to one address of ours; None where no agency receives documents at it."""
    found = ArrivalAddress.objects.filter(address__iexact=address.strip()).values_list("agency_id", flat=True).first()
    return take_letter(raw=raw, agency_id=found) if found is not None else None


def receive_at(*, agency_id: int, address: str) -> ArrivalAddress:
    """Letters to `address` are documents that arrive at this agency. Raises Invalid where they are another's."""
    found, _ = ArrivalAddress.objects.get_or_create(address=address.strip().lower(), defaults={"agency_id": agency_id})
    if found.agency_id != agency_id:
        raise Invalid({"address": f"Địa chỉ {found.address} đang nhận văn bản cho cơ quan khác."})
    return found


def read_facts(opened: Sequence[Opened], *, subject: str = "") -> Arrival:
    """What the first file says of itself; the subject of a letter is its abstract where nothing better was read."""
    text = opened[0].text if opened else ""
    heading = read_heading(text)
    issuer = organizations.agency_known_as(heading.issuer)
    abstract = heading.abstract
    if abstract and heading.kind == Kind.LETTER and not abstract.lower().startswith("về "):
        abstract = f"Về việc {abstract}"  # “V/v …” below the number of an official letter
    return Arrival(
        issuer_name=issuer.name if issuer is not None else heading.issuer,
        issuer_id=issuer.pk if issuer is not None else None,
        abstract=abstract or clean(subject),
        source="",
        notation=heading.notation,
        issued_on=heading.issued_on,
        kind=heading.kind,
        urgency=heading.urgency,
        signer=read_signer(opened[0].last_text) if opened else "",
        pages=sum(each.pages or 0 for each in opened) or None,
        answer_by=read_answer_by(text, heading.issued_on),
    )


@transaction.atomic
def _keep(actor: Actor, opened: Sequence[Opened], *, raw: bytes | None = None, **about: Any) -> WaitingArrival:
    title = clean(about.pop("title", ""))
    facts = as_facts(read_facts(opened, subject=title if about["source"] == Source.MAIL else ""))
    row, made = WaitingArrival.objects.get_or_create(
        key=about.pop("key"),
        defaults={
            **about,
            "title": title[:300],
            "facts": facts,
            "read": sorted(facts),
            "is_converted": any(each.is_converted for each in opened),
        },
    )
    if not made:
        return row
    if raw is not None:
        row.original = files.store_bytes(
            name="thu-goc.eml", media_type=LETTER, content=raw, purpose=PURPOSE, actor=actor
        )
        row.save(update_fields=["original"])
    for each in opened:
        each.stored_id = (
            each.stored_id
            or files.store_bytes(
                name=each.name,
                media_type=each.media_type,
                content=each.content,
                purpose=PURPOSE,
                actor=actor,
                pages=each.pages,
            ).id
        )
    keep_files(row, opened)
    arrived(actor, row)
    return row


@transaction.atomic
def _keep_refused(actor: Actor, refusal: StateSecret, about: dict[str, Any]) -> WaitingArrival:
    row, made = WaitingArrival.objects.get_or_create(key=about.pop("key"), defaults=about)
    if made:
        lock_away(row, refusal)
    return row
