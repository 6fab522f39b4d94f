"""From the writer to whoever approves, to the signer, and back (trình duyệt, trả lại, trình ký); Điều 11 đến 13 Nghị định 30/2020/NĐ-CP."""

import uuid

from django.db import transaction

from lienthong.domain.drafts import policies, queries
from lienthong.domain.drafts.choices import DraftState, OpinionState
from lienthong.domain.drafts.errors import DraftNotFound, LayoutReasonNeeded
from lienthong.domain.drafts.events import DraftApprovalAsked, DraftFinished, DraftReturned, DraftSubmitted
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.services.moving import acting, lock_draft, move, recorded
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean


@transaction.atomic
def ask_approval(*, actor: Actor, draft_id: uuid.UUID) -> Draft:
    """Lay the content before the head of the department. Raises NotAllowed, WrongDraftState, Invalid."""
    draft = lock_draft(actor, draft_id)
    move(actor, draft, "ask_approval")
    _require_ready(draft, signer=False)
    draft.asked_at, draft.reason = clock.now(), ""
    draft.save()
    recorded(actor, draft, "ask_draft_approval", number=draft.latest)
    publish(
        DraftApprovalAsked(
            draft_id=draft.pk, agency_id=draft.agency_id, department_id=draft.department_id, asked=draft.latest
        )
    )
    return draft


@transaction.atomic
def take_back_draft(*, actor: Actor, draft_id: uuid.UUID) -> Draft:
    """The writer wants to write on. Raises NotAllowed, WrongDraftState."""
    draft = lock_draft(actor, draft_id)
    move(actor, draft, "take_back")
    draft.approved_version, draft.approved_at, draft.approved_by_name = None, None, ""
    draft.save()
    recorded(actor, draft, "take_back_draft")
    return draft


@transaction.atomic
def approve_draft(*, actor: Actor, draft_id: uuid.UUID, version: int) -> Draft:
    """The content of this version is right. Raises NotAllowed, WrongDraftState, Invalid where another version came in between."""
    draft = lock_draft(actor, draft_id)
    actor = acting(actor, draft, "approve")
    move(actor, draft, "approve")
    if draft.latest != version:
        raise Invalid(
            {"version": f"Đã có bản {draft.latest}, ông/bà đang xem bản {version}. Xem bản mới nhất rồi duyệt."}
        )
    draft.approved_version, draft.approved_at, draft.approved_by_name = version, clock.now(), actor.name
    draft.save()
    recorded(actor, draft, "approve_draft", number=version)
    return draft


@transaction.atomic
def return_draft(*, actor: Actor, draft_id: uuid.UUID, reason: str) -> Draft:
    """Back to the writer, saying what is to be mended. Raises NotAllowed, WrongDraftState, Invalid."""
    said = _reason(reason, "Chưa ghi vì sao trả lại. Ghi chỗ phải sửa để người soạn sửa một lần cho xong.")
    draft = lock_draft(actor, draft_id)
    actor = acting(actor, draft, "return")
    move(actor, draft, "return")
    _returned(actor, draft, said, "return_draft")
    return draft


@transaction.atomic
def submit_draft(*, actor: Actor, draft_id: uuid.UUID, layout_reason: str = "") -> Draft:
    """Lay it before its signer. Who approves drafts submits their own at once. The same submission twice is one.

    Raises Invalid without signer, abstract or recipients, LayoutReasonNeeded, NotAllowed, WrongDraftState.
    """
    draft = lock_draft(actor, draft_id)
    again = actor.first_that(lambda each: policies.does(each, "submit", draft), *policies.DELEGATED)
    if draft.state == DraftState.SUBMITTED and again is not None:
        return draft
    actor = acting(actor, draft, "submit", "submit_own")
    move(actor, draft, "submit", "submit_own")
    _require_ready(draft, signer=True)
    version = queries.version_of(draft)
    assert version is not None
    assert draft.signer_id is not None
    errors = [each for each in version.findings if each["severity"] == "error"]
    if errors and len(layout_reason.strip()) < 5:
        raise LayoutReasonNeeded(len(errors), str(errors[0]["label"]))
    draft.submission += 1
    draft.submitted_at, draft.submitted_by_name = clock.now(), actor.name
    draft.layout_reason = clean(layout_reason, lines=True) if errors else ""
    draft.reason = ""
    draft.save()
    draft.opinions.filter(state__in=(OpinionState.WAITING, OpinionState.OPEN)).update(state=OpinionState.WITHDRAWN)
    recorded(
        actor, draft, "submit_draft", number=draft.latest, signer=draft.signer_name, layout_reason=draft.layout_reason
    )
    publish(
        DraftSubmitted(
            draft_id=draft.pk,
            agency_id=draft.agency_id,
            signer_position_id=draft.signer_id,
            submission=draft.submission,
        )
    )
    return draft


@transaction.atomic
def reopen_draft(*, draft_id: uuid.UUID, reason: str, actor: Actor = SYSTEM) -> Draft:
    """The signer did not sign: back to the writer with their reason. Told twice it is once. Raises DraftNotFound, WrongDraftState."""
    draft = _locked(draft_id)
    if draft.state in {DraftState.RETURNED, DraftState.WRITING}:
        return draft
    move(SYSTEM, draft, "reopen")
    _returned(actor, draft, clean(reason, lines=True) or "Người ký trả lại.", "reopen_draft")
    return draft


@transaction.atomic
def finish_draft(*, draft_id: uuid.UUID, document_id: uuid.UUID, notation: str, actor: Actor = SYSTEM) -> Draft:
    """It was issued as this document. Told twice it is once. Raises DraftNotFound, WrongDraftState."""
    draft = _locked(draft_id)
    if draft.state == DraftState.FINISHED:
        return draft
    move(SYSTEM, draft, "finish")
    draft.document_id, draft.notation, draft.finished_at = document_id, notation[:80], clock.now()
    draft.save()
    recorded(actor, draft, "finish_draft", document=str(document_id), notation=notation)
    publish(DraftFinished(draft_id=draft.pk, document_id=document_id))
    return draft


@transaction.atomic
def abandon_draft(*, actor: Actor, draft_id: uuid.UUID, reason: str) -> Draft:
    """It is not written any more; everything stays to be read. Raises NotAllowed, WrongDraftState, Invalid."""
    said = _reason(reason, "Ghi vì sao thôi soạn, ví dụ: đã có văn bản khác thay.")
    draft = lock_draft(actor, draft_id)
    move(actor, draft, "abandon")
    draft.reason = said
    draft.save()
    draft.opinions.filter(state__in=(OpinionState.WAITING, OpinionState.OPEN)).update(state=OpinionState.WITHDRAWN)
    recorded(actor, draft, "abandon_draft", reason=said)
    return draft


def _locked(draft_id: uuid.UUID) -> Draft:
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise DraftNotFound
    return draft


def _returned(actor: Actor, draft: Draft, reason: str, verb: str) -> None:
    draft.reason = reason
    draft.approved_version, draft.approved_at, draft.approved_by_name = None, None, ""
    draft.save()
    recorded(actor, draft, verb, reason=reason)
    publish(DraftReturned(draft_id=draft.pk, agency_id=draft.agency_id, writer_position_id=draft.writer_id))


def _require_ready(draft: Draft, *, signer: bool) -> None:
    problems = {}
    if not draft.abstract.strip():
        problems["abstract"] = "Trích yếu còn trống. Ghi nội dung khái quát của văn bản trong một câu."
    if signer and draft.signer_id is None:
        problems["signer"] = "Chưa chọn người ký. Chọn ở phần Người ký, thẩm quyền ký."
    if signer and not draft.recipients.exists():
        problems["recipients"] = "Chưa có nơi nhận. Thêm ít nhất một nơi nhận."
    if problems:
        raise Invalid(problems)


def _reason(reason: str, otherwise: str) -> str:
    said = clean(reason, lines=True)
    if len(said) < 5:
        raise Invalid({"reason": otherwise})
    return said
