"""Reading copies (tra bản sao điện tử). Officers see those of their agency; the public checks one by its code."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lienthong.domain.copies.choices import CopyState, SignedBy
from lienthong.domain.copies.models import CertifiedCopy, CopyRule
from lienthong.domain.copies.policies import LOOK, can_see
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing.queries import KeyOfHolder
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

MOST_IN_A_BOOK = 20_000

# What the functions below return, by names that other apps may use.
type CopyRow = CertifiedCopy


def rule_of(agency_id: int) -> CopyRule:
    """How the office certifies; the usual rule where it has decided nothing."""
    return CopyRule.objects.filter(agency_id=agency_id).first() or CopyRule(agency_id=agency_id)


def key_for(actor: Actor, copy: CertifiedCopy) -> KeyOfHolder:
    """What `actor` would sign this copy with: the seal of the office, or the key of their seat."""
    if rule_of(copy.agency_id).signed_by == SignedBy.AGENCY:
        return certificates.seal_of(copy.agency_id)
    return certificates.key_of(actor.position.id if actor.position else None)


def copy_for(actor: Actor, copy_id: uuid.UUID) -> CertifiedCopy:
    """One copy. Raises NotFound for others' as for none at all."""
    found = CertifiedCopy.objects.select_related("owner", "agency", "scan", "file").filter(pk=copy_id).first()
    if found is None or not can_see(actor, found):
        raise NotFound("Không tìm thấy bản sao này ở cơ quan của chức vụ đang dùng.")
    return found


def copies_page(actor: Actor, states: Sequence[str], *, cursor: str | None = None) -> Page[CertifiedCopy]:
    """Copies of the actor's agency in these states, newest first; none for those who have nothing to do with copies."""
    rows = CertifiedCopy.objects.select_related("owner")
    if not any(actor.may(right) for right in LOOK):
        rows = rows.none()
    rows = rows.filter(agency_id=actor.agency_id or 0, state__in=states)
    return keyset_page(rows, order=("-compared_at", "-id"), cursor=cursor, limit=30)


def waiting_counts(actor: Actor) -> dict[str, int]:
    """How many wait for a second look and for a signature at the actor's agency; counted to a hundred."""
    rows = CertifiedCopy.objects.filter(agency_id=actor.agency_id or 0)
    return {state: rows.filter(state=state)[:100].count() for state in (CopyState.SECOND, CopyState.READY)}


def book_of(actor: Actor, year: int) -> list[CertifiedCopy]:
    """Every copy that the actor's agency numbered in a year, in order; revoked ones too. Bounded."""
    if not any(actor.may(right) for right in LOOK):
        return []
    rows = CertifiedCopy.objects.filter(agency_id=actor.agency_id or 0, year=year, number__isnull=False)
    return list(rows.select_related("owner").order_by("number")[:MOST_IN_A_BOOK])


def years_of(actor: Actor) -> list[int]:
    """Years in which the agency numbered copies, newest first."""
    rows = CertifiedCopy.objects.filter(agency_id=actor.agency_id or 0, number__isnull=False)
    return [year for year in rows.order_by("-year").values_list("year", flat=True).distinct()[:50] if year is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What everybody may know of a copy by its code: nothing of its owner."""

    code: str
    name: str
    notation: str
    agency: str
    signed_at: object
    pages: int
    state: str
    reason: str
    ended_at: object
    sha256: str


def shown_by_code(code: str) -> Shown:
    """A signed or revoked copy. Raises NotFound."""
    found = (
        CertifiedCopy.objects.select_related("agency")
        .filter(code=code.strip().upper()[:20], state__in=[CopyState.SIGNED, CopyState.REVOKED])
        .first()
    )
    if found is None:
        raise NotFound(f"Không có bản sao nào mang mã {code[:20]}. Kiểm tra lại mã in ở góc trên, bên phải trang đầu.")
    return Shown(
        code=found.code,
        name=found.name,
        notation=found.notation,
        agency=found.agency.name,
        signed_at=found.signed_at,
        pages=found.pages,
        state=found.state,
        reason=found.reason,
        ended_at=found.ended_at,
        sha256=found.sha256,
    )


def is_the_file(shown: Shown, content: bytes) -> bool:
    """Whether these bytes are the copy, to the last one."""
    return hashlib.sha256(content).hexdigest() == shown.sha256
