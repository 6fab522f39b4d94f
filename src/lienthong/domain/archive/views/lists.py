"""Lists of files of the years (danh mục hồ sơ): the keeper of the archive writes, a leader approves, everybody reads."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.archive import forms, policies, queries, services
from lienthong.domain.archive.choices import ListState
from lienthong.domain.archive.models import FileList, ListEntry
from lienthong.domain.archive.terms import retention_name, terms
from lienthong.domain.archive.views import rooms
from lienthong.domain.archive.views.acting import acted, summary
from lienthong.domain.archive.views.files import WORKS
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.pdf import pdf_response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAID = {
    "prepare_file_list": "Lập danh mục",
    "add_entry": "Thêm",
    "change_entry": "Sửa",
    "remove_entry": "Bỏ",
    "fill_list": "Nhập từ tệp",
    "submit_file_list": "Trình duyệt",
    "approve_file_list": "Ban hành",
    "send_file_list_back": "Trả lại",
}


@require_http_methods(["GET", "POST"])
@WORKS
def lists(request: ActorRequest) -> HttpResponse:
    """Lists of the agency by year; POST begins one, perhaps from that of the year before."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        made: list[FileList] = []

        def begin() -> str:
            year = forms.read_number(request.POST.get("year", ""), "year", "Năm") or 0
            made.append(
                services.prepare_list(actor=request.actor, year=year, take_over=request.POST.get("take_over") == "on")
            )
            return f"Danh mục hồ sơ năm {year} đang soạn."

        problems = acted(request, begin)
        if made:
            return redirect("archive:list", list_id=made[0].pk)
    found = queries.lists_of(request.actor)
    context = {
        "rows": found,
        "tabs": rooms.tabs(request.actor, "lists"),
        "may_write": request.actor.may(policies.KEEP),
        "next_year": request.POST.get("year") or max([clock.today().year, *(each.year + 1 for each in found[:1])]),
        "summary": summary(problems),
        "problems": problems,
    }
    return render(request, "archive/lists.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@WORKS
def file_list(request: ActorRequest, list_id: int) -> HttpResponse:
    """One list; POST submits, approves, sends back, takes a line out, brings a workbook in."""
    found = queries.list_for(request.actor, list_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = acted(request, lambda: _act(request, list_id))
        if not problems:
            return redirect("archive:list", list_id=list_id)
        found = queries.list_for(request.actor, list_id)
    actor = request.actor
    entries = queries.entries_of(found)
    mine = found.agency_id in actor.archive_agency_ids
    titles = [each for each in entries if not each.is_heading]
    context = {
        "list": found,
        "entries": [(each, "" if each.is_heading else retention_name(each.years)) for each in entries],
        "titles": len(titles),
        "permanent": sum(each.years is None for each in titles),
        "may_write": mine and actor.may(policies.KEEP) and found.state != ListState.SUBMITTED,
        "may_approve": mine and actor.may(policies.APPROVE) and found.state == ListState.SUBMITTED,
        "is_draft": found.state == ListState.DRAFT,
        "history": [
            {
                "title": SAID.get(each.verb, each.verb),  # type: ignore[attr-defined]  # rows of the record
                "who": each.actor_name,  # type: ignore[attr-defined]
                "when": each.at,  # type: ignore[attr-defined]
                "state": "done",
                "text": _change(each.details),  # type: ignore[attr-defined]
            }
            for each in queries.changes_of(found)[:30]
        ],
        "problems": problems,
        "summary": summary(problems),
        "typed": request.POST,
    }
    return render(request, "archive/list.html", context, status=422 if problems else 200)


def _change(details: dict[str, dict[str, str]]) -> str:
    before, after = details.get("before") or {}, details.get("after") or {}
    what = " → ".join(f"{each['code']} {each['title']}" for each in (before, after) if each)
    return " ".join(filter(None, [what, f"Lý do: {details['reason']}" if details.get("reason") else ""]))


def _act(request: ActorRequest, list_id: int) -> str:
    actor, post = request.actor, request.POST
    match post.get("act", ""):
        case "trinh":
            services.submit_list(actor=actor, list_id=list_id)
            return "Đã trình lãnh đạo duyệt danh mục."
        case "duyet":
            done = services.approve_list(actor=actor, list_id=list_id)
            return f"Đã ban hành danh mục hồ sơ năm {done.year}."
        case "tra-lai":
            services.send_list_back(actor=actor, list_id=list_id, reason=post.get("reason", ""))
            return "Đã trả lại danh mục để sửa."
        case "nhap":
            upload = request.FILES.get("file")
            if upload is None:
                raise Invalid({"file": "Chọn tệp .xlsx theo mẫu xuất ra từ danh mục."})
            lines = services.read_workbook(actor=actor, content=upload.read())
            number = services.fill_list(actor=actor, list_id=list_id, lines=lines)
            return f"Đã nhập {number} dòng."
    raise NotFound


@require_http_methods(["GET", "POST"])
@officer(policies.KEEP)
def entry(request: ActorRequest, list_id: int) -> HttpResponse:
    """Add a line (`sau`: behind which), change one (`dong`), or take it out."""
    found = queries.list_for(request.actor, list_id)
    entry_id = _number(request.POST.get("dong", request.GET.get("dong", "")))
    after_id = _number(request.POST.get("sau", request.GET.get("sau", "")))
    line = next((each for each in queries.entries_of(found) if each.pk == entry_id), None)
    if entry_id and line is None:
        raise NotFound
    post, problems = request.POST, {}
    if request.method == "POST":

        def write() -> str:
            reason = post.get("reason", "")
            if post.get("act") == "bo":
                services.remove_entry(actor=request.actor, list_id=list_id, entry_id=entry_id or 0, reason=reason)
                return "Đã bỏ khỏi danh mục."
            saved = services.save_entry(
                actor=request.actor,
                list_id=list_id,
                line=forms.read_line(post),
                entry_id=entry_id,
                after_id=after_id,
                reason=reason,
            )
            return f"Đã ghi {saved.code} {saved.title}."

        problems = acted(request, write)
        if not problems:
            return redirect("archive:list", list_id=list_id)
    context = {
        "list": found,
        "line": line,
        "after": after_id or "",
        "fields": _fields(request, found, line, problems),
        "is_heading": post.get("is_heading") == "on" if post else bool(line and line.is_heading),
        "kinds": terms()["kinds"],
        "problems": problems,
        "summary": summary(problems),
    }
    return render(request, "archive/entry.html", context, status=422 if problems else 200)


def _fields(
    request: ActorRequest, found: FileList, line: ListEntry | None, problems: dict[str, str]
) -> list[dict[str, object]]:
    agency_id = request.actor.agency_id or 0
    keepers = [("", "Chưa phân công")]
    keepers += [(f"d-{room.pk}", room.name) for room in organizations.departments_of(agency_id)]
    keepers += [(f"p-{seat}", name) for seat, name in queries.colleagues(agency_id)]
    known = line or ListEntry(list=found, years=10)
    keeper = (
        f"p-{known.position_id}" if known.position_id else f"d-{known.department_id}" if known.department_id else ""
    )
    rows: list[dict[str, object]] = [
        {"name": "code", "label": "Số, ký hiệu", "hint": "I, 1 cho đề mục; 01.TH cho hồ sơ.", "value": known.code, "width": "12"},
        {"name": "title", "label": "Tên đề mục hoặc tiêu đề hồ sơ", "value": known.title, "attrs": {"list": "kinds"}},
        {"name": "years", "label": "Thời hạn bảo quản", "kind": "select", "choices": forms.retention_choices(known.years), "value": retention_name(known.years)},
        {"name": "keeper", "label": "Đơn vị, người lập hồ sơ", "kind": "select", "choices": keepers, "value": keeper, "required": False},
        {"name": "note", "label": "Ghi chú", "value": known.note, "required": False},
    ]  # fmt: skip
    if found.state == ListState.APPROVED:
        rows.append(
            {
                "name": "reason",
                "label": "Lý do thay đổi danh mục đã ban hành",
                "value": "",
                "hint": "Ví dụ: công việc phát sinh theo Kế hoạch số 12/KH-UBND.",
            }
        )
    return [
        {
            **row,
            "id": row["name"],
            "value": request.POST.get(str(row["name"]), row["value"]),
            "error": problems.get(str(row["name"]), ""),
        }
        for row in rows
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


@require_safe
@WORKS
def list_pdf(request: ActorRequest, list_id: int) -> HttpResponse:
    """As the decree prints it."""
    return pdf_response(services.file_list_pdf(actor=request.actor, list_id=list_id), "danh-muc-ho-so.pdf")


@require_safe
@WORKS
def list_xlsx(request: ActorRequest, list_id: int) -> HttpResponse:
    """The workbook that may be brought in again."""
    return HttpResponse(
        services.list_workbook(actor=request.actor, list_id=list_id),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="danh-muc-ho-so.xlsx"', "Cache-Control": "no-store"},
    )
