"""The parts of a signature container (khung chữ ký), over pyHanko: our devices, our clock, stamps of time that may be missing."""

import io
import logging
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import cms, pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import content as pdf_content
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import attributes, signers
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lienthong.foundation.signing.adapters import SigningDevice, device_for
from lienthong.foundation.signing.models import Certificate
from lienthong.kit import clock

log = logging.getLogger(__name__)


class DeviceSigner(signers.Signer):
    """pyHanko's signer over our device."""

    def __init__(
        self, certificate: asn1_x509.Certificate, chain: SimpleCertificateStore, device: SigningDevice
    ) -> None:
        super().__init__(signing_cert=certificate, cert_registry=chain)
        self._device = device

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002
        return b"\x00" * 256 if dry_run else self._device.sign(data, digest_algorithm)

    def _unsigned_attr_provider_spec(self, timestamper: TimeStamper | None = None) -> Any:
        return Stamped(timestamper)


class Stamped(attributes.UnsignedAttributeProviderSpec):
    """A time stamp where the authority answers; the signature stands without it where it does not."""

    def __init__(self, timestamper: TimeStamper | None) -> None:
        self._timestamper = timestamper

    def unsigned_attr_providers(
        self, signature: bytes, signed_attrs: cms.CMSAttributes, digest_algorithm: str
    ) -> Iterable[attributes.CMSAttributeProvider]:
        if self._timestamper is not None:
            yield _ForgivingStamp(digest_algorithm, signature, self._timestamper)


class _ForgivingStamp(attributes.TSTProvider):
    async def build_attr_value(self, dry_run: bool = False) -> Any:  # noqa: FBT001, FBT002
        try:
            return await super().build_attr_value(dry_run=dry_run)
        except OSError as error:  # pyHanko's TimestampRequestError is one
            log.warning("no time stamp: %s", error)
            return None


class ClockedSigner(signers.PdfSigner):
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


def style_of(page: bytes) -> StaticStampStyle:
    """A one-page PDF as the look of a signature."""
    whole = layout.SimpleBoxLayoutRule(x_align=layout.AxisAlignment.ALIGN_MID, y_align=layout.AxisAlignment.ALIGN_MID)
    return StaticStampStyle(background=_StampPage(page), background_opacity=1, border_width=0, background_layout=whole)


def signer_of(certificate: Certificate) -> DeviceSigner:
    """pyHanko's signer of a certificate, opened once per process. Raises KeyUnavailable."""
    return _opened(certificate.key_ref, certificate.chain_pem)


@lru_cache(maxsize=512)
def _opened(key_ref: str, chain_pem: str) -> DeviceSigner:
    own, *others = [asn1_x509.Certificate.load(der) for _, _, der in pem.unarmor(chain_pem.encode(), multiple=True)]
    chain = SimpleCertificateStore()
    chain.register_multiple(others)
    return DeviceSigner(own, chain, device_for(key_ref))
