"""The same document registered already (văn bản trùng)."""

from datetime import date

from django.db.models import Q

from lienthong.domain.correspondence.choices import Direction, State
from lienthong.domain.correspondence.models import Document
from lienthong.domain.correspondence.notation import read_notation
from lienthong.kit.actor import Actor
from lienthong.kit.text_vi import clean, words


def twin_of(
    agency_id: int, *, issuer: tuple[int | None, str], key: str, issued_on: date | None, abstract: str
) -> Document | None:
    """One with the same notation and date by the same issuer (id, name). Without a notation the abstract must be the same."""
    rows = Document.objects.filter(agency_id=agency_id, direction=Direction.INCOMING, notation_key=key)
    rows = rows.exclude(state__in=[State.CANCELLED, State.RETURNED]).filter(issued_on=issued_on)
    issuer_id, name = issuer
    same = Q(issuer_key=" ".join(words(name))[:200])
    if issuer_id is not None:
        same |= Q(issuer_id=issuer_id)
    rows = rows.filter(same)
    if not key:
        rows = rows.filter(abstract=clean(abstract, lines=True))
    return rows.exclude(issued_on=None).order_by("registered_at").first()


def likely_twin(
    actor: Actor, *, issuer: tuple[int | None, str], notation: str, issued_on: date | None
) -> Document | None:
    """What stands in the register already with this notation and day, before anything is sent; None without a notation."""
    key = read_notation(notation).key
    if not key or issued_on is None or actor.agency_id is None:
        return None
    return twin_of(actor.agency_id, issuer=issuer, key=key, issued_on=issued_on, abstract="")
