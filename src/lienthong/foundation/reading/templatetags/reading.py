"""`{% load reading %}{% reader "van-ban" document.id file.id %}`: the viewer of a file, wherever it is worked on.

Without rights of one's own: what may be seen is decided by the source, and a file of others shows a sentence instead of pages.
"""

import uuid
from typing import Any

from django import template
from django.urls import reverse

from lienthong.foundation.audit import services as audit
from lienthong.foundation.files.choices import SHEET_WIDTHS
from lienthong.foundation.files.errors import FileDamaged
from lienthong.foundation.reading import queries
from lienthong.kit.actor import ANONYMOUS, Actor
from lienthong.kit.errors import NotFound

register = template.Library()
_, BESIDE, ENLARGED = SHEET_WIDTHS


@register.inclusion_tag("ui/parts/reader.html", takes_context=True)
def reader(
    context: dict[str, Any], key: str, subject: object, file_id: uuid.UUID | str, *, walks: bool = True
) -> dict[str, Any]:
    """The viewer. `walks`: ways to the files read together; False where the page itself has them."""
    actor = getattr(context.get("request"), "actor", ANONYMOUS)
    about, wanted = str(subject), uuid.UUID(str(file_id))
    try:
        shown = queries.readable(actor, key, about, wanted)
        opened = queries.opened(shown)
    except (NotFound, FileDamaged) as refusal:
        return {"reader": {"name": "Tệp", "trouble": refusal.message}}
    if shown.person_id is not None and actor.is_officer:
        audit.record_access(
            actor=actor, person_id=shown.person_id, subject_type="file", subject_id=wanted, reason=shown.reason
        )
    address = {"source": key, "subject": about, "file_id": wanted}
    base = reverse("reading:viewer", kwargs=address)
    return {
        "reader": {
            "name": shown.title,
            "state": shown.state,
            "tone": shown.tone,
            "base": base,
            "width": BESIDE,
            "enlarged": ENLARGED,
            "pages": opened.sheets,
            "text": opened.text,
            "trouble": opened.trouble,
            "original_url": reverse("reading:original", kwargs=address),
            "is_officer": actor.is_officer,
            **(_ways(actor, key, about, wanted) if walks else {}),
        }
    }


def _ways(actor: Actor, key: str, subject: str, file_id: uuid.UUID) -> dict[str, Any]:
    """The file before and the file after this one."""
    leaves = queries.leaves(actor, key, subject)
    at = next((place for place, leaf in enumerate(leaves) if leaf.file_id == file_id), -1)
    if at < 0 or len(leaves) < 2:
        return {}

    def way(place: int) -> dict[str, str] | None:
        if not 0 <= place < len(leaves):
            return None
        leaf = leaves[place]
        return {"url": reverse("reading:viewer", args=[key, subject, leaf.file_id]), "name": leaf.name}

    return {"before": way(at - 1), "after": way(at + 1), "place": at + 1, "of": len(leaves)}
