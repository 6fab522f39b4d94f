"""Open drafts follow their agency, what is asked of a person follows the person (dự thảo khi sắp xếp cơ quan)."""

from django.db.models import QuerySet

from lienthong.domain.drafts.choices import OPEN_STATES, DraftState, OpinionState
from lienthong.domain.drafts.models import Draft, DraftOpinion
from lienthong.domain.drafts.services.moving import recorded
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.services import Counts, Mover, Passage

DRAFTS, ASKED = "dự thảo văn bản chưa ban hành", "lượt lấy ý kiến dự thảo"
_UNISSUED = (*OPEN_STATES, DraftState.SUBMITTED)


def count_open(passage: Passage) -> Counts:
    """What `follow_agencies` would move."""
    return {DRAFTS: _drafts(passage).count(), ASKED: _asked(passage).count()}


def follow_agencies(passage: Passage) -> Counts:
    """Move them; the record of each draft says from where to where. Drafts follow their agency, and the seats of writer and signer."""
    counts = {DRAFTS: 0, ASKED: 0}
    rows = list(_drafts(passage).select_for_update(of=("self",)).order_by("id"))
    names = organizations.names_of({passage.main, *(row.agency_id for row in rows)})
    for row in rows:
        left, row.agency_id = row.agency_id, passage.main
        row.save(update_fields=["agency"])
        recorded(
            passage.actor, row, "follow_agency", note=f"Từ {names[left]} sang {names[passage.main]}.", to=passage.main
        )
    counts[DRAFTS] = len(rows)
    open_ones = Draft.objects.filter(state__in=_UNISSUED)
    for old, new in passage.seats.items():
        open_ones.filter(writer_id=old).update(writer_id=new)
        open_ones.filter(signer_id=old).update(signer_id=new)
        open_ones.filter(signer_for_id=old).update(signer_for_id=new)
        counts[ASKED] += _asked(passage).filter(position_id=old).update(position_id=new)
    return counts


def _drafts(passage: Passage) -> QuerySet[Draft]:
    rows = Draft.objects.filter(agency_id__in=passage.leaving, state__in=_UNISSUED)
    return rows if passage.moves_rest else rows.none()


def _asked(passage: Passage) -> QuerySet[DraftOpinion]:
    live = (OpinionState.WAITING, OpinionState.OPEN)
    return DraftOpinion.objects.filter(state__in=live, position_id__in=list(passage.seats))


MOVER = Mover(
    count=count_open,
    move=follow_agencies,
    covers=frozenset(
        {
            "drafts.Draft.agency",
            "drafts.Draft.writer",
            "drafts.Draft.signer",
            "drafts.Draft.signer_for",
            "drafts.DraftOpinion.position",
        }
    ),
)
