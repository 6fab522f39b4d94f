"""What only the head of the agency decides (đề xuất, quyết định): extension, stop, a further supplement, reopening.

Whoever handles the dossier proposes with a reason; the leader approves or declines with a word. A leader who proposes decides at
once. What was decided is carried out in the same transaction.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import Decision, ProposalKind, State, Verdict
from lienthong.domain.dossiers.errors import AlreadyDecided, AlreadyProposed, ExtendedBefore
from lienthong.domain.dossiers.events import DossierExtended, DossierReopened, DossierStopped
from lienthong.domain.dossiers.models import Dossier, DossierStep, Proposal
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.ending import end_early
from lienthong.domain.dossiers.services.halting import LEAST_WORDS
from lienthong.domain.dossiers.services.letters import issue_letter, keep_earlier_result
from lienthong.domain.dossiers.services.moving import lock_dossier, steps_to_open
from lienthong.domain.dossiers.services.pausing import reckon_due
from lienthong.domain.dossiers.services.refunding import asked_refund, give_back
from lienthong.domain.dossiers.services.supplementing import JudgedLine, send_request
from lienthong.domain.dossiers.states import next_state
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.payments import services as payments
from lienthong.foundation.workflows import services as workflows
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused
from lienthong.kit.events import publish

LONGEST_EXTENSION = 30
"""Working days; [M]: a bound against typing errors, not a rule of law."""


@transaction.atomic
def propose_extension(*, actor: Actor, dossier_id: uuid.UUID, days: int, reason: str) -> Proposal:
    """Ask to move the due date by `days` working days, once, with an apology. Raises ExtendedBefore, Invalid, WrongState."""
    problems = _reason_problem(reason, "Ghi lý do xin lỗi người nộp; câu này in nguyên văn vào mẫu 04.")
    if not 0 < days <= LONGEST_EXTENSION:
        problems["days"] = f"Số ngày gia hạn phải từ 1 đến {LONGEST_EXTENSION} ngày làm việc."
    if problems:
        raise Invalid(problems)
    actor, dossier = _begin(actor, dossier_id, ProposalKind.EXTEND)
    refuse_second_extension(dossier)
    details = {"days": days, "old_due": dossier.due_at.isoformat() if dossier.due_at else ""}
    return _propose(actor, dossier, ProposalKind.EXTEND, reason, details)


@transaction.atomic
def propose_stop(*, actor: Actor, dossier_id: uuid.UUID, reason: str) -> Proposal:
    """Ask to end the handling for good (mẫu 05). Raises Invalid, WrongState."""
    if problems := _reason_problem(reason, "Ghi căn cứ dừng và việc hoàn trả phí, lệ phí (nếu có)."):
        raise Invalid(problems)
    actor, dossier = _begin(actor, dossier_id, ProposalKind.STOP)
    return _propose(actor, dossier, ProposalKind.STOP, reason, {})


@transaction.atomic
def propose_supplement(
    *, actor: Actor, dossier_id: uuid.UUID, lines: Sequence[JudgedLine], reason: str, note: str = ""
) -> Proposal:
    """Ask to send a further list that cites what was found valid before and has not changed: only a leader may allow it."""
    if problems := _reason_problem(reason, "Ghi vì sao lần trước chưa nêu được nội dung này."):
        raise Invalid(problems)
    actor, dossier = _begin(actor, dossier_id, ProposalKind.SUPPLEMENT)
    details = {
        "lines": [
            {
                "requirement_key": line.requirement_key,
                "verdict": str(line.verdict),
                "reason": line.reason,
                "remedy": line.remedy,
            }
            for line in lines
        ],
        "note": note,
    }
    return _propose(actor, dossier, ProposalKind.SUPPLEMENT, reason, details)


@transaction.atomic
def propose_reopening(*, actor: Actor, dossier_id: uuid.UUID, reason: str) -> Proposal:
    """Ask to handle a returned dossier again because of a complaint. Raises Invalid, WrongState."""
    if problems := _reason_problem(reason, "Ghi đơn khiếu nại nào, ngày nào, nội dung nào có căn cứ."):
        raise Invalid(problems)
    actor, dossier = _begin(actor, dossier_id, ProposalKind.REOPEN)
    details = {
        "completed_at": dossier.completed_at.isoformat() if dossier.completed_at else "",
        "returned_at": dossier.returned_at.isoformat() if dossier.returned_at else "",
        "result_number": dossier.result_number,
        "timeliness": dossier.timeliness,
    }
    return _propose(actor, dossier, ProposalKind.REOPEN, reason, details)


@transaction.atomic
def propose_refund(
    *,
    actor: Actor,
    dossier_id: uuid.UUID,
    order_id: str,
    amount: int,
    reason: str,
    account: payments.Account | None = None,
) -> Proposal:
    """Ask to give back `amount` VND of what was paid for a dossier that ended without a result; in cash where no account is named.

    Raises Invalid, NotAllowed, AlreadyProposed.
    """
    problems = _reason_problem(reason, "Ghi căn cứ hoàn trả; người nộp nhận nguyên văn.")
    if problems:
        raise Invalid(problems)
    dossier = lock_dossier(dossier_id)
    who = policies.proposing(actor, ProposalKind.REFUND, dossier)
    if who is None:
        raise NotAllowed
    details = asked_refund(dossier, order_id=order_id, amount=amount, account=account)
    return _propose(who, dossier, ProposalKind.REFUND, reason, details)


@transaction.atomic
def decide_proposal(*, actor: Actor, proposal_id: int, approve: bool, note: str = "") -> Proposal:
    """Approve and carry out, or decline with the reason. Raises NotFound, NotAllowed, AlreadyDecided, WrongState."""
    found = Proposal.objects.filter(id=proposal_id).values_list("dossier_id", flat=True).first()
    if found is None:
        raise NotFound
    dossier = lock_dossier(found)
    proposal = Proposal.objects.select_for_update().get(id=proposal_id)
    who = policies.deciding(actor, proposal)
    if who is None:
        raise NotFound
    if proposal.state != Decision.PENDING:
        raise AlreadyDecided.of(proposal.get_state_display(), proposal.decided_by_name)
    if not approve and len(note.strip()) < LEAST_WORDS:
        raise Invalid({"note": "Chưa ghi vì sao không đồng ý. Ghi ngắn gọn để người đề xuất làm tiếp đúng."})
    return _decide(who, dossier, proposal, approve=approve, note=note.strip())


def refuse_second_extension(dossier: Dossier) -> None:
    """Raise ExtendedBefore with both dates when the due date was moved already."""
    before = dossier.proposals.filter(kind=ProposalKind.EXTEND, state=Decision.APPROVED).first()
    if before is not None:
        raise ExtendedBefore.of(_in_words(before.details.get("old_due")), _in_words(before.details.get("new_due")))


def _begin(actor: Actor, dossier_id: uuid.UUID, kind: ProposalKind) -> tuple[Actor, Dossier]:
    dossier = lock_dossier(dossier_id)
    who = policies.proposing(actor, kind, dossier) or policies.acting(actor, _VERB[kind], dossier)
    next_state(dossier.state, _VERB[kind])
    return who, dossier


_VERB = {
    ProposalKind.EXTEND: "extend",
    ProposalKind.STOP: "stop",
    ProposalKind.SUPPLEMENT: "request_supplement",
    ProposalKind.REOPEN: "reopen",
}


def _propose(actor: Actor, dossier: Dossier, kind: ProposalKind, reason: str, details: dict[str, Any]) -> Proposal:
    waiting = dossier.proposals.filter(kind=kind, state=Decision.PENDING).first()
    if waiting is not None:
        raise AlreadyProposed.of(waiting.get_kind_display(), waiting.proposed_by_name)
    seat = actor.position
    handled_by = seat.agency_id if seat is not None and dossier.agency_id in seat.predecessor_ids else dossier.agency_id
    proposal = Proposal.objects.create(
        dossier=dossier,
        agency_id=handled_by,
        kind=kind,
        reason=reason.strip(),
        details=details,
        proposed_at=clock.now(),
        proposed_by_id=actor.position.id if actor.position else None,
        proposed_by_name=actor.name,
    )
    audit.record(
        actor=actor,
        verb=f"propose_{kind}",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"reason": proposal.reason},
    )
    who = policies.deciding(actor, proposal)
    return _decide(who, dossier, proposal, approve=True, note="") if who is not None else proposal


def _decide(actor: Actor, dossier: Dossier, proposal: Proposal, *, approve: bool, note: str) -> Proposal:
    proposal.state = Decision.APPROVED if approve else Decision.DECLINED
    proposal.decided_at = clock.now()
    proposal.decided_by_id = actor.position.id if actor.position else None
    proposal.decided_by_name = actor.name
    proposal.decision_note = note
    if approve:
        _CARRY_OUT[ProposalKind(proposal.kind)](actor, dossier, proposal)
    proposal.save()
    audit.record(
        actor=actor,
        verb=f"{'approve' if approve else 'decline'}_{proposal.kind}",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"note": note, "proposal": proposal.pk},
    )
    return proposal


def _extend(actor: Actor, dossier: Dossier, proposal: Proposal) -> None:
    refuse_second_extension(dossier)
    next_state(dossier.state, "extend")
    old = dossier.due_at
    days = int(proposal.details["days"])
    reckon_due(dossier, extra_days=days)
    dossier.save(update_fields=["due_at", "due_derivation"])
    assert old is not None
    assert dossier.due_at is not None
    proposal.details = {
        **proposal.details,
        "old_due": old.isoformat(),
        "new_due": dossier.due_at.isoformat(),
        "late": old < clock.now(),
    }
    letter = issue_letter(
        actor=actor,
        dossier=dossier,
        purpose="apology",
        data={"reason": proposal.reason, "old_due": old, "new_due": dossier.due_at, "days": days},
    )
    publish(DossierExtended(dossier_id=dossier.id, code=dossier.code, letter_id=letter.pk, days=days))


def _stop(actor: Actor, dossier: Dossier, proposal: Proposal) -> None:
    stage = State(dossier.state).label
    dossier.state = next_state(dossier.state, "stop")
    dossier.reason = proposal.reason
    end_early(actor, dossier)
    letter = issue_letter(
        actor=actor,
        dossier=dossier,
        purpose="stopping",
        data={"reason": proposal.reason, "stage": stage, "fee": dossier.fee_amount if dossier.fee_paid_at else 0},
    )
    publish(DossierStopped(dossier_id=dossier.id, code=dossier.code, letter_id=letter.pk, reason=proposal.reason))


def _supplement(actor: Actor, dossier: Dossier, proposal: Proposal) -> None:
    lines = [JudgedLine(**{**each, "verdict": Verdict(each["verdict"])}) for each in proposal.details["lines"]]
    request = send_request(actor, dossier, lines, note=str(proposal.details.get("note", "")), allowed_by=actor.name)
    proposal.details = {**proposal.details, "request": request.number}


def _reopen(actor: Actor, dossier: Dossier, proposal: Proposal) -> None:
    """The dossier goes back to the first step of examination; the old result stays in the record and in the storage."""
    now = clock.now()
    dossier.state = next_state(dossier.state, "reopen")
    dossier.reopened += 1
    # Another one when the agency that returned it has ended.
    if dossier.reception_agency_id in actor.archive_agency_ids:
        dossier.reception_agency_id = proposal.agency_id
    dossier.agency_id = proposal.agency_id
    proposal.details = {
        **proposal.details,
        "result_file": str(dossier.result_file_id or ""),
    }
    proposal.save()  # the due date counts from the moment decided
    if dossier.result_file is not None:
        keep_earlier_result(dossier)
    dossier.completed_at = dossier.returned_at = None
    dossier.timeliness = ""
    dossier.draft_file = None
    dossier.work_begun = True
    reckon_due(dossier)
    version = procedures.version(dossier.version_id)
    started = workflows.start_instance(workflow_id=version.workflow_id)
    opened = list(started.open_steps)
    received = next((spec for spec in opened if spec.kind == "receive"), None)
    if received is not None:
        moved = workflows.complete_step(instance_id=started.instance_id, step_key=received.key, data=dossier.answers)
        opened = list(moved.opened)
    if not opened:
        raise Refused("Quy trình của thủ tục này không có bước xử lý nào sau tiếp nhận nên không mở lại được.")
    dossier.workflow_instance = started.instance_id
    DossierStep.objects.bulk_create(steps_to_open(dossier, opened, at=now))
    dossier.save()
    publish(DossierReopened(dossier_id=dossier.id, code=dossier.code, reason=proposal.reason))


_CARRY_OUT = {
    ProposalKind.EXTEND: _extend,
    ProposalKind.STOP: _stop,
    ProposalKind.SUPPLEMENT: _supplement,
    ProposalKind.REOPEN: _reopen,
    ProposalKind.REFUND: give_back,
}


def _reason_problem(reason: str, hint: str) -> dict[str, str]:
    if len(reason.strip()) >= LEAST_WORDS:
        return {}
    return {"reason": f"Lý do còn trống hoặc quá ngắn. {hint}"}


def _in_words(moment: str | None) -> str:
    if not moment:
        return "ngày đã hẹn"
    return f"{datetime.fromisoformat(moment).astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
