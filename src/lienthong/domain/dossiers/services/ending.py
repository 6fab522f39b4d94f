"""A dossier that ends before its result (kết thúc sớm): nothing of it stays open. Used by the verbs, not called from outside."""

from lienthong.domain.dossiers.choices import Decision, HaltKind, Outcome, ReferralState
from lienthong.domain.dossiers.models import Dossier, DossierStep, Halt
from lienthong.domain.dossiers.services.moving import finish_step
from lienthong.domain.dossiers.services.pausing import CLOCK_FIELDS, run_clock
from lienthong.foundation.payments import queries as payment_queries
from lienthong.foundation.payments import services as payments
from lienthong.foundation.workflows import services as workflows
from lienthong.kit import clock
from lienthong.kit.actor import Actor


def end_early(actor: Actor, dossier: Dossier) -> None:
    """End the pause, the steps, the duty, what waits for a leader or another agency, and the run. `state` and `reason` are set by the caller and saved here."""
    now = clock.now()
    run_clock(dossier, now)
    dossier.save(update_fields=["state", "reason", *CLOCK_FIELDS])
    for step in DossierStep.objects.filter(dossier=dossier, finished_at__isnull=True):
        finish_step(actor, step, outcome=Outcome.CANCELLED, note=dossier.reason)
    for halt in dossier.halts.filter(ended_at__isnull=True):
        if halt.kind == HaltKind.DUTY:
            void_order(actor, halt, "Hồ sơ đã kết thúc")
        halt.ended_at, halt.ended_by_name, halt.ended_note = now, actor.name, dossier.get_state_display()
        halt.save(update_fields=["ended_at", "ended_by_name", "ended_note"])
    dossier.proposals.filter(state=Decision.PENDING).update(
        state=Decision.DECLINED,
        decided_at=now,
        decided_by_name="Hệ thống",
        decision_note=f"Hồ sơ đã kết thúc: {dossier.get_state_display().lower()}.",
    )
    dossier.referrals.filter(state=ReferralState.OPEN).update(state=ReferralState.RECALLED)
    if dossier.workflow_instance:
        workflows.cancel_instance(instance_id=dossier.workflow_instance)


def void_order(actor: Actor, halt: Halt, reason: str) -> None:
    """Stop asking the bank for a duty. Raises WrongState of the payments when it is paid: then the bank's word settles it."""
    order = payment_queries.order_for("duty", halt.pk)
    if order is not None and order.state in {"pending", "paid"}:
        payments.cancel_order(actor=actor, order_id=order.id, reason=reason)
