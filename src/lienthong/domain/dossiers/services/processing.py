"""The office works on a dossier (giải quyết): steps, the draft of the result, the signature."""

import uuid
from datetime import datetime

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import Outcome, State
from lienthong.domain.dossiers.errors import ResultMissing, WrongState
from lienthong.domain.dossiers.events import ResultSigned, StepCompleted
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.documents import render_result
from lienthong.domain.dossiers.services.moving import (
    advance,
    finish_step,
    lock_dossier,
    open_step,
    refuse_handed_over,
    steps_to_open,
)
from lienthong.foundation.files import services as files
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.signing import queries as certificate_queries
from lienthong.foundation.signing import services as signing
from lienthong.foundation.signing.errors import NoCertificate
from lienthong.foundation.workflows import services as workflows
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.events import publish

OWN_VERBS = {"receive": "Tiếp nhận", "sign": "Ký", "return": "Trả kết quả"}
"""Kinds of step that end by a verb of their own, not by `complete_step`."""

DRAFTING_KINDS = {"handle", "check", "draft", "approve", "sign"}


@transaction.atomic
def complete_step(*, actor: Actor, dossier_id: uuid.UUID, step_id: int, note: str = "") -> Dossier:
    """Finish one's step and hand the dossier on. Raises NotAllowed, StepTaken, WrongState."""
    actor, dossier, step = my_step(actor, dossier_id, step_id)
    if step.kind in OWN_VERBS:
        raise Refused(f"Bước “{step.name}” kết thúc bằng thao tác “{OWN_VERBS[step.kind]}”, không chuyển thẳng.")
    if _next_is_signing(dossier, step) and dossier.draft_file_id is None:
        raise ResultMissing("Hồ sơ chưa có dự thảo kết quả. Lập dự thảo rồi trình ký.")
    if step.kind == "stamp":
        _seal_result(actor, dossier)
    advance(actor, dossier, step, note=note.strip())
    audit.record(
        actor=actor,
        verb="complete_step",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"step": step.name, "note": note.strip()},
    )
    publish(StepCompleted(dossier_id=dossier.id, code=dossier.code, step_id=step.id, step_name=step.name))
    return dossier


@transaction.atomic
def send_back_step(*, actor: Actor, dossier_id: uuid.UUID, step_id: int, reason: str) -> Dossier:
    """Return the dossier to the one who examined it, with the reason (trả lại chuyên viên)."""
    if not reason.strip():
        raise Invalid({"note": "Lý do trả lại còn trống. Ghi rõ điểm cần sửa để chuyên viên làm lại đúng."})
    actor, dossier, step = my_step(actor, dossier_id, step_id)
    if step.kind not in {"approve", "sign", "stamp"}:
        raise Refused(f"Bước “{step.name}” không có bước trước để trả lại.")
    earlier = (
        DossierStep.objects.filter(dossier=dossier, finished_at__isnull=False, kind__in=["handle", "check", "draft"])
        .order_by("-id")
        .first()
    )
    if earlier is None or dossier.workflow_instance is None:
        raise Refused("Hồ sơ chưa qua bước thẩm định nào nên không trả lại được.")
    finish_step(actor, step, outcome=Outcome.SENT_BACK, note=reason.strip())
    moved = workflows.send_back(instance_id=dossier.workflow_instance, to_step_key=earlier.key)
    DossierStep.objects.bulk_create(steps_to_open(dossier, moved.opened, at=clock.now()))
    audit.record(
        actor=actor,
        verb="send_back_step",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"step": step.name, "reason": reason.strip()},
    )
    publish(StepCompleted(dossier_id=dossier.id, code=dossier.code, step_id=step.id, step_name=step.name))
    return dossier


@transaction.atomic
def draft_result(*, actor: Actor, dossier_id: uuid.UUID, step_id: int, title: str, body: str) -> Dossier:
    """Write the result that will be signed: `title` in one line, `body` in paragraphs separated by an empty line."""
    problems = {}
    if not title.strip():
        problems["title"] = "Tên kết quả còn trống. Ghi tên giấy tờ sẽ cấp, ví dụ Giấy khai sinh."
    if not body.strip():
        problems["body"] = "Nội dung kết quả còn trống."
    if problems:
        raise Invalid(problems)
    actor, dossier, step = my_step(actor, dossier_id, step_id)
    if step.kind not in DRAFTING_KINDS:
        raise NotAllowed(f"Bước “{step.name}” không lập dự thảo kết quả.")
    dossier.result_fields = {"title": title.strip(), "body": body.strip()}
    content = render_result(dossier, number="", signed_at=None, signer=None)
    dossier.draft_file = files.store_bytes(
        name=f"du-thao-{dossier.code}.pdf", media_type="application/pdf", content=content, purpose="draft", actor=actor
    )
    dossier.save(update_fields=["result_fields", "draft_file"])
    audit.record(
        actor=actor,
        verb="draft_result",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"title": title.strip()},
    )
    return dossier


@transaction.atomic
def sign_result(*, actor: Actor, dossier_id: uuid.UUID, step_id: int, note: str = "") -> Dossier:
    """Sign the drafted result with the certificate of the actor's position: number, date, PAdES, visible stamp.

    Raises ResultMissing, NoCertificate, NotAllowed, StepTaken.
    """
    actor, dossier, step = my_step(actor, dossier_id, step_id)
    if step.kind != "sign" or not actor.may("dossiers.sign"):
        raise NotAllowed
    if not dossier.result_fields or dossier.draft_file_id is None:
        raise ResultMissing
    now = clock.now()
    dossier.result_number = _result_number(dossier, now)
    content = render_result(dossier, number=dossier.result_number, signed_at=now, signer=actor)
    signed = signing.sign_pdf(
        actor=actor, content=content, reason=f"Ký kết quả hồ sơ {dossier.code}", location=dossier.agency.short_name
    )
    result = files.store_bytes(
        name=f"ket-qua-{dossier.code}.pdf", media_type="application/pdf", content=signed, purpose="result", actor=actor
    )
    dossier.result_file = result
    dossier.save(update_fields=["result_number", "result_file"])
    advance(actor, dossier, step, note=note.strip())
    audit.record(
        actor=actor,
        verb="sign_result",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"number": dossier.result_number, "sha256": result.sha256},
    )
    publish(ResultSigned(dossier_id=dossier.id, code=dossier.code, file_id=result.id))
    return dossier


def _seal_result(actor: Actor, dossier: Dossier) -> None:
    """Put the agency's digital seal on the signed result, as a new file; the signed one stays in the storage and in the record.

    An agency without a certificate of its own stamps the paper by hand: nothing happens to the file.
    """
    signed = dossier.result_file
    if signed is None:
        return
    try:
        certificate_queries.certificate_of_agency(dossier.agency_id)
    except NoCertificate:
        return
    content = signing.seal_pdf(
        actor=actor,
        content=files.read_bytes(signed),
        reason=f"Đóng dấu kết quả hồ sơ {dossier.code}",
        location=dossier.agency.short_name,
        agency_id=dossier.agency_id,
    )
    sealed = files.store_bytes(
        name=signed.name, media_type="application/pdf", content=content, purpose="result", actor=actor
    )
    dossier.result_file = sealed
    dossier.save(update_fields=["result_file"])
    audit.record(
        actor=actor,
        verb="seal_result",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"sha256": sealed.sha256, "signed_file": str(signed.id), "signed_sha256": signed.sha256},
    )


def my_step(actor: Actor, dossier_id: uuid.UUID, step_id: int) -> tuple[Actor, Dossier, DossierStep]:
    """The dossier locked, its open step, and who works on it: the actor, or the actor on behalf of whom the step lies with.

    Raises NotAllowed, StepTaken, WrongState, HandedOver.
    """
    dossier = lock_dossier(dossier_id)
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
    return who, dossier, step


def _next_is_signing(dossier: Dossier, step: DossierStep) -> bool:
    if dossier.workflow_instance is None:
        return False
    after = workflows.steps_after(workflow_instance=dossier.workflow_instance, step_key=step.key)
    return bool(after) and after[0].kind in {"sign", "approve"}


def _result_number(dossier: Dossier, now: datetime) -> str:
    """One series a year and agency, from 1 (Điều 15 Nghị định 30/2020/NĐ-CP)."""
    year = now.astimezone(clock.VIETNAM).year
    number = numbering.next_number(scope="result", key=f"{dossier.agency.identifier}-{year}")
    return f"{number:02d}/KQ-{dossier.agency.identifier.replace('.', '')}"
