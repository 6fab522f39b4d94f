"""Copies that wait go with the office that ends (bản sao chờ ký khi sắp xếp cơ quan); signed ones keep the name they were signed under."""

from django.db.models import QuerySet

from lienthong.domain.copies.choices import CopyState
from lienthong.domain.copies.models import CertifiedCopy
from lienthong.foundation.organizations.services import Counts, Mover, Passage

COPIES = "bản sao điện tử chờ đối chiếu, chờ ký"


def count_copies(passage: Passage) -> Counts:
    """What `follow_agencies` would move."""
    return {COPIES: _copies(passage).count()} if passage.moves_rest else {}


def follow_agencies(passage: Passage) -> Counts:
    """They are signed by the successor that takes the reception."""
    return {COPIES: _copies(passage).update(agency_id=passage.main)} if passage.moves_rest else {}


def _copies(passage: Passage) -> QuerySet[CertifiedCopy]:
    return CertifiedCopy.objects.filter(agency_id__in=passage.leaving, state__in=[CopyState.SECOND, CopyState.READY])


MOVER = Mover(count=count_copies, move=follow_agencies, covers=frozenset({"copies.CertifiedCopy.agency"}))
