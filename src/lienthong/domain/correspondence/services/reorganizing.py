"""Open documents follow their agency, what lies with a person follows the person (văn bản khi sắp xếp cơ quan).

What is settled stays with the agency that settled it; numbers and registers stay as they were written.
"""

from django.db.models import QuerySet

from lienthong.domain.correspondence.choices import OPEN_STATES, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.services.moving import recorded
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.services import Counts, Mover, Passage

DOCUMENTS, TASKS = "văn bản đến đang giải quyết", "phần việc văn bản đang mở"


def count_open(passage: Passage) -> Counts:
    """What `follow_agencies` would move."""
    return {DOCUMENTS: _documents(passage).count(), TASKS: _tasks(passage).count()}


def follow_agencies(passage: Passage) -> Counts:
    """Move them; the record of each document says from where to where."""
    counts = {DOCUMENTS: 0, TASKS: 0}
    if passage.moves_rest:
        rows = list(_documents(passage).select_for_update(of=("self",)).order_by("id"))
        names = organizations.names_of({passage.main, *(row.agency_id for row in rows)})
        for row in rows:
            left, row.agency_id = row.agency_id, passage.main
            row.save(update_fields=["agency"])
            recorded(
                passage.actor,
                row,
                "follow_agency",
                note=f"Từ {names[left]} sang {names[passage.main]}.",
                to=passage.main,
            )
        counts[DOCUMENTS] = len(rows)
    for old in list(_tasks(passage).values_list("position_id", flat=True).distinct()):
        counts[TASKS] += _tasks(passage).filter(position_id=old).update(position_id=passage.seats[old or 0])
    return counts


def _documents(passage: Passage) -> QuerySet[Document]:
    rows = Document.objects.filter(agency_id__in=passage.leaving, state__in=OPEN_STATES)
    return rows if passage.moves_rest else rows.none()


def _tasks(passage: Passage) -> QuerySet[DocumentTask]:
    return DocumentTask.objects.filter(state=TaskState.OPEN, position_id__in=list(passage.seats))


MOVER = Mover(
    count=count_open,
    move=follow_agencies,
    covers=frozenset({"correspondence.Document.agency", "correspondence.DocumentTask.position"}),
)
