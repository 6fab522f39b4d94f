"""Preparing the next version (soạn dự thảo phiên bản): begun from what runs, edited by parts by several officials, settled flag by flag.

A part that somebody else saved after it was opened is refused with what they changed; other parts merge by themselves.
"""

import copy
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from lienthong.domain.procedures import queries
from lienthong.domain.procedures.choices import DraftPart, Origin
from lienthong.domain.procedures.errors import DraftNotFound, EditedByAnother, ProcedureCodeTaken, ProcedureNotFound
from lienthong.domain.procedures.models import DraftEdit, Field, Procedure, ProcedureDraft, ProcedureVersion
from lienthong.domain.procedures.policies import can_manage
from lienthong.domain.procedures.record import Entry, is_nothing
from lienthong.domain.procedures.wording import compare
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed


@transaction.atomic
def begin_draft(*, actor: Actor, code: str, entry: Entry | None = None) -> ProcedureDraft:
    """The draft of the next version of `code`: the one being prepared, else a new one from the newest version.

    `entry` is what a new draft says instead (a comparison that takes over what the national record says). Raises NotAllowed,
    ProcedureNotFound.
    """
    procedure = _locked(actor, code)
    draft = ProcedureDraft.objects.filter(procedure=procedure).first()
    if draft is not None:
        return draft
    base = ProcedureVersion.objects.filter(procedure=procedure).order_by("-number").first()
    said = entry if entry is not None else queries.entry_of(base) if base else {"code": code}
    draft = ProcedureDraft.objects.create(
        procedure=procedure,
        base=base,
        entry=_by_reference(said, base) | {"code": code, "field": said.get("field") or procedure.field.code},
        begun_at=clock.now(),
        begun_by_name=actor.name,
        changed_at=clock.now(),
        changed_by_name=actor.name,
    )
    _record(actor, "begin_procedure_draft", procedure)
    return draft


@transaction.atomic
def begin_procedure(*, actor: Actor, code: str, name: str, field: str) -> ProcedureDraft:
    """A procedure that is new here, as a draft that nobody else sees. Raises NotAllowed, Invalid, ProcedureCodeTaken."""
    if not can_manage(actor):
        raise NotAllowed
    found = Field.objects.filter(code=field).first()
    problems = {
        "code": "" if _is_code(code) else "Mã gồm chữ số, chữ cái và dấu chấm, ví dụ 1.001193.",
        "name": "" if name else "Nhập tên thủ tục như trong quyết định công bố.",
        "field": "" if found else "Chọn lĩnh vực.",
    }
    problems = {key: said for key, said in problems.items() if said}
    if problems or found is None:
        raise Invalid(problems)
    try:
        with transaction.atomic():
            Procedure.objects.create(code=code, name=name, short_name=name, field=found, origin=Origin.OWN)
    except IntegrityError as error:
        raise ProcedureCodeTaken(code) from error
    return begin_draft(
        actor=actor, code=code, entry={"code": code, "name": name, "short_name": name, "field": field, "origin": "own"}
    )


@transaction.atomic
def save_part(*, actor: Actor, code: str, part: str, edits: int, said: Mapping[str, Any]) -> ProcedureDraft:
    """Replace what one part of the draft says; `said` maps keys of the entry to new values (an empty one takes the key out).

    `edits` is the count of the draft as the editor saw it. Raises NotAllowed, DraftNotFound, EditedByAnother when the same part was saved
    since. Saving what is there already changes nothing.
    """
    draft = _locked_draft(actor, code)
    since = list(draft.history.filter(number__gt=edits, part=part))
    if since:
        raise EditedByAnother(since, draft.edits)
    entry = copy.deepcopy(draft.entry)
    for key, value in said.items():
        if is_nothing(value):
            entry.pop(key, None)
        else:
            entry[key] = value
    return _write(actor, draft, part, entry)


@transaction.atomic
def settle_flag(*, actor: Actor, code: str, edits: int, path: str, value: Any = None) -> ProcedureDraft:
    """Settle one flag: with a `value` it replaces what stands at its `path`, without one the prose stays as it is.

    Raises NotAllowed, DraftNotFound, Invalid for a flag that is not there (any more), EditedByAnother.
    """
    draft = _locked_draft(actor, code)
    flags = draft.entry.get("flags") or []
    if path not in {flag.get("path") for flag in flags}:
        raise Invalid({"flag": "Chỗ này đã được người khác làm rõ. Tải lại trang để xem bản mới nhất."})
    since = list(draft.history.filter(number__gt=edits, part__in=_parts_of(path)))
    if since:
        raise EditedByAnother(since, draft.edits)
    entry = copy.deepcopy(draft.entry)
    entry["flags"] = [flag for flag in flags if flag.get("path") != path]
    if not entry["flags"]:
        del entry["flags"]
    if value is not None:
        _put(entry, path, value)
    return _write(actor, draft, DraftPart.FLAGS, entry)


@transaction.atomic
def discard_draft(*, actor: Actor, code: str) -> None:
    """Throw the draft away; a procedure that was never published goes with it. Raises NotAllowed, DraftNotFound."""
    draft = _locked_draft(actor, code)
    procedure = draft.procedure
    _record(actor, "discard_procedure_draft", procedure)
    draft.delete()
    if not procedure.versions.exists():
        procedure.delete()


def _write(actor: Actor, draft: ProcedureDraft, part: str, entry: Entry) -> ProcedureDraft:
    changes = compare(draft.entry, entry)
    if entry == draft.entry:
        return draft
    draft.entry = entry
    draft.edits += 1
    draft.changed_at = clock.now()
    draft.changed_by_name = actor.name
    draft.save(update_fields=["entry", "edits", "changed_at", "changed_by_name"])
    DraftEdit.objects.create(
        draft=draft,
        number=draft.edits,
        part=part,
        at=draft.changed_at,
        by_account_id=actor.account_id,
        by_name=actor.name,
        changes=[{"label": each.label, "before": each.before, "after": each.after} for each in changes],
    )
    _record(actor, "save_procedure_draft", draft.procedure, part=part, edits=draft.edits)
    if not draft.base_id:
        Procedure.objects.filter(pk=draft.procedure_id).update(
            name=entry.get("name") or draft.procedure.name,
            short_name=entry.get("short_name") or entry.get("name") or draft.procedure.short_name,
        )
    return draft


def _by_reference(entry: Entry, base: ProcedureVersion | None) -> Entry:
    """A form and a process that a version brought along are named by their codes from here on: their own editors change them."""
    said = copy.deepcopy(entry)
    if base is not None and base.form is not None and "questions" in (said.get("form") or {}):
        said["form"] = {"code": base.form.code}
    if base is not None and base.workflow is not None and "steps" in (said.get("workflow") or {}):
        said["workflow"] = {"code": base.workflow.code}
    return said


def _put(entry: Entry, path: str, value: Any) -> None:
    """Set what stands at `ways.0.terms.1.value`; a path that leads nowhere is left alone."""
    *way, last = path.split(".")
    place: Any = entry
    for step in way:
        if isinstance(place, list) and step.isdecimal() and int(step) < len(place):
            place = place[int(step)]
        elif isinstance(place, dict) and step in place:
            place = place[step]
        else:
            return
    if isinstance(place, dict):
        place |= value if isinstance(value, dict) else {last: value}
    elif isinstance(place, list) and last.isdecimal() and int(last) < len(place):
        place[int(last)] = value


def _parts_of(path: str) -> list[str]:
    """The parts of the editor whose saving moves what `path` points at."""
    head = path.split(".", 1)[0]
    part = {
        "ways": DraftPart.WAYS,
        "requirements": DraftPart.PAPERS,
        "cases": DraftPart.STEPS,
        "order": DraftPart.STEPS,
    }
    return [part[head]] if head in part else []


def _is_code(code: str) -> bool:
    return (
        3 <= len(code) <= 40
        and code.isascii()
        and "." in code.strip(".")
        and all(char.isalnum() or char == "." for char in code)
    )


def _locked(actor: Actor, code: str) -> Procedure:
    if not can_manage(actor):
        raise NotAllowed
    procedure = Procedure.objects.select_for_update(of=("self",)).select_related("field").filter(code=code).first()
    if procedure is None:
        raise ProcedureNotFound(code)
    return procedure


def _locked_draft(actor: Actor, code: str) -> ProcedureDraft:
    draft = ProcedureDraft.objects.select_for_update().filter(procedure=_locked(actor, code)).first()
    if draft is None:
        raise DraftNotFound
    return draft


def _record(actor: Actor, verb: str, procedure: Procedure, **more: object) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="procedure",
        subject_id=procedure.pk,
        details={"code": procedure.code, **more},
    )
