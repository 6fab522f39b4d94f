"""Dossiers over the API (API hồ sơ): file, list, read, act. Each operation calls one query or service."""

import uuid
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.api.schemas import (
    ActIn,
    AgencyRow,
    DossierFacts,
    DossierIn,
    DossierOut,
    DossierPage,
    DossierRow,
    PaperOut,
    StepPage,
    StepRow,
    binary,
)
from lienthong.domain.dossiers.choices import Channel
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services.intake import applicant_of
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.signing import services as signing
from lienthong.kit.access import ActorRequest, officer, public, signed_in
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

router = Router(tags=["dossiers"])

Limit = Annotated[int, Query(ge=1, le=100)]


@router.post("/dossiers", response={201: DossierFacts}, summary="File a dossier")
@signed_in.operation
def file_dossier(
    request: ActorRequest,
    payload: DossierIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=80)],
) -> Status[DossierFacts]:
    """Check and file. A repeat with the same `Idempotency-Key` answers with the same dossier; a required paper missing, or a wrong
    answer, files nothing and says what. A fee not yet paid leaves it in `awaiting_payment`."""
    version = procedures.version_to_file(payload.procedure)
    if not procedures.is_handled_by(version, payload.agency):
        raise Invalid(
            {
                "agency": f"Cơ quan {payload.agency} không giải quyết thủ tục {payload.procedure}. Lấy danh sách tại GET /procedures/{payload.procedure}/agencies"
            }
        )
    actor = request.actor
    if actor.is_officer and not actor.may("dossiers.file_for_others"):
        raise NotAllowed
    if actor.is_officer and payload.applicant is None:
        raise Invalid({"applicant": "Cán bộ nộp thay phải ghi người nộp (applicant)."})
    queries.require_own_files(actor, [paper.file for paper in payload.papers])
    papers = [services.GivenPaper(requirement_key=paper.requirement, file_id=paper.file) for paper in payload.papers]
    channel = Channel.COUNTER if actor.is_officer else Channel.ONLINE
    fee = procedures.total(procedures.fees_for(version, payload.answers, channel=channel))
    if actor.is_officer and payload.applicant is not None:
        dossier = services.submit_at_counter(
            actor=actor,
            version=version,
            agency_id=payload.agency,
            answers=payload.answers,
            papers=papers,
            applicant=services.ApplicantData(
                name=payload.applicant.full_name,
                id_number=payload.applicant.id_number,
                phone=payload.applicant.phone,
                email=payload.applicant.email,
            ),
            checks=[
                services.CheckedPaper(
                    requirement_key=check.requirement,
                    verdict=check.verdict,
                    shape=check.shape,
                    count=check.count,
                    reason=check.reason,
                )
                for check in payload.checks
            ],
            fee_amount=fee,
            idempotency_key=idempotency_key,
        )
    else:
        dossier = services.submit_dossier(
            actor=actor,
            version=version,
            agency_id=payload.agency,
            answers=payload.answers,
            papers=papers,
            applicant=applicant_of(actor),
            fee_amount=fee,
            idempotency_key=idempotency_key,
        )
    return Status(201, _just_filed(dossier, version))


def _just_filed(dossier: Dossier, version: procedures.VersionSnapshot) -> DossierFacts:
    """What was filed, from memory: nothing has to be read again."""
    return DossierFacts(
        code=dossier.code,
        procedure=version.code,
        procedure_name=version.short_name,
        applicant_name=dossier.applicant_name,
        state=dossier.state,
        national_status=queries.national_status_of(dossier),
        submitted_at=dossier.submitted_at,
        due_at=dossier.due_at,
        **_own_fields(dossier),
    )


def _own_fields(dossier: Dossier) -> dict[str, Any]:
    return {
        "agency": dossier.agency_id,
        "reception_agency": dossier.reception_agency_id,
        "helped_agency": dossier.helped_agency_id,
        "channel": dossier.channel,
        "accepted_at": dossier.accepted_at,
        "original_due_at": dossier.original_due_at,
        "due_derivation": dossier.due_derivation.get("lines", []),
        "completed_at": dossier.completed_at,
        "returned_at": dossier.returned_at,
        "timeliness": dossier.timeliness,
        "fee_amount": dossier.fee_amount,
        "fee_paid_at": dossier.fee_paid_at,
        "answers": dossier.answers,
        "result_number": dossier.result_number,
        "result_file": dossier.result_file_id,
    }


@router.get(
    "/procedures/{code}/agencies", response=list[AgencyRow], auth=None, summary="Agencies that handle a procedure"
)
@public.operation
def list_agencies_of_procedure(request: HttpRequest, code: str) -> list[AgencyRow]:
    """In Vietnamese order. 404 for a code that is not in force."""
    del request
    rows = procedures.agencies_for(procedures.current_version(code))
    return [AgencyRow(id=row.id, identifier=row.identifier, name=row.name) for row in rows]


@router.get("/dossiers", response=DossierPage, summary="List visible dossiers, newest first")
@signed_in.operation
def list_dossiers(
    request: ActorRequest, cursor: str = "", limit: Limit = 20, state: str = "", q: str = ""
) -> DossierPage:
    """One's own; an officer's those of the agency. `cursor` is empty, `last`, or what a page gave."""
    page = queries.dossiers_page(request.actor, cursor=cursor, limit=limit, state=state, text=q[:100])
    return DossierPage(items=[DossierRow.of(dossier) for dossier in page.items], next=page.next, previous=page.previous)


@router.get("/queue", response=StepPage, summary="An officer's queue, least time left first")
@officer().operation
def list_queue(
    request: ActorRequest,
    role: str = "",
    cursor: str = "",
    limit: Limit = 20,
    delegation: int = 0,
    *,
    paused: bool = False,
) -> StepPage:
    """Open steps that lie with a role of the position (the first one when `role` is empty), or on behalf of a seat that delegated."""
    actor = request.actor
    stand = next((each for each in actor.stand_ins if each.delegation_id == delegation), None)
    if delegation and stand is None:
        raise NotFound
    roles = stand.roles if stand else actor.position.roles if actor.position else frozenset()
    wanted = role or (sorted(roles)[0] if roles else "")
    page = queries.queue_page(actor, wanted, paused=paused, cursor=cursor, limit=limit, stand=stand)
    return StepPage(items=[StepRow.of_queue(row) for row in page.items], next=page.next, previous=page.previous)


@router.get("/dossiers/{code}", response=DossierOut, summary="Read one dossier")
@signed_in.operation
def read_dossier(request: ActorRequest, code: str) -> DossierOut:
    """The dossier with papers and open steps. Others' dossiers answer 404."""
    dossier = queries.dossier_for(request.actor, code)
    if request.actor.is_officer and dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"API: đọc hồ sơ {dossier.code}",
        )
    return DossierOut(
        **DossierRow.of(dossier).model_dump(),
        **_own_fields(dossier),
        papers=[
            PaperOut(
                requirement=paper.requirement_key,
                name=paper.name,
                file=paper.file_id,
                source=paper.source,
                added_at=paper.added_at,
            )
            for paper in queries.papers_of(dossier)
        ],
        steps=[StepRow.of(step) for step in queries.open_steps(dossier)],
    )


@router.post("/dossiers/{code}/acts", response=DossierRow, summary="Act on a dossier")
@officer().operation
def act(request: ActorRequest, code: str, payload: ActIn) -> DossierRow:
    """Do one act of the office. 403 without the right, 409 when somebody else was faster, 422 when something is missing."""
    actor = request.actor
    dossier = queries.row_for(actor, code)
    dossier_id = dossier.id
    step = payload.step or 0
    match payload.act:
        case "accept":
            done = services.accept_dossier(actor=actor, dossier_id=dossier_id, note=payload.note)
        case "reject":
            done = services.reject_dossier(actor=actor, dossier_id=dossier_id, reason=payload.note)
        case "request-supplement":
            lines = [
                services.JudgedLine(
                    requirement_key=one.requirement, verdict=one.verdict, reason=one.reason, remedy=one.remedy
                )
                for one in payload.lines
            ]
            done = services.request_supplement(
                actor=actor, dossier_id=dossier_id, lines=lines, note=payload.note
            ).dossier
        case "draft":
            done = services.draft_result(
                actor=actor, dossier_id=dossier_id, step_id=step, title=payload.title, body=payload.body
            )
        case "complete":
            done = signing.done_by_holder(
                actor=actor,
                typed=payload.holder.typed(),
                act=lambda: services.complete_step(
                    actor=actor, dossier_id=dossier_id, step_id=step, note=payload.note, seen=payload.seen
                ),
            )
        case "send-back":
            done = services.send_back_step(actor=actor, dossier_id=dossier_id, step_id=step, reason=payload.note)
        case "sign":
            done = signing.done_by_holder(
                actor=actor,
                typed=payload.holder.typed(),
                act=lambda: services.sign_result(
                    actor=actor, dossier_id=dossier_id, step_id=step, note=payload.note, seen=payload.seen
                ),
            )
        case "return":
            done = services.return_result(actor=actor, dossier_id=dossier_id, note=payload.note)
        case _:
            _act_on_life(actor, dossier_id, payload)
            dossier.refresh_from_db(fields=["state", "work_begun", "due_at"])
            done = dossier
    dossier.state, dossier.work_begun, dossier.due_at = done.state, done.work_begun, done.due_at
    return DossierRow.of(dossier)


def _act_on_life(actor: Actor, dossier_id: uuid.UUID, payload: ActIn) -> None:
    """The acts that interrupt or end the handling; what only the head decides is laid before the head."""
    match payload.act:
        case "pause":
            services.pause_dossier(
                actor=actor,
                dossier_id=dossier_id,
                ground=payload.ground,
                reason=payload.note,
                expected_until=payload.until,
            )
        case "end-pause":
            services.end_pause(actor=actor, dossier_id=dossier_id, note=payload.note)
        case "ask-duty":
            services.ask_duty(
                actor=actor, dossier_id=dossier_id, title=payload.title, amount=payload.amount, reason=payload.note
            )
        case "cancel-duty":
            services.cancel_duty(actor=actor, dossier_id=dossier_id, reason=payload.note)
        case "extend":
            services.propose_extension(actor=actor, dossier_id=dossier_id, days=payload.days, reason=payload.note)
        case "stop":
            services.propose_stop(actor=actor, dossier_id=dossier_id, reason=payload.note)
        case "reopen":
            services.propose_reopening(actor=actor, dossier_id=dossier_id, reason=payload.note)
        case "close":
            services.close_dossier(actor=actor, dossier_id=dossier_id, note=payload.note)


@router.post(
    "/dossiers/{code}/steps/{step}/look",
    summary="Look at what is decided on",
    openapi_extra=binary("application/pdf"),
)
@officer("dossiers.approve", "dossiers.sign", "dossiers.stamp").operation
def look(request: ActorRequest, code: str, step: int) -> HttpResponse:
    """The paper of one's open step as PDF, recorded as looked at; its digest stands in the header `X-Seen`, to be sent with the act."""
    actor = request.actor
    dossier = queries.dossier_for(actor, code)
    seen = services.look_at(actor=actor, dossier_id=dossier.id, step_id=step)
    if dossier.applicant_id is not None:
        audit.record_access(
            actor=actor,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"API: xem trước khi quyết định, hồ sơ {dossier.code}",
        )
    return HttpResponse(files.read_bytes(seen.file), content_type="application/pdf", headers={"X-Seen": seen.sha256})


@router.get("/dossiers/{code}/receipt.pdf", summary="The receipt as PDF", openapi_extra=binary("application/pdf"))
@signed_in.operation
def receipt(request: ActorRequest, code: str) -> HttpResponse:
    """Form 01, printed when first asked for."""
    dossier = queries.dossier_for(request.actor, code)
    if dossier.receipt_file is None:
        dossier = services.make_receipt(dossier_id=dossier.id)
    assert dossier.receipt_file is not None
    return HttpResponse(files.read_bytes(dossier.receipt_file), content_type="application/pdf")
