"""Tables, versions and drafts for officials (danh sách bảng, phiên bản, bản đang soạn)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from lienthong.foundation.decisions.choices import Purpose
from lienthong.foundation.decisions.errors import TableNotFound
from lienthong.foundation.decisions.models import DecisionDraft, DecisionTable, DecisionVersion
from lienthong.foundation.decisions.policies import can_manage
from lienthong.foundation.decisions.rules.linting import lint, run_tests
from lienthong.foundation.decisions.rules.table import read_table
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A table in the list; `number` None: never published; `findings` and `failed` of the draft, None without one."""

    code: str
    name: str
    description: str
    purpose: str
    subjects: tuple[str, ...]
    is_demo: bool
    number: int | None
    published_at: datetime | None
    rule_count: int
    edited_by: str
    edited_at: datetime | None
    findings: int | None
    failed: int | None

    @property
    def number_text(self) -> str:
        """The number of the version as text, for a chip."""
        return str(self.number or "")

    @property
    def draft_words(self) -> str:
        """`3 chỗ cần xem, 1 ca chưa đạt`."""
        parts = [f"{self.findings} chỗ cần xem"] if self.findings else []
        parts += [f"{self.failed} ca chưa đạt"] if self.failed else []
        return ", ".join(parts)


def tables(actor: Actor, *, purpose: str = "") -> list[TableRow]:
    """Every table with its version and what its draft still lacks (2 queries). Raises NotAllowed."""
    _require(actor)
    newest = DecisionVersion.objects.filter(table=OuterRef("pk")).order_by("-number")
    rows = DecisionTable.objects.select_related("draft").annotate(version_id=Subquery(newest.values("pk")[:1]))
    if purpose in Purpose.values:
        rows = rows.filter(purpose=purpose)
    found = list(rows)
    versions = DecisionVersion.objects.in_bulk([row.version_id for row in found if row.version_id])
    return [_row(row, versions.get(row.version_id)) for row in found]


def _row(row: DecisionTable, version: DecisionVersion | None) -> TableRow:
    draft = getattr(row, "draft", None)
    findings = failed = None
    if draft is not None:
        table = read_table(draft.content)
        findings = len(lint(table))
        failed = sum(not result.passed for result in run_tests(table))
    content = version.content if version else draft.content if draft else {"rules": []}
    return TableRow(
        code=row.code,
        name=row.name,
        description=row.description,
        purpose=str(Purpose(row.purpose).label),
        subjects=tuple(row.subjects),
        is_demo=row.is_demo,
        number=version.number if version else None,
        published_at=version.published_at if version else None,
        rule_count=len(content["rules"]),
        edited_by=draft.edited_by if draft else "",
        edited_at=draft.edited_at if draft else None,
        findings=findings,
        failed=failed,
    )


def table_by_code(actor: Actor, code: str) -> DecisionTable:
    """One table. Raises NotAllowed, TableNotFound."""
    _require(actor)
    found = DecisionTable.objects.filter(code=code).first()
    if found is None:
        raise TableNotFound
    return found


def draft_of(actor: Actor, code: str) -> DecisionDraft | None:
    """The draft of a table, None without one. Raises NotAllowed."""
    _require(actor)
    return DecisionDraft.objects.select_related("table").filter(table__code=code).first()


def versions_of(actor: Actor, code: str) -> "QuerySet[DecisionVersion]":
    """Published versions, newest first. Raises NotAllowed."""
    _require(actor)
    return DecisionVersion.objects.filter(table__code=code).order_by("-number")


def version_of(actor: Actor, code: str, number: int) -> DecisionVersion:
    """One published version. Raises NotAllowed, TableNotFound."""
    found = versions_of(actor, code).filter(number=number).first()
    if found is None:
        raise TableNotFound
    return found


def _require(actor: Actor) -> None:
    if not can_manage(actor):
        raise NotAllowed
