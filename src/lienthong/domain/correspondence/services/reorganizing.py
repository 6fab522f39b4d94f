"""Open documents follow their agency, what lies with a person follows the person (văn bản khi sắp xếp cơ quan).

What is settled stays with the agency that settled it; numbers and registers stay as they were written. An outgoing document that is signed but
not out follows, to be issued or voided; an unsigned one bears the name of the agency that ends, so it goes back to who wrote it.
"""

from django.db.models import QuerySet

from lienthong.domain.correspondence.choices import OPEN_STATES, ArrivalState, State, TaskState
from lienthong.domain.correspondence.models import (
    ArrivalAddress,
    Document,
    DocumentTask,
    Mailbox,
    Phrase,
    SavedSearch,
    WaitingArrival,
)
from lienthong.domain.correspondence.services.moving import recorded
from lienthong.domain.correspondence.services.preparing import give_back
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.services import Counts, Mover, Passage

DOCUMENTS, TASKS = "văn bản đến đang giải quyết, văn bản đi chờ phát hành", "phần việc văn bản đang mở"
WAITING, UNSIGNED = "văn bản chờ vào sổ", "văn bản đi chờ ký, trả người soạn"
SEARCHES = "tìm kiếm văn bản đã lưu"
ENDS = "Cơ quan được sắp xếp lại: soạn và trình lại theo tên cơ quan mới."


def count_open(passage: Passage) -> Counts:
    """What `follow_agencies` would move."""
    return {
        DOCUMENTS: _documents(passage).count(),
        TASKS: _tasks(passage).count(),
        WAITING: _waiting(passage).count(),
        SEARCHES: _searches(passage).count(),
        UNSIGNED: _unsigned(passage).count(),
    }


def follow_agencies(passage: Passage) -> Counts:
    """Move them; the record of each document says from where to where."""
    counts = {DOCUMENTS: 0, TASKS: 0, WAITING: 0, SEARCHES: 0, UNSIGNED: 0}
    if passage.moves_rest:
        counts[WAITING] = _waiting(passage).update(agency_id=passage.main)
        ArrivalAddress.objects.filter(agency_id__in=passage.leaving).update(agency_id=passage.main)
        Mailbox.objects.filter(agency_id__in=passage.leaving).update(agency_id=passage.main)
        for document in _unsigned(passage).select_for_update(of=("self",)).select_related("outgoing").order_by("id"):
            give_back(passage.actor, document, ENDS, "return_to_drafter")
            counts[UNSIGNED] += 1
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
    for old, new in passage.seats.items():
        known = Phrase.objects.filter(position_id=new).values("text")
        Phrase.objects.filter(position_id=old).exclude(text__in=known).update(position_id=new)
    for search in _searches(passage).select_for_update().order_by("id"):
        search.position_id = passage.seats[search.position_id]
        twins = SavedSearch.objects.filter(position_id=search.position_id, name=search.name)
        if twins.exists():  # somebody of two seats had two of that name
            search.name = f"{search.name[:64]} ({search.pk})"
        search.save(update_fields=["position", "name"])
        counts[SEARCHES] += 1
    return counts


def _documents(passage: Passage) -> QuerySet[Document]:
    states = [*OPEN_STATES, State.SIGNED, State.SEALED]
    rows = Document.objects.filter(agency_id__in=passage.leaving, state__in=states)
    return rows if passage.moves_rest else rows.none()


def _unsigned(passage: Passage) -> QuerySet[Document]:
    rows = Document.objects.filter(agency_id__in=passage.leaving, state=State.TO_SIGN)
    return rows if passage.moves_rest else rows.none()


def _tasks(passage: Passage) -> QuerySet[DocumentTask]:
    return DocumentTask.objects.filter(state=TaskState.OPEN, position_id__in=list(passage.seats))


def _waiting(passage: Passage) -> QuerySet[WaitingArrival]:
    rows = WaitingArrival.objects.filter(agency_id__in=passage.leaving, state=ArrivalState.WAITING)
    return rows if passage.moves_rest else rows.none()


def _searches(passage: Passage) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(position_id__in=list(passage.seats))


MOVER = Mover(
    count=count_open,
    move=follow_agencies,
    covers=frozenset(
        {
            "correspondence.ArrivalAddress.agency",
            "correspondence.Document.agency",
            "correspondence.DocumentTask.position",
            "correspondence.Mailbox.agency",
            "correspondence.Phrase.position",
            "correspondence.WaitingArrival.agency",
            "correspondence.SavedSearch.position",
        }
    ),
)
