"""Whose step it is (bước thuộc về ai). Used by the verbs, not called from outside."""

import uuid

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.errors import WrongState
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.services.moving import lock_dossier, open_step, refuse_handed_over, refuse_waiting
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

DRAFTING_KINDS = {"handle", "check", "draft", "approve", "sign"}


def my_step(actor: Actor, dossier_id: uuid.UUID, step_id: int) -> tuple[Actor, Dossier, DossierStep]:
    """The dossier locked, its open step, and who works on it: the actor, or the actor on behalf of whom the step lies with.

    Raises NotAllowed, StepTaken, WrongState, HandedOver, WaitsForChild.
    """
    dossier = lock_dossier(dossier_id, related=())  # most steps end without a word of the procedure
    step = open_step(dossier, step_id=step_id)
    step.dossier = dossier
    who = policies.acting_on(actor, step)
    if who is None:
        raise NotAllowed(
            f"Bước “{step.name}” không thuộc chức vụ đang dùng. Chọn đúng chức vụ hoặc chuyển cho người có thẩm quyền."
        )
    if dossier.state not in {State.PROCESSING, State.COMPLETED}:
        raise WrongState.of(State(dossier.state), "complete")
    refuse_handed_over(dossier)
    refuse_waiting(dossier)
    return who, dossier, step
