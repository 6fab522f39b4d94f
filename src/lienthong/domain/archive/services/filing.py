"""A work file is opened and filled (mở hồ sơ, thu thập văn bản vào hồ sơ); Điều 29 Nghị định 30/2020/NĐ-CP."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from lienthong.domain.archive import policies, queries
from lienthong.domain.archive.choices import FileState, ListState, Origin, Rights
from lienthong.domain.archive.errors import OrderChanged
from lienthong.domain.archive.events import FileHandedOn
from lienthong.domain.archive.models import FileItem, FileShare, ItemContent, ListEntry, WorkFile
from lienthong.domain.archive.services.locking import lock_kept, reason_of, recorded, require_state
from lienthong.foundation.files import queries as stored_files
from lienthong.foundation.files import services as files
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock, word_search
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import publish
from lienthong.kit.recordkeeping import Kind, Urgency
from lienthong.kit.text_vi import clean

OUTSIDE = "NDM"
"""Code of files that the list of the year does not name (ngoài danh mục)."""
PURPOSE = "work-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What is kept of a document in a file (Phụ lục VI). `files`: ids of stored files, the document itself first.

    Whoever calls has seen to it that the actor may see the document.
    """

    subject: str
    origin: str = Origin.OTHER
    document_id: uuid.UUID | None = None
    doc_code: str = ""
    organ_name: str = ""
    kind: str = ""
    notation: str = ""
    issued_on: date | None = None
    pages: int | None = None
    signer: str = ""
    signer_title: str = ""
    urgency: str = Urgency.NORMAL
    arrival_number: int | None = None
    arrived_on: date | None = None
    due_on: date | None = None
    is_paper: bool = False
    note: str = ""
    files: Sequence[uuid.UUID] = ()


@transaction.atomic
def open_file(
    *,
    actor: Actor,
    key: str,
    entry_id: int | None = None,
    title: str = "",
    years: int | None = None,
    year: int | None = None,
    description: str = "",
) -> WorkFile:
    """Open a file from the approved list (`entry_id`), or outside it with a title and a retention of one's own.

    `key` names one sending: sent again, the same file comes back. Raises NotAllowed, NotFound, Invalid.
    """
    agency_id = policies.require(actor, policies.WORK)
    assert actor.position is not None
    known = WorkFile.objects.filter(key=key, founder_id=agency_id).first()
    if known is not None:
        return known
    year = year or clock.today().year
    if entry_id is not None:
        # The row is locked so that two who open from one title get two codes.
        entry = (
            ListEntry.objects.select_for_update(of=("self",))
            .filter(pk=entry_id, list__agency_id=agency_id, list__state=ListState.APPROVED, is_heading=False)
            .filter(removed_at__isnull=True)
            .select_related("list")
            .first()
        )
        if entry is None:
            raise NotFound("Tiêu đề này không có trong danh mục hồ sơ đã ban hành của cơ quan. Chọn lại.")
        year, years, code = entry.list.year, entry.years, _next_code(agency_id, entry)
        title = clean(title)[:400] or entry.title
    else:
        entry, title = None, clean(title)[:400]
        if len(title) < 10:
            raise Invalid(
                {
                    "title": "Ghi tiêu đề hồ sơ: loại văn bản, nội dung, nơi, thời gian. Ví dụ: Kế hoạch, báo cáo chuyển đổi số năm 2026."
                }
            )
        number = numbering.next_number(scope="work-file", key=f"{organizations.identifier_of(agency_id)}-{year}")
        code = f"{number:02d}.{OUTSIDE}"
    file = WorkFile(
        agency_id=agency_id,
        founder_id=agency_id,
        entry=entry,
        year=year,
        code=code,
        title=title,
        years=years,
        description=clean(description, lines=True),
        position_id=actor.position.id,
        department_id=actor.position.department_id,
        keeper_name=f"{actor.name}, {actor.position.title}"[:240],
        opened_at=clock.now(),
        opened_by_name=actor.name,
        key=key[:64],
    )
    file.search_text = searched(file)
    file.save(force_insert=True)
    recorded(actor, file, "open_file", code=code, title=title, retention=file.retention, listed=entry is not None)
    return file


def _next_code(agency_id: int, entry: ListEntry) -> str:
    taken = set(
        WorkFile.objects.filter(founder_id=agency_id, year=entry.list.year, code__startswith=entry.code).values_list(
            "code", flat=True
        )
    )
    if entry.code not in taken:
        return entry.code
    return next(code for number in range(2, 10_000) if (code := f"{entry.code}/{number}") not in taken)


def searched(file: WorkFile) -> str:
    """The words by which a file is found."""
    return word_search.kept(file.code, file.title, file.keywords, file.description, str(file.year), file.keeper_name)


@transaction.atomic
def describe_file(
    *, actor: Actor, file_id: uuid.UUID, title: str, years: int | None, rights: str, keywords: str, description: str
) -> WorkFile:
    """Correct what is said of a file while it is open. Raises NotAllowed, WrongState, Invalid."""
    file = lock_kept(actor, file_id)
    require_state(file, "close")
    title = clean(title)[:400]
    problems = {}
    if len(title) < 10:
        problems["title"] = "Tiêu đề còn quá ngắn. Ghi loại văn bản, nội dung, thời gian."
    if rights not in Rights.values:
        problems["rights"] = "Chọn chế độ sử dụng."
    if problems:
        raise Invalid(problems)
    before = {"title": file.title, "retention": file.retention}
    file.title, file.years, file.rights = title, years, rights
    file.keywords, file.description = clean(keywords)[:300], clean(description, lines=True)
    file.search_text = searched(file)
    file.save(update_fields=["title", "years", "rights", "keywords", "description", "search_text"])
    recorded(actor, file, "describe_file", before=before, title=title, retention=file.retention)
    return file


@transaction.atomic
def put_document(*, actor: Actor, file_id: uuid.UUID, facts: DocumentFacts) -> FileItem:
    """Put a document into an open file, last. The same document, or the same single upload, put in twice stands there once.

    Raises NotAllowed, WrongState, Invalid.
    """
    file = lock_kept(actor, file_id)
    require_state(file, "close")
    known = _standing(file, facts)
    if known is not None:
        return known
    _judge(facts)
    stored = [stored_files.get_file(each) for each in facts.files]
    last = file.items.aggregate(last=Max("place"))["last"] or 0
    item = FileItem(
        file=file,
        place=last + 1,
        document_id=facts.document_id,
        origin=facts.origin,
        doc_code=clean(facts.doc_code)[:120],
        organ_name=clean(facts.organ_name)[:200],
        kind=facts.kind,
        notation=clean(facts.notation)[:80],
        issued_on=facts.issued_on,
        subject=clean(facts.subject, lines=True),
        pages=facts.pages or sum(each.pages or 1 for each in stored) or None,
        signer=clean(facts.signer)[:160],
        signer_title=clean(facts.signer_title)[:200],
        urgency=facts.urgency,
        arrival_number=facts.arrival_number,
        arrived_on=facts.arrived_on,
        due_on=facts.due_on,
        is_paper=facts.is_paper and not stored,
        note=clean(facts.note)[:300],
        put_at=clock.now(),
        put_by_name=actor.name,
    )
    item.save()
    ItemContent.objects.bulk_create(
        ItemContent(
            item=item,
            place=place,
            file=each,
            name=each.name,
            media_type=each.media_type,
            size=each.size,
            sha256=each.sha256,
        )
        for place, each in enumerate(stored)
    )
    recorded(actor, file, "put_document", notation=item.notation, subject=item.subject[:200])
    return item


def put_upload(*, actor: Actor, file_id: uuid.UUID, upload: "UploadedFile[Any]", facts: DocumentFacts) -> FileItem:
    """The same with a file of one's own. Raises also the refusals of files."""
    with transaction.atomic():
        require_state(lock_kept(actor, file_id), "close")
        stored = files.store_upload(actor=actor, upload=upload, purpose=PURPOSE)
        from dataclasses import replace

        return put_document(actor=actor, file_id=file_id, facts=replace(facts, files=[stored.id], is_paper=False))


def _standing(file: WorkFile, facts: DocumentFacts) -> FileItem | None:
    rows = file.items.filter(removed_at__isnull=True)
    if facts.document_id is not None:
        return rows.filter(document_id=facts.document_id).first()
    if len(facts.files) == 1:
        sha256 = stored_files.get_file(facts.files[0]).sha256
        return rows.filter(document__isnull=True, contents__sha256=sha256).first()
    return None


def _judge(facts: DocumentFacts) -> None:
    problems = {}
    if len(clean(facts.subject)) < 3:
        problems["subject"] = "Ghi trích yếu nội dung văn bản."
    if facts.kind not in Kind.values:
        problems["kind"] = "Chọn loại văn bản theo Nghị định 30/2020/NĐ-CP."
    if facts.origin not in Origin.values:
        problems["origin"] = "Chọn nguồn văn bản."
    if facts.issued_on is not None and facts.issued_on > clock.today():
        problems["issued_on"] = f"Ngày văn bản {facts.issued_on:%d/%m/%Y} chưa đến. Xem lại ngày ghi trên văn bản."
    if facts.pages is not None and not 1 <= facts.pages <= 10_000:
        problems["pages"] = "Số trang là số từ 1."
    if not facts.files and not facts.is_paper and facts.document_id is None:
        problems["file"] = "Chọn tệp, hoặc đánh dấu chỉ có bản giấy."
    if problems:
        raise Invalid(problems)


@transaction.atomic
def correct_item(
    *,
    actor: Actor,
    file_id: uuid.UUID,
    item_id: int,
    pages: int | None,
    issued_on: date | None,
    is_paper: bool,
    note: str,
) -> FileItem:
    """Say what a document lacks before the file is closed: pages, day, that only paper exists. Raises NotAllowed, WrongState, Invalid, NotFound."""
    file = lock_kept(actor, file_id)
    require_state(file, "close")
    item = _item(file, item_id)
    if pages is not None and not 1 <= pages <= 10_000:
        raise Invalid({"pages": "Số trang là số từ 1."})
    if issued_on is not None and issued_on > clock.today():
        raise Invalid({"issued_on": f"Ngày {issued_on:%d/%m/%Y} chưa đến. Xem lại ngày ghi trên văn bản."})
    item.pages, item.issued_on, item.note = pages, issued_on, clean(note)[:300]
    item.is_paper = is_paper and not item.contents.exists()
    item.save(update_fields=["pages", "issued_on", "note", "is_paper"])
    recorded(actor, file, "correct_item", notation=item.notation, pages=pages, issued_on=str(issued_on or ""))
    return item


@transaction.atomic
def order_items(*, actor: Actor, file_id: uuid.UUID, item_ids: Sequence[int]) -> None:
    """Put the documents in this order: every one of them named once. Raises OrderChanged when somebody has changed the file meanwhile."""
    file = lock_kept(actor, file_id)
    require_state(file, "close")
    standing = {each.pk: each for each in queries.current_items(file)}
    if sorted(standing) != sorted(item_ids):
        raise OrderChanged
    for place, item_id in enumerate(item_ids, start=1):
        if standing[item_id].place != place:
            FileItem.objects.filter(pk=item_id).update(place=place)
    recorded(actor, file, "order_items", number=len(item_ids))


@transaction.atomic
def take_out(*, actor: Actor, file_id: uuid.UUID, item_id: int, reason: str) -> FileItem:
    """Take a document out of an open file; that it was there stays on record. Raises NotAllowed, WrongState, Invalid, NotFound."""
    file = lock_kept(actor, file_id)
    require_state(file, "close")
    item = _item(file, item_id)
    item.removed_at, item.removed_by_name = clock.now(), actor.name
    item.removed_reason = reason_of(reason, "văn bản thuộc hồ sơ khác.")
    item.save(update_fields=["removed_at", "removed_by_name", "removed_reason"])
    recorded(actor, file, "take_out", notation=item.notation, subject=item.subject[:200], reason=item.removed_reason)
    return item


def _item(file: WorkFile, item_id: int) -> FileItem:
    found = file.items.filter(pk=item_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound("Văn bản này không còn trong hồ sơ, có thể người khác vừa đưa ra. Tải lại trang.")
    return found


@transaction.atomic
def hand_on(*, actor: Actor, file_id: uuid.UUID, position_id: int) -> WorkFile:
    """A colleague keeps the file from now on, with everything in it. Raises NotAllowed, Invalid, WrongState."""
    file = lock_kept(actor, file_id)
    if file.state not in {FileState.OPEN, FileState.CLOSED}:
        require_state(file, "close")
    names = dict(queries.colleagues(file.agency_id, besides=file.position_id))
    if position_id not in names:
        raise Invalid({"position": "Chọn một người đang làm việc ở cơ quan, khác người đang giữ hồ sơ."})
    left = file.keeper_name
    file.position_id, file.keeper_name = position_id, names[position_id][:240]
    file.department_id = organizations.get_position(position_id).department_id
    file.search_text = searched(file)
    file.save(update_fields=["position", "keeper_name", "department", "search_text"])
    recorded(actor, file, "hand_on", before=left, to=file.keeper_name)
    publish(FileHandedOn(file_id=file.pk, position_id=position_id, by_name=actor.name))
    return file


@transaction.atomic
def share_file(
    *, actor: Actor, file_id: uuid.UUID, department_id: int | None = None, position_id: int | None = None
) -> FileShare:
    """A department or a colleague of the agency may read it. Shared twice it is shared once. Raises NotAllowed, Invalid."""
    file = lock_kept(actor, file_id)
    if department_id is not None:
        room = organizations.departments_of(file.agency_id).filter(pk=department_id).first()
        name = room.name if room else ""
        position_id = None
    else:
        name = dict(queries.colleagues(file.agency_id)).get(position_id or 0, "")
    if not name:
        raise Invalid({"share": "Chọn một phòng hoặc một người của cơ quan."})
    known = [
        each for each in file.shares.all() if (each.department_id, each.position_id) == (department_id, position_id)
    ]
    if known:
        return known[0]
    share = FileShare.objects.create(
        file=file,
        department_id=department_id,
        position_id=position_id,
        name=name,
        given_by_name=actor.name,
        given_at=clock.now(),
    )
    recorded(actor, file, "share_file", to=name)
    return share


@transaction.atomic
def unshare_file(*, actor: Actor, file_id: uuid.UUID, share_id: int) -> None:
    """They read it no more. Taken back twice is taken back once. Raises NotAllowed."""
    file = lock_kept(actor, file_id)
    share = file.shares.filter(pk=share_id).first()
    if share is not None:
        share.delete()
        recorded(actor, file, "unshare_file", to=share.name)
