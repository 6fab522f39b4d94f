"""Load a catalogue: publish a new version of every procedure that says something new (nạp danh mục thủ tục)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures.choices import Mark, ProcedureStatus
from lienthong.domain.procedures.models import Fee, Field, LegalBasis, Procedure, ProcedureVersion, Requirement
from lienthong.domain.procedures.policies import can_manage
from lienthong.domain.procedures.services.reading import Entry, check_entry, digest, read_catalogue, search_columns
from lienthong.foundation.audit import services as audit
from lienthong.foundation.workflows import services as workflows
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueCounts:
    """What a load did: `published` new versions, `unchanged` procedures, `procedures` in the file."""

    procedures: int
    published: int
    unchanged: int


@transaction.atomic
def load_catalogue(*, actor: Actor, path: Path | None = None, data: Entry | None = None) -> CatalogueCounts:
    """Bring the catalogue to what the file says, all of it or nothing. Loading the same file again changes nothing.

    `data` is a read file; otherwise the file at `path`, otherwise the one that comes with the platform. A procedure that is not in
    the file stays as it is. Raises NotAllowed, CatalogueRefused, and what the compilers of forms and workflows refuse.
    """
    if not can_manage(actor):
        raise NotAllowed
    data = data if data is not None else read_catalogue(path)
    fields = {
        row["code"]: Field.objects.update_or_create(code=row["code"], defaults={"name": row["name"], "order": order})[0]
        for order, row in enumerate(data["fields"])
    }
    published = 0
    for entry in data["procedures"]:
        check_entry(entry)
        procedure, _ = Procedure.objects.update_or_create(
            code=entry["code"],
            defaults={
                "name": entry["name"],
                "short_name": entry["short_name"],
                "field": fields[entry["field"]],
                "status": entry.get("status", ProcedureStatus.ACTIVE),
                "is_demo": _has_demo(entry),
                "popularity": entry.get("popularity", 0),
                "keywords": entry.get("keywords", []),
                **search_columns(entry, fields[entry["field"]].name),
            },
        )
        published += _publish_if_new(actor, procedure, entry)
    total = len(data["procedures"])
    return CatalogueCounts(procedures=total, published=published, unchanged=total - published)


def _publish_if_new(actor: Actor, procedure: Procedure, entry: Entry) -> bool:
    said = digest(entry)
    last = ProcedureVersion.objects.filter(procedure=procedure).order_by("-number").first()
    if last is not None and last.digest == said:
        return False
    form, flow = entry.get("form"), entry.get("workflow")
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=last.number + 1 if last else 1,
        valid_from=date.fromisoformat(entry["valid_from"]) if last is None else clock.today(),
        digest=said,
        name=entry["name"],
        short_name=entry["short_name"],
        summary=entry["summary"],
        decision=entry.get("decision", ""),
        tiers=entry["tiers"],
        subjects=entry["subjects"],
        channels=entry["channels"],
        time_limit_value=entry["time_limit_value"],
        time_limit_unit=entry["time_limit_unit"],
        time_note=entry.get("time_note", ""),
        dossier_sets=entry.get("dossier_sets", 1),
        service_level_2022=entry["service_level_2022"],
        service_level_2019=entry.get("service_level_2019"),
        conditions=entry.get("conditions", []),
        exemptions=entry.get("exemptions", []),
        form=eforms.publish_form(actor=actor, code=entry["code"], title=form["title"], questions=form["questions"])
        if form
        else None,
        workflow=workflows.define_workflow(
            actor=actor, code=f"tthc-{entry['code'].replace('.', '-')}", name=entry["short_name"], steps=flow["steps"]
        )
        if flow
        else None,
        steps=[{key: step[key] for key in ("name", "role", "kind", "hours")} for step in flow["steps"]] if flow else [],
        result_name=entry["result"]["name"],
        result_code=entry["result"].get("code", ""),
        marks=entry.get("marks", {}),
        published_at=clock.now(),
    )
    Requirement.objects.bulk_create(
        Requirement(version=version, order=order, **row) for order, row in enumerate(entry["requirements"])
    )
    Fee.objects.bulk_create(Fee(version=version, order=order, **row) for order, row in enumerate(entry["fees"]))
    LegalBasis.objects.bulk_create(
        LegalBasis(version=version, order=order, **row) for order, row in enumerate(entry["legal_bases"])
    )
    procedure.current_version = version
    procedure.save(update_fields=["current_version"])
    audit.record(
        actor=actor,
        verb="publish_procedure_version",
        subject_type="procedure",
        subject_id=procedure.pk,
        details={"code": procedure.code, "version": version.number},
    )
    return True


def _has_demo(entry: Entry) -> bool:
    rows = [*entry["requirements"], *entry["fees"], *entry["legal_bases"]]
    return Mark.DEMO in entry.get("marks", {}).values() or any(row.get("mark") == Mark.DEMO for row in rows)
