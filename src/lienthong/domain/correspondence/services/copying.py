"""Copies with the force of their original (sao y, trích sao, sao lục); Điều 25 to 27 and Phụ lục I, Nghị định 30/2020/NĐ-CP.

A copy is the picture of its original with a sheet of its own at the end: the form of the copy, its number, place and day, who had it made, to
whom it goes. The agency's signature stands at the top right of page 1.
"""

import re
import uuid

from django.conf import settings
from django.db import transaction

from lienthong.domain.correspondence.choices import CopyKind, State
from lienthong.domain.correspondence.models import DocumentCopy
from lienthong.domain.correspondence.notation import copy_notation
from lienthong.domain.correspondence.policies import require_registering
from lienthong.domain.correspondence.services.moving import lock_document, recorded
from lienthong.domain.correspondence.services.numbers import agency_sign
from lienthong.domain.correspondence.services.signing import main_file
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.pdf import blanks
from lienthong.kit.text_vi import clean

SCOPE = "document-copy"
_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")  # an en dash as people type it


@transaction.atomic
def make_copy(
    *,
    actor: Actor,
    document_id: uuid.UUID,
    kind: str,
    signer_position_id: int,
    key: str,
    pages: str = "",
    receivers: str = "",
    copies: int = 1,
) -> DocumentCopy:
    """Copy an incoming document, or one of ours that is out. `pages` of an extract: "1-2, 5". The same `key` is the same copy.

    Raises NotAllowed, Invalid, NoCertificate, NotSignable, DocumentNotFound.
    """
    agency_id = require_registering(actor)
    known = DocumentCopy.objects.filter(key=key, agency_id=agency_id).first()
    if known is not None:
        return known
    document = lock_document(actor, document_id)
    if document.state in {State.TO_SIGN, State.SIGNED, State.SEALED, State.GIVEN_BACK, State.CANCELLED}:
        raise Refused("Chỉ sao được văn bản đến đã vào sổ hoặc văn bản đi đã phát hành.")
    if not document.files.filter(is_main=True).exists():
        raise Refused("Văn bản này chưa có tệp. Quét bản giấy, đính vào văn bản rồi sao.")
    source = files.pdf_rendition(file=main_file(document).file)
    content = files.read_bytes(source)
    seats = {seat.position_id: seat for seat in certificates.signing_seats(actor, agency_id)}
    signer = seats.get(signer_position_id)
    chosen, problems = _pages(pages, kind, blanks.look_for_blanks(content).pages)
    if kind not in CopyKind.values:
        problems["kind"] = "Chọn sao y, trích sao hoặc sao lục."
    if signer is None:
        problems["signer"] = "Chọn người ký bản sao là lãnh đạo hoặc người được giao ký thừa lệnh."
    if problems or signer is None:
        raise Invalid(problems)
    now = clock.now()
    agency = organizations.agency(agency_id)
    year = now.astimezone(clock.VIETNAM).year
    form = CopyKind(kind)
    number = numbering.next_number(scope=SCOPE, key=f"{agency_id}-{year}")
    made = DocumentCopy(
        # Its address stands in the signed stamp, and the holder of the seal may allow that before the copy is made.
        id=uuid.uuid5(document.id, f"{agency_id}:{key}"),
        document=document,
        agency_id=agency_id,
        kind=form,
        year=year,
        number=number,
        notation=copy_notation(number, form=form.value, agency=agency_sign(agency_id)),
        pages=clean(pages)[:80] if form == CopyKind.EXTRACT else "",
        lines=list(signer.authority.lines),
        signer_name=signer.holder,
        receivers=clean(receivers, lines=True),
        copies=max(copies, 1),
        made_from=source,
        made_at=now,
        made_by_name=actor.name,
        key=key,
    )
    sheet = pdf.render(
        "copy_sheet",
        {
            "agency": agency.name,
            "form": form.label,
            "number": made.notation,
            "place": agency.short_name,
            "day": pdf.day(now.astimezone(clock.VIETNAM).date()),
            "lines": made.lines,
            "name": made.signer_name,
            "original": f"{document.get_kind_display() or 'Văn bản'} số {document.notation}, {document.issuer_name}",
            "pages": made.pages,
            "recipients": [line.lstrip("- ").rstrip(";.") for line in made.receivers.splitlines() if line.strip()],
        },
    )
    try:
        body = blanks.joined(blanks.flattened(content, pages=chosen), sheet)
    except ValueError:
        raise Refused("Tệp của văn bản không mở được nên không sao được. Quét lại bản giấy rồi sao.") from None
    signed = signing.sign_copy(
        actor=actor,
        content=body,
        lines=(form.label.upper(), f"Số: {made.notation}"),
        qr=f"{settings.PUBLIC_URL}/lam-viec/van-ban-di/ban-sao/{made.pk}/",
        reason=f"{form.label} số {made.notation}",
        location=agency.short_name,
        by_agency=True,
    )
    made.file = files.store_bytes(
        name=f"{form.label} {made.notation.replace('/', '-')}.pdf",
        media_type=PDF,
        content=signed,
        purpose="document-copy",
        actor=actor,
        made_from=source,
    )
    made.save(force_insert=True)
    recorded(actor, document, "make_copy", form=form.label, notation=made.notation, sha256=made.file.sha256)
    return made


def _pages(typed: str, kind: str, total: int) -> tuple[list[int] | None, dict[str, str]]:
    """Page numbers from 0 of an extract; all pages otherwise."""
    if kind != CopyKind.EXTRACT:
        return None, {}
    found: list[int] = []
    for part in filter(None, (part.strip() for part in typed.replace(";", ",").split(","))):
        said = _RANGE.fullmatch(part)
        first, last = (int(said[1]), int(said[2] or said[1])) if said else (0, 0)
        if not 1 <= first <= last <= total:
            return None, {
                "pages": f"“{part}” không phải trang của văn bản này; văn bản có {total} trang. Ghi như 1-2, 5."
            }
        found += range(first - 1, last)
    if not found:
        return None, {"pages": f"Ghi các trang cần trích, ví dụ 1-2, 5. Văn bản có {total} trang."}
    return sorted(set(found)), {}
