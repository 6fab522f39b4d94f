"""Reading life events (đọc sự kiện đời sống)."""

from dataclasses import dataclass
from datetime import datetime

from lienthong.domain.life_events.errors import LifeEventNotFound
from lienthong.domain.life_events.models import LifeEvent
from lienthong.domain.life_events.outline import Mention, Outline, Step, read_outline
from lienthong.domain.life_events.policies import can_edit
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.queries import VersionSnapshot
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.text_vi import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event in a list. `mentions`: (code, words) of procedures in force that belong to it."""

    slug: str
    title: str
    lead: str
    icon: str
    mentions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedProcedure:
    """A procedure of a step as it is in force today."""

    mention: Mention
    version: VersionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step with what the catalogue says of its procedures; `combined` does all of them in one filing."""

    number: int
    step: Step
    procedures: tuple[NamedProcedure, ...]
    combined: VersionSnapshot | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPaper:
    """A paper that several procedures of the event ask for."""

    name: str
    used_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """The page of an event. `unknown`: codes that this catalogue does not hold today."""

    slug: str
    outline: Outline
    steps: tuple[StepView, ...]
    shared: tuple[SharedPaper, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """An event in the list of those who edit."""

    slug: str
    title: str
    order: int
    steps: int
    codes: int
    is_published: bool
    has_changes: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is being written, and what the page says meanwhile."""

    slug: str
    order: int
    edits: int
    outline: Outline
    is_published: bool
    has_changes: bool
    published_at: datetime | None


def published_events() -> tuple[EventRow, ...]:
    """Events that people see, in order, with their procedures in force (2 queries)."""
    rows = list(LifeEvent.objects.filter(published__isnull=False).values_list("slug", "published"))
    outlines = [(slug, read_outline(said or {})) for slug, said in rows]
    names = procedures.short_names([code for _, outline in outlines for code in outline.codes])
    return tuple(
        EventRow(
            slug=slug,
            title=outline.title,
            lead=outline.lead,
            icon=outline.icon,
            mentions=tuple(
                {
                    each.code: each.label or names[each.code]
                    for step in outline.steps
                    for each in step.procedures
                    if each.code in names
                }.items()
            ),
        )
        for slug, outline in outlines
    )


def published_event(slug: str) -> EventView:
    """The page at `slug` (2 queries once its procedures are known to this process). Raises LifeEventNotFound."""
    said = LifeEvent.objects.filter(slug=slug, published__isnull=False).values_list("published", flat=True).first()
    if said is None:
        raise LifeEventNotFound
    return view_of(slug, read_outline(said))


def view_of(slug: str, outline: Outline) -> EventView:
    """An outline with what the catalogue says of its procedures (1 query)."""
    known = procedures.current_versions(outline.codes)
    steps = tuple(
        StepView(
            number=number,
            step=step,
            procedures=tuple(
                NamedProcedure(mention=each, version=known[each.code]) for each in step.procedures if each.code in known
            ),
            combined=known.get(step.combined),
        )
        for number, step in enumerate(outline.steps, start=1)
    )
    single = [each for step in steps for each in step.procedures]
    return EventView(
        slug=slug,
        outline=outline,
        steps=steps,
        shared=_shared(single),
        unknown=tuple(code for code in outline.codes if code not in known),
    )


def drafts(actor: Actor) -> list[DraftRow]:
    """Every event for those who may edit (1 query). Raises NotAllowed."""
    if not can_edit(actor):
        raise NotAllowed
    rows = []
    for event in LifeEvent.objects.all():
        outline = read_outline(event.draft)
        rows.append(
            DraftRow(
                slug=event.slug,
                title=outline.title,
                order=event.order,
                steps=len(outline.steps),
                codes=len(outline.codes),
                is_published=event.published is not None,
                has_changes=event.published is not None and event.published != event.draft,
                changed_at=event.changed_at,
            )
        )
    return rows


def draft(actor: Actor, slug: str) -> Draft:
    """One event to edit (1 query). Raises NotAllowed, LifeEventNotFound."""
    if not can_edit(actor):
        raise NotAllowed
    event = LifeEvent.objects.filter(slug=slug).first()
    if event is None:
        raise LifeEventNotFound
    return Draft(
        slug=event.slug,
        order=event.order,
        edits=event.edits,
        outline=read_outline(event.draft),
        is_published=event.published is not None,
        has_changes=event.published is not None and event.published != event.draft,
        published_at=event.published_at,
    )


def _shared(named: list[NamedProcedure]) -> tuple[SharedPaper, ...]:
    """Papers that at least two procedures ask a person to bring, in the order they are first met."""
    met: dict[str, tuple[str, dict[str, None]]] = {}
    for each in named:
        for paper in each.version.requirements:
            if paper.from_form or paper.from_register:
                continue
            _, used_for = met.setdefault(fold(paper.name), (paper.name, {}))
            used_for[each.mention.label or each.version.short_name] = None
    return tuple(
        SharedPaper(name=name, used_for=tuple(used_for)) for name, used_for in met.values() if len(used_for) > 1
    )
