"""What an import would do (dự tính của một lần nhập): each procedure of a file beside what is known of it. Reads, changes nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lienthong.domain.procedures import queries
from lienthong.domain.procedures.choices import ProcedureStatus
from lienthong.domain.procedures.errors import CatalogueRefused
from lienthong.domain.procedures.formats.files import Found, ReadFile
from lienthong.domain.procedures.formats.merging import merged_entry, merged_record
from lienthong.domain.procedures.formats.problems import Problem
from lienthong.domain.procedures.formats.spellings import key
from lienthong.domain.procedures.models import Field, Period, ProcedureDraft, ProcedureVersion
from lienthong.domain.procedures.record import NOT_SAID_BY_A_VERSION, Entry, digest, settled
from lienthong.domain.procedures.services.reading import check_entry
from lienthong.domain.procedures.wording import compare
from lienthong.kit import clock
from lienthong.kit.text_vi import clean, slug

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
SHOWN_CHANGES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the catalogue holds of one procedure. `in_use`: people file it here, or it was withdrawn, so an import only prepares."""

    entry: Entry | None
    digest: str
    in_use: bool
    draft: Entry | None = None
    draft_edits: int = -1
    draft_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One procedure of the file. `drafted`: it becomes a draft for an official to publish, the running version stays."""

    code: str
    name: str
    outcome: str
    entry: Entry
    known: Known | None
    sheet: str
    line: int
    drafted: bool = False

    @property
    def flag_count(self) -> int:
        """Places for an official to settle."""
        return len(self.entry.get("flags") or ())


@dataclass(slots=True)
class Plan:
    """All of a file. Nothing is done while there are `problems`."""

    kind: str
    read: int
    rows: list[Planned] = field(default_factory=list)
    fields: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, outcome: str) -> list[Planned]:
        """Rows with this outcome."""
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def basis(self) -> str:
        """Fingerprint of what was found; another one when the catalogue has changed in a way that matters."""
        said = [
            [
                row.code,
                row.outcome,
                row.drafted,
                row.known.digest if row.known else "",
                row.known.draft_edits if row.known else -1,
            ]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        """read, new, changed, unchanged, flagged, refused; `drafted` of the changed ones only become drafts."""
        refused = len({(problem.sheet, problem.procedure or problem.line) for problem in self.problems})
        return {
            "read": self.read,
            NEW: len(self.of(NEW)),
            CHANGED: len(self.of(CHANGED)),
            UNCHANGED: len(self.of(UNCHANGED)),
            "flagged": sum(bool(row.flag_count) for row in self.rows),
            REFUSED: refused,
            "drafted": sum(row.drafted for row in self.rows),
        }

    def report(self) -> dict[str, Any]:
        """Plain values: counts, problems, and the rows that do something, with what changes in words."""
        return {
            "kind": self.kind,
            "counts": self.counts(),
            "fields": [row["name"] for row in self.fields],
            "problems": [problem.as_dict() for problem in self.problems],
            "rows": [_told(row) for row in self.rows if row.outcome != UNCHANGED],
        }


def plan_of(read: ReadFile) -> Plan:
    """Lay the file beside the catalogue (6 queries)."""
    plan = Plan(kind=read.kind, read=read.read, problems=list(read.problems))
    known = known_of([found.code for found in read.found])
    fields = _Fields(read.fields)
    for found in read.found:
        row = _planned(found, known.get(found.code), fields, plan.problems)
        if row is not None:
            plan.rows.append(row)
    plan.fields = fields.added
    return plan


def known_of(codes: Sequence[str]) -> dict[str, Known]:
    """Code -> what the catalogue holds; procedures that are only drafts included (4 queries)."""
    newest = (
        ProcedureVersion.objects.filter(procedure__code__in=codes)
        .select_related("procedure__field", "form", "workflow")
        .order_by("procedure_id", "-number")
        .distinct("procedure_id")
    )
    drafts = {
        draft.procedure.code: draft
        for draft in ProcedureDraft.objects.filter(procedure__code__in=codes).select_related("procedure")
    }
    withdrawn = set(
        Period.objects.filter(
            code__in=codes, days__contains=clock.today(), status=ProcedureStatus.WITHDRAWN
        ).values_list("code", flat=True)
    )
    found: dict[str, Known] = {}
    for version in newest:
        code = version.procedure.code
        entry = queries.entry_of(version) | {
            "field": version.procedure.field.code,
            "origin": version.procedure.origin,
            "popularity": version.procedure.popularity,
            "keywords": list(version.procedure.keywords),
        }
        in_use = version.form_id is not None or version.workflow_id is not None or code in withdrawn
        found[code] = Known(entry=entry, digest=version.digest, in_use=in_use, **_draft(drafts.get(code)))
    for code, draft in drafts.items():
        if code not in found:
            found[code] = Known(entry=None, digest="", in_use=True, **_draft(draft))
    return found


def _draft(draft: ProcedureDraft | None) -> dict[str, Any]:
    if draft is None:
        return {}
    return {"draft": draft.entry, "draft_edits": draft.edits, "draft_by": draft.changed_by_name or draft.begun_by_name}


class _Fields:
    """Finds the field (lĩnh vực) an entry names, by its name in any spelling or by its code, and gathers new ones."""

    def __init__(self, brought: Sequence[Mapping[str, str]]) -> None:
        self.codes: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.added: list[dict[str, str]] = []
        for code, name in Field.objects.values_list("code", "name"):
            self._know(code, name)
        self.brought = {row["code"]: row["name"] for row in brought}

    def _know(self, code: str, name: str) -> None:
        self.codes[code] = name
        self.by_name.setdefault(key(name), code)

    def code_for(self, entry: Entry) -> str:
        """The code, "" when the entry names no field that can be found or added."""
        name, code = clean(entry.get("field_name") or ""), entry.get("field") or ""
        if name and key(name) in self.by_name:
            return self.by_name[key(name)]
        if code in self.codes and not name:
            return code
        name = name or self.brought.get(code, "")
        if not name:
            return ""
        wanted = code if code and code not in self.codes else slug(name)[:72].strip("-") or "linh-vuc"
        number, base = 1, wanted
        while wanted in self.codes:
            number += 1
            wanted = f"{base}-{number}"
        self._know(wanted, name)
        self.added.append({"code": wanted, "name": name})
        return wanted


def _planned(found: Found, known: Known | None, fields: _Fields, problems: list[Problem]) -> Planned | None:
    before = known.entry if known else None
    if found.is_national:
        entry = merged_record(found.record, before)
    else:
        entry = merged_entry(found.record, before, keeps_rest=found.keeps_rest)
    entry["field"] = fields.code_for(entry)
    if (entry.get("origin") or "own") != "national":
        entry.pop("field_name", None)
    refusal = _refusal(entry, known)
    outcome = REFUSED if refusal else _outcome(entry, known)
    if refusal:
        code, column, message = refusal
        problems.append(
            Problem(
                sheet=found.sheet,
                line=found.line,
                column=column,
                code=code,
                value=found.code,
                message=message,
                procedure=found.code,
            )
        )
    drafted = outcome == CHANGED and known is not None and known.in_use and digest(entry) != known.digest
    return Planned(
        code=found.code,
        name=entry.get("short_name") or entry["name"],
        outcome=outcome,
        entry=entry,
        known=known,
        sheet=found.sheet,
        line=found.line,
        drafted=drafted,
    )


def _refusal(entry: Entry, known: Known | None) -> tuple[str, str, str] | None:
    if not entry["field"]:
        return (
            "unknown-field",
            "Lĩnh vực",
            "Không tìm thấy lĩnh vực của thủ tục. Ghi tên lĩnh vực, hoặc mã của lĩnh vực đã có trong danh mục.",
        )
    if known is None or not known.in_use:  # a draft may contradict itself until it is published
        try:
            check_entry(entry)
        except CatalogueRefused as refused:
            return (refused.code, "", refused.message)
        except (KeyError, TypeError, AttributeError) as error:
            return (
                "bad-shape",
                str(error),
                "Tờ khai, quy trình hoặc khoản thu của thủ tục không đủ phần bắt buộc. Xuất thủ tục từ hệ thống để xem dạng đúng.",
            )
    if known and known.draft is not None and _outcome(entry, known) == CHANGED:
        return (
            "draft-open",
            "",
            f"Thủ tục đang có dự thảo do {known.draft_by or 'cán bộ khác'} soạn. Công bố hoặc bỏ dự thảo đó rồi nhập lại, hoặc bỏ thủ tục này khỏi tệp.",
        )
    return None


def _outcome(entry: Entry, known: Known | None) -> str:
    if known is None:
        return NEW
    if known.entry is not None and digest(entry) == known.digest:
        beside = {name: settled(known.entry).get(name) for name in NOT_SAID_BY_A_VERSION - {"status"}}
        said = {"origin": "own", "popularity": 0} | settled(entry)
        same = all((said.get(name) or 0) == (value or 0) for name, value in beside.items())
        return UNCHANGED if same else CHANGED
    if known.draft is not None and _same_as_draft(entry, known.draft):
        return UNCHANGED
    return CHANGED


def _same_as_draft(entry: Entry, draft: Entry) -> bool:
    """A draft names form and workflow by code, an entry may bring them along."""
    return digest(_bare(entry)) == digest(_bare(draft))


def _bare(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if name not in {"form", "workflow"}}


def _told(row: Planned) -> dict[str, Any]:
    changes = compare(row.known.entry, row.entry) if row.known and row.known.entry and row.outcome == CHANGED else ()
    return {
        "code": row.code,
        "name": row.name,
        "outcome": row.outcome,
        "drafted": row.drafted,
        "flags": row.flag_count,
        "sheet": row.sheet,
        "line": row.line,
        "change_count": len(changes),
        "more_changes": max(0, len(changes) - SHOWN_CHANGES),
        "changes": [
            {"label": change.label, "before": change.before, "after": change.after}
            for change in changes[:SHOWN_CHANGES]
        ],
    }
