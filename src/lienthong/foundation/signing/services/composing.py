"""One signature composed (dựng chữ ký lên văn bản): its place, its look, its container; signed here or by a device elsewhere."""

import asyncio
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.timestamps import TimeStamper

from lienthong.foundation.signing.choices import Purpose
from lienthong.foundation.signing.errors import NotSignable
from lienthong.foundation.signing.models import Certificate
from lienthong.foundation.signing.services.containers import ClockedSigner, style_of
from lienthong.foundation.signing.services.numbering import text_fields
from lienthong.foundation.signing.services.pictures import picture_for
from lienthong.foundation.signing.services.placing import Place, place_of
from lienthong.foundation.signing.services.stamping import stamp as draw_stamp

_BESIDE_CERTIFICATES = 2_000  # bytes kept for the attributes and the signature of an RSA key of 4,096 bits; reading what is kept costs time
_TIME_STAMP = 10_240  # bytes; measured 3,800 with our TSA, up to 7,000 with those that send long chains


@dataclass(frozen=True, slots=True)
class Look:
    """A signature that stands somewhere else and looks otherwise than usual."""

    place: Place
    draw: "partial[bytes]"

    @property
    def name(self) -> str:
        """The same for what stands at the same place and says the same, whenever it is put: a digest."""
        said = [self.draw.func.__name__, self.place, *sorted(self.draw.keywords.items())]
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper with a place for one signature, not signed yet."""

    writer: IncrementalPdfFileWriter
    pdf_signer: ClockedSigner
    is_new_field: bool
    reserved: int

    def sign(self) -> bytes:
        """Signed by the signer's own device."""
        done = self.pdf_signer.sign_pdf(
            self.writer, existing_fields_only=not self.is_new_field, bytes_reserved=self.reserved
        )
        return bytes(done.getvalue())

    def prepare(self) -> tuple[PreparedByteRangeDigest, bytes]:
        """The digest that is to be signed elsewhere, and the paper with an empty container."""
        digest, _, out = asyncio.run(
            self.pdf_signer.async_digest_doc_for_signing(
                self.writer, existing_fields_only=not self.is_new_field, bytes_reserved=self.reserved
            )
        )
        out.seek(0)
        return digest, bytes(out.read())


def compose(
    *,
    certificate: Certificate,
    content: bytes,
    reason: str,
    location: str,
    visible: bool,
    look: Look | None,
    moment: datetime,
    signer: signers.Signer,
    stamper: TimeStamper | None,
) -> Composed:
    """Raises NotSignable."""
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
        if writer.prev.encrypted:
            raise NotSignable
        place = look.place if look else place_of(writer.prev, certificate, visible=visible)
    except (PdfReadError, ValueError, KeyError) as error:
        raise NotSignable from error
    style = None
    if visible:
        left, bottom, right, top = place.box
        size = {"width": right - left, "height": top - bottom}
        if look:
            drawn = look.draw(certificate=certificate, moment=moment, **size)
        else:
            drawn = draw_stamp(certificate=certificate, moment=moment, picture=picture_for(certificate), **size)
        style = style_of(drawn)
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
    return Composed(
        writer=writer,
        pdf_signer=ClockedSigner(
            metadata, signer=signer, timestamper=stamper, stamp_style=style, new_field_spec=new_field, moment=moment
        ),
        is_new_field=place.is_new,
        reserved=_reserved(signer) + (2 * _TIME_STAMP if stamper else 0),
    )


def _reserved(signer: signers.Signer) -> int:
    """Hex digits for the container: the certificates it holds, and a little."""
    held = [signer.signing_cert, *(signer.cert_registry or ())]
    return 2 * (sum(len(each.dump()) for each in held if each is not None) + _BESIDE_CERTIFICATES)
