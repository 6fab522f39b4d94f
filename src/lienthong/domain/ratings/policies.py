"""Who reads what people said of a unit, and who answers (quyền với đánh giá)."""

from lienthong.domain.ratings.models import FollowUp, Rating
from lienthong.kit.actor import Actor

READ, SERVE = "ratings.answer", "dossiers.return_result"


def reads(actor: Actor, agency_id: int) -> bool:
    """Leaders and heads of departments of the unit; who follows the province, of all."""
    return actor.may("dossiers.view_all") or (actor.may(READ) and agency_id in actor.archive_agency_ids)


def answers(actor: Actor, subject: Rating | FollowUp) -> bool:
    """The leaders of the unit that was rated, or of the one that came after it."""
    return actor.may(READ) and subject.agency_id in actor.archive_agency_ids


def serves(actor: Actor, agency_id: int) -> bool:
    """The counter that gives results back."""
    return actor.may(SERVE) and agency_id == actor.agency_id
