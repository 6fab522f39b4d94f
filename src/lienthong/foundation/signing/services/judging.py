"""Judging the certificate behind a signature (xét chứng thư số): who issued it, was it good when it was used, was it taken back."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509

from lienthong.foundation.signing import queries
from lienthong.foundation.signing.choices import SignatureState, Status
from lienthong.foundation.signing.services import chains, evidence
from lienthong.kit.clock import VIETNAM

_STALE = timedelta(days=1)
"""An answer that is older than the moment it has to speak for by more than this says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """When a signature was made, and whether an authority of time says so or only the signer."""

    at: datetime
    is_proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What is found of a certificate. `is_asked_again`: an authority did not answer, so ask later."""

    state: SignatureState
    problem: str = ""
    notes: tuple[str, ...] = ()
    issuer: str = ""
    is_asked_again: bool = False
    chain: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a file carries along: certificates, lists, answers."""

    certificates: Sequence[x509.Certificate] = ()
    crls: Sequence[bytes] = ()
    ocsps: Sequence[bytes] = ()


def judge_certificate(
    certificate: x509.Certificate,
    name: str,
    *,
    told: Told,
    now: datetime,
    brought: Brought,
    trusted: Sequence[x509.Certificate],
    may_ask: bool,
) -> Opinion:
    """Chain, dates at the time of signing, revocation; in this order, the first that fails is the answer."""
    issuer = _common_name(certificate.issuer)
    chain = chains.climb(certificate, brought.certificates, trusted)
    if chain is None:
        return Opinion(
            state=SignatureState.UNKNOWN,
            problem=f"Chứng thư số của {name} không do cơ quan chứng thực mà hệ thống tin cậy cấp (nơi cấp ghi: {issuer}).",
            issuer=issuer,
        )
    outside = next(
        (each for each in chain if not each.not_valid_before_utc <= told.at <= each.not_valid_after_utc), None
    )
    if outside is not None:
        return Opinion(
            state=SignatureState.EXPIRED,
            problem=_outside(name, outside, certificate, told),
            issuer=issuer,
            chain=tuple(chain),
        )
    since = (told.at if told.is_proven else now) - _STALE
    silent = False
    for one, above in itertools.pairwise(chain):
        found = evidence.standing(
            one, above, crls=brought.crls, ocsps=brought.ocsps, now=now, since=since, may_ask=may_ask
        )
        if found is None:
            silent = True
            if may_ask:
                evidence.ask_later(one, above)
        if found is not None and found.revoked_at is not None:
            opinion = _revoked(name, one is certificate, found.revoked_at, told)
            if opinion:
                return Opinion(state=SignatureState.REVOKED, problem=opinion, issuer=issuer, chain=tuple(chain))
            silent = False
            return Opinion(
                state=SignatureState.VALID, notes=(_later(found.revoked_at),), issuer=issuer, chain=tuple(chain)
            )
    ours = queries.certificate_by_serial(f"{certificate.serial_number:x}")
    if (
        ours is not None
        and ours.status == Status.REVOKED
        and ours.revoked_at is not None
        and _is_same(ours.chain_pem, certificate)
    ):
        opinion = _revoked(name, True, ours.revoked_at, told)
        if opinion:
            return Opinion(state=SignatureState.REVOKED, problem=opinion, issuer=issuer, chain=tuple(chain))
    notes = []
    if silent:
        notes.append(f"Chưa hỏi được {issuer} xem chứng thư có bị thu hồi không; ông/bà kiểm tra lại sau ít phút.")
    if not told.is_proven and certificate.not_valid_after_utc < now:
        notes.append(
            f"Giờ ký do người ký ghi, không có dấu thời gian; chứng thư nay đã hết hạn ({_day(certificate.not_valid_after_utc)})."
        )
    return Opinion(
        state=SignatureState.VALID, notes=tuple(notes), issuer=issuer, is_asked_again=silent, chain=tuple(chain)
    )


def _outside(name: str, outside: x509.Certificate, certificate: x509.Certificate, told: Told) -> str:
    whose = f"của {name}" if outside is certificate else f"của cơ quan chứng thực {_common_name(outside.subject)}"
    moment = f"lúc ký ({told.at.astimezone(VIETNAM):%H:%M %d/%m/%Y})"
    if told.at < outside.not_valid_before_utc:
        return f"Chứng thư số {whose} chưa có hiệu lực {moment}: có hiệu lực từ {_day(outside.not_valid_before_utc)}."
    return f"Chứng thư số {whose} đã hết hạn {moment}: có hiệu lực đến {_day(outside.not_valid_after_utc)}."


def _revoked(name: str, is_own: bool, revoked_at: datetime, told: Told) -> str:  # noqa: FBT001  # told by position, read once
    """Why it does not count; empty when the signature is proven to be older."""
    if told.is_proven and told.at < revoked_at:
        return ""
    whose = f"của {name}" if is_own else "của cơ quan chứng thực"
    if told.at < revoked_at:
        return f"Chứng thư số {whose} đã bị thu hồi ngày {_day(revoked_at)}; chữ ký không có dấu thời gian chứng minh đã ký trước đó."
    return f"Chứng thư số {whose} đã bị thu hồi ngày {_day(revoked_at)}, trước khi ký."


def _later(revoked_at: datetime) -> str:
    return f"Chứng thư bị thu hồi ngày {_day(revoked_at)}, sau khi ký; dấu thời gian chứng minh đã ký trước đó nên chữ ký vẫn có giá trị."


def _is_same(chain_pem: str, certificate: x509.Certificate) -> bool:
    return chains.certificates_of(chain_pem)[0] == certificate


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)
    return str(found[0].value) if found else "không rõ"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y}"


def certificates_from(ders: Iterable[bytes]) -> list[x509.Certificate]:
    """Those that can be read."""
    found = []
    for der in ders:
        try:
            found.append(x509.load_der_x509_certificate(der))
        except ValueError:
            continue
    return found
