"""Write, publish, take back (soạn, công bố, ngừng hiện)."""

from django.db import IntegrityError, transaction

from lienthong.domain.life_events.errors import AddressTaken, EditedMeanwhile, LifeEventNotFound
from lienthong.domain.life_events.models import LifeEvent
from lienthong.domain.life_events.outline import Outline, read_outline
from lienthong.domain.life_events.policies import can_edit
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.text_vi import slug as slug_of

FARTHEST_ORDER = 9_999


@transaction.atomic
def create_event(*, actor: Actor, title: str) -> str:
    """A new draft under an address made of its title; the address. Raises NotAllowed, Invalid, AddressTaken."""
    if not can_edit(actor):
        raise NotAllowed
    slug = slug_of(title)[:60].strip("-")
    if not slug:
        raise Invalid({"title": "Nhập tên sự kiện bằng chữ, ví dụ Chuyển chỗ ở."})
    try:
        with transaction.atomic():
            event = LifeEvent.objects.create(
                slug=slug,
                order=min(FARTHEST_ORDER, (LifeEvent.objects.count() + 1) * 10),
                draft=Outline(title=title).as_json(),
                changed_at=clock.now(),
            )
    except IntegrityError as error:
        raise AddressTaken(slug) from error
    _record(actor, "create_life_event", event)
    return slug


@transaction.atomic
def save_draft(*, actor: Actor, slug: str, edits: int, order: int, outline: Outline) -> int:
    """Replace the draft opened at `edits`; the new count of edits. People still read the published page.

    Raises NotAllowed, LifeEventNotFound, EditedMeanwhile.
    """
    event = _locked(actor, slug)
    if event.edits != edits:
        raise EditedMeanwhile
    event.draft = outline.as_json()
    event.order = max(0, min(order, FARTHEST_ORDER))
    event.edits += 1
    event.changed_at = clock.now()
    event.save(update_fields=["draft", "order", "edits", "changed_at"])
    _record(actor, "save_life_event_draft", event)
    return event.edits


@transaction.atomic
def publish_event(*, actor: Actor, slug: str, edits: int) -> None:
    """Show the draft that was read at `edits` to people. Raises NotAllowed, LifeEventNotFound, EditedMeanwhile, Invalid."""
    event = _locked(actor, slug)
    if event.edits != edits:
        raise EditedMeanwhile
    if problems := missing(read_outline(event.draft)):
        raise Invalid(problems)
    event.published = event.draft
    event.published_at = clock.now()
    event.save(update_fields=["published", "published_at"])
    _record(actor, "publish_life_event", event)


@transaction.atomic
def withdraw_event(*, actor: Actor, slug: str) -> None:
    """Take the page away; the draft stays. Raises NotAllowed, LifeEventNotFound."""
    event = _locked(actor, slug)
    if event.published is None:
        return
    event.published, event.published_at = None, None
    event.save(update_fields=["published", "published_at"])
    _record(actor, "withdraw_life_event", event)


def missing(outline: Outline) -> dict[str, str]:
    """What keeps an outline from being published: field -> sentence."""
    problems: dict[str, str] = {}
    if not outline.title:
        problems["title"] = "Nhập tên sự kiện."
    if not outline.lead:
        problems["lead"] = "Viết một câu mở đầu: sự kiện này gồm những việc gì, làm trước việc nào."
    if not outline.steps:
        problems["b1-title"] = "Cần ít nhất một bước: nhập việc cần làm đầu tiên."
    known = procedures.current_versions(outline.codes)
    for number, step in enumerate(outline.steps, start=1):
        if not step.title:
            problems[f"b{number}-title"] = f"Bước {number}: nhập việc cần làm."
        unknown = [
            code for code in (step.combined, *(each.code for each in step.procedures)) if code and code not in known
        ]
        if unknown:
            problems[f"b{number}-add"] = (
                f"Bước {number}: thủ tục {', '.join(unknown)} không có trong danh mục đang áp dụng. Bỏ hoặc thay bằng mã khác."
            )
    return problems


def _locked(actor: Actor, slug: str) -> LifeEvent:
    if not can_edit(actor):
        raise NotAllowed
    event = LifeEvent.objects.select_for_update().filter(slug=slug).first()
    if event is None:
        raise LifeEventNotFound
    return event


def _record(actor: Actor, verb: str, event: LifeEvent) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="life_event",
        subject_id=event.pk,
        details={"slug": event.slug, "edits": event.edits},
    )
