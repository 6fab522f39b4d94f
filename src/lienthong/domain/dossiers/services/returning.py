"""The end of a dossier (trả kết quả, rút hồ sơ): results are given to somebody who is known and signs; a mistake is undone, not erased."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import (
    Confirmed,
    IdentityPaper,
    PaperKind,
    PaperPlace,
    ReceiverCapacity,
    ReturnForm,
    State,
)
from lienthong.domain.dossiers.errors import (
    FeeOutstanding,
    NotTheOwner,
    PaperNotHere,
    ReceiverUnknown,
    ReturnedAlready,
)
from lienthong.domain.dossiers.events import DossierWithdrawn, ResultReturned, ReturnUndone
from lienthong.domain.dossiers.models import Dossier, DossierStep, PaperPart, ResultReturn, ReturnedResult
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.ending import end_early
from lienthong.domain.dossiers.services.intake import mark_fee_paid
from lienthong.domain.dossiers.services.moving import advance, lock_dossier, open_step, steps_to_open
from lienthong.domain.dossiers.states import next_state
from lienthong.foundation.files import services as files
from lienthong.foundation.payments import services as payments
from lienthong.foundation.workflows import services as workflows
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish
from lienthong.kit.money import format_money
from lienthong.kit.text_vi import clean, fold

LEAST_REASON = 10
_NUMBERS = {
    IdentityPaper.CARD: (r"\d{12}", "Số thẻ căn cước gồm 12 chữ số."),
    IdentityPaper.OLD_CARD: (r"\d{9}|\d{12}", "Số chứng minh nhân dân gồm 9 hoặc 12 chữ số."),
    IdentityPaper.PASSPORT: (r"[A-Z]{1,2}\d{6,8}", "Số hộ chiếu gồm chữ cái đầu và 6 đến 8 chữ số, ví dụ C1234567."),
    IdentityPaper.OTHER: (r".{3,20}", "Ghi số của giấy tờ, 3 đến 20 ký tự."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who stands at the counter. `authority`: number, day and maker of the paper that lets them take it in another's place."""

    name: str
    paper: str
    number: str
    capacity: str = ReceiverCapacity.OWNER
    from_card: bool = False
    authority: str = ""
    authority_upload: "UploadedFile[Any] | None" = None
    confirmed: str = ""


@transaction.atomic
def return_result(*, actor: Actor, dossier_id: uuid.UUID, note: str = "") -> Dossier:
    """Give an electronic result: the applicant may download it, the dossier is closed. Nobody has to come.

    Raises NotAllowed, WrongState, FeeOutstanding, and ReceiverUnknown where the result lies on paper: that goes to a person.
    """
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "return_result", dossier)
    if dossier.state == State.COMPLETED and _paper_of(dossier) is not None:
        raise ReceiverUnknown.of(dossier.code)
    _refuse_unpaid(dossier)
    _give(actor, dossier, note=note.strip(), told={})
    return dossier


@transaction.atomic
def return_results(*, actor: Actor, forms: Mapping[uuid.UUID, str], receiver: Receiver, note: str = "") -> ResultReturn:
    """Give one or several results to one person: `forms` is dossier id → ReturnForm. All or none.

    Raises Invalid (name, number, capacity, authority, confirmed, dossiers), NotAllowed, NotFound, ReturnedAlready, NotTheOwner,
    FeeOutstanding, PaperNotHere.
    """
    receiver = _checked(receiver, forms)
    dossiers = [lock_dossier(dossier_id) for dossier_id in sorted(forms)]
    acting = {dossier.id: policies.acting(actor, "return_result", dossier) for dossier in dossiers}
    for dossier in dossiers:
        _refuse_returned(dossier)
        next_state(dossier.state, "return_result")
        _refuse_stranger(dossier, receiver)
        _refuse_unpaid(dossier)
        if forms[dossier.id] != ReturnForm.ELECTRONIC:
            _refuse_paper_elsewhere(dossier)
    giver = acting[dossiers[0].id]
    act = ResultReturn.objects.create(
        agency_id=giver.agency_id or dossiers[0].reception_agency_id,
        by_id=giver.position.id if giver.position else None,
        by_name=giver.name,
        capacity=receiver.capacity,
        receiver_name=receiver.name,
        paper=receiver.paper,
        paper_number=receiver.number,
        from_card=receiver.from_card,
        authority=receiver.authority,
        authority_file=files.store_upload(actor=actor, upload=receiver.authority_upload, purpose="authority")
        if receiver.authority_upload is not None
        else None,
        confirmed=receiver.confirmed,
        note=note.strip()[:300],
    )
    for dossier in dossiers:
        form = forms[dossier.id]
        ReturnedResult.objects.create(act=act, dossier=dossier, form=form)
        if form != ReturnForm.ELECTRONIC:
            PaperPart.objects.filter(dossier_id=dossier.id, kind=PaperKind.RESULT).update(
                place=PaperPlace.GIVEN, since=act.at, remark=""
            )
        told = f"{receiver.name}, {ReceiverCapacity(receiver.capacity).label.lower()}; {ReturnForm(form).label.lower()}"
        _give(acting[dossier.id], dossier, note=note.strip(), told={"return": str(act.id), "note": told})
    return act


@transaction.atomic
def return_by_post(*, dossier_id: uuid.UUID, tracking: str) -> Dossier:
    """The postman delivered the result (bưu tá đã giao): it counts as returned. What the postman took or did not take is settled by the post.

    Already returned, or ended otherwise meanwhile: nothing changes.
    """
    dossier = lock_dossier(dossier_id)
    if dossier.state != State.COMPLETED:
        return dossier
    PaperPart.objects.filter(dossier_id=dossier.id, kind=PaperKind.RESULT).update(
        place=PaperPlace.GIVEN, since=clock.now(), remark=f"Bưu chính giao, số hiệu {tracking}"
    )
    note = f"Bưu tá đã giao kết quả, số hiệu bưu gửi {tracking}"
    _give(SYSTEM, dossier, note=note, told={"note": note, "tracking": tracking})
    return dossier


@transaction.atomic
def take_owed_fee(*, actor: Actor, dossier_id: uuid.UUID, given: int) -> Dossier:
    """Take in cash what is still owed for a result that waits, out of the `given` VND. Paid by the bank meanwhile, nothing is taken.

    Raises NotAllowed, WrongState, and what `payments.take_cash` raises.
    """
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "return_result", dossier)
    next_state(dossier.state, "return_result")
    if dossier.fee_paid_at is not None or not dossier.fee_amount:
        return dossier
    receipt = payments.take_cash(
        actor=actor,
        subject_type="dossier",
        subject_id=dossier.id,
        amount=dossier.fee_amount,
        given=given,
        description=f"Phí, lệ phí {dossier.procedure.short_name}",
        payer_name=dossier.applicant_name,
    )
    return mark_fee_paid(actor=actor, dossier_id=dossier.id, paid_at=receipt.taken_at)


@transaction.atomic
def undo_return(*, actor: Actor, dossier_id: uuid.UUID, reason: str, recovered: bool) -> Dossier:
    """A result went to the wrong person: it counts as not given and waits again; who had it stays in the record.

    `recovered`: the paper is back at the counter; else the office makes it anew. Raises Invalid, NotFound, NotAllowed, WrongState.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid(
            {"reason": "Lý do còn trống hoặc quá ngắn. Ghi rõ sai ở đâu, ví dụ: trao nhầm cho người trùng tên."}
        )
    dossier = lock_dossier(dossier_id)
    if actor.agency_id not in {dossier.agency_id, dossier.reception_agency_id}:
        raise NotFound
    if not policies.can(actor, "undo_return", dossier):
        raise NotAllowed("Chỉ lãnh đạo hủy được việc trả kết quả. Báo lãnh đạo mở hồ sơ này và hủy, kèm lý do.")
    actor = policies.acting(actor, "undo_return", dossier)
    dossier.state = next_state(dossier.state, "undo_return")
    dossier.returned_at = None
    dossier.save(update_fields=["state", "returned_at"])
    _open_return_step(dossier)
    line = dossier.returns.filter(undone_at__isnull=True).select_related("act").last()
    held = ""
    if line is not None:
        held = line.act.receiver_name
        line.undone_at, line.undone_by_name, line.undone_reason = clock.now(), actor.name, reason.strip()[:300]
        line.save(update_fields=["undone_at", "undone_by_name", "undone_reason"])
    _take_paper_back(dossier, recovered=recovered)
    audit.record(
        actor=actor,
        verb="undo_return",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"note": f"{f'Đã trao cho {held}. ' if held else ''}{reason.strip()}", "recovered": recovered},
    )
    publish(ReturnUndone(dossier_id=dossier.id, code=dossier.code, reason=reason.strip()))
    return dossier


@transaction.atomic
def withdraw_dossier(*, actor: Actor, dossier_id: uuid.UUID, reason: str) -> Dossier:
    """The applicant takes the dossier back before the result is there."""
    if not reason.strip():
        raise Invalid({"reason": "Chưa ghi lý do rút hồ sơ. Ghi ngắn gọn, ví dụ: khai sai thông tin, nộp lại sau."})
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "withdraw", dossier)
    dossier.state = next_state(dossier.state, "withdraw")
    dossier.reason = reason.strip()
    end_early(actor, dossier)
    audit.record(
        actor=actor,
        verb="withdraw_dossier",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"reason": dossier.reason},
    )
    publish(DossierWithdrawn(dossier_id=dossier.id, code=dossier.code))
    return dossier


def _give(actor: Actor, dossier: Dossier, *, note: str, told: dict[str, object]) -> None:
    dossier.state = next_state(dossier.state, "return_result")
    dossier.returned_at = clock.now()
    dossier.save(update_fields=["state", "returned_at"])
    advance(actor, dossier, open_step(dossier, kinds=["return"]), note=note)
    audit.record(actor=actor, verb="return_result", subject_type="dossier", subject_id=dossier.id, details=told or None)
    publish(ResultReturned(dossier_id=dossier.id, code=dossier.code))


def _checked(receiver: Receiver, forms: Mapping[uuid.UUID, str]) -> Receiver:
    """The receiver as it will be kept. Raises Invalid with everything that is missing at once."""
    problems = {}
    name, number = clean(receiver.name), re.sub(r"[\s.]", "", receiver.number).upper()
    if receiver.paper not in IdentityPaper.values:
        problems["paper"] = "Chưa chọn loại giấy tờ xuất trình."
    elif not re.fullmatch(_NUMBERS[IdentityPaper(receiver.paper)][0], number, re.ASCII):
        problems["number"] = _NUMBERS[IdentityPaper(receiver.paper)][1]
    if len(name) < 2:
        problems["name"] = "Chưa ghi họ tên người nhận như trên giấy tờ."
    if receiver.capacity not in ReceiverCapacity.values:
        problems["capacity"] = "Chưa chọn nhận cho chính mình hay được ủy quyền."
    authority = clean(receiver.authority) if receiver.capacity == ReceiverCapacity.AUTHORISED else ""
    if receiver.capacity == ReceiverCapacity.AUTHORISED and len(authority) < LEAST_REASON:
        problems["authority"] = "Ghi văn bản ủy quyền: số, ngày, nơi chứng thực hoặc quan hệ theo quy định."
    if receiver.confirmed not in Confirmed.values:
        problems["confirmed"] = "Người nhận chưa ký nhận. Mời xem danh sách kết quả rồi xác nhận."
    if not forms or not set(forms.values()) <= set(ReturnForm.values):
        problems["dossiers"] = "Chưa chọn kết quả nào để trả, hoặc chưa chọn hình thức trả."
    if problems:
        raise Invalid(problems)
    return Receiver(
        name=name[:160],
        paper=receiver.paper,
        number=number,
        capacity=receiver.capacity,
        from_card=receiver.from_card,
        authority=authority[:300],
        authority_upload=receiver.authority_upload if authority else None,
        confirmed=receiver.confirmed,
    )


def _refuse_returned(dossier: Dossier) -> None:
    if dossier.state not in {State.RETURNED, State.CLOSED}:
        return
    line = dossier.returns.filter(undone_at__isnull=True).select_related("act").last()
    step = dossier.steps.filter(kind="return", finished_at__isnull=False).last()
    at = dossier.returned_at.astimezone(clock.VIETNAM) if dossier.returned_at else None
    raise ReturnedAlready.of(
        dossier.code,
        line.act.receiver_name if line else "",
        step.finished_by_name if step else "hệ thống",
        f"{at:%H:%M, %d/%m/%Y}" if at else "",
    )


def _refuse_stranger(dossier: Dossier, receiver: Receiver) -> None:
    """Whoever takes their own result shows that they are the applicant; whoever takes it for another is another."""
    owner = dossier.applicant.id_number if dossier.applicant is not None else ""
    if receiver.paper == IdentityPaper.CARD:
        same = receiver.number == owner if owner else receiver.number.endswith(dossier.applicant_id_last4)
    else:
        same = fold(receiver.name) == fold(dossier.applicant_name)
    if receiver.capacity == ReceiverCapacity.OWNER and not same:
        raise NotTheOwner.of(receiver.name, dossier.applicant_name, dossier.code)
    if receiver.capacity == ReceiverCapacity.AUTHORISED and same and receiver.paper == IdentityPaper.CARD:
        raise Invalid({"capacity": f"{receiver.name} chính là người nộp hồ sơ {dossier.code}. Chọn “Người nộp hồ sơ”."})


def _refuse_unpaid(dossier: Dossier) -> None:
    if dossier.fee_amount and dossier.fee_paid_at is None:
        raise FeeOutstanding.of(dossier.code, format_money(dossier.fee_amount))


def _paper_of(dossier: Dossier) -> PaperPart | None:
    return dossier.paper_parts.filter(kind=PaperKind.RESULT).first()


def _refuse_paper_elsewhere(dossier: Dossier) -> None:
    """A result on paper is given by the counter that has it; where none was noted, the office prints it at the counter."""
    part = _paper_of(dossier)
    if part is None or part.place == PaperPlace.COUNTER:
        return
    places = {
        PaperPlace.OFFICE: "còn ở bộ phận giải quyết, chưa bàn giao về Một cửa",
        PaperPlace.PASSING: "đang trên đường về Một cửa, chưa xác nhận nhận",
        PaperPlace.GIVEN: "đã trao cho người nhận lần trước",
    }
    raise PaperNotHere.of(dossier.code, places[PaperPlace(part.place)])


def _open_return_step(dossier: Dossier) -> None:
    """The step of giving opens again, in the run of the process and in the queue of the counter."""
    last = dossier.steps.filter(kind="return", finished_at__isnull=False).last()
    if last is None or dossier.workflow_instance is None:
        raise NotFound("Hồ sơ không có bước trả kết quả để mở lại.")
    moved = workflows.reopen_last_step(instance_id=dossier.workflow_instance, step_key=last.key)
    DossierStep.objects.bulk_create(steps_to_open(dossier, moved.opened, at=clock.now()))


def _take_paper_back(dossier: Dossier, *, recovered: bool) -> None:
    part = PaperPart.objects.select_for_update().filter(dossier_id=dossier.id, kind=PaperKind.RESULT).first()
    if part is None or part.place != PaperPlace.GIVEN:
        return
    part.since = clock.now()
    if recovered:
        part.place, part.agency_id, part.remark = (
            PaperPlace.COUNTER,
            dossier.reception_agency_id,
            "Thu hồi sau khi trao nhầm",
        )
    else:
        part.place, part.agency_id = PaperPlace.OFFICE, dossier.agency_id
        part.remark = "Bản trước trao nhầm, chưa thu hồi được: cấp lại"
    part.save(update_fields=["place", "agency", "since", "remark"])
