"""The list of files of a year is prepared, approved, changed with reasons (lập, ban hành danh mục hồ sơ); Điều 28 Nghị định 30/2020/NĐ-CP."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

from lienthong.domain.archive import policies, queries
from lienthong.domain.archive.choices import ListState
from lienthong.domain.archive.errors import ListMissing
from lienthong.domain.archive.events import ListDecided, ListSubmitted
from lienthong.domain.archive.models import FileList, ListEntry
from lienthong.domain.archive.services.locking import reason_of
from lienthong.domain.archive.states import LISTS, next_state
from lienthong.domain.archive.terms import retention_name
from lienthong.foundation.audit import services as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

STEP = 10
WIDEST_YEARS = (2000, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A heading, or a title. `years` None is for ever; whoever keeps it is a seat, a department or only a name."""

    code: str
    title: str
    is_heading: bool = False
    years: int | None = None
    position_id: int | None = None
    department_id: int | None = None
    keeper_name: str = ""
    note: str = ""


@transaction.atomic
def prepare_list(*, actor: Actor, year: int, take_over: bool = False) -> FileList:
    """Begin the list of a year; with `take_over` with the headings and titles of the newest list before it.

    Asked for twice it is the same list. Raises NotAllowed, Invalid, ListMissing when there is none to take over.
    """
    agency_id = policies.require(actor, policies.KEEP)
    if not WIDEST_YEARS[0] <= year <= WIDEST_YEARS[1]:
        raise Invalid({"year": f"Năm {year} không hợp lệ. Ghi năm bốn chữ số, ví dụ {clock.today().year + 1}."})
    known = FileList.objects.filter(agency_id=agency_id, year=year).first()
    if known is not None:
        return known
    before = FileList.objects.filter(agency_id__in=actor.archive_agency_ids, year__lt=year).order_by("-year").first()
    if take_over and before is None:
        raise ListMissing(f"Chưa có danh mục nào trước năm {year} để lấy lại. Lập danh mục mới.", field="take_over")
    try:
        with transaction.atomic():
            made = FileList.objects.create(
                agency_id=agency_id,
                year=year,
                taken_from=before if take_over else None,
                prepared_at=clock.now(),
                prepared_by_name=actor.name,
            )
    except IntegrityError:  # a colleague began it at the same moment
        return FileList.objects.get(agency_id=agency_id, year=year)
    if take_over and before is not None:
        ListEntry.objects.bulk_create(
            ListEntry(
                list=made,
                is_heading=each.is_heading,
                place=each.place,
                code=each.code,
                title=each.title.replace(str(before.year), str(year)),
                years=each.years,
                department_id=each.department_id,
                position_id=each.position_id,
                keeper_name=each.keeper_name,
                note=each.note,
            )
            for each in queries.entries_of(before)
        )
    _recorded(actor, made, "prepare_file_list", year=year, taken_from=before.year if take_over and before else None)
    return made


@transaction.atomic
def save_entry(
    *,
    actor: Actor,
    list_id: int,
    line: Line,
    entry_id: int | None = None,
    after_id: int | None = None,
    reason: str = "",
) -> ListEntry:
    """Add a heading or title (at the end, or after another), or change one. An approved list is changed only with a reason.

    Raises NotAllowed, NotFound, Invalid, WrongState.
    """
    file_list = _lock(actor, list_id)
    reason = _reason_to_change(file_list, reason)
    judged = _judged(actor, line)
    entry = _entry(file_list, entry_id) if entry_id else ListEntry(list=file_list, place=_place(file_list, after_id))
    before = {"code": entry.code, "title": entry.title, "retention": _named(entry)} if entry_id else {}
    for name, value in judged.items():
        setattr(entry, name, value)
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        raise Invalid({"code": f"Ký hiệu {entry.code} đã có trong danh mục. Ghi ký hiệu khác."}) from None
    _recorded(
        actor,
        file_list,
        "change_entry" if entry_id else "add_entry",
        before=before,
        after={"code": entry.code, "title": entry.title, "retention": _named(entry)},
        reason=reason,
    )
    return entry


@transaction.atomic
def remove_entry(*, actor: Actor, list_id: int, entry_id: int, reason: str = "") -> None:
    """Take a heading or title out; of an approved list only with a reason. Files opened from it stay. Raises as `save_entry`."""
    file_list = _lock(actor, list_id)
    reason = _reason_to_change(file_list, reason)
    entry = _entry(file_list, entry_id)
    entry.removed_at = clock.now()
    entry.save(update_fields=["removed_at"])
    _recorded(actor, file_list, "remove_entry", before={"code": entry.code, "title": entry.title}, reason=reason)


@transaction.atomic
def fill_list(*, actor: Actor, list_id: int, lines: Sequence[Line]) -> int:
    """Put the lines of a workbook in, all or none; a code that stands there is changed. Drafts only. Returns how many. Raises Invalid."""
    file_list = _lock(actor, list_id)
    if file_list.state != ListState.DRAFT:
        raise Invalid(
            {"file": "Chỉ nhập tệp vào danh mục đang soạn. Danh mục đã trình hoặc ban hành thì sửa từng dòng."}
        )
    standing = {each.code: each for each in queries.entries_of(file_list)}
    place = file_list.entries.aggregate(last=Max("place"))["last"] or 0
    for line in lines:
        judged = _judged(actor, line)
        place += STEP
        entry = standing.get(str(judged["code"])) or ListEntry(list=file_list, place=place)
        for name, value in judged.items():
            setattr(entry, name, value)
        entry.save()
        standing[entry.code] = entry
    _recorded(actor, file_list, "fill_list", lines=len(lines))
    return len(lines)


@transaction.atomic
def submit_list(*, actor: Actor, list_id: int) -> FileList:
    """Lay it before a leader. Raises NotAllowed, WrongState, Invalid when it holds no title."""
    file_list = _lock(actor, list_id)
    state = _next(file_list, "submit")
    if not file_list.entries.filter(is_heading=False, removed_at__isnull=True).exists():
        raise Invalid({"list": "Danh mục chưa có tiêu đề hồ sơ nào. Thêm hồ sơ rồi trình."})
    file_list.state, file_list.submitted_by_name, file_list.returned_reason = state, actor.name, ""
    file_list.save(update_fields=["state", "submitted_by_name", "returned_reason"])
    _recorded(actor, file_list, "submit_file_list")
    publish(ListSubmitted(list_id=file_list.pk, agency_id=file_list.agency_id))
    return file_list


@transaction.atomic
def approve_list(*, actor: Actor, list_id: int) -> FileList:
    """A leader makes it the list of the year. Raises NotAllowed, WrongState."""
    file_list = _lock(actor, list_id, right=policies.APPROVE)
    file_list.state = _next(file_list, "approve")
    file_list.approved_at, file_list.approved_by_name = clock.now(), actor.name
    file_list.approved_by_title = actor.position.title if actor.position else ""
    file_list.save(update_fields=["state", "approved_at", "approved_by_name", "approved_by_title"])
    _recorded(actor, file_list, "approve_file_list")
    publish(ListDecided(list_id=file_list.pk, agency_id=file_list.agency_id, state=file_list.state, reason=""))
    return file_list


@transaction.atomic
def send_list_back(*, actor: Actor, list_id: int, reason: str) -> FileList:
    """The leader wants something changed. Raises NotAllowed, WrongState, Invalid."""
    file_list = _lock(actor, list_id, right=policies.APPROVE)
    state = _next(file_list, "send_back")
    file_list.returned_reason = reason_of(reason, "thiếu hồ sơ đại hội, thời hạn bảo quản mục II chưa đúng.")
    file_list.state = state
    file_list.save(update_fields=["state", "returned_reason"])
    _recorded(actor, file_list, "send_file_list_back", reason=file_list.returned_reason)
    publish(
        ListDecided(
            list_id=file_list.pk,
            agency_id=file_list.agency_id,
            state=file_list.state,
            reason=file_list.returned_reason,
        )
    )
    return file_list


def _lock(actor: Actor, list_id: int, *, right: str = policies.KEEP) -> FileList:
    queries.list_for(actor, list_id)
    file_list = FileList.objects.select_for_update(of=("self",)).get(pk=list_id)
    policies.require(actor, right, file_list.agency_id)
    return file_list


def _next(file_list: FileList, verb: str) -> str:
    return next_state(
        LISTS, verb, file_list.state, what=f"Danh mục năm {file_list.year}", label=file_list.get_state_display()
    )


def _reason_to_change(file_list: FileList, reason: str) -> str:
    if file_list.state == ListState.SUBMITTED:
        raise Invalid({"list": "Danh mục đang chờ lãnh đạo duyệt. Chờ duyệt, hoặc xin trả lại, rồi sửa."})
    if file_list.state == ListState.APPROVED:
        return reason_of(reason, "công việc phát sinh theo Kế hoạch số 12/KH-UBND.")
    return clean(reason)[:300]


def _entry(file_list: FileList, entry_id: int) -> ListEntry:
    found = file_list.entries.filter(pk=entry_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound("Dòng này không còn trong danh mục. Tải lại trang.")
    return found


def _place(file_list: FileList, after_id: int | None) -> int:
    """Behind another line, which may mean making room; else at the end."""
    last = file_list.entries.aggregate(last=Max("place"))["last"] or 0
    if after_id is None:
        return int(last) + STEP
    before = _entry(file_list, after_id)
    following = file_list.entries.filter(place__gt=before.place).order_by("place").first()
    if following is None:
        return int(last) + STEP
    if following.place - before.place < 2:
        for number, each in enumerate(file_list.entries.order_by("place", "id"), start=1):
            ListEntry.objects.filter(pk=each.pk).update(place=number * STEP)
        return _place(file_list, after_id)
    return (before.place + following.place) // 2


def _judged(actor: Actor, line: Line) -> dict[str, object]:
    problems = {}
    code, title = clean(line.code)[:40], clean(line.title)[:400]
    if not code:
        problems["code"] = "Ghi số, ký hiệu, ví dụ: I cho đề mục, 01.TH cho hồ sơ."
    if len(title) < 3:
        problems["title"] = "Ghi tên đề mục hoặc tiêu đề hồ sơ."
    keeper = clean(line.keeper_name)[:240]
    position_id, department_id = line.position_id, line.department_id
    if position_id is not None:
        seat = next((name for key, name in queries.colleagues(actor.agency_id or 0) if key == position_id), None)
        if seat is None:
            problems["keeper"] = "Người lập hồ sơ không còn giữ chức vụ ở cơ quan. Chọn lại."
        keeper, department_id = seat or keeper, None
    elif department_id is not None:
        room = organizations.departments_of(actor.agency_id or 0).filter(pk=department_id).first()
        if room is None:
            problems["keeper"] = "Không có phòng này ở cơ quan. Chọn lại."
        keeper = room.name if room else keeper
    if problems:
        raise Invalid(problems)
    return {
        "code": code,
        "title": title,
        "is_heading": line.is_heading,
        "years": None if line.is_heading else line.years,
        "position_id": None if line.is_heading else position_id,
        "department_id": None if line.is_heading else department_id,
        "keeper_name": "" if line.is_heading else keeper,
        "note": clean(line.note)[:300],
    }


def _named(entry: ListEntry) -> str:
    return "" if entry.is_heading else retention_name(entry.years)


def _recorded(actor: Actor, file_list: FileList, verb: str, **details: object) -> None:
    audit.record(actor=actor, verb=verb, subject_type="file_list", subject_id=file_list.pk, details=details)
