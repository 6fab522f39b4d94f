"""Rules of deadlines and of telling over the API (API quy tắc hạn, báo hạn): read, saved from a day on, called back. Days in ISO 8601."""

from datetime import date
from typing import Annotated

from ninja import Field, Query, Router, Schema, Status

from lienthong.domain.correspondence import policies, queries, services
from lienthong.domain.correspondence.models import RuleEdition
from lienthong.domain.correspondence.services import TellingData, UrgencyData
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import NotFound

router = Router(tags=["document-rules"])


class UrgencyRow(Schema):
    """One urgency. `submit_hours`: working hours until it is laid before; null: by the close of the next working day."""

    urgency: str = Field(description="express, very_urgent, urgent or normal; all four, in this order")
    submit_hours: int | None = None
    settle_days: int = Field(description="Working days proposed to settle it")


class TellingRow(Schema):
    """Who is told. `hours` of working time after it fell due, before it when negative."""

    occasion: str = Field(description="not_submitted, task_due or document_due")
    hours: int
    told: str = Field(description="holder, giver (of tasks), clerk or leader")


class RulesOut(Schema):
    """One edition."""

    id: int
    agency: int | None = Field(description="null: the common rules")
    valid_from: date
    follows_common: bool
    reason: str
    made_by: str
    is_called_back: bool
    urgencies: list[UrgencyRow]
    tellings: list[TellingRow]
    changes: list[str] = Field(default=[], description="What it does differently from what held before, in words")


class RulesState(Schema):
    """What holds today, and every edition of the own agency (of all for the administrator), the last first. `opened` goes into a change."""

    in_force: RulesOut | None
    editions: list[RulesOut]
    opened: int


class RulesIn(Schema):
    """Rules from a day on. `opened`: as it was read; somebody else's change meanwhile is a refusal (`rules-changed`)."""

    urgencies: list[UrgencyRow] = Field(min_length=4, max_length=4)
    tellings: list[TellingRow] = Field(max_length=services.MOST_TELLINGS)
    valid_from: date
    reason: str = Field(max_length=300)
    opened: int


@router.get("/document-rules", response=RulesState, summary="Rules of deadlines and of telling")
@officer(policies.REGISTER, policies.ADMINISTER).operation
def read_rules(request: ActorRequest, on: Annotated[date | None, Query()] = None) -> RulesState:
    """Of the own agency, else the common ones, on a day (today)."""
    agency_id = _agency(request)
    found = queries.edition_in_force(agency_id, on)
    return RulesState(
        in_force=_out(found) if found is not None else None,
        editions=[_out(each) for each in queries.editions_of(agency_id)],
        opened=queries.newest_edition(agency_id),
    )


@router.post("/document-rules", response={201: RulesOut}, summary="Change the rules from a day on")
@officer(policies.REGISTER, policies.ADMINISTER).operation
def save_rules(request: ActorRequest, payload: RulesIn) -> Status[RulesOut]:
    """Deadlines that are there keep their day."""
    agency_id = _agency(request)
    before = queries.edition_in_force(agency_id, payload.valid_from)
    made = services.save_rules(
        actor=request.actor,
        agency_id=agency_id,
        urgencies=[UrgencyData(**each.dict()) for each in payload.urgencies],
        tellings=[TellingData(**each.dict()) for each in payload.tellings],
        valid_from=payload.valid_from,
        reason=payload.reason,
        opened=payload.opened,
    )
    out = _out(made)
    out.changes = services.changes_between(before, made)
    return Status(201, out)


@router.post("/document-rules/{edition_id}/call-back", response=RulesOut, summary="Call back rules that have not begun")
@officer(policies.REGISTER, policies.ADMINISTER).operation
def call_back_rules(request: ActorRequest, edition_id: int) -> RulesOut:
    """Of the own agency; the common ones for the administrator."""
    return _out(services.call_back_rules(actor=request.actor, edition_id=edition_id))


def _agency(request: ActorRequest) -> int | None:
    if request.actor.may(policies.ADMINISTER):
        return None
    if request.actor.agency_id is None:
        raise NotFound
    return request.actor.agency_id


def _out(edition: RuleEdition) -> RulesOut:
    urgencies, tellings = services.data_of(edition)
    return RulesOut(
        id=edition.pk,
        agency=edition.agency_id,
        valid_from=edition.valid_from,
        follows_common=edition.follows_common,
        reason=edition.reason,
        made_by=edition.made_by_name,
        is_called_back=edition.called_back_at is not None,
        urgencies=[
            UrgencyRow(urgency=each.urgency, submit_hours=each.submit_hours, settle_days=each.settle_days)
            for each in urgencies
        ],
        tellings=[TellingRow(occasion=each.occasion, hours=each.hours, told=each.told) for each in tellings],
    )
