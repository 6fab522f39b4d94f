"""The events that come with the platform (nạp sự kiện đời sống có sẵn): only where none stands at the address yet."""

import json
from pathlib import Path

from django.db import transaction

from lienthong.domain.life_events.models import LifeEvent
from lienthong.domain.life_events.outline import read_outline
from lienthong.domain.life_events.policies import can_edit
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

BUILT_IN = Path(__file__).resolve().parents[1] / "data" / "life_events.json"


@transaction.atomic
def load_life_events(*, actor: Actor) -> int:
    """Publish the built-in events this installation does not have; how many were new. What officials edited stays. Raises NotAllowed."""
    if not can_edit(actor):
        raise NotAllowed
    have = set(LifeEvent.objects.values_list("slug", flat=True))
    new = []
    for order, entry in enumerate(json.loads(BUILT_IN.read_text(encoding="utf-8")), start=1):
        if entry["slug"] in have:
            continue
        said = read_outline(entry).as_json()
        now = clock.now()
        new.append(
            LifeEvent(
                slug=entry["slug"], order=order * 10, draft=said, published=said, changed_at=now, published_at=now
            )
        )
    LifeEvent.objects.bulk_create(new)
    if new:
        audit.record(
            actor=actor,
            verb="load_life_events",
            subject_type="life_event",
            subject_id="",
            details={"slugs": [each.slug for each in new]},
        )
    return len(new)
