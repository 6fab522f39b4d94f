"""What waits at an agency that ends goes to its successor (đánh giá khi sắp xếp cơ quan). What people said stays with whom they said it of."""

from lienthong.domain.ratings.choices import FollowUpState
from lienthong.domain.ratings.models import Device, FollowUp
from lienthong.foundation.organizations.services import Counts, Mover, Passage

FOLLOW_UPS, DEVICES = "đánh giá thấp chờ xem xét", "máy đánh giá tại quầy"


def count_open(passage: Passage) -> Counts:
    """What `follow_agencies` would move."""
    if not passage.moves_rest:
        return {}
    return {
        FOLLOW_UPS: FollowUp.objects.filter(agency_id__in=passage.leaving, state=FollowUpState.OPEN).count(),
        DEVICES: Device.objects.filter(agency_id__in=passage.leaving).count(),
    }


def follow_agencies(passage: Passage) -> Counts:
    """Open looks and devices; a device whose name is taken there gets the number of its row behind it."""
    if not passage.moves_rest:
        return {}
    counts = count_open(passage)
    FollowUp.objects.filter(agency_id__in=passage.leaving, state=FollowUpState.OPEN).update(agency_id=passage.main)
    taken = set(Device.objects.filter(agency_id=passage.main).values_list("name", flat=True))
    for device in Device.objects.select_for_update(of=("self",)).filter(agency_id__in=passage.leaving).order_by("pk"):
        if device.name in taken:
            device.name = f"{device.name[:32]} ({device.pk})"
        taken.add(device.name)
        device.agency_id = passage.main
        device.save(update_fields=["agency", "name"])
    return counts


MOVER = Mover(
    count=count_open,
    move=follow_agencies,
    covers=frozenset({"ratings.FollowUp.agency", "ratings.Device.agency"}),
)
