"""What waits to be registered (văn bản chờ vào sổ): for the clerks of its agency, and nobody else."""

import uuid

from django.db.models import Count, QuerySet

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import ArrivalState
from lienthong.domain.correspondence.errors import ArrivalNotFound
from lienthong.domain.correspondence.models import WaitingArrival
from lienthong.kit.actor import Actor

MOST_COUNTED = 99
SHOWN = 100


def _arrivals(actor: Actor) -> QuerySet[WaitingArrival]:
    rows = WaitingArrival.objects.filter(agency_id=actor.agency_id or 0)
    return rows if actor.may(policies.REGISTER) else rows.none()


def waiting_arrivals(actor: Actor) -> list[WaitingArrival]:
    """What waits, the longest waiting first, at most SHOWN, each with `number_of_files`."""
    rows = _arrivals(actor).filter(state=ArrivalState.WAITING).annotate(number_of_files=Count("files"))
    return list(rows.order_by("arrived_at", "id")[:SHOWN])


def waiting_count(actor: Actor) -> int:
    """How many wait, at most MOST_COUNTED + 1."""
    return _arrivals(actor).filter(state=ArrivalState.WAITING)[: MOST_COUNTED + 1].count()


def arrival_for(actor: Actor, arrival_id: uuid.UUID) -> WaitingArrival:
    """One sending with its document. Raises ArrivalNotFound for others' as for none."""
    found = _arrivals(actor).select_related("document", "original").filter(pk=arrival_id).first()
    if found is None:
        raise ArrivalNotFound
    return found
