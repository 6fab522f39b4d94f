"""Archived files are read on request, until a day (khai thác, sử dụng tài liệu lưu trữ)."""

import uuid
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from lienthong.domain.archive import policies, queries
from lienthong.domain.archive.choices import FileState, LoanState
from lienthong.domain.archive.errors import WrongState
from lienthong.domain.archive.events import LoanAsked, LoanDecided
from lienthong.domain.archive.models import ItemContent, Loan
from lienthong.domain.archive.queries.files import archived_file
from lienthong.domain.archive.services.locking import reason_of, recorded
from lienthong.domain.archive.terms import terms
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

LONGEST_DAYS = 365


@transaction.atomic
def ask_to_read(*, actor: Actor, file_id: uuid.UUID, purpose: str) -> Loan:
    """Ask the archive for a file, saying what for. Asked twice it is one request. Raises FileNotFound, Invalid."""
    file = archived_file(actor, file_id)
    assert actor.position is not None
    said = reason_of(purpose, "đối chiếu số liệu để báo cáo Sở Nội vụ.")
    running = {"file": file, "position_id": actor.position.id, "state__in": [LoanState.ASKED, LoanState.GRANTED]}
    known = Loan.objects.filter(**running).first()
    if known is not None and known.state == LoanState.GRANTED and known.until and known.until < clock.today():
        known.state = LoanState.ENDED
        known.save(update_fields=["state"])
        known = None
    if known is not None:
        return known
    try:
        with transaction.atomic():
            loan = Loan.objects.create(
                file=file,
                position_id=actor.position.id,
                asked_by_name=f"{actor.name}, {actor.position.title}"[:160],
                purpose=said,
                asked_at=clock.now(),
            )
    except IntegrityError:
        return Loan.objects.get(**running)
    recorded(actor, file, "ask_to_read", purpose=said)
    publish(LoanAsked(loan_id=loan.pk, agency_id=file.agency_id))
    return loan


@transaction.atomic
def grant_loan(*, actor: Actor, loan_id: int, until: date | None = None, answer: str = "") -> Loan:
    """Let it be read to the end of a day. Raises NotAllowed, NotFound, WrongState, Invalid."""
    loan = _lock(actor, loan_id)
    until = until or clock.today() + timedelta(days=int(terms()["loan_days"]))
    if not clock.today() <= until <= clock.today() + timedelta(days=LONGEST_DAYS):
        raise Invalid({"until": f"Chọn ngày từ hôm nay đến không quá {LONGEST_DAYS} ngày."})
    loan.until = until
    return _decided(actor, loan, LoanState.GRANTED, clean(answer)[:300])


@transaction.atomic
def refuse_loan(*, actor: Actor, loan_id: int, answer: str) -> Loan:
    """Not to be read, for a reason. Raises NotAllowed, NotFound, WrongState, Invalid."""
    loan = _lock(actor, loan_id)
    return _decided(actor, loan, LoanState.REFUSED, reason_of(answer, "hồ sơ đang chỉnh lý, hẹn đầu tháng sau."))


@transaction.atomic
def read_content(*, actor: Actor, file_id: uuid.UUID, content_id: int) -> ItemContent:
    """A stored file of a document; a look into the archive is recorded. Raises FileNotFound, NotFound when it was destroyed."""
    found = queries.content_for(actor, file_id, content_id)
    file = found.item.file
    if file.state == FileState.ARCHIVED and not policies.keeps(actor, file):
        recorded(actor, file, "read_file", notation=found.item.notation, name=found.name)
    return found


def _lock(actor: Actor, loan_id: int) -> Loan:
    loan = Loan.objects.select_for_update(of=("self",)).select_related("file").filter(pk=loan_id).first()
    if loan is None or loan.file.agency_id not in actor.archive_agency_ids:
        raise NotFound("Không tìm thấy yêu cầu khai thác này ở cơ quan của chức vụ đang dùng.")
    policies.require(actor, policies.KEEP, loan.file.agency_id)
    if loan.state != LoanState.ASKED:
        raise WrongState(
            f"Yêu cầu này đã được trả lời: {loan.get_state_display().lower()} ({loan.decided_by_name}). Tải lại trang."
        )
    return loan


def _decided(actor: Actor, loan: Loan, state: str, answer: str) -> Loan:
    loan.state, loan.answer, loan.decided_at, loan.decided_by_name = state, answer, clock.now(), actor.name
    loan.save()
    recorded(actor, loan.file, "answer_loan", to=loan.asked_by_name, state=state, answer=answer)
    publish(LoanDecided(loan_id=loan.pk, position_id=loan.position_id))
    return loan
