"""Lists of files (danh mục hồ sơ). Officers of the agency read them; drafts too, so that departments can say what is missing."""

from lienthong.domain.archive.choices import ListState
from lienthong.domain.archive.errors import ListMissing
from lienthong.domain.archive.models import FileList, ListEntry
from lienthong.domain.archive.policies import WORK
from lienthong.foundation.audit import queries as audit
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

MOST_ENTRIES = 2_000

type ListRow = FileList


def lists_of(actor: Actor) -> list[FileList]:
    """Lists of the agency and of those it came after, newest first; at most fifty."""
    if not actor.may(WORK):
        return []
    return list(FileList.objects.filter(agency_id__in=actor.archive_agency_ids).order_by("-year", "-id")[:50])


def list_for(actor: Actor, list_id: int) -> FileList:
    """One list. Raises NotFound for others' as for none."""
    found = FileList.objects.select_related("agency", "taken_from").filter(pk=list_id).first()
    if found is None or not (actor.is_system or (actor.may(WORK) and found.agency_id in actor.archive_agency_ids)):
        raise NotFound("Không tìm thấy danh mục hồ sơ này ở cơ quan của chức vụ đang dùng.")
    return found


def file_list(agency_id: int, year: int) -> FileList:
    """The list of an agency for a year. Raises ListMissing."""
    found = FileList.objects.filter(agency_id=agency_id, year=year).first()
    if found is None:
        raise ListMissing(f"Cơ quan chưa lập danh mục hồ sơ năm {year}. Văn thư, lưu trữ lập danh mục trước.")
    return found


def entries_of(file_list: FileList) -> list[ListEntry]:
    """Headings and titles in order, cancelled ones left out; bounded."""
    return list(file_list.entries.filter(removed_at__isnull=True)[:MOST_ENTRIES])


def titles_for(actor: Actor, year: int) -> list[ListEntry]:
    """Titles of the approved list of the year from which a file may be opened, those of one's own seat or department first."""
    rows = ListEntry.objects.filter(
        list__agency_id=actor.agency_id or 0,
        list__year=year,
        list__state=ListState.APPROVED,
        is_heading=False,
        removed_at__isnull=True,
    )
    seat = actor.position
    found = list(rows[:MOST_ENTRIES])
    if seat is None:
        return found
    return sorted(
        found,
        key=lambda each: (
            each.position_id != seat.id,
            seat.department_id is None or each.department_id != seat.department_id,
            each.place,
        ),
    )


def changes_of(file_list: FileList) -> list[object]:
    """What was changed after it was approved, with reasons: the record, newest first, at most a hundred."""
    rows = audit.entries_of("file_list", file_list.pk).order_by("-id")
    return list(rows[:100])
