"""Reading templates of results (tra mẫu kết quả)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from lienthong.domain.results.choices import TemplateState
from lienthong.domain.results.fields import shape_for
from lienthong.domain.results.models import ResultTemplate
from lienthong.domain.results.policies import PROPOSE, PUBLISH
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

# What the functions below return, by a name that other apps may use.
type TemplateRow = ResultTemplate

LIST_LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field an official may copy into Word: how it is written, what it says, an example, whether the template has it."""

    written: str
    label: str
    example: str
    section: str = ""
    used: bool


def visible_templates(actor: Actor) -> QuerySet[ResultTemplate]:
    """Templates of the actor's agency, of agencies it came after, and of the whole province; the keepers of the catalogue see all."""
    rows = ResultTemplate.objects.select_related("procedure", "agency", "file")
    if actor.may("procedures.manage"):
        return rows
    if not (actor.may(PROPOSE) or actor.may(PUBLISH)):
        return rows.none()
    return rows.filter(Q(agency_id__in=actor.archive_agency_ids) | Q(agency_id__isnull=True))


def template_for(actor: Actor, template_id: int) -> ResultTemplate:
    """One of those. Raises NotFound."""
    found = visible_templates(actor).filter(pk=template_id).first()
    if found is None:
        raise NotFound
    return found


def kept_templates(actor: Actor, *, code: str = "") -> list[ResultTemplate]:
    """What is in use, will be, or waits for the second official, by procedure and name; at most LIST_LIMIT. One query."""
    rows = visible_templates(actor).filter(
        Q(state=TemplateState.PROPOSED)
        | Q(state=TemplateState.PUBLISHED) & (Q(used_until__isnull=True) | Q(used_until__gte=clock.today()))
    )
    if code:
        rows = rows.filter(procedure__code=code)
    found = rows.order_by("procedure__short_name", "procedure_id", "name", "agency_id", "-used_from", "-id")
    latest: list[ResultTemplate] = []
    begun: set[tuple[object, ...]] = set()
    for each in found[:LIST_LIMIT]:
        key = (each.procedure_id, each.name, each.agency_id)
        if each.state == TemplateState.PUBLISHED and each.used_from <= clock.today():
            if key in begun:
                continue  # an older version, replaced by its follower's day
            begun.add(key)
        latest.append(each)
    return latest


def versions_of(template: ResultTemplate) -> list[ResultTemplate]:
    """Every version of the same template, newest first."""
    return list(
        ResultTemplate.objects.named(template.agency_id, template.procedure_id, template.name).select_related(
            "file", "procedure"
        )[:50]
    )


def waiting_for(actor: Actor) -> int:
    """Proposals of others that the actor could publish."""
    rows = visible_templates(actor).filter(state=TemplateState.PROPOSED).exclude(proposed_by_id=actor.account_id)
    if not actor.may("procedures.manage"):
        rows = rows.filter(agency_id=actor.agency_id or 0) if actor.may(PUBLISH) else rows.none()
    return rows.count()


def usable_templates(agency_ids: Sequence[int], procedure_id: int) -> list[ResultTemplate]:
    """What an agency may draft from today: its own, then those of agencies it came after (`agency_ids`, its own id first), then the province's.

    One version of each name. One query.
    """
    today = clock.today()
    rows = (
        ResultTemplate.objects.used_on(today)
        .select_related("file", "procedure")
        .filter(Q(agency_id__in=list(agency_ids)) | Q(agency_id__isnull=True), procedure_id=procedure_id)
        .order_by("-used_from", "-id")
    )
    nearest = {agency_id: place for place, agency_id in enumerate(agency_ids)}
    found: dict[str, ResultTemplate] = {}
    for each in sorted(rows, key=lambda row: nearest.get(row.agency_id or 0, len(nearest))):
        found.setdefault(each.name, each)
    return sorted(found.values(), key=lambda row: row.name)


def template(template_id: int | None) -> ResultTemplate | None:
    """The version a draft was made from. For the apps that draft."""
    return ResultTemplate.objects.select_related("file", "procedure").filter(pk=template_id or 0).first()


def fields_of(form: Any | None, template: ResultTemplate | None) -> list[FieldRow]:
    """Everything a template of this procedure may name, then the texts this one asks for."""
    used = set(template.fields) if template is not None else set()
    rows = [
        FieldRow(
            written=written(
                name, shape.fields if shape.item is None else shape.item.fields, is_list=shape.item is not None
            ),
            label=shape.label or name,
            section=shape.section,
            example=shape.example,
            used=name in used,
        )
        for name, shape in shape_for(form).fields.items()
    ]
    inputs = template.inputs if template is not None else []
    return rows + [
        FieldRow(
            written=f"{{{{ {each['name']} }}}}",
            label=each["label"],
            section="Người soạn tự viết",
            example=each["text"][:120],
            used=True,
        )
        for each in inputs
    ]


def written(name: str, inner: Any, *, is_list: bool) -> str:
    """How a field is written in Word."""
    if not is_list:
        return f"{{{{ {name} }}}}"
    parts = " ".join(f"{{{{ dong.{key} }}}}" for key in inner) or "{{ dong }}"
    return f"{{% for dong in {name} %}} {parts} {{% endfor %}}"
