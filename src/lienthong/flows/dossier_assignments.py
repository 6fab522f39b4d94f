"""Who was given work hears of it, once for an act, however many dossiers it was (phân công)."""

import uuid

from lienthong.domain.dossiers.events import StepsAssigned
from lienthong.foundation.notifications import services as notifications
from lienthong.kit.events import reacts_to


@reacts_to(StepsAssigned)
def tell_the_receivers(event: StepsAssigned) -> None:
    """How many dossiers, from whom. Nobody is told of what they took themselves."""
    for share in event.shares:
        account_id, _, number = share.partition(":")
        notifications.notify(
            event_id=uuid.uuid5(event.event_id, account_id),
            kind="assignment",
            subject=f"{event.by_name} phân công cho ông/bà {number} hồ sơ",
            body="Hồ sơ gần hạn nhất đứng đầu hàng đợi của ông/bà.",
            url="/lam-viec/xu-ly/?nguoi-xu-ly=toi",
            account_id=int(account_id),
            email=None,
        )
