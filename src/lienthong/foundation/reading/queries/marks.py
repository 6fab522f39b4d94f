"""Marks on the pages of a file, as one reader sees them (ghi chú trên trang)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from lienthong.foundation.reading.choices import MOST_MARKS, WHOLE, Audience
from lienthong.foundation.reading.models import Mark
from lienthong.kit.actor import Actor


def marks_of(actor: Actor, key: str, subject: str, file_id: uuid.UUID, *, own: bool = True) -> list[Mark]:
    """Shared ones and, with `own`, the actor's private ones, page by page. Officers only; ask after the source let the actor in."""
    if not actor.is_officer:
        return []
    seen = Q(audience=Audience.SHARED)
    if own:
        seen |= Q(account_id=actor.account_id)
    return list(Mark.objects.filter(seen, file_id=file_id, source=key, subject=subject)[:MOST_MARKS])


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMark:
    """A mark as a page shows it. `number` counts the marks of its page; `boxes` and `pin` are places in per cent, as text."""

    mark: Mark
    number: int
    boxes: tuple[tuple[str, str, str, str], ...]
    pin: tuple[str, str]
    label: str


def drawn(marks: Iterable[Mark]) -> list[DrawnMark]:
    """Marks with their places, in the same order."""
    counts: dict[int, int] = {}
    found = []
    for mark in marks:
        counts[mark.page] = number = counts.get(mark.page, 0) + 1
        left, top, width, _ = mark.boxes[0]
        found.append(
            DrawnMark(
                mark=mark,
                number=number,
                boxes=tuple((_share(x), _share(y), _share(w), _share(h)) for x, y, w, h in mark.boxes),
                pin=(_share(left + width), _share(top)),
                label=f"{mark.get_kind_display()} {number}, trang {mark.page}"
                + (f": {mark.text}" if mark.text else ""),
            )
        )
    return found


def _share(place: int) -> str:
    return f"{place / (WHOLE // 100):.2f}%"
