"""Reads of certificates (tra chứng thư số). Certificates are public; keys are nowhere in these answers."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing as tokens

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.signing.adapters import ask_of, codes_of
from lienthong.foundation.signing.choices import Ask, Purpose, RaisingState, Status
from lienthong.foundation.signing.errors import NoCertificate
from lienthong.foundation.signing.lines import Authority, delegated, guessed, on_behalf
from lienthong.foundation.signing.models import Certificate, CertificateQuerySet, Raising, SigningAuthority
from lienthong.foundation.signing.queries.register import PLACES
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

_SALT = "signing.raised"
_GOOD_SECONDS = 15 * 60


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOfHolder:
    """What a seat signs with, for a page (ký bằng gì): its certificate, or `problem`; where the key lies; what its holder is asked for."""

    certificate: Certificate | None = None
    problem: str = ""
    place: str = ""
    ask: Ask = Ask.NOTHING

    @property
    def is_seal(self) -> bool:
        """Of an agency, put by its clerk."""
        return self.certificate is not None and self.certificate.purpose == Purpose.AGENCY

    @property
    def wants_codes(self) -> bool:
        """Whether the holder types something."""
        return self.ask in {Ask.PIN, Ask.CODES}

    @property
    def wants_pin(self) -> bool:
        """Of a key at a provider: the provider is asked, once a day. The same for a code."""
        return self.certificate is not None and codes_of(self.certificate.key_ref)[0]

    @property
    def wants_otp(self) -> bool:
        """Whether a one-time code is typed."""
        return self.certificate is not None and codes_of(self.certificate.key_ref)[1]


def key_of(position_id: int | None) -> KeyOfHolder:
    """The key a seat signs with now. One query; asks nobody outside."""
    return _key(lambda: certificate_of_position(position_id))


def seal_of(agency_id: int | None) -> KeyOfHolder:
    """The key of an agency's seal: as `key_of`; its holder is the clerk who puts it."""
    return _key(lambda: certificate_of_agency(agency_id))


def _key(find: Callable[[], Certificate]) -> KeyOfHolder:
    try:
        certificate = find()
    except NoCertificate as refusal:
        return KeyOfHolder(problem=refusal.message)
    return KeyOfHolder(
        certificate=certificate,
        place=PLACES.get(certificate.key_ref.partition(":")[0], ""),
        ask=ask_of(certificate.key_ref),
    )


def can_sign(actor: Actor) -> bool:
    """Whether the actor's position signs in passing, as lists and minutes are: its certificate is valid now, and its key asks nobody."""
    try:
        certificate = certificate_of_position(actor.position.id if actor.position else None)
    except NoCertificate:
        return False
    return ask_of(certificate.key_ref) == Ask.NOTHING


@dataclass(frozen=True, slots=True)
class SigningSeat:
    """A seat that approves or signs: how it signs, whether somebody said so, and until when its certificate is good.

    `for_position_id`: the head who let it sign their documents, `behalf` their name, `until` the end of the delegation.
    """

    position_id: int
    holder: str
    title: str
    authority: Authority
    is_set: bool
    certified_until: datetime | None
    for_position_id: int | None = None
    behalf: str = ""
    until: datetime | None = None

    @property
    def by_whom(self) -> str:
        """`ủy quyền của Nguyễn Văn A đến 30/11/2026`; empty for a seat that signs by itself."""
        if self.until is None:
            return ""
        last = (self.until - timedelta(microseconds=1)).astimezone(clock.VIETNAM)
        return f"ủy quyền của {self.behalf} đến {last:%d/%m/%Y}"

    @property
    def key(self) -> str:
        """`12`, or `12-5` for seat 12 on behalf of seat 5: how forms name it."""
        return f"{self.position_id}-{self.for_position_id}" if self.for_position_id else str(self.position_id)


def seat_of_key(said: str) -> tuple[int, int | None]:
    """(seat, head for whom it signs or None) of a `SigningSeat.key`; (0, None) for what is none."""
    parts = said.split("-")
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return 0, None
    return int(parts[0]), int(parts[1]) if len(parts) == 2 else None


def authority_of(actor: Actor) -> Authority:
    """The lines above the signature of the actor as they act now; on behalf of another seat TUQ. One query, none on behalf of another."""
    seat = actor.position
    if seat is None:
        return Authority(form="", body="", head="", title="")
    if actor.for_seat is not None:
        return delegated(actor.for_seat.title, actor.own_title)
    said = SigningAuthority.objects.filter(position_id=seat.id).first()
    return _stated(said) if said is not None else guessed(seat.title, is_committee=_is_committee(seat.agency_name))


def signing_seats(actor: Actor, agency_id: int) -> list[SigningSeat]:
    """The seats of an agency that approve or sign today. Three queries. Agencies and their officers are public."""
    del actor
    seats = [
        seat
        for seat in organizations.seats_of(agency_id)
        if organizations.is_held(seat) and {Role.AGENCY_LEADER, Role.DEPARTMENT_HEAD}.intersection(seat.roles)
    ]
    ids = [seat.pk for seat in seats]
    name = organizations.agency(agency_id).name
    said = {each.position_id: each for each in SigningAuthority.objects.filter(position_id__in=ids)}
    good = Certificate.objects.filter(purpose=Purpose.PERSON, position_id__in=ids).valid_at(clock.now())
    until = dict(good.order_by("not_after").values_list("position_id", "not_after"))
    return [
        SigningSeat(
            position_id=seat.pk,
            holder=seat.account.full_name,
            title=seat.title,
            authority=_stated(said[seat.pk])
            if seat.pk in said
            else guessed(seat.title, is_committee=_is_committee(name)),
            is_set=seat.pk in said,
            certified_until=until.get(seat.pk),
        )
        for seat in seats
    ]


def delegated_seats(actor: Actor, agency_id: int) -> list[SigningSeat]:
    """Who signs documents of an agency for its head now, by delegations in force: a deputy KT., the head of a part TUQ. Four queries at most."""
    del actor
    given = organizations.substitutes("documents.sign", agency_id=agency_id)
    if not given:
        return []
    ids = {seat for each in given for seat in (each.giver_id, each.position_id)}
    said = {each.position_id: _stated(each) for each in SigningAuthority.objects.filter(position_id__in=ids)}
    good = Certificate.objects.filter(purpose=Purpose.PERSON, position_id__in=ids).valid_at(clock.now())
    until = dict(good.order_by("not_after").values_list("position_id", "not_after"))
    committee = _is_committee(organizations.agency(agency_id).name)

    def how(position_id: int, title: str) -> Authority:
        return said.get(position_id) or guessed(title, is_committee=committee)

    return [
        SigningSeat(
            position_id=each.position_id,
            holder=each.name,
            title=each.title,
            authority=on_behalf(
                how(each.giver_id, each.giver_title), how(each.position_id, each.title), as_deputy=each.as_deputy
            ),
            is_set=each.position_id in said,
            certified_until=until.get(each.position_id),
            for_position_id=each.giver_id,
            behalf=each.giver_name,
            until=each.until,
        )
        for each in given
    ]


def _stated(said: SigningAuthority) -> Authority:
    return Authority(form=said.form, body=said.body, head=said.head, title=said.title)


def _is_committee(agency_name: str) -> bool:
    return agency_name.startswith(("Ủy ban nhân dân", "UBND"))


def certificate_by_serial(serial: str) -> Certificate | None:
    """One of ours by its serial number (hex), None for a foreign one."""
    return Certificate.objects.filter(serial=serial).first()


def trust_roots() -> list[Certificate]:
    """Authorities we believe, revoked ones left out."""
    return list(Certificate.objects.filter(purpose=Purpose.AUTHORITY, status=Status.ACTIVE).order_by("-id"))


def raised_of(sha256: str) -> Raising | None:
    """What was added later to a file with these bytes; None when nothing was."""
    return Raising.objects.filter(sha256=sha256, state=RaisingState.DONE).first()


def original_of(*, file_id: uuid.UUID | None = None, sha256: str = "") -> Raising | None:
    """The signed file that a raised one was made of, by the raised one's id or digest; None for a file that was not raised."""
    rows = Raising.objects.filter(state=RaisingState.DONE).select_related("file")
    return (rows.filter(raised_id=file_id) if file_id else rows.filter(raised__sha256=sha256)).first()


def token_of(raising: Raising) -> str:
    """By which who holds one of the two files gets the other, for a quarter of an hour."""
    return tokens.dumps(raising.pk, salt=_SALT)


def raising_by(token: str) -> Raising:
    """Raises NotFound."""
    try:
        found = Raising.objects.filter(pk=int(tokens.loads(token, salt=_SALT, max_age=_GOOD_SECONDS))).first()
    except (tokens.BadSignature, ValueError) as error:
        raise NotFound from error
    if found is None or found.raised_id is None or found.file_id is None:
        raise NotFound
    return found


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
