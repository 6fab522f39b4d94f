"""Decisions of the head and questions between agencies over the API (API đề xuất, liên thông)."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Query, Schema
from pydantic import BaseModel, Field

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.api.dossiers import router
from lienthong.domain.dossiers.choices import ReferralKind
from lienthong.domain.dossiers.models import Proposal, Referral
from lienthong.kit.access import ActorRequest, officer


class ProposalOut(BaseModel):
    """Something that only the head of the agency decides."""

    id: int
    dossier: str = Field(description="Code of the dossier")
    kind: str
    state: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None

    @staticmethod
    def of(proposal: Proposal) -> "ProposalOut":
        """From a row with its dossier."""
        return ProposalOut(
            id=proposal.pk,
            dossier=proposal.dossier.code,
            kind=proposal.kind,
            state=proposal.state,
            reason=proposal.reason,
            proposed_by=proposal.proposed_by_name,
            proposed_at=proposal.proposed_at,
            decided_by=proposal.decided_by_name,
            decided_at=proposal.decided_at,
        )


class DecisionIn(Schema):
    """Yes or no; a no says why."""

    approve: bool
    note: str = Field(default="", max_length=500)


class AskedIn(Schema):
    """Whom to ask, and within how many working days."""

    agency: int
    days: int = Field(ge=1, le=60)


class ReferralIn(Schema):
    """A question to several agencies, or a hand-over to one."""

    kind: ReferralKind
    to: list[AskedIn] = Field(min_length=1, max_length=8)
    question: str = Field(max_length=4000)


class AnswerIn(Schema):
    """What the agency says."""

    answer: str = Field(max_length=10000)


class ReferralOut(BaseModel):
    """One question to one agency."""

    id: int
    dossier: str = Field(description="Code of the dossier")
    kind: str
    state: str
    agency: int
    from_agency: int
    question: str
    sent_at: datetime
    due_at: datetime
    overdue: bool
    answered_at: datetime | None
    answer: str

    @staticmethod
    def of(referral: Referral, code: str) -> "ReferralOut":
        """From a row and the code of its dossier."""
        return ReferralOut(
            id=referral.pk,
            dossier=code,
            kind=referral.kind,
            state=referral.state,
            agency=referral.agency_id,
            from_agency=referral.from_agency_id,
            question=referral.question,
            sent_at=referral.sent_at,
            due_at=referral.due_at,
            overdue=referral.is_overdue,
            answered_at=referral.answered_at,
            answer=referral.answer,
        )


@router.get("/proposals", response=list[ProposalOut], summary="What waits for the head of the agency")
@officer("dossiers.view_agency").operation
def list_proposals(request: ActorRequest) -> list[ProposalOut]:
    """Longest waiting first, at most 200."""
    return [ProposalOut.of(each) for each in queries.proposals_waiting(request.actor)]


@router.post("/proposals/{proposal_id}/decision", response=ProposalOut, summary="Decide a proposal")
@officer("dossiers.sign").operation
def decide(request: ActorRequest, proposal_id: int, payload: DecisionIn) -> ProposalOut:
    """A yes is carried out at once. 404 for another agency's, 409 when somebody decided first, 422 for a no without its reason."""
    services.decide_proposal(actor=request.actor, proposal_id=proposal_id, approve=payload.approve, note=payload.note)
    return ProposalOut.of(queries.proposal_for(request.actor, proposal_id))


@router.get("/referrals", response=list[ReferralOut], summary="Questions between agencies")
@officer("dossiers.view_agency").operation
def list_referrals(
    request: ActorRequest, which: Annotated[Literal["in", "out", "answered"], Query()] = "in"
) -> list[ReferralOut]:
    """`in` and `out`: open ones, the least time left first; `answered`: newest first. At most 100."""
    page = queries.referrals_page(request.actor, {"in": "den", "out": "di", "answered": "da-tra-loi"}[which])
    return [ReferralOut.of(each, each.dossier.code) for each in page]


@router.post("/dossiers/{code}/referrals", response=list[ReferralOut], summary="Ask other agencies")
@officer("dossiers.handle").operation
def refer(request: ActorRequest, code: str, payload: ReferralIn) -> list[ReferralOut]:
    """Each agency gets its own deadline. 409 while the dossier lies elsewhere or the agency has a question open."""
    dossier = queries.dossier_for(request.actor, code)
    made = services.refer_dossier(
        actor=request.actor,
        dossier_id=dossier.id,
        kind=payload.kind,
        to=[services.Asked(agency_id=each.agency, days=each.days) for each in payload.to],
        question=payload.question,
    )
    return [ReferralOut.of(each, dossier.code) for each in made]


@router.post("/referrals/{referral_id}/answer", response=ReferralOut, summary="Answer a question of another agency")
@officer("dossiers.handle", "dossiers.approve").operation
def answer(request: ActorRequest, referral_id: int, payload: AnswerIn) -> ReferralOut:
    """In words; a hand-over gives the dossier back. 404 for what was asked of others."""
    made = services.answer_referral(actor=request.actor, referral_id=referral_id, answer=payload.answer)
    return ReferralOut.of(made, queries.referral(made.pk).dossier.code)
