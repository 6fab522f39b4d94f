"""Work files (hồ sơ công việc): whose they are, what is in them, what they lack."""

import uuid
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.domain.archive.choices import FileState, LoanState
from lienthong.domain.archive.errors import FileNotFound
from lienthong.domain.archive.models import FileItem, FileShare, ItemContent, Loan, WorkFile
from lienthong.domain.archive.policies import APPROVE, HEAD, KEEP, WORK
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import rights_of
from lienthong.kit import clock, word_search
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

# What the functions below return, by names that other apps may use.
type FileRow = WorkFile
type ItemRow = FileItem

MOST_ITEMS = 2_000
PAGE = 30


def visible_files(actor: Actor) -> QuerySet[WorkFile]:
    """All of the agency for its leaders and for the keeper of its archive; for others what lies with their seat or with the department they
    head, what is shared with them, and what the archive lets them read today."""
    rows = WorkFile.objects.all()
    if actor.is_system:
        return rows
    if actor.position is None or not actor.may(WORK):
        return rows.none()
    rows = rows.filter(agency_id__in=actor.archive_agency_ids)
    if actor.may(KEEP) or actor.may(APPROVE):
        return rows
    return rows.filter(_mine(actor) | _shared(actor) | _lent(actor))


def _mine(actor: Actor) -> Q:
    assert actor.position is not None
    mine = Q(position_id=actor.position.id)
    if actor.may(HEAD):
        mine |= Q(department_id=actor.position.department_id) if actor.position.department_id else Q(department=None)
    return mine


def _shared(actor: Actor) -> Q:
    assert actor.position is not None
    given = Q(position_id=actor.position.id)
    if actor.position.department_id:
        given |= Q(department_id=actor.position.department_id)
    return Q(Exists(FileShare.objects.filter(given, file_id=OuterRef("pk"))))


def _lent(actor: Actor) -> Q:
    assert actor.position is not None
    return Q(
        Exists(
            Loan.objects.filter(
                file_id=OuterRef("pk"), position_id=actor.position.id, state=LoanState.GRANTED, until__gte=clock.today()
            )
        )
    )


def file_for(actor: Actor, file_id: uuid.UUID) -> WorkFile:
    """The file with its agency and entry. Raises FileNotFound for others' as for none."""
    found = visible_files(actor).filter(pk=file_id).select_related("agency", "founder", "entry").first()
    if found is None:
        raise FileNotFound
    return found


def my_files(
    actor: Actor, *, state: str = "", text: str = "", shared: bool = False, cursor: str | None = None
) -> Page[WorkFile]:
    """Files that lie with one's seat (for a head: with the department), or with `shared` those shared and lent; newest first."""
    rows = WorkFile.objects.none()
    if actor.position is not None and actor.may(WORK):
        rows = WorkFile.objects.filter(agency_id__in=actor.archive_agency_ids)
        rows = rows.filter(_shared(actor) | _lent(actor)) if shared else rows.filter(_mine(actor))
    return _page(rows, state, text, cursor)


def files_of_agency(actor: Actor, *, state: str = "", text: str = "", cursor: str | None = None) -> Page[WorkFile]:
    """Every file one may see, for the keeper of the archive and the leader."""
    return _page(visible_files(actor), state, text, cursor)


def archived_page(actor: Actor, *, text: str = "", cursor: str | None = None) -> Page[WorkFile]:
    """Titles of the archive of the agency, for every officer who works with files: to find what may be asked for. Not their contents."""
    rows = WorkFile.objects.filter(
        agency_id__in=actor.archive_agency_ids, state__in=[FileState.ARCHIVED, FileState.DESTROYED]
    )
    return _page(rows if actor.may(WORK) else rows.none(), "", text, cursor)


def archived_file(actor: Actor, file_id: uuid.UUID) -> WorkFile:
    """The title of an archived file of the agency. Raises FileNotFound."""
    rows = WorkFile.objects.filter(agency_id__in=actor.archive_agency_ids, state=FileState.ARCHIVED, pk=file_id)
    found = rows.first() if actor.may(WORK) else None
    if found is None:
        raise FileNotFound
    return found


def _page(rows: QuerySet[WorkFile], state: str, text: str, cursor: str | None) -> Page[WorkFile]:
    if state in FileState.values:
        rows = rows.filter(state=state)
    matching = word_search.matching(text) if text.strip() else None
    return keyset_page(rows, order=("-opened_at", "-id"), cursor=cursor, limit=PAGE, matching=matching)


def open_files(actor: Actor, *, text: str = "", limit: int = 20) -> list[WorkFile]:
    """Open files into which the actor may put a document, newest first."""
    rows = WorkFile.objects.none()
    if actor.position is not None and actor.may(WORK):
        rows = WorkFile.objects.filter(_mine(actor), agency_id__in=actor.archive_agency_ids, state=FileState.OPEN)
    if text.strip():
        rows = rows.filter(word_search.holding(text))
    return list(rows.order_by("-opened_at", "-id")[:limit])


def files_holding(actor: Actor, document_ids: Sequence[uuid.UUID]) -> list[WorkFile]:
    """Visible files in which one of these documents lies: where an answer belongs too. At most ten."""
    held = FileItem.objects.filter(file_id=OuterRef("pk"), document_id__in=list(document_ids), removed_at__isnull=True)
    return list(visible_files(actor).filter(Exists(held)).order_by("-opened_at", "-id")[:10])


def current_items(file: WorkFile) -> list[FileItem]:
    """Documents in the file, in order, with their stored files."""
    return list(file.items.filter(removed_at__isnull=True).prefetch_related("contents")[:MOST_ITEMS])


def removed_items(file: WorkFile) -> list[FileItem]:
    """What was taken out, with reasons."""
    return list(file.items.filter(removed_at__isnull=False).order_by("-removed_at")[:200])


def content_for(actor: Actor, file_id: uuid.UUID, content_id: int) -> ItemContent:
    """A stored file of a document in a file that the actor may see. Raises NotFound, also when it was destroyed."""
    file = file_for(actor, file_id)
    found = (
        ItemContent.objects.select_related("item__file", "file")
        .filter(pk=content_id, item__file=file, item__removed_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound
    if found.file is None:
        raise NotFound(f"Nội dung của “{found.name}” đã tiêu hủy cùng hồ sơ; chỉ còn thông tin mô tả.")
    return found


def complaints(file: WorkFile) -> list[str]:
    """Why the file cannot be closed yet, one sentence each; empty when it is complete (Điều 29 khoản 4)."""
    items = current_items(file)
    if not items:
        return ["Hồ sơ chưa có văn bản nào; đưa văn bản vào hồ sơ trước khi kết thúc."]
    found = []
    for number, item in enumerate(items, start=1):
        name = item.notation or item.subject[:60]
        contents = list(item.contents.all())
        if not contents and not item.is_paper:
            found.append(f"Văn bản {number} ({name}) chưa có tệp; đưa tệp vào hoặc đánh dấu chỉ có bản giấy.")
        if not item.pages:
            found.append(f"Văn bản {number} ({name}) chưa ghi số trang.")
        if item.issued_on is None:
            found.append(f"Văn bản {number} ({name}) chưa ghi ngày văn bản.")
    return found[:50]


def colleagues(agency_id: int, *, besides: int | None = None) -> list[tuple[int, str]]:
    """(seat, "name, title") of those in the agency who work with files today."""
    seats = organizations.seats_held([agency_id])
    return [
        (seat.pk, f"{seat.account.full_name}, {seat.title}")
        for seat in seats
        if seat.pk != besides and WORK in rights_of(seat.roles)
    ]
