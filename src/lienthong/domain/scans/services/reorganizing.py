"""Batches in progress go with the office that ends (lô quét khi sắp xếp cơ quan)."""

from django.db.models import QuerySet

from lienthong.domain.scans.choices import BatchState
from lienthong.domain.scans.models import Batch
from lienthong.foundation.organizations.services import Counts, Mover, Passage

BATCHES = "lô quét đang sắp xếp"


def count_batches(passage: Passage) -> Counts:
    """What `follow_agencies` would move."""
    return {BATCHES: _batches(passage).count()} if passage.moves_rest else {}


def follow_agencies(passage: Passage) -> Counts:
    """They go to the successor that takes the reception; closed ones stay."""
    return {BATCHES: _batches(passage).update(agency_id=passage.main)} if passage.moves_rest else {}


def _batches(passage: Passage) -> QuerySet[Batch]:
    return Batch.objects.filter(agency_id__in=passage.leaving, state=BatchState.OPEN)


MOVER = Mover(count=count_batches, move=follow_agencies, covers=frozenset({"scans.Batch.agency"}))
