"""`{% load reading %}{% reader "van-ban" document.id file.id %}`: the viewer of a file, wherever it is worked on.

Without rights of one's own: what may be seen is decided by the source, and a file of others shows a sentence instead of pages.
"""

import uuid
from typing import Any

from django import template
from django.urls import reverse

from lienthong.foundation.audit import services as audit
from lienthong.foundation.files.choices import PDF, SHEET_WIDTHS
from lienthong.foundation.files.errors import FileDamaged
from lienthong.foundation.reading import queries
from lienthong.foundation.reading.choices import Audience, MarkKind
from lienthong.kit.actor import ANONYMOUS, Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.ids import new_id

register = template.Library()
TOOLS = (
    (MarkKind.HIGHLIGHT, MarkKind.HIGHLIGHT.label, "highlight"),
    (MarkKind.UNDERLINE, MarkKind.UNDERLINE.label, "underline"),
    (MarkKind.NOTE, MarkKind.NOTE.label, "message"),
    (MarkKind.TICK, MarkKind.TICK.label, "check"),
)
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
            "pages": _pages(actor, key, about, wanted, opened.sheets),
            "text": opened.text,
            "trouble": opened.trouble,
            "original_url": reverse("reading:original", kwargs=address),
            "panels": _panels(actor, key, about, wanted, shown, opened),
            "marks_url": reverse("reading:add-mark", kwargs=address) if actor.is_officer and opened.sheets else "",
            "marking_key": new_id(),
            "audiences": Audience.choices,
            "tools": TOOLS,
            **(_ways(actor, key, about, wanted) if walks else {}),
        }
    }


def _pages(
    actor: Actor, key: str, subject: str, file_id: uuid.UUID, sheets: tuple[queries.Sheet, ...]
) -> list[dict[str, Any]]:
    """Each page with what was marked on it."""
    marks: dict[int, list[queries.DrawnMark]] = {}
    for each in queries.drawn(queries.marks_of(actor, key, subject, file_id)):
        marks.setdefault(each.mark.page, []).append(each)
    return [
        {"number": sheet.number, "width": sheet.width, "height": sheet.height, "marks": marks.get(sheet.number, ())}
        for sheet in sheets
    ]


def _panels(
    actor: Actor, key: str, subject: str, file_id: uuid.UUID, shown: queries.Readable, opened: queries.Opened
) -> list[dict[str, Any]]:
    """What stands beside the pages; each is also a page of its own."""
    address = {"source": key, "subject": subject, "file_id": file_id}
    panels: list[dict[str, Any]] = []
    if shown.file.media_type == PDF:
        panels.append({"key": "signatures", "label": "Chữ ký", "icon": "sign", "count": ""})
    if actor.is_officer and opened.sheets:
        panels.append({"key": "marks", "label": "Ghi chú", "icon": "message", "count": ""})
        prints = queries.count_prints(key, subject, file_id)
        panels.append({"key": "prints", "label": "In", "icon": "print", "count": prints or ""})
    return [{**panel, "url": reverse(f"reading:{panel['key']}", kwargs=address)} for panel in panels]


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
