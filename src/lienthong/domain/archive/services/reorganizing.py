"""Files in work follow their agency and their people (hồ sơ đang lập khi sắp xếp cơ quan); lists and archived files stay under the name of then,
where the successor reads, lends and destroys them."""

from django.db.models import QuerySet

from lienthong.domain.archive.choices import BEFORE_ARCHIVE, DestructionState, FileState, HandoverState, LoanState
from lienthong.domain.archive.models import Destruction, FileShare, Handover, Loan, WorkFile
from lienthong.domain.archive.services.locking import recorded
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.services import Counts, Mover, Passage

FILES, SEATS, HANDOVERS, DESTRUCTIONS, LOANS, SHARES = (
    "hồ sơ công việc chưa nộp lưu",
    "hồ sơ công việc theo người lập",
    "lần nộp lưu chờ nhận",
    "danh mục hủy đang xét",
    "yêu cầu khai thác đang mở",
    "lượt chia sẻ hồ sơ",
)


def count_open(passage: Passage) -> Counts:
    """What `follow_agencies` would move."""
    return {
        FILES: _files(passage).count(),
        SEATS: _of_seats(passage).count(),
        HANDOVERS: _handovers(passage).count(),
        DESTRUCTIONS: _destructions(passage).count(),
        LOANS: _loans(passage).count(),
        SHARES: _shares(passage).count(),
    }


def follow_agencies(passage: Passage) -> Counts:
    """Move them; the record of each file says from where to where."""
    counts = dict.fromkeys((FILES, SEATS, HANDOVERS, DESTRUCTIONS, LOANS, SHARES), 0)
    if passage.moves_rest:
        rows = list(_files(passage).select_for_update(of=("self",)).order_by("pk"))
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
        counts[FILES] = len(rows)
        # Their numbers belong to the agency that gave them: one that is taken at the successor is given anew there.
        for table, found in ((HANDOVERS, _handovers(passage)), (DESTRUCTIONS, _destructions(passage))):
            counts[table] = _renumbered(found, passage.main)
    for old in passage.seats:
        new = passage.seats[old]
        counts[SEATS] += _of_seats(passage).filter(position_id=old).update(position_id=new)
        counts[LOANS] += _loans(passage).filter(position_id=old).update(position_id=new)
        for share in _shares(passage).filter(position_id=old):
            if not FileShare.objects.filter(file_id=share.file_id, position_id=new).exists():
                share.position_id = new
                share.save(update_fields=["position"])
            counts[SHARES] += 1
    return counts


def _renumbered(rows: "QuerySet[Handover] | QuerySet[Destruction]", agency_id: int) -> int:
    moved = 0
    for row in rows.order_by("pk"):
        taken = set(
            type(row)._default_manager.filter(agency_id=agency_id, year=row.year).values_list("number", flat=True)
        )
        row.agency_id = agency_id
        if row.number in taken:
            row.number = next(number for number in range(9_000, 100_000) if number not in taken)
        row.save(update_fields=["agency", "number"])
        moved += 1
    return moved


def _files(passage: Passage) -> QuerySet[WorkFile]:
    rows = WorkFile.objects.filter(agency_id__in=passage.leaving, state__in=BEFORE_ARCHIVE)
    return rows if passage.moves_rest else rows.none()


def _of_seats(passage: Passage) -> QuerySet[WorkFile]:
    return WorkFile.objects.filter(position_id__in=list(passage.seats), state__in=BEFORE_ARCHIVE)


def _handovers(passage: Passage) -> QuerySet[Handover]:
    rows = Handover.objects.filter(agency_id__in=passage.leaving, state=HandoverState.OFFERED)
    return rows if passage.moves_rest else rows.none()


def _destructions(passage: Passage) -> QuerySet[Destruction]:
    rows = Destruction.objects.filter(
        agency_id__in=passage.leaving,
        state__in=[DestructionState.PREPARED, DestructionState.REVIEWED, DestructionState.APPROVED],
    )
    return rows if passage.moves_rest else rows.none()


def _loans(passage: Passage) -> QuerySet[Loan]:
    return Loan.objects.filter(position_id__in=list(passage.seats), state__in=[LoanState.ASKED, LoanState.GRANTED])


def _shares(passage: Passage) -> QuerySet[FileShare]:
    rows = FileShare.objects.filter(position_id__in=list(passage.seats))
    return rows.filter(file__state__in=[*BEFORE_ARCHIVE, FileState.ARCHIVED])


MOVER = Mover(
    count=count_open,
    move=follow_agencies,
    covers=frozenset(
        {
            "archive.WorkFile.agency",
            "archive.WorkFile.position",
            "archive.Handover.agency",
            "archive.Destruction.agency",
            "archive.Loan.position",
            "archive.FileShare.position",
        }
    ),
)
