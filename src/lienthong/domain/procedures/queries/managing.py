"""The catalogue as its keepers see it (quản lý danh mục): every procedure, what runs, what is prepared, what is decided for later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms.errors import FormNotFound
from lienthong.domain.procedures.choices import Origin, ProcedureStatus
from lienthong.domain.procedures.compiling import fee_rows, law_rows, requirement_rows, version_columns
from lienthong.domain.procedures.errors import DraftNotFound, ProcedureNotFound
from lienthong.domain.procedures.meaning import plain
from lienthong.domain.procedures.models import (
    Decision,
    DraftEdit,
    Fee,
    Field,
    LegalBasis,
    Procedure,
    ProcedureDraft,
    ProcedureVersion,
    Requirement,
)
from lienthong.domain.procedures.policies import can_manage
from lienthong.domain.procedures.queries.entries import entry_of
from lienthong.domain.procedures.queries.versions import VersionSnapshot, snapshot_of
from lienthong.domain.procedures.record import Entry
from lienthong.domain.procedures.wording import Change, compare
from lienthong.foundation.workflows import queries as workflows
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed, NotFound
from lienthong.kit.pagination import Page, keyset_rows

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a keeper filters by; "" is everything. `work`: draft, later or flags."""

    q: str = ""
    field: str = ""
    tier: str = ""
    status: str = ""
    origin: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedRow:
    """One procedure in the keepers' list. `later`: day of the next change already decided; `draft_by`: who prepares the next version."""

    code: str
    short_name: str
    field_name: str
    status: str
    origin: str
    is_demo: bool
    version_number: int | None
    since: date | None
    flag_count: int
    is_fileable: bool
    draft_at: datetime | None
    draft_by: str
    later: date | None

    @property
    def status_name(self) -> str:
        """`Đang áp dụng`."""
        return str(ProcedureStatus(self.status).label)

    @property
    def origin_name(self) -> str:
        """`Cơ sở dữ liệu quốc gia`."""
        return str(Origin(self.origin).label)

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return {"active": "done", "suspended": "soon", "withdrawn": "late"}.get(self.status, "line")


_ROWS = """
SELECT p.code, p.short_name, f.name, COALESCE(t.status, 'prepared'), p.origin, p.is_demo, v.number, lower(t.days),
    COALESCE(v.flag_count, jsonb_array_length(COALESCE(d.entry -> 'flags', '[]')), 0),
    v.form_id IS NOT NULL AND v.workflow_id IS NOT NULL AND v.time_limit_value IS NOT NULL,
    d.changed_at, COALESCE(d.changed_by_name, ''), (SELECT min(lower(n.days)) FROM procedures_period n
        WHERE n.procedure_id = p.id AND lower(n.days) > %(today)s)
FROM procedures_procedure p JOIN procedures_field f ON f.id = p.field_id
LEFT JOIN procedures_period t ON t.procedure_id = p.id AND t.days @> %(today)s
LEFT JOIN procedures_procedureversion v ON v.id = t.version_id
LEFT JOIN procedures_proceduredraft d ON d.procedure_id = p.id
WHERE {where} {{beyond}} ORDER BY {{order}} LIMIT %(limit)s"""

_FILTERS = {
    "field": "f.code = %(field)s",
    "tier": "v.tiers -> %(profile)s @> jsonb_build_array(jsonb_build_object('tier', %(tier)s::text))",
    "status": "COALESCE(t.status, 'prepared') = %(status)s",
    "origin": "p.origin = %(origin)s",
}
_WORK = {
    "draft": "d.id IS NOT NULL",
    "later": "EXISTS (SELECT FROM procedures_period n WHERE n.procedure_id = p.id AND lower(n.days) > %(today)s)",
    "flags": "COALESCE(v.flag_count, 0) > 0",
}

_COUNTS = """
SELECT count(*), count(*) FILTER (WHERE t.status = 'active'), count(*) FILTER (WHERE t.status = 'suspended'),
    count(*) FILTER (WHERE t.status = 'withdrawn'), count(*) FILTER (WHERE t.status IS NULL), count(d.id),
    count(*) FILTER (WHERE EXISTS (SELECT FROM procedures_period n
        WHERE n.procedure_id = p.id AND lower(n.days) > %(today)s)),
    count(*) FILTER (WHERE v.flag_count > 0)
FROM procedures_procedure p LEFT JOIN procedures_period t ON t.procedure_id = p.id AND t.days @> %(today)s
LEFT JOIN procedures_procedureversion v ON v.id = t.version_id LEFT JOIN procedures_proceduredraft d ON d.procedure_id = p.id"""


def managed_page(actor: Actor, asked: Asked, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[ManagedRow]:
    """One page by code (1 query). Raises NotAllowed, BadCursor."""
    if not can_manage(actor):
        raise NotAllowed
    where = [condition for name, condition in _FILTERS.items() if getattr(asked, name)]
    if asked.work in _WORK:
        where.append(_WORK[asked.work])
    words = plain(asked.q).split()[:12]
    values: dict[str, Any] = {
        "today": clock.today(), "profile": settings.PROFILE, "field": asked.field, "tier": asked.tier,
        "status": asked.status, "origin": asked.origin, "typed": f"%{asked.q}%",
    }  # fmt: skip
    if words:
        values |= {f"word{number}": f"% {word}%" for number, word in enumerate(words)}
        held = " AND ".join(f"t.search_text LIKE %(word{number})s" for number in range(len(words)))
        where.append(f"(({held}) OR p.name ILIKE %(typed)s OR p.code LIKE %(typed)s)")
    return keyset_rows(
        _ROWS.format(where=" AND ".join(where) or "true"),
        values,
        make=_row,
        order={"p.code": str},
        cursor=cursor,
        limit=limit,
    )


def _row(*cells: Any) -> ManagedRow:
    names = ManagedRow.__dataclass_fields__
    return ManagedRow(**dict(zip(names, cells, strict=True)))


def managed_counts(actor: Actor) -> dict[str, int]:
    """How many procedures stand how today, and how many have a draft, a change to come, flags (1 query)."""
    if not can_manage(actor):
        raise NotAllowed
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"today": clock.today()})
        counts = cursor.fetchone() or ()
    names = ("all", "active", "suspended", "withdrawn", "prepared", "draft", "later", "flags")
    return dict(zip(names, counts, strict=True))


def all_fields() -> tuple[tuple[str, str], ...]:
    """(code, name) of every field, those without procedures too (1 query)."""
    return tuple(Field.objects.order_by("name").values_list("code", "name"))


def managed_procedure(actor: Actor, code: str) -> Procedure:
    """The procedure with its field and draft, for its keepers (1 query). Raises NotAllowed, ProcedureNotFound."""
    if not can_manage(actor):
        raise NotAllowed
    procedure = Procedure.objects.select_related("field", "draft__base").filter(code=code).first()
    if procedure is None:
        raise ProcedureNotFound(code)
    return procedure


def draft_for(actor: Actor, code: str) -> ProcedureDraft:
    """The draft being prepared (1 query). Raises NotAllowed, DraftNotFound."""
    if not can_manage(actor):
        raise NotAllowed
    draft = ProcedureDraft.objects.select_related("procedure__field", "base").filter(procedure__code=code).first()
    if draft is None:
        raise DraftNotFound
    return draft


def draft_history(draft: ProcedureDraft, limit: int = 30) -> list[DraftEdit]:
    """Its last changes, newest first (1 query)."""
    return list(draft.history.all()[:limit])


def changes_of_draft(draft: ProcedureDraft) -> tuple[Change, ...]:
    """What the draft changes against the version it was begun from."""
    form, flow = draft.entry.get("form") or {}, draft.entry.get("workflow") or {}
    workflow = workflows.latest_workflow(flow["code"]) if flow.get("code") else None
    after = _stated(draft.entry, _form_named(form.get("code", "")), workflow.steps if workflow else [])
    return compare(stated(draft.base) if draft.base else {}, after)


def decisions_of(actor: Actor, code: str) -> list[Decision]:
    """Every decision about the procedure, newest effect first, those called back too (1 query)."""
    if not can_manage(actor):
        raise NotAllowed
    rows = Decision.objects.filter(procedure__code=code).select_related("version", "file").defer("version__entry")
    return list(rows.order_by("-effective_from", "-pk"))


def decision_for(actor: Actor, code: str, decision_id: int) -> Decision:
    """One decision with its file. What is decided about a procedure is public; raises NotFound."""
    del actor
    decision = Decision.objects.select_related("file").filter(pk=decision_id, procedure__code=code).first()
    if decision is None:
        raise NotFound
    return decision


def versions_of(code: str) -> list[ProcedureVersion]:
    """Every version, newest first, without its entry (1 query). Public: they were all published."""
    rows = ProcedureVersion.objects.filter(procedure__code=code).order_by("-number")
    return list(rows.defer("entry", "steps", "marks", "tiers"))


def numbered_version(code: str, number: int) -> ProcedureVersion:
    """One version with its entry (1 query). Raises NotFound."""
    row = ProcedureVersion.objects.select_related("form").filter(procedure__code=code, number=number).first()
    if row is None:
        raise NotFound("Không có phiên bản này của thủ tục.")
    return row


def compare_versions(code: str, first: int, second: int) -> tuple[Change, ...]:
    """Field by field what differs from version `first` to version `second` (2 queries). Raises NotFound."""
    return compare(stated(numbered_version(code, first)), stated(numbered_version(code, second)))


def stated(version: ProcedureVersion) -> Entry:
    """The entry of a version with the questions of its form and the steps of its process written out, however it named them."""
    return _stated(entry_of(version), version.form, version.steps)


def _stated(entry: Entry, form: Any, steps: Iterable[Mapping[str, Any]]) -> Entry:
    said = dict(entry)
    if form is not None:
        questions = eforms.structure_of(form).questions.values()
        said["form"] = {
            "title": f"{form.title}, phiên bản {form.version}",
            "questions": [{"name": each.name, "label": each.label, "required": each.required} for each in questions],
        }
    if rows := [{"name": step["name"], "hours": float(step["hours"])} for step in steps]:
        said["workflow"] = {"steps": rows}
    return said


def lines(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes by part, for a page."""
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.part_name, []).append(change)
    return grouped


def preview_of(draft: ProcedureDraft) -> VersionSnapshot:
    """The draft as the version it would be today, not stored; form and process are the newest of their codes (2 queries)."""
    entry = {"name": draft.procedure.name} | draft.entry
    form, flow = entry.get("form") or {}, entry.get("workflow") or {}
    workflow = workflows.latest_workflow(flow["code"]) if flow.get("code") else None
    steps = flow.get("steps") or (workflow.steps if workflow else [])
    row = ProcedureVersion(
        procedure=draft.procedure,
        number=(draft.base.number if draft.base else 0) + 1,
        valid_from=clock.today(),
        form=_form_named(form.get("code", "")),
        workflow=workflow,
        steps=[{key: step[key] for key in ("name", "role", "kind", "hours")} for step in steps],
        **version_columns(entry),
    )
    return snapshot_of(
        row,
        [Requirement(**each) for each in requirement_rows(entry)],
        [Fee(**each) for each in fee_rows(entry)],
        [LegalBasis(**each) for each in law_rows(entry)],
    )


def _form_named(code: str) -> Any:
    try:
        return eforms.current_form(code) if code else None
    except FormNotFound:
        return None
