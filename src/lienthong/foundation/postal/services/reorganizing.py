"""Parcels under way follow the office that ends to its successor (bưu gửi khi sắp xếp); the address printed on them stays what it was."""

from django.db.models import Q, QuerySet

from lienthong.foundation.organizations.services import Counts, Mover, Passage
from lienthong.foundation.postal.choices import OPEN_STATES, Need
from lienthong.foundation.postal.models import PostalOrder

PARCELS = "bưu gửi đang đi hoặc chờ xử lý"


def count_parcels(passage: Passage) -> Counts:
    """Parcels somebody still has to do something about."""
    return {PARCELS: _parcels(passage).count()} if passage.moves_rest else {}


def follow_agencies(passage: Passage) -> Counts:
    """Move them."""
    return {PARCELS: _parcels(passage).update(agency_id=passage.main)} if passage.moves_rest else {}


def _parcels(passage: Passage) -> QuerySet[PostalOrder]:
    return PostalOrder.objects.filter(Q(state__in=OPEN_STATES) | ~Q(need=Need.NOTHING), agency_id__in=passage.leaving)


MOVER = Mover(count=count_parcels, move=follow_agencies, covers=frozenset({"postal.PostalOrder.agency"}))
