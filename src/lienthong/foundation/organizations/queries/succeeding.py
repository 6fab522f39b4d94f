"""What an agency came after and what came after it (cơ quan kế thừa)."""

from datetime import date, timedelta

from lienthong.foundation.organizations.models import Agency, FormerName, Succession
from lienthong.kit import clock


def predecessor_ids(agency_id: int) -> list[int]:
    """Ended agencies this one came after, at any distance. One query. An agency that goes on beside it keeps its own archive."""
    return list(
        Succession.objects.filter(successor_id=agency_id, predecessor__valid_to__lt=clock.today())
        .order_by("predecessor_id")
        .values_list("predecessor_id", flat=True)
    )


def history_of(agency_id: int) -> list[tuple[str, date, str]]:
    """(what an agency was before, until when, identifier of a predecessor), the latest first (trước đây là).

    Its own former names have no identifier of their own.
    """
    names = [(each.name, each.until, "") for each in FormerName.objects.filter(agency_id=agency_id)]
    names += [
        (each.predecessor.name, each.since - timedelta(days=1), each.predecessor.identifier)
        for each in Succession.objects.filter(successor_id=agency_id).select_related("predecessor")
    ]
    return sorted(names, key=lambda each: each[1], reverse=True)


def successors_of(agency_id: int) -> list[tuple[Agency, date]]:
    """(who took over, since when), the main one first; empty for an agency that goes on."""
    rows = Succession.objects.filter(predecessor_id=agency_id).select_related("successor").order_by("-is_main", "pk")
    return [(each.successor, each.since) for each in rows]
