"""Putting a table in force (ban hành bảng quyết định): only without errors, and with every saved test passing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.decisions.errors import DraftChanged, NotReady, TableNotFound
from lienthong.foundation.decisions.models import DecisionDraft, DecisionTable, DecisionVersion
from lienthong.foundation.decisions.policies import can_manage
from lienthong.foundation.decisions.rules.linting import Finding, TestResult, lint, run_tests
from lienthong.foundation.decisions.rules.purposes import missing_outputs
from lienthong.foundation.decisions.rules.table import Table, read_table
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.text_vi import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What stands between a content and its publication."""

    table: Table
    findings: tuple[Finding, ...]
    tests: tuple[TestResult, ...]
    missing: tuple[str, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that forbid publishing."""
        return tuple(each for each in self.findings if each.is_error)

    @property
    def failed(self) -> tuple[TestResult, ...]:
        """Tests that do not say what they should."""
        return tuple(each for each in self.tests if not each.passed)

    @property
    def is_ready(self) -> bool:
        """Whether it may be published."""
        return not self.errors and not self.failed and not self.missing


def readiness(purpose: str, content: Mapping[str, Any]) -> Readiness:
    """Lint and tests of a content. Raises TableInvalid when a guard is broken."""
    table = read_table(content)
    return Readiness(
        table=table,
        findings=tuple(lint(table)),
        tests=tuple(run_tests(table)),
        missing=tuple(missing_outputs(purpose, dict(content))),
    )


@transaction.atomic
def publish_draft(*, actor: Actor, code: str, edits: int, note: str = "") -> DecisionVersion:
    """Put the draft in force from now on. Raises NotAllowed, DraftChanged, NotReady with what is still to be done."""
    table = DecisionTable.objects.select_for_update().filter(code=code).first()
    if not can_manage(actor):
        raise NotAllowed
    draft = DecisionDraft.objects.select_for_update().filter(table=table).first()
    if table is None or draft is None:
        raise TableNotFound("Bảng này không có bản đang soạn. Có thể người khác vừa ban hành; tải lại trang.")
    if draft.edits != edits:
        raise DraftChanged(
            f"{draft.edited_by or 'Người khác'} vừa sửa bản đang soạn. Xem lại bản mới nhất rồi ban hành.",
            edits=draft.edits,
        )
    ready = readiness(table.purpose, draft.content)
    if not ready.is_ready:
        left = [each.message for each in ready.errors]
        left += [f"Ca kiểm thử “{each.case.name}” chưa đạt." for each in ready.failed]
        left += [f"Bảng thiếu cột kết quả “{label}”." for label in ready.missing]
        raise NotReady("Chưa ban hành được. " + " ".join(left[:6]))
    version = _publish(actor, table, draft.content, note)
    draft.delete()
    return version


@transaction.atomic
def load_table(*, actor: Actor, data: Mapping[str, Any]) -> DecisionVersion | None:
    """Bring a table that comes as a file in force; None when it says what is in force already.

    `data`: code, name, purpose, subjects, description, is_demo, and the content of `rules.table`. Raises NotAllowed, TableInvalid, NotReady.
    A version that officials have published since is not overwritten: their table is theirs.
    """
    if not can_manage(actor):
        raise NotAllowed
    content = {key: data[key] for key in ("hit_policy", "inputs", "outputs", "rules", "tests")}
    ready = readiness(data["purpose"], content)
    if not ready.is_ready:
        told = [each.message for each in ready.errors] + [
            f"{each.case.name}: {each.found or each.refused}" for each in ready.failed
        ]
        raise NotReady(f"Bảng {data['code']}: " + " ".join(told))
    table, _ = DecisionTable.objects.update_or_create(
        code=data["code"],
        defaults={
            "name": data["name"],
            "description": data.get("description", ""),
            "purpose": data["purpose"],
            "subjects": data.get("subjects", []),
            "is_demo": data.get("is_demo", False),
        },
    )
    newest = DecisionVersion.objects.filter(table=table).order_by("-number").first()
    if newest is not None and (newest.digest == digest(content) or newest.published_by != actor.name):
        return None
    return _publish(actor, table, content, data.get("note", ""))


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of a content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _publish(actor: Actor, table: DecisionTable, content: Mapping[str, Any], note: str) -> DecisionVersion:
    newest = DecisionVersion.objects.filter(table=table).order_by("-number").first()
    version = DecisionVersion.objects.create(
        table=table,
        number=newest.number + 1 if newest else 1,
        content=dict(content),
        digest=digest(content),
        note=clean(note)[:400],
        published_at=clock.now(),
        published_by=actor.name[:160],
    )
    audit.record(
        actor=actor,
        verb="publish_decision_table",
        subject_type="decision_table",
        subject_id=table.pk,
        details={"code": table.code, "version": version.number},
    )
    return version
