"""Publishing entries as versions (công bố phiên bản), many at once: a catalogue of thousands costs some thirty statements.

What is written once per entry is a version, its rows, its decision and its period; forms and processes are compiled only for entries
that bring their own. One audit row tells of the whole call.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from lienthong.domain.eforms import queries as eform_queries
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures.choices import DecisionKind, Origin
from lienthong.domain.procedures.compiling import fee_rows, law_rows, requirement_rows, version_columns
from lienthong.domain.procedures.errors import CatalogueRefused, DateInThePast
from lienthong.domain.procedures.models import (
    Decision,
    Fee,
    Field,
    LegalBasis,
    Procedure,
    ProcedureVersion,
    Requirement,
)
from lienthong.domain.procedures.policies import can_manage
from lienthong.domain.procedures.record import Entry, digest, has_demo
from lienthong.domain.procedures.services.reading import check_entry
from lienthong.domain.procedures.services.settling import settle_periods
from lienthong.foundation.audit import services as audit
from lienthong.foundation.workflows import queries as workflow_queries
from lienthong.foundation.workflows import services as workflows
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.rows import copy_in

BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionData:
    """The decision behind an act: number (`512/QĐ-UBND`), day of signing, issuer, reason, id of its stored file."""

    number: str = ""
    decided_on: date | None = None
    issuer: str = ""
    reason: str = ""
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueCounts:
    """What a load did: `published` new versions, `unchanged` procedures, `procedures` in all."""

    procedures: int
    published: int
    unchanged: int


@transaction.atomic
def publish_entries(
    *,
    actor: Actor,
    entries: Sequence[Entry],
    fields: Sequence[Mapping[str, str]] = (),
    valid_from: date | None = None,
    decision: DecisionData | None = None,
    source: str = "",
) -> CatalogueCounts:
    """Publish each entry as the next version of its procedure, all or none; what says nothing new is left alone.

    `fields`: fields (lĩnh vực) to add or rename first, {code, name}. `valid_from`: the day they take effect; without it a new
    procedure takes its own `valid_from` (or today), a known one today. `decision`: the decision of all of them; without it the number in each entry. `source`: where they come from, for the audit.
    Raises NotAllowed, CatalogueRefused, DateInThePast, DecisionOutOfPlace, and what the compilers of forms and workflows refuse.
    """
    if not can_manage(actor):
        raise NotAllowed
    _bring_fields(fields)
    for entry in entries:
        check_entry(entry)
    procedures, changed = _bring_procedures(entries)
    newest = _newest_versions(procedures.values())
    news = [
        (procedures[entry["code"]], entry, said)
        for entry in entries
        if (said := digest(entry)) != newest.get(procedures[entry["code"]].pk, (0, ""))[1]
    ]
    made = [
        _version_of(actor, procedure, entry, said, newest.get(procedure.pk, (0, ""))[0] + 1, valid_from)
        for procedure, entry, said in news
    ]
    ProcedureVersion.objects.bulk_create(made, batch_size=BATCH)
    _write_rows(made)
    Decision.objects.bulk_create(
        [_decision_of(actor, version, decision) for version in made],
        batch_size=BATCH,
    )
    settle_periods({procedure.pk for procedure, *_ in news} | changed)
    if made:
        audit.record(
            actor=actor,
            verb="publish_procedure_versions",
            subject_type="catalogue",
            subject_id=source or "catalogue",
            details={"count": len(made), "codes": [procedure.code for procedure, *_ in news][:50]},
        )
    return CatalogueCounts(procedures=len(entries), published=len(made), unchanged=len(entries) - len(made))


def _bring_fields(fields: Sequence[Mapping[str, str]]) -> None:
    known = {field.code: field for field in Field.objects.all()}
    Field.objects.bulk_create(
        [
            Field(code=row["code"], name=row["name"], order=order)
            for order, row in enumerate(fields, len(known))
            if row["code"] not in known
        ]
    )
    renamed = [known[row["code"]] for row in fields if row["code"] in known and known[row["code"]].name != row["name"]]
    names = {row["code"]: row["name"] for row in fields}
    for field in renamed:
        field.name = names[field.code]
    Field.objects.bulk_update(renamed, ["name"])


def _bring_procedures(entries: Sequence[Entry]) -> tuple[dict[str, Procedure], set[int]]:
    """Code -> locked procedure, added where it is new, and ids of those that changed: names, field, words and origin follow the entry."""
    fields = dict(Field.objects.values_list("code", "pk"))
    codes = [entry["code"] for entry in entries]
    if len(codes) != len(set(codes)):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        raise CatalogueRefused(f"Mã thủ tục có hai lần trong một lần công bố: {', '.join(twice[:5])}.")
    known = {each.code: each for each in Procedure.objects.select_for_update().filter(code__in=codes).order_by("code")}
    added: list[Procedure] = []
    changed: list[Procedure] = []
    for entry in entries:
        if entry["field"] not in fields:
            raise CatalogueRefused(f"Thủ tục {entry['code']}: không có lĩnh vực mã “{entry['field']}”.")
        said = {
            "name": entry["name"],
            "short_name": entry.get("short_name") or entry["name"],
            "field_id": fields[entry["field"]],
            "origin": entry.get("origin") or Origin.OWN,
            "is_demo": has_demo(entry),
            "popularity": entry.get("popularity") or 0,
            "keywords": list(entry.get("keywords") or ()),
        }
        procedure = known.get(entry["code"])
        if procedure is None:
            added.append(Procedure(code=entry["code"], **said))
        elif any(getattr(procedure, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(procedure, name, value)
            changed.append(procedure)
    Procedure.objects.bulk_create(added, batch_size=BATCH)
    Procedure.objects.bulk_update(
        changed, ["name", "short_name", "field", "origin", "is_demo", "popularity", "keywords"], batch_size=500
    )
    return known | {each.code: each for each in added}, {each.pk for each in changed}


def _newest_versions(procedures: Iterable[Procedure]) -> dict[int, tuple[int, str]]:
    """Procedure id -> (number, digest) of its newest version."""
    rows = (
        ProcedureVersion.objects.filter(procedure__in=[each.pk for each in procedures])
        .order_by("procedure_id", "-number")
        .distinct("procedure_id")
        .values_list("procedure_id", "number", "digest")
    )
    return {procedure_id: (number, said) for procedure_id, number, said in rows}


def _version_of(
    actor: Actor, procedure: Procedure, entry: Entry, said: str, number: int, wanted: date | None
) -> ProcedureVersion:
    flow, workflow = entry.get("workflow") or {}, _workflow_of(actor, entry)
    return ProcedureVersion(
        procedure=procedure,
        number=number,
        valid_from=_day_of(entry, number, wanted),
        digest=said,
        form=_form_of(actor, entry),
        workflow=workflow,
        steps=[
            {key: step[key] for key in ("name", "role", "kind", "hours")}
            for step in flow.get("steps") or (workflow.steps if workflow else ())
        ],
        published_at=clock.now(),
        **version_columns(entry),
    )


def _day_of(entry: Entry, number: int, wanted: date | None) -> date:
    today = clock.today()
    if wanted is not None:
        if number > 1 and wanted < today:
            raise DateInThePast(wanted, today)
        return wanted
    if number > 1 or not entry.get("valid_from"):
        return today
    return date.fromisoformat(entry["valid_from"])


def _form_of(actor: Actor, entry: Entry) -> Any:
    form = entry.get("form") or {}
    if "questions" in form:
        return eforms.publish_form(actor=actor, code=entry["code"], title=form["title"], questions=form["questions"])
    return eform_queries.current_form(form["code"]) if form else None


def _workflow_of(actor: Actor, entry: Entry) -> Any:
    flow = entry.get("workflow") or {}
    if "steps" in flow:
        return workflows.define_workflow(
            actor=actor,
            code=f"tthc-{entry['code'].replace('.', '-')}",
            name=entry.get("short_name") or entry["name"],
            steps=flow["steps"],
        )
    if not flow:
        return None
    found = workflow_queries.latest_workflow(flow["code"])
    if found is None:
        raise CatalogueRefused(f"Thủ tục {entry['code']}: không có quy trình nội bộ nào mã “{flow['code']}”.")
    return found


def _write_rows(versions: Sequence[ProcedureVersion]) -> None:
    """Requirements, fees and legal bases of new versions."""
    papers = [Requirement(version=version, **row) for version in versions for row in requirement_rows(version.entry)]
    fees = [Fee(version=version, **row) for version in versions for row in fee_rows(version.entry)]
    laws = [LegalBasis(version=version, **row) for version in versions for row in law_rows(version.entry)]
    for rows in (papers, fees, laws):
        copy_in(rows)


def _decision_of(actor: Actor, version: ProcedureVersion, decision: DecisionData | None) -> Decision:
    given = decision or DecisionData(number=version.decision)
    return Decision(
        procedure_id=version.procedure_id,
        kind=DecisionKind.PUBLISH,
        version=version,
        number=given.number,
        decided_on=given.decided_on,
        effective_from=version.valid_from,
        issuer=given.issuer,
        reason=given.reason,
        file_id=given.file_id,
        made_at=clock.now(),
        made_by_id=actor.account_id,
        made_by_name=actor.name,
    )
