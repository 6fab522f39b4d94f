"""Importing a catalogue file (nhập danh mục): a trial run first, then all of it in one transaction or nothing.

What is new is published, for information only until it has a form and a process. What people file here today is never replaced by a file:
it becomes a draft, and an official publishes it with a decision.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lienthong.domain.procedures.choices import ImportState
from lienthong.domain.procedures.errors import ImportOutdated, ImportRefused
from lienthong.domain.procedures.formats.files import read_file
from lienthong.domain.procedures.models import CatalogueImport
from lienthong.domain.procedures.policies import can_manage
from lienthong.domain.procedures.record import digest
from lienthong.domain.procedures.services.drafting import begin_draft
from lienthong.domain.procedures.services.planning import CHANGED, NEW, Plan, plan_of
from lienthong.domain.procedures.services.publishing import publish_entries
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed, NotFound

KEPT_IMPORTS = 30
"""Older files are let go of; what they did stays in the audit and in the versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDone:
    """What an import did or, for a dry run, would do: `report` as `planning.Plan.report`."""

    report: dict[str, Any]
    done: bool

    @property
    def is_refused(self) -> bool:
        """Some row cannot be imported, so nothing was."""
        return bool(self.report["problems"])


@transaction.atomic
def import_file(*, actor: Actor, content: bytes, file_name: str, dry_run: bool = False) -> ImportDone:
    """Import at once, as the command line does. Problems come back in the report, and nothing was changed then.

    Raises NotAllowed, FileRefused.
    """
    if not can_manage(actor):
        raise NotAllowed
    read = read_file(content, name=file_name)
    _one_at_a_time()
    plan = plan_of(read)
    if plan.problems or dry_run:
        return ImportDone(report=plan.report(), done=False)
    _carry_out(actor, plan, file_name)
    return ImportDone(report=plan.report(), done=True)


@transaction.atomic
def try_import(*, actor: Actor, content: bytes, file_name: str) -> CatalogueImport:
    """Keep a file and what it would do. Raises NotAllowed, FileRefused."""
    if not can_manage(actor):
        raise NotAllowed
    plan = plan_of(read_file(content, name=file_name))
    tried = CatalogueImport.objects.create(
        file_name=file_name[-200:],
        content=content,
        size=len(content),
        basis=plan.basis,
        report=plan.report(),
        made_at=clock.now(),
        made_by_id=actor.account_id,
        made_by_name=actor.name,
    )
    older = CatalogueImport.objects.order_by("-made_at").values_list("pk", flat=True)[KEPT_IMPORTS:]
    CatalogueImport.objects.filter(pk__in=list(older)).delete()
    audit.record(
        actor=actor,
        verb="try_catalogue_import",
        subject_type="catalogue_import",
        subject_id=str(tried.pk),
        details={"file": tried.file_name, **plan.counts()},
    )
    return tried


@transaction.atomic
def try_again(*, actor: Actor, import_id: UUID) -> CatalogueImport:
    """Lay a kept file beside the catalogue as it is now. Raises NotAllowed, NotFound."""
    tried = _locked(actor, import_id)
    if tried.state == ImportState.TRIED:
        plan = plan_of(read_file(bytes(tried.content), name=tried.file_name))
        tried.basis, tried.report = plan.basis, plan.report()
        tried.save(update_fields=["basis", "report"])
    return tried


@transaction.atomic
def confirm_import(*, actor: Actor, import_id: UUID) -> CatalogueImport:
    """Do what the trial run showed. Confirming twice does it once.

    Raises NotAllowed, NotFound, ImportRefused while rows are wrong, ImportOutdated when the catalogue has changed since the trial run.
    """
    tried = _locked(actor, import_id)
    if tried.state == ImportState.CONFIRMED:
        return tried
    _one_at_a_time()
    plan = plan_of(read_file(bytes(tried.content), name=tried.file_name))
    if plan.basis != tried.basis:
        raise ImportOutdated(
            "Danh mục đã được người khác thay đổi từ lúc nhập thử, kết quả không còn đúng như đã xem. Bấm “Nhập thử lại” để xem kết quả mới; tệp vẫn còn, không phải tải lên lại."
        )
    if plan.problems:
        raise ImportRefused(
            f"Còn {len(plan.problems)} lỗi nên chưa nhập thủ tục nào. Sửa các dòng đã nêu trong tệp rồi tải lên lại."
        )
    _carry_out(actor, plan, tried.file_name)
    tried.state = ImportState.CONFIRMED
    tried.confirmed_at = clock.now()
    tried.confirmed_by_name = actor.name
    tried.save(update_fields=["state", "confirmed_at", "confirmed_by_name"])
    return tried


@transaction.atomic
def forget_import(*, actor: Actor, import_id: UUID) -> None:
    """Throw a file away that was only tried. Raises NotAllowed, NotFound."""
    tried = _locked(actor, import_id)
    if tried.state == ImportState.TRIED:
        tried.delete()


def _carry_out(actor: Actor, plan: Plan, file_name: str) -> None:
    todo = [row for row in plan.rows if row.outcome in {NEW, CHANGED}]
    publish_entries(
        actor=actor,
        entries=[row.entry for row in todo if not row.drafted],
        fields=plan.fields,
        source=file_name[-80:],
    )
    for row in todo:
        if row.drafted:
            begin_draft(actor=actor, code=row.code, entry=row.entry)
    audit.record(
        actor=actor,
        verb="import_catalogue",
        subject_type="catalogue",
        subject_id=file_name[-80:] or "catalogue",
        details={**plan.counts(), "digest": digest({"codes": [row.code for row in todo]})},
    )


def _one_at_a_time() -> None:
    """Two officials who import at once do so one after the other; the second sees what the first did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('procedures:import', 0))")


def _locked(actor: Actor, import_id: UUID) -> CatalogueImport:
    if not can_manage(actor):
        raise NotAllowed
    tried = CatalogueImport.objects.select_for_update().filter(pk=import_id).first()
    if tried is None:
        raise NotFound
    return tried
