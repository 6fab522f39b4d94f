"""Decisions about a procedure (công bố, tạm ngừng, tiếp tục, bãi bỏ, thu hồi): each from a day on, with its number, signer's office and reason."""

from datetime import date
from typing import Any

from django.db import transaction

from lienthong.domain.procedures import queries
from lienthong.domain.procedures.choices import DecisionKind
from lienthong.domain.procedures.errors import (
    DateInThePast,
    DecisionInForce,
    DraftNotFound,
    DraftNotReady,
    EditedByAnother,
    ProcedureNotFound,
)
from lienthong.domain.procedures.events import (
    ProcedureEvent,
    ProcedureResumed,
    ProcedureSuspended,
    ProcedureWithdrawn,
    VersionPublished,
)
from lienthong.domain.procedures.models import Decision, Procedure, ProcedureDraft, ProcedureVersion
from lienthong.domain.procedures.policies import can_manage
from lienthong.domain.procedures.services.publishing import DecisionData, publish_entries
from lienthong.domain.procedures.services.settling import settle_periods
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish


@transaction.atomic
def publish_draft(
    *, actor: Actor, code: str, edits: int, effective_from: date, decision: DecisionData
) -> ProcedureVersion:
    """Make the draft that was read at `edits` the next version, in force from `effective_from` (today or later); the draft is gone.

    Raises NotAllowed, DraftNotFound, EditedByAnother, Invalid (decision), DateInThePast, DraftNotReady, DecisionOutOfPlace.
    """
    procedure = _locked(actor, code)
    draft = ProcedureDraft.objects.select_for_update().filter(procedure=procedure).first()
    if draft is None:
        raise DraftNotFound
    if draft.edits != edits:
        raise EditedByAnother(list(draft.history.filter(number__gt=edits)), draft.edits)
    _require_decision(DecisionKind.PUBLISH, decision)
    if effective_from < clock.today():
        raise DateInThePast(effective_from, clock.today())
    stopping = [each.text for each in queries.problems_of(draft.entry) if each.stops]
    if stopping:
        raise DraftNotReady(stopping)
    entry = draft.entry | {"decision": decision.number, "valid_from": effective_from.isoformat()}
    draft.delete()
    publish_entries(
        actor=actor, entries=[entry], valid_from=effective_from, decision=decision, source=f"procedure:{code}"
    )
    version = ProcedureVersion.objects.filter(procedure=procedure).order_by("-number")[0]
    publish(
        VersionPublished(
            procedure_id=procedure.pk,
            code=code,
            short_name=version.short_name,
            effective_from=effective_from,
            number=version.number,
        )
    )
    return version


@transaction.atomic
def decide(*, actor: Actor, code: str, kind: str, effective_from: date, decision: DecisionData) -> Decision:
    """Suspend, resume or withdraw from a day on. Dossiers already taken go on under their version.

    Raises NotAllowed, ProcedureNotFound, Invalid (decision), DateInThePast, DecisionOutOfPlace.
    """
    procedure = _locked(actor, code)
    if kind not in {DecisionKind.SUSPEND, DecisionKind.RESUME, DecisionKind.WITHDRAW}:
        raise Invalid({"kind": "Chọn tạm ngừng, tiếp tục hoặc bãi bỏ."})
    _require_decision(kind, decision)
    if effective_from < clock.today():
        raise DateInThePast(effective_from, clock.today())
    made = Decision.objects.create(
        procedure=procedure,
        kind=kind,
        number=decision.number,
        decided_on=decision.decided_on,
        effective_from=effective_from,
        issuer=decision.issuer,
        reason=decision.reason,
        file_id=decision.file_id,
        made_at=clock.now(),
        made_by_id=actor.account_id,
        made_by_name=actor.name,
    )
    settle_periods([procedure.pk])
    _record(actor, f"{kind}_procedure", made)
    publish(_told(kind, procedure, made))
    return made


@transaction.atomic
def call_back_decision(*, actor: Actor, code: str, decision_id: int, reason: str) -> Decision:
    """Undo a decision before its day. A version it published stays in the history and never comes into force.

    Raises NotAllowed, NotFound, DecisionInForce, Invalid, DecisionOutOfPlace when a later decision stands on it.
    """
    procedure = _locked(actor, code)
    made = Decision.objects.filter(pk=decision_id, procedure=procedure, called_back_at__isnull=True).first()
    if made is None:
        raise NotFound
    if made.effective_from <= clock.today():
        raise DecisionInForce
    if not reason:
        raise Invalid({"reason": "Ghi lý do thu hồi."})
    made.called_back_at = clock.now()
    made.called_back_by_name = actor.name
    made.called_back_reason = reason
    made.save(update_fields=["called_back_at", "called_back_by_name", "called_back_reason"])
    settle_periods([procedure.pk])
    _record(actor, "call_back_decision", made)
    return made


def _require_decision(kind: str, decision: DecisionData) -> None:
    problems = {
        "number": "" if decision.number else "Nhập số, ký hiệu quyết định, ví dụ 512/QĐ-UBND.",
        "decided_on": "" if decision.decided_on else "Nhập ngày ký quyết định.",
        "issuer": "" if decision.issuer else "Nhập cơ quan hoặc người ban hành quyết định.",
        "reason": ""
        if decision.reason or kind in {DecisionKind.PUBLISH, DecisionKind.RESUME}
        else "Ghi lý do; người dân đọc được lý do này trên trang thủ tục.",
    }
    if decision.decided_on and decision.decided_on > clock.today():
        problems["decided_on"] = f"Ngày ký {decision.decided_on:%d/%m/%Y} ở sau hôm nay. Nhập ngày đã ký."
    if problems := {name: said for name, said in problems.items() if said}:
        raise Invalid(problems)


def _told(kind: str, procedure: Procedure, made: Decision) -> ProcedureEvent:
    plain: dict[str, Any] = {
        "procedure_id": procedure.pk,
        "code": procedure.code,
        "short_name": procedure.short_name,
        "effective_from": made.effective_from,
    }
    if kind == DecisionKind.SUSPEND:
        return ProcedureSuspended(**plain, reason=made.reason)
    if kind == DecisionKind.WITHDRAW:
        return ProcedureWithdrawn(**plain, reason=made.reason)
    return ProcedureResumed(**plain)


def _locked(actor: Actor, code: str) -> Procedure:
    if not can_manage(actor):
        raise NotAllowed
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    if procedure is None:
        raise ProcedureNotFound(code)
    return procedure


def _record(actor: Actor, verb: str, made: Decision) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="procedure",
        subject_id=made.procedure_id,
        details={"decision": made.number, "effective_from": made.effective_from.isoformat()},
    )
