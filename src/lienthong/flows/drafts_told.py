"""Who is to act on a draft hears of it (báo việc về dự thảo): asked for an opinion, to approve, to mend, an opinion given."""

from lienthong.domain.drafts import queries as drafts
from lienthong.domain.drafts.events import DraftApprovalAsked, DraftReturned, OpinionAsked, OpinionGiven
from lienthong.flows.documents_arrive import tell
from lienthong.kit.events import reacts_to


@reacts_to(OpinionAsked)
def tell_who_is_asked(event: OpinionAsked) -> None:
    """It is their turn."""
    tell(event, drafts.opinion_asked(event.opinion_id))


@reacts_to(OpinionGiven)
def tell_the_writer(event: OpinionGiven) -> None:
    """Somebody has answered."""
    tell(event, drafts.opinion_given(event.opinion_id))


@reacts_to(DraftApprovalAsked)
def tell_the_head(event: DraftApprovalAsked) -> None:
    """Content waits to be approved."""
    tell(event, drafts.approval_asked(event.draft_id))


@reacts_to(DraftReturned)
def tell_what_to_mend(event: DraftReturned) -> None:
    """It came back, with a reason."""
    tell(event, drafts.draft_returned(event.draft_id))
