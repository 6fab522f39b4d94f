"""The signature, then number, day and seal on a result (ký, cấp số, đóng dấu). Used by the verbs, inside their transaction."""

from datetime import datetime

from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services import recording as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.errors import NoCertificate
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor


def sign_paper(actor: Actor, dossier: Dossier, content: bytes) -> None:
    """Append the actor's signature to the paper and keep it as the result. Raises NoCertificate, KeyUnavailable, NotSignable."""
    behalf = f", thừa ủy quyền của {actor.on_behalf_of}" if actor.on_behalf_of else ""
    signed = signing.sign_pdf(
        actor=actor,
        content=content,
        reason=f"Ký kết quả hồ sơ {dossier.code}{behalf}",
        location=dossier.agency.short_name,
    )
    dossier.result_file = files.store_bytes(
        name=f"ket-qua-{dossier.code}.pdf", media_type="application/pdf", content=signed, purpose="result", actor=actor
    )
    dossier.save(update_fields=["result_file"])


def number_and_seal(actor: Actor, dossier: Dossier, *, notation: str, seal: bool = True) -> None:
    """Give the signed result its number and day in the fields left for them, then the agency's digital seal, as new files.

    An agency without a certificate of its own stamps the paper by hand: no seal is put. A number once given is kept.
    """
    signed = dossier.result_file
    if signed is None:
        return
    now = clock.now()
    details: dict[str, object] = {"signed_file": str(signed.id), "signed_sha256": signed.sha256}
    if not dossier.result_number:
        dossier.result_number = _number(dossier, notation, now)
        details["number"] = dossier.result_number
    content = signing.fill_pdf(content=files.read_bytes(signed), number=dossier.result_number, day=pdf.day(now))
    sealed = seal and _has_seal(dossier)
    if sealed:
        content = signing.seal_pdf(
            actor=actor,
            content=content,
            reason=f"Đóng dấu kết quả hồ sơ {dossier.code}",
            location=dossier.agency.short_name,
            agency_id=dossier.agency_id,
            prove_later=True,  # the next number waits for this transaction
        )
    dossier.result_file = files.store_bytes(
        name=signed.name, media_type="application/pdf", content=content, purpose="result", actor=actor
    )
    dossier.save(update_fields=["result_number", "result_file"])
    audit.record(
        actor=actor,
        verb="seal_result" if sealed else "number_result",
        subject_type="dossier",
        subject_id=dossier.id,
        details={**details, "sha256": dossier.result_file.sha256},
    )


def _has_seal(dossier: Dossier) -> bool:
    try:
        certificates.certificate_of_agency(dossier.agency_id)
    except NoCertificate:
        return False
    return True


def _number(dossier: Dossier, notation: str, now: datetime) -> str:
    """From 1 every year, by agency and by series (Điều 15 Nghị định 30/2020/NĐ-CP)."""
    year = now.astimezone(clock.VIETNAM).year
    key = f"{dossier.agency.identifier}-{year}"
    number = numbering.next_number(scope="result", key=f"{key}-{notation}" if notation else key)
    return f"{number:02d}/{notation or 'KQ-' + dossier.agency.identifier.replace('.', '')}"
