"""Signing PDFs (ký số văn bản): PAdES baseline B-B, each signature an increment, nothing signed before is touched."""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from django.db import transaction
from pyhanko.pdf_utils import content as pdf_content
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lienthong.foundation.audit import services as audit
from lienthong.foundation.signing import queries
from lienthong.foundation.signing.adapters import SigningDevice, device_for
from lienthong.foundation.signing.choices import Purpose
from lienthong.foundation.signing.errors import NotSignable
from lienthong.foundation.signing.models import Certificate
from lienthong.foundation.signing.services.copying import upright_first_page
from lienthong.foundation.signing.services.numbering import text_fields
from lienthong.foundation.signing.services.stamping import copy_stamp as draw_copy_stamp
from lienthong.foundation.signing.services.stamping import stamp as draw_stamp
from lienthong.kit import clock
from lienthong.kit.actor import Actor

PERSON_FIELD = "ChuKy"
AGENCY_FIELD = "ConDau"
COPY_FIELD = "BanSao"
_COPY_BOX = (212, 44)  # points, 75 by 15.5 mm: above the heading of an official paper
_COPY_EDGE = 8
_RESERVED = 12_288  # hex digits kept for the signature with its chain; measured 5,400
_DEFAULT_BOX = (330, 70, 540, 160)  # points, where a paper names no place: lower right of the last page
_SEAL_SIDE = 91  # points, 32 mm

type Box = tuple[int, int, int, int]  # left, bottom, right, top in points


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a signature goes: an empty field of the paper, or a new one on a page."""

    field: str
    is_new: bool
    page: int
    box: Box


def sign_pdf(*, actor: Actor, content: bytes, reason: str, location: str, stamp: bool = True) -> bytes:
    """Sign as a person, by the valid certificate of the actor's position.

    The visible signature stands in the paper's empty field `ChuKy` when there is one (results made by `kit.pdf` have it),
    else at the lower right of the last page. `stamp=False` signs invisibly. Returns the bytes with the signature appended.
    Raises NoCertificate, KeyUnavailable, NotSignable.
    """
    certificate = queries.certificate_of_position(actor.position.id if actor.position else None)
    return _sign(actor=actor, certificate=certificate, content=content, reason=reason, location=location, visible=stamp)


def seal_pdf(
    *, actor: Actor, content: bytes, reason: str, location: str, stamp: bool = True, agency_id: int | None = None
) -> bytes:
    """Seal for the agency (chữ ký số của cơ quan): the actor's own, unless `agency_id` is given.

    The red seal covers about a third of the last personal signature, from its left. Raises as `sign_pdf`.
    """
    certificate = queries.certificate_of_agency(agency_id or actor.agency_id)
    return _sign(actor=actor, certificate=certificate, content=content, reason=reason, location=location, visible=stamp)


def sign_copy(
    *,
    actor: Actor,
    content: bytes,
    lines: Sequence[str],
    qr: str,
    reason: str,
    location: str,
    by_agency: bool,
) -> bytes:
    """Certify an electronic copy (bản sao điện tử): the signature stands at the top right of the first page, upright whatever way it was
    scanned, with `lines` (the first one in bold), the name of the agency, the time with its zone, and `qr` as a code.

    By the seal of the actor's agency, or by the certificate of the actor's position. Raises as `sign_pdf`.
    Source: NĐ 30/2020/NĐ-CP, Phụ lục I (copies signed digitally); NĐ 45/2020/NĐ-CP.
    """
    if by_agency:
        certificate = queries.certificate_of_agency(actor.agency_id)
    else:
        certificate = queries.certificate_of_position(actor.position.id if actor.position else None)
    upright, (width, height) = upright_first_page(content)
    right, top = int(width) - _COPY_EDGE, int(height) - _COPY_EDGE
    look = _Look(
        place=_Place(COPY_FIELD, True, 0, (right - _COPY_BOX[0], top - _COPY_BOX[1], right, top)),
        draw=partial(draw_copy_stamp, lines=tuple(lines), qr=qr),
    )
    return _sign(
        actor=actor,
        certificate=certificate,
        content=upright,
        reason=reason,
        location=location,
        visible=True,
        look=look,
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """A signature that stands somewhere else and looks otherwise than usual."""

    place: _Place
    draw: Callable[..., bytes]


def _sign(
    *,
    actor: Actor,
    certificate: Certificate,
    content: bytes,
    reason: str,
    location: str,
    visible: bool,
    look: _Look | None = None,
) -> bytes:
    signer, moment = _signer(certificate), clock.now()
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
        if writer.prev.encrypted:
            raise NotSignable
        place = look.place if look else _place(writer.prev, certificate, visible=visible)
    except (PdfReadError, ValueError, KeyError) as error:
        raise NotSignable from error
    style = None
    if visible:
        left, bottom, right, top = place.box
        draw = look.draw if look else draw_stamp
        style = _style(draw(certificate=certificate, moment=moment, width=right - left, height=top - bottom))
    # A seal closes the paper: the number and the day stand as they were when it was put.
    lock = text_fields(writer.prev) if certificate.purpose == Purpose.AGENCY else []
    new_field = (
        fields.SigFieldSpec(
            place.field,
            on_page=place.page,
            box=place.box if visible else None,
            field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, lock) if lock else None,
        )
        if place.is_new
        else None
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=place.field,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason,
        location=location,
        name=certificate.common_name,
    )
    pdf_signer = _ClockedSigner(metadata, signer=signer, stamp_style=style, new_field_spec=new_field, moment=moment)
    signed = bytes(
        pdf_signer.sign_pdf(writer, existing_fields_only=not place.is_new, bytes_reserved=_RESERVED).getvalue()
    )
    with transaction.atomic():
        audit.record(
            actor=actor,
            verb="sign_pdf",
            subject_type="certificate",
            subject_id=certificate.id,
            details={"serial": certificate.serial, "reason": reason, "sha256": hashlib.sha256(signed).hexdigest()},
        )
    return signed


class _DeviceSigner(signers.Signer):
    """pyHanko's signer over our device."""

    def __init__(
        self, certificate: asn1_x509.Certificate, chain: SimpleCertificateStore, device: SigningDevice
    ) -> None:
        super().__init__(signing_cert=certificate, cert_registry=chain)
        self._device = device

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002
        return b"\x00" * 256 if dry_run else self._device.sign(data, digest_algorithm)


class _ClockedSigner(signers.PdfSigner):
    """Signs at the time of `kit.clock`."""

    def __init__(self, *args: Any, moment: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._moment = moment.astimezone(clock.VIETNAM).replace(microsecond=0)

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:  # noqa: FBT001, FBT002
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._moment
        return session


class _StampPage(pdf_content.PdfContent):
    """A one-page PDF, from memory, as the content of a signature's appearance."""

    def __init__(self, page: bytes) -> None:
        self._page = page
        super().__init__()

    def render(self) -> bytes:
        imported: Any = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)), page_ix=0)
        self.resources.xobject["/Stamp"] = imported
        x1, y1, x2, y2 = imported.get_object()["/BBox"]
        self.box = layout.BoxConstraints(width=abs(x1 - x2), height=abs(y1 - y2))
        return b"/Stamp Do"


def _style(page: bytes) -> StaticStampStyle:
    whole = layout.SimpleBoxLayoutRule(x_align=layout.AxisAlignment.ALIGN_MID, y_align=layout.AxisAlignment.ALIGN_MID)
    return StaticStampStyle(background=_StampPage(page), background_opacity=1, border_width=0, background_layout=whole)


def _signer(certificate: Certificate) -> _DeviceSigner:
    return _opened(certificate.key_ref, certificate.chain_pem)


@lru_cache(maxsize=512)
def _opened(key_ref: str, chain_pem: str) -> _DeviceSigner:
    own, *others = [asn1_x509.Certificate.load(der) for _, _, der in pem.unarmor(chain_pem.encode(), multiple=True)]
    chain = SimpleCertificateStore()
    chain.register_multiple(others)
    return _DeviceSigner(own, chain, device_for(key_ref))


def _place(reader: PdfFileReader, certificate: Certificate, *, visible: bool) -> _Place:
    """An empty field meant for this kind of signature, else a new one at a sensible place."""
    is_seal = certificate.purpose == Purpose.AGENCY
    wanted = AGENCY_FIELD if is_seal else PERSON_FIELD
    names: set[str] = set()
    person_box: tuple[int, Box] | None = None
    count = 0
    for name, value, reference in fields.enumerate_sig_fields(reader):
        names.add(name)
        widget = reference.get_object()
        box = _box(widget)
        if value is None and name.startswith(wanted) and visible and box is not None:
            return _Place(name, False, -1, box)
        if value is not None:
            count += 1
            if name.startswith(PERSON_FIELD) and box is not None:
                person_box = (_page_of(reader, widget), box)
    number = 1
    while (field := f"{wanted}{number}") in names:
        number += 1
    if is_seal and person_box is not None:
        page, (left, bottom, _, top) = person_box
        low = (bottom + top - _SEAL_SIDE) // 2
        start = max(left - _SEAL_SIDE * 9 // 20, 10)
        return _Place(field, True, page, (start, low, start + _SEAL_SIDE, low + _SEAL_SIDE))
    left, bottom, right, top = _DEFAULT_BOX
    if is_seal:
        return _Place(field, True, -1, (left - _SEAL_SIDE, bottom, left, bottom + _SEAL_SIDE))
    rise = (top - bottom + 6) * (count % 6)  # several signers: one above the other
    return _Place(field, True, -1, (left, bottom + rise, right, top + rise))


def _box(widget: Any) -> Box | None:
    try:
        x1, y1, x2, y2 = (round(float(value)) for value in widget["/Rect"])
    except KeyError:
        return None
    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else None


def _page_of(reader: PdfFileReader, widget: Any) -> int:
    """Index of the widget's page; the last one where the widget does not say."""
    page = widget.raw_get("/P") if "/P" in widget else None
    total = int(reader.root["/Pages"]["/Count"])
    for index in range(total):
        if page is not None and reader.find_page_for_modification(index)[0].reference == page.reference:
            return index
    return -1
