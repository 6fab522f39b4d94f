"""Who keeps templates of results: those who draft propose, those who answer for the office publish; province-wide ones the keepers of the catalogue."""

from lienthong.domain.results.models import ResultTemplate
from lienthong.kit.actor import Actor

PROPOSE, PUBLISH = "results.propose", "results.publish"


def proposes(actor: Actor, agency_id: int | None) -> bool:
    """For one's own agency, or (None) for the whole province."""
    if agency_id is None:
        return actor.may("procedures.manage")
    return actor.agency_id == agency_id and (actor.may(PROPOSE) or actor.may(PUBLISH))


def publishes(actor: Actor, template: ResultTemplate) -> bool:
    """Whether the actor may publish or decline such a template; that it is somebody else's is asked in the service."""
    if template.agency_id is None:
        return actor.may("procedures.manage")
    return actor.agency_id == template.agency_id and actor.may(PUBLISH)
