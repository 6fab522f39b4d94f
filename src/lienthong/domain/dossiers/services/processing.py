"""The office works on a dossier (giải quyết): steps, the draft of the result, the signature."""

import hashlib
import uuid
from collections.abc import Sequence

from django.db import transaction

from lienthong.domain.dossiers.choices import Outcome, ReturnGround
from lienthong.domain.dossiers.errors import ResultMissing
from lienthong.domain.dossiers.events import ResultSigned, StepCompleted
from lienthong.domain.dossiers.models import Dossier, DossierStep, DraftReturn
from lienthong.domain.dossiers.queries.drafts import current_draft
from lienthong.domain.dossiers.queries.headings import heading_of
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.holding import my_step
from lienthong.domain.dossiers.services.issuing import number_and_seal, sign_paper
from lienthong.domain.dossiers.services.looking import seen_by
from lienthong.domain.dossiers.services.moving import advance, finish_step, steps_to_open
from lienthong.domain.dossiers.services.result_papers import signing_paper
from lienthong.foundation.files import services as files
from lienthong.foundation.workflows import services as workflows
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.events import publish

OWN_VERBS = {"receive": "Tiếp nhận", "sign": "Ký", "return": "Trả kết quả"}
"""Kinds of step that end by a verb of their own, not by `complete_step`."""


@transaction.atomic
def complete_step(
    *, actor: Actor, dossier_id: uuid.UUID, step_id: int, note: str = "", seen: str | None = None
) -> Dossier:
    """Finish one's step and hand the dossier on; `seen` as for `sign_result`, where something is approved or stamped.

    Raises NotAllowed, StepTaken, WrongState, ResultMissing, NotLookedAt, ChangedSinceSeen.
    """
    actor, dossier, step = my_step(actor, dossier_id, step_id)
    if step.kind in OWN_VERBS:
        raise Refused(f"Bước “{step.name}” kết thúc bằng thao tác “{OWN_VERBS[step.kind]}”, không chuyển thẳng.")
    if dossier.draft_file_id is None and _next_is_signing(dossier, step):
        raise ResultMissing("Hồ sơ chưa có dự thảo kết quả. Lập dự thảo rồi trình ký.")
    looked = seen_by(actor, dossier, step, seen) if seen is not None else None
    if step.kind == "stamp":
        version = current_draft(dossier)
        number_and_seal(actor, dossier, notation=version.notation if version else "")
    advance(actor, dossier, step, note=note.strip())
    details: dict[str, object] = {"step": step.name, "note": note.strip()}
    if looked is not None:
        details["seen_sha256"] = looked.sha256
    audit.record(actor=actor, verb="complete_step", subject_type="dossier", subject_id=dossier.id, details=details)
    publish(StepCompleted(dossier_id=dossier.id, code=dossier.code, step_id=step.id, step_name=step.name))
    return dossier


@transaction.atomic
def send_back_step(
    *,
    actor: Actor,
    dossier_id: uuid.UUID,
    step_id: int,
    reason: str,
    ground: str = ReturnGround.OTHER,
    to_key: str = "",
) -> Dossier:
    """Return the dossier to an earlier step with the reason (trả lại): to whoever drafted, unless `to_key` names another step that was done.

    Raises Invalid, NotAllowed, StepTaken. The return is counted and stays with the dossier.
    """
    problems = {}
    if not reason.strip():
        problems["note"] = "Lý do trả lại còn trống. Ghi rõ điểm cần sửa để chuyên viên làm lại đúng."
    if ground not in ReturnGround.values:
        problems["ground"] = "Chọn một loại lý do để người soạn biết phải sửa gì."
    if problems:
        raise Invalid(problems)
    actor, dossier, step = my_step(actor, dossier_id, step_id)
    if step.kind not in {"approve", "sign", "stamp"}:
        raise Refused(f"Bước “{step.name}” không có bước trước để trả lại.")
    targets = return_targets(dossier, step)
    earlier = next((each for each in targets if each.key == to_key), None) if to_key else next(iter(targets), None)
    if earlier is None or dossier.workflow_instance is None:
        raise Refused(
            "Bước được chọn chưa thực hiện lần nào nên không trả về được. Chọn bước khác."
            if to_key
            else "Hồ sơ chưa qua bước thẩm định nào nên không trả lại được."
        )
    finish_step(actor, step, outcome=Outcome.SENT_BACK, note=reason.strip())
    moved = workflows.send_back(instance_id=dossier.workflow_instance, to_step_key=earlier.key)
    DossierStep.objects.bulk_create(steps_to_open(dossier, moved.opened, at=clock.now()))
    details: dict[str, object] = {"step": step.name, "to": earlier.name, "ground": ground, "reason": reason.strip()}
    if step.kind == "stamp" and dossier.result_file is not None:
        # Signed, not issued: what was wrong is drafted and signed anew, the signed file stays in the storage.
        details["signed_sha256"] = dossier.result_file.sha256
        dossier.result_file = None
        dossier.save(update_fields=["result_file"])
    DraftReturn.objects.create(
        dossier=dossier,
        draft=current_draft(dossier),
        from_step=step.name,
        to_step=earlier.name,
        ground=ground,
        reason=reason.strip(),
        made_at=clock.now(),
        made_by_id=actor.position.id if actor.position else None,
        made_by_name=actor.name,
    )
    audit.record(actor=actor, verb="send_back_step", subject_type="dossier", subject_id=dossier.id, details=details)
    publish(StepCompleted(dossier_id=dossier.id, code=dossier.code, step_id=step.id, step_name=step.name))
    return dossier


def return_targets(dossier: Dossier, step: DossierStep) -> list[DossierStep]:
    """Steps a dossier may be sent back to from `step`: each done one of examination, drafting or approval once, the last done first."""
    done = DossierStep.objects.filter(
        dossier=dossier, outcome=Outcome.DONE, kind__in=["handle", "check", "consult", "draft", "approve"]
    ).exclude(key=step.key)
    found: dict[str, DossierStep] = {}
    for each in done.order_by("-id"):
        found.setdefault(each.key, each)
    # Whoever drafted first: the head who approved is asked only when named.
    return sorted(found.values(), key=lambda each: each.kind == "approve")


@transaction.atomic
def sign_result(
    *, actor: Actor, dossier_id: uuid.UUID, step_id: int, note: str = "", seen: str | None = None
) -> Dossier:
    """Sign the draft with the certificate of the actor's position: PAdES over the very bytes that were looked at, visible stamp.

    `seen`: digest of what the signer was shown (`look_at`); None signs what stands now, for programs. The number and the day follow when
    the clerk stamps the paper, or at once where the process has no such step. Raises ResultMissing, NotLookedAt, ChangedSinceSeen,
    NoCertificate, NotAllowed, StepTaken.
    """
    actor, dossier, step = my_step(actor, dossier_id, step_id)
    if step.kind != "sign" or not actor.may("dossiers.sign"):
        raise NotAllowed
    version = current_draft(dossier)
    if version is None:
        raise ResultMissing
    lines, name = heading_of(actor)
    if seen is None:
        content = signing_paper(dossier, version, lines=lines, name=name)
    else:
        content = files.read_bytes(seen_by(actor, dossier, step, seen).file)
    shown = hashlib.sha256(content).hexdigest()
    sign_paper(actor, dossier, content)
    stamped_later = any(each.kind == "stamp" for each in _steps_after(dossier, step))
    if not stamped_later:
        number_and_seal(actor, dossier, notation=version.notation, seal=False)
    advance(actor, dossier, step, note=note.strip())
    assert dossier.result_file is not None
    audit.record(
        actor=actor,
        verb="sign_result",
        subject_type="dossier",
        subject_id=dossier.id,
        details={
            "number": dossier.result_number,
            "version": version.number,
            "seen_sha256": shown,
            "sha256": dossier.result_file.sha256,
            "authority": list(lines),
            "note": note.strip(),
        },
    )
    publish(ResultSigned(dossier_id=dossier.id, code=dossier.code, file_id=dossier.result_file.id))
    return dossier


def _next_is_signing(dossier: Dossier, step: DossierStep) -> bool:
    after = _steps_after(dossier, step)
    return bool(after) and after[0].kind in {"sign", "approve"}


def _steps_after(dossier: Dossier, step: DossierStep) -> Sequence[workflows.StepSpec]:
    if dossier.workflow_instance is None:
        return ()
    return workflows.steps_after(workflow_instance=dossier.workflow_instance, step_key=step.key)
