"""Reads of certificates (tra chứng thư số). Certificates are public; keys are nowhere in these answers."""

from lienthong.foundation.signing.choices import Purpose, Status
from lienthong.foundation.signing.errors import NoCertificate
from lienthong.foundation.signing.models import Certificate, CertificateQuerySet
from lienthong.kit import clock
from lienthong.kit.actor import Actor


def certificate_of_position(position_id: int | None) -> Certificate:
    """The newest valid certificate of a position. Raises NoCertificate, saying whether there was one."""
    if position_id is None:
        raise NoCertificate
    return _newest(
        Certificate.objects.filter(purpose=Purpose.PERSON, position_id=position_id).order_by("-not_after", "-id")
    )


def certificate_of_agency(agency_id: int | None) -> Certificate:
    """The newest valid seal of an agency. Raises NoCertificate."""
    if agency_id is None:
        raise NoCertificate
    return _newest(
        Certificate.objects.filter(purpose=Purpose.AGENCY, agency_id=agency_id).order_by("-not_after", "-id")
    )


def can_sign(actor: Actor) -> bool:
    """Whether the actor's position has a certificate valid now: pages show the sign button by it."""
    return (
        actor.position is not None
        and Certificate.objects.filter(purpose=Purpose.PERSON, position_id=actor.position.id)
        .valid_at(clock.now())
        .exists()
    )


def certificate_by_serial(serial: str) -> Certificate | None:
    """One of ours by its serial number (hex), None for a foreign one."""
    return Certificate.objects.filter(serial=serial).first()


def trust_roots() -> list[Certificate]:
    """Authorities we believe, revoked ones left out."""
    return list(Certificate.objects.filter(purpose=Purpose.AUTHORITY, status=Status.ACTIVE).order_by("-id"))


def _newest(certificates: CertificateQuerySet) -> Certificate:
    now = clock.now()
    found = list(certificates)
    for certificate in found:
        if certificate.status == Status.ACTIVE and certificate.not_before <= now <= certificate.not_after:
            return certificate
    if not found:
        raise NoCertificate
    last = found[0]
    holder = f"{last.common_name}, {last.title}" if last.title else last.common_name
    raise (
        NoCertificate.revoked(holder)
        if last.status == Status.REVOKED
        else NoCertificate.expired(holder, last.not_after)
    )
