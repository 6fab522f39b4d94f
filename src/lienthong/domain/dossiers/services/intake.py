"""A dossier comes in: submitted, paid, accepted or refused (nộp, tiếp nhận, từ chối)."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import Channel, Outcome, PaperSource, State
from lienthong.domain.dossiers.errors import PapersMissing
from lienthong.domain.dossiers.events import DossierAccepted, DossierRejected, DossierSubmitted
from lienthong.domain.dossiers.models import Dossier, DossierPaper, DossierStep
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.moving import advance, finish_step, lock_dossier, open_step, steps_to_open
from lienthong.domain.dossiers.services.paper_parts import note_papers
from lienthong.domain.dossiers.services.posting import refuse_awaited
from lienthong.domain.dossiers.states import next_state
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.workdays import services as workdays
from lienthong.foundation.workflows import services as workflows
from lienthong.kit import clock, word_search
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.events import publish
from lienthong.kit.ids import new_id
from lienthong.kit.rows import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantData:
    """Who the dossier is for. `person_id` once the identity is known; `verified` when a register vouches for it."""

    name: str
    id_number: str
    phone: str = ""
    email: str = ""
    person_id: int | None = None
    verified: bool = False
    birth_date: date | None = None
    gender: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPaper:
    """A file given for a requirement; without a file the paper was taken at the counter."""

    requirement_key: str
    file_id: uuid.UUID | None = None
    source: PaperSource = PaperSource.UPLOAD


class KeyReused(Refused):
    """One idempotency key, two different requests."""

    code = "idempotency-key-reused"
    status = 422
    message = "Khóa chống lặp này đã dùng cho một yêu cầu khác. Tạo khóa mới cho mỗi hồ sơ mới, giữ khóa cũ khi gửi lại cùng hồ sơ."


class ClockBehind(Refused):
    """The clock of the server says that it is earlier than what has happened already: no date reckoned by it would be right."""

    code = "clock-behind"
    status = 503


CLOCK_TOLERANCE = timedelta(minutes=5)
"""By how much the clocks of several servers may differ."""


def refuse_clock_behind(now: datetime, happened: datetime, what: str) -> None:
    """Raise ClockBehind when `now` lies clearly before `happened`, which was recorded earlier."""
    if now >= happened - CLOCK_TOLERANCE:
        return
    raise ClockBehind(
        f"Đồng hồ máy chủ đang là {now.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}, trước lúc {what} "
        f"({happened.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}) nên không hẹn ngày được. Báo quản trị hệ thống chỉnh giờ máy chủ rồi làm lại; "
        "hồ sơ còn nguyên."
    )


def missing_papers(version: procedures.VersionSnapshot, given: set[str], *, verified: bool) -> list[str]:
    """Names of required papers that nobody gave. What the form or a register already says is never asked for."""
    return [
        need.name
        for need in version.requirements
        if need.required and need.is_uploaded(verified=verified) and need.key not in given
    ]


@transaction.atomic
def submit_dossier(
    *,
    actor: Actor,
    version: procedures.VersionSnapshot,
    agency_id: int,
    answers: dict[str, object],
    papers: Sequence[GivenPaper],
    applicant: ApplicantData,
    channel: Channel = Channel.ONLINE,
    reception_agency_id: int | None = None,
    fee_amount: int = 0,
    fee_paid_at: datetime | None = None,
    idempotency_key: str = "",
    dossier_id: uuid.UUID | None = None,
    helped_agency_id: int | None = None,
    judged: bool = False,
    by_post: Sequence[str] = (),
    fee_later: bool = False,
    parent_id: uuid.UUID | None = None,
) -> Dossier:
    """Make a dossier of checked answers and papers, start its workflow and put it in the reception queue.

    With an `idempotency_key` a repeat by the same account returns the first dossier. Raises Invalid (answers), PapersMissing,
    KeyReused. A dossier whose fee is not paid waits in AWAITING_PAYMENT and enters the queue when the bank confirms.
    `judged`: an officer has looked at every paper and says next what is missing, so nothing is demanded here, not even the fee.
    `helped_agency_id`: the counter where the applicant was helped. `by_post`: papers that come in a parcel; until it is opened the
    dossier stands paused at reception. `fee_later`: the postman takes the fee, or it is taken with the result;
    the dossier does not wait for it. `parent_id`: the dossier of another agency for which this one is done.
    """
    dossier_id = dossier_id or new_id()
    if idempotency_key:
        given = sorted((paper.requirement_key, str(paper.file_id)) for paper in papers)
        request = [version.id, agency_id, answers, applicant.id_number, given]
        if (earlier := _claim(actor, idempotency_key, request, dossier_id)) is not None:
            return earlier
    if not judged and (problems := eforms.validate_answers(form=version.form, answers=answers)):
        raise Invalid(problems)
    answers = eforms.tidy_answers(
        form=version.form, answers=answers
    )  # computed ones are reckoned here, whatever was sent
    if not judged and (
        missing := missing_papers(
            version,
            {paper.requirement_key for paper in papers}.union(by_post),
            verified=applicant.verified or channel == Channel.COUNTER,
        )
    ):
        raise PapersMissing(
            f"Còn thiếu {len(missing)} giấy tờ bắt buộc: {'; '.join(missing)}. Tải lên đủ rồi nộp lại, nội dung đã khai được giữ nguyên.",
            missing=missing,
        )
    now = clock.now()
    identifier = organizations.identifier_of(agency_id)
    today = now.astimezone(clock.VIETNAM).date()
    number = numbering.next_number(scope="dossier", key=f"{identifier}-{today:%y%m%d}")
    started = workflows.start_instance(workflow_id=version.workflow_id)
    unpaid = fee_amount > 0 and fee_paid_at is None and not judged and not fee_later
    code = numbering.format_dossier_code(identifier, today, number)
    dossier = Dossier(
        id=dossier_id,
        code=code,
        version_id=version.id,
        procedure_id=version.procedure_id,
        agency_id=agency_id,
        reception_agency_id=reception_agency_id or agency_id,
        helped_agency_id=helped_agency_id,
        channel=channel,
        state=State.AWAITING_PAYMENT if unpaid else State.SUBMITTED,
        applicant_id=applicant.person_id,
        filed_by_id=actor.account_id,
        applicant_name=applicant.name,
        applicant_id_last4=applicant.id_number[-4:],
        phone=applicant.phone,
        email=applicant.email,
        answers=answers,
        search_text=word_search.kept(applicant.name, version.short_name, code),
        fee_amount=fee_amount,
        fee_paid_at=fee_paid_at,
        submitted_at=now,
        parent_id=parent_id,
        workflow_instance=started.instance_id,
    )
    insert(dossier)
    names = {need.key: need.name for need in version.requirements}
    rows = [
        DossierPaper(
            dossier=dossier,
            requirement_key=paper.requirement_key,
            name=names.get(paper.requirement_key, ""),
            source=paper.source,
            file_id=paper.file_id,
            added_at=now,
        )
        for paper in papers
        if paper.requirement_key in names
    ]
    insert(*rows)
    steps = steps_to_open(dossier, started.open_steps, at=now)
    for step in steps:
        step.is_paused = unpaid or bool(by_post)
    insert(*steps)
    audit.record(
        actor=actor,
        verb="submit_dossier",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"code": dossier.code, "channel": channel},
    )
    publish(DossierSubmitted(dossier_id=dossier.id, code=dossier.code))
    return dossier


_CLAIM = """
INSERT INTO dossiers_idempotencykey AS taken (account_id, key, digest, dossier_id, created_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (account_id, key) DO UPDATE SET key = taken.key
RETURNING digest, dossier_id
"""


def _claim(actor: Actor, key: str, request: list[object], dossier_id: uuid.UUID) -> Dossier | None:
    """Take the key for the dossier to come (its foreign key is looked at on commit), or wait for whoever holds it and return
    what they made. One statement, for every submission pays it."""
    digest = hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [actor.account_id or 0, key[:80], digest, dossier_id, clock.now()])
        said, holder = cursor.fetchone()
    if holder == dossier_id:
        return None
    if said != digest:
        raise KeyReused
    return Dossier.objects.get(id=holder)


@transaction.atomic
def mark_fee_paid(*, actor: Actor, dossier_id: uuid.UUID, paid_at: datetime) -> Dossier:
    """Record the fee; a dossier that waited for it enters the reception queue. A repeat changes nothing."""
    dossier = lock_dossier(dossier_id)
    if dossier.fee_paid_at is not None:
        return dossier
    dossier.fee_paid_at = paid_at
    if dossier.state == State.AWAITING_PAYMENT:
        dossier.state = next_state(dossier.state, "pay")
        DossierStep.objects.filter(dossier=dossier, finished_at__isnull=True).update(is_paused=False)
    dossier.save(update_fields=["fee_paid_at", "state"])
    audit.record(
        actor=actor,
        verb="mark_fee_paid",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"amount": dossier.fee_amount},
    )
    return dossier


@transaction.atomic
def accept_dossier(*, actor: Actor, dossier_id: uuid.UUID, note: str = "") -> Dossier:
    """Accept: the clock starts, the due date is promised with its derivation, the next step opens.

    Raises NotAllowed, WrongState, StepTaken.
    """
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "accept", dossier)
    step = open_step(dossier, kinds=["receive"])  # first: it names who was faster
    refuse_awaited(dossier)
    state = next_state(dossier.state, "accept")
    version = procedures.version(dossier.version_id)
    now = clock.now()
    refuse_clock_behind(now, dossier.submitted_at, "hồ sơ được nộp")
    due = workdays.due_for(
        agency_id=dossier.agency_id, start=now, limit_value=version.limit_value, limit_unit=version.time_limit_unit
    )
    dossier.state = state
    dossier.accepted_at = now
    dossier.due_at = dossier.original_due_at = due.due
    dossier.due_derivation = due.as_json()
    dossier.save(update_fields=["state", "accepted_at", "due_at", "original_due_at", "due_derivation"])
    advance(actor, dossier, step, note=note)
    note_papers(dossier)
    audit.record(
        actor=actor,
        verb="accept_dossier",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"due": due.due.isoformat()},
    )
    publish(DossierAccepted(dossier_id=dossier.id, code=dossier.code))
    return dossier


@transaction.atomic
def reject_dossier(*, actor: Actor, dossier_id: uuid.UUID, reason: str) -> Dossier:
    """Refuse at reception with the ground (mẫu 03). Raises Invalid without one."""
    if len(reason.strip()) < 10:  # a ground has to say something
        raise Invalid(
            {
                "reason": "Lý do từ chối còn trống hoặc quá ngắn. Ghi rõ căn cứ và hướng dẫn để người nộp biết phải làm gì."
            }
        )
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "reject", dossier)
    dossier.state = next_state(dossier.state, "reject")
    dossier.reason = reason.strip()
    dossier.save(update_fields=["state", "reason"])
    finish_step(actor, open_step(dossier, kinds=["receive"]), outcome=Outcome.CANCELLED, note=reason)
    if dossier.workflow_instance:
        workflows.cancel_instance(instance_id=dossier.workflow_instance)
    audit.record(
        actor=actor,
        verb="reject_dossier",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"reason": dossier.reason},
    )
    publish(DossierRejected(dossier_id=dossier.id, code=dossier.code, reason=dossier.reason))
    return dossier


def applicant_of(actor: Actor) -> ApplicantData:
    """The signed-in citizen as applicant. Raises Refused when the account has no identity yet."""
    if actor.person_id is None:
        raise Refused(
            "Tài khoản chưa có số định danh cá nhân. Đăng nhập bằng VNeID hoặc bổ sung số định danh trong trang Tài khoản rồi nộp lại."
        )
    person = accounts.get_person(actor.person_id)
    return ApplicantData(
        name=person.full_name,
        id_number=person.id_number,
        phone=person.phone,
        email=person.email,
        person_id=person.id,
        verified=bool(person.verified_by),
    )
