"""What the panel of the draft shows (thẻ Dự thảo): the office's templates, what the dossier puts into them, the versions there are."""

from typing import Any

from django.http import QueryDict

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Dossier, DraftVersion
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.results import queries as templates
from lienthong.domain.results import services as results
from lienthong.domain.results.choices import ABOUT_SECTION
from lienthong.kit.access import ActorRequest
from lienthong.kit.comparing import compared
from lienthong.kit.errors import Refused

COMMON = "chung"
INPUTS = "Người soạn tự viết"
LONG = 90  # letters from which a value gets more lines


def draft_context(
    request: ActorRequest,
    dossier: Dossier,
    version: procedures.VersionSnapshot,
    first_words: str,
    refusal: Refused | None,
) -> dict[str, Any]:
    """Everything the panel needs; after a refusal with all that was typed."""
    typed = request.POST
    drafts = queries.drafts_of(dossier)
    latest = queries.current_draft(dossier)
    usable = services.usable_templates(dossier)
    chosen = _chosen(request, usable, latest)
    changed = refusal is not None and refusal.code == "draft-changed"
    context: dict[str, Any] = {
        "drafts": drafts,
        "latest": latest,
        "usable": usable,
        "chosen": chosen,
        "groups": _values(request, dossier, version, chosen, latest) if chosen is not None else [],
        # After being told of the other's version, saving again is over it, knowingly.
        "seen": latest.number if latest is not None and (changed or "seen" not in typed) else typed.get("seen", "0"),
        "changed": changed,
        "theirs": [],
        "text": _text(typed, version, latest, first_words),
        "word_is_latest": latest is not None and latest.kind == "word",
    }
    if changed and latest is not None and "body" in typed:
        mine = "\n".join(line for line in typed.get("body", "").splitlines() if line.strip())
        context["theirs"] = compared(
            "\n".join(line for line in str(latest.fields.get("body", latest.text)).splitlines() if line.strip()), mine
        )
    return context


def _chosen(
    request: ActorRequest, usable: list[templates.TemplateRow], latest: DraftVersion | None
) -> templates.TemplateRow | None:
    """The template asked for, else the one the draft was made from, else the first the office has; None for the common form."""
    asked = request.POST.get("template") or request.GET.get("mau", "")
    if asked == COMMON:
        return None
    found = next((each for each in usable if str(each.pk) == asked), None)
    if found is not None:
        return found
    if latest is not None and latest.template_id is None and latest.kind == "text":
        return None
    made_from = latest.template_id if latest is not None else None
    return next((each for each in usable if each.pk == made_from), None) or next(iter(usable), None)


def _values(
    request: ActorRequest,
    dossier: Dossier,
    version: procedures.VersionSnapshot,
    template: templates.TemplateRow,
    latest: DraftVersion | None,
) -> list[dict[str, Any]]:
    """A box for each field the template uses, by heading: what was typed, else what the draft says, else what the dossier says."""
    same = latest is not None and latest.template_id == template.pk
    said = latest.fields.get("said", {}) if latest is not None and same else {}
    about = services.about_of(dossier, request.actor)
    boxes = []
    for value in results.merge_values(template, form=version.form, answers=dossier.answers, about=about):
        now = request.POST.get(f"said-{value.name}", said.get(value.name, value.value))
        boxes.append(
            {
                "id": f"said-{value.name}",
                "label": value.label,
                "value": now,
                "declared": value.value,
                "section": INPUTS if value.kind == "input" else value.section,
                "is_input": value.kind == "input",
                "differs": value.kind != "input" and now.strip() != value.value.strip(),
                "long": value.kind == "input" or len(now) > LONG or "\n" in now,
            }
        )
    # What has to be written stands first; what is known of the dossier seldom changes and is folded away.
    order = {INPUTS: 0, ABOUT_SECTION: 2}
    groups: dict[str, list[dict[str, Any]]] = {}
    for box in sorted(boxes, key=lambda box: order.get(box["section"], 1)):
        groups.setdefault(box["section"], []).append(box)
    return [
        {
            "title": title,
            "boxes": inside,
            "folded": title == ABOUT_SECTION and not any(box["differs"] for box in inside),
        }
        for title, inside in groups.items()
    ]


def _text(
    typed: QueryDict, version: procedures.VersionSnapshot, latest: DraftVersion | None, first_words: str
) -> dict[str, str]:
    """The boxes of the common form."""
    kept = latest.fields if latest is not None and latest.kind == "text" else {}
    title = latest.title if latest is not None and latest.kind == "text" else version.result_name
    return {
        "title": typed.get("title", title),
        "about": typed.get("about", kept.get("about", "")),
        "grounds": typed.get("grounds", kept.get("grounds", "")),
        "body": typed.get("body", kept.get("body") or first_words),
        "recipients": typed.get("recipients", kept.get("recipients", "")),
    }
