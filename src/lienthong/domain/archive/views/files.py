"""Work files of a specialist and of a department (hồ sơ công việc)."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.archive import forms, policies, queries, services
from lienthong.domain.archive.choices import FileState, Rights
from lienthong.domain.archive.models import WorkFile
from lienthong.domain.archive.queries.files import removed_items
from lienthong.domain.archive.terms import terms
from lienthong.domain.archive.views.acting import acted, ids_of, kept_query, summary
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.files import services as stored
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import NotFound
from lienthong.kit.ids import new_id
from lienthong.kit.pdf import pdf_response

WORKS = officer(policies.WORK)
TABS = {
    "": "Tất cả",
    FileState.OPEN: "Đang lập",
    FileState.CLOSED: "Đã kết thúc",
    FileState.OFFERED: "Chờ lưu trữ nhận",
    FileState.ARCHIVED: "Đã nộp lưu",
    "chia-se": "Được chia sẻ, cho đọc",
}
MOST_HISTORY = 40
SAID = {
    "open_file": "Mở hồ sơ",
    "describe_file": "Sửa thông tin",
    "put_document": "Đưa văn bản vào",
    "correct_item": "Bổ sung thông tin văn bản",
    "order_items": "Sắp xếp văn bản",
    "take_out": "Đưa văn bản ra",
    "hand_on": "Giao cho người khác",
    "share_file": "Chia sẻ",
    "unshare_file": "Thôi chia sẻ",
    "close_file": "Kết thúc hồ sơ",
    "reopen_file": "Mở lại hồ sơ",
    "offer_file": "Giao nộp lưu trữ",
    "archive_file": "Lưu trữ nhận",
    "give_file_back": "Lưu trữ trả lại",
    "place_file": "Đổi vị trí trong kho",
    "hold_file": "Giữ lại, không hủy",
    "lift_hold": "Thôi giữ lại",
    "destroy_file": "Tiêu hủy",
    "ask_to_read": "Xin khai thác",
    "answer_loan": "Trả lời khai thác",
    "export_file": "Xuất gói hồ sơ",
    "read_file": "Đọc hồ sơ lưu trữ",
    "follow_agency": "Theo cơ quan mới",
}


@require_http_methods(["GET", "POST"])
@WORKS
def mine(request: ActorRequest) -> HttpResponse:
    """One's own files, for a head those of the department; POST gives ticked closed ones to the archive."""
    chosen, text = request.GET.get("xem", ""), request.GET.get("q", "")[:120]
    chosen = chosen if chosen in TABS else ""
    if request.method == "POST":

        def give() -> str:
            made = services.offer_files(
                actor=request.actor,
                file_ids=ids_of(request.POST.getlist("files")[: forms.MOST_IDS]),
                key=request.POST.get("key", "") or str(new_id()),
                note=request.POST.get("note", ""),
            )
            return f"Đã giao nộp, biên bản số {made}. Lưu trữ đối chiếu rồi nhận."

        for said in acted(request, give).values():
            messages.error(request, said)
        return redirect(f"{request.path}?xem={chosen}")
    page = queries.my_files(
        request.actor,
        state="" if chosen == "chia-se" else chosen,
        shared=chosen == "chia-se",
        text=text,
        cursor=request.GET.get("trang"),
    )
    context = {
        "page": page,
        "chosen": chosen,
        "text": text,
        "kept": kept_query(xem=chosen, q=text),
        "today": clock.today(),
        "key": str(new_id()),
        "can_offer": chosen == FileState.CLOSED and bool(page.items),
        "tabs": [{"label": label, "url": f"?xem={value}", "current": value == chosen} for value, label in TABS.items()],
    }
    return render(request, "archive/files.html", context)


@require_http_methods(["GET", "POST"])
@WORKS
def open_file(request: ActorRequest) -> HttpResponse:
    """From the list of the year, or outside it with a title and a retention."""
    post, problems = request.POST, {}
    if request.method == "POST":
        opened: list[WorkFile] = []

        def begin() -> str:
            entry = post.get("entry", "")
            listed = entry.isascii() and entry.isdigit()
            opened.append(
                services.open_file(
                    actor=request.actor,
                    key=post.get("key", "") or str(new_id()),
                    entry_id=int(entry) if listed else None,
                    title=post.get("title", ""),
                    years=None if listed else forms.read_years(post),
                    description=post.get("description", ""),
                )
            )
            return f"Đã mở hồ sơ {opened[0].code}."

        problems = acted(request, begin)
        if opened:
            return redirect("archive:file", file_id=opened[0].pk)
    year = clock.today().year
    context = {
        "titles": queries.titles_for(request.actor, year),
        "year": year,
        "entry": post.get("entry", request.GET.get("tieu-de", "")),
        "typed": post,
        "key": post.get("key") or str(new_id()),
        "periods": forms.retention_choices(None, none=True),
        "kinds": terms()["kinds"],
        "problems": problems,
        "summary": summary(problems),
    }
    return render(request, "archive/open.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@WORKS
def file(request: ActorRequest, file_id: uuid.UUID) -> HttpResponse:
    """A file with its documents; POST is one act on it."""
    found = queries.file_for(request.actor, file_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = acted(request, lambda: _act(request, found))
        if not problems:
            return redirect("archive:file", file_id=file_id)
        found = queries.file_for(request.actor, file_id)
    context = _shown(request, found, problems)
    if context["chosen"] is not None:
        services.read_content(actor=request.actor, file_id=file_id, content_id=context["chosen"].pk)
    return render(request, "archive/file.html", context, status=422 if problems else 200)


def _shown(request: ActorRequest, found: WorkFile, problems: dict[str, str]) -> dict[str, Any]:
    actor = request.actor
    keeps = policies.keeps(actor, found)
    open_now = policies.may_fill(actor, found)
    items = queries.current_items(found)
    keeper = policies.oversees(actor, found) and actor.may(policies.KEEP)
    contents = [each for item in items for each in item.contents.all() if each.file_id]
    wanted = _number(request.GET.get("xem", ""))
    return {
        "file": found,
        "items": items,
        "chosen": next((each for each in contents if each.pk == wanted), contents[0] if contents else None),
        "removed": removed_items(found),
        "history": [
            {
                "title": SAID.get(each.verb, each.verb),
                "who": each.actor_name,
                "when": each.at,
                "state": "done",
                "text": " ".join(
                    str(each.details[key])
                    for key in ("notation", "to", "reason", "purpose", "note")
                    if each.details.get(key)
                ),
            }
            for each in audit.entries_of("work_file", found.pk).order_by("-id")[:MOST_HISTORY]
        ],
        "may_fill": open_now,
        "keeps": keeps and found.state in {FileState.OPEN, FileState.CLOSED},
        "may_reopen": policies.may_reopen(actor, found),
        "keeper": keeper,
        "complaints": queries.complaints(found) if open_now else [],
        "colleagues": queries.colleagues(found.agency_id, besides=found.position_id) if keeps else [],
        "departments": list(organizations.departments_of(found.agency_id)) if keeps else [],
        "shares": list(found.shares.all()),
        "periods": forms.retention_choices(found.years),
        "rights": Rights.choices,
        "upload": forms.upload_fields(request.POST, problems),
        "typed": request.POST,
        "problems": problems,
        "summary": summary(problems),
        "key": str(new_id()),
        "today": clock.today(),
        "whole": {"pages": sum(item.pages or 0 for item in items), "documents": len(items)},
    }


def _act(request: ActorRequest, found: WorkFile) -> str:
    post = request.POST
    common: dict[str, Any] = {"actor": request.actor, "file_id": found.pk}
    act, reason = post.get("act", ""), post.get("reason", "")
    if act in _ITEM_ACTS:
        return _ITEM_ACTS[act](request, common)
    match act:
        case "mo-ta":
            services.describe_file(
                **common,
                title=post.get("title", ""),
                years=forms.read_years(post),
                rights=post.get("rights", ""),
                keywords=post.get("keywords", ""),
                description=post.get("description", ""),
            )
            return "Đã lưu thông tin hồ sơ."
        case "giao":
            services.hand_on(**common, position_id=_number(post.get("position", "")))
            return "Đã giao hồ sơ."
        case "chia-se":
            kind, _, key = post.get("share", "").partition("-")
            number = _number(key)
            services.share_file(
                **common, department_id=number if kind == "d" else None, position_id=number if kind == "p" else None
            )
            return "Đã chia sẻ hồ sơ để đọc."
        case "thoi-chia-se":
            services.unshare_file(**common, share_id=_number(post.get("share", "")))
            return "Đã thôi chia sẻ."
        case "ket-thuc":
            done = services.close_file(**common)
            return f"Đã kết thúc hồ sơ: {done.total_docs} văn bản, {done.total_pages} trang. Nộp lưu trước {done.hand_over_by:%d/%m/%Y}."
        case "mo-lai":
            services.reopen_file(**common, reason=reason)
            return "Đã mở lại hồ sơ."
        case "nop-luu":
            made = services.offer_files(
                actor=request.actor, file_ids=[found.pk], key=post.get("key", "") or str(new_id())
            )
            return f"Đã giao nộp, biên bản số {made}. Lưu trữ đối chiếu rồi nhận."
        case "giu-lai":
            services.hold_file(**common, reason=reason)
            return "Đã ghi giữ lại; hồ sơ không vào danh mục hủy."
        case "thoi-giu":
            services.lift_hold(**common, reason=reason)
            return "Đã thôi giữ lại."
        case "vi-tri":
            services.place_file(**common, location=post.get("location", ""))
            return "Đã ghi vị trí trong kho."
    raise NotFound


def _put(request: ActorRequest, common: dict[str, Any]) -> str:
    facts, upload = forms.read_facts(request.POST), request.FILES.get("file")
    if upload is not None:
        item = services.put_upload(**common, upload=upload, facts=facts)
    else:
        item = services.put_document(**common, facts=replace(facts, files=()))
    return f"Đã đưa vào hồ sơ: {item.notation or item.subject[:60]}."


def _correct(request: ActorRequest, common: dict[str, Any]) -> str:
    post = request.POST
    services.correct_item(
        **common,
        item_id=_number(post.get("item", "")),
        pages=forms.read_number(post.get("pages", ""), "pages", "Số trang"),
        issued_on=forms.read_day(post, "issued_on", "Ngày văn bản"),
        is_paper=post.get("is_paper") == "on",
        note=post.get("note", ""),
    )
    return "Đã bổ sung thông tin văn bản."


def _take_out(request: ActorRequest, common: dict[str, Any]) -> str:
    services.take_out(**common, item_id=_number(request.POST.get("item", "")), reason=request.POST.get("reason", ""))
    return "Đã đưa văn bản ra khỏi hồ sơ; lý do có trong nhật ký."


def _move(request: ActorRequest, common: dict[str, Any]) -> str:
    """One step up or down, in the order the page showed."""
    shown = [_number(each) for each in request.POST.get("order", "").split(",")[:2000]]
    item, up = _number(request.POST.get("item", "")), request.POST["act"] == "len"
    if item in shown:
        place = shown.index(item)
        other = place - 1 if up else place + 1
        if 0 <= other < len(shown):
            shown[place], shown[other] = shown[other], shown[place]
    services.order_items(**common, item_ids=shown)
    return "Đã đổi thứ tự."


_ITEM_ACTS = {"dua-vao": _put, "sua-van-ban": _correct, "dua-ra": _take_out, "len": _move, "xuong": _move}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@require_safe
@WORKS
def content(request: ActorRequest, file_id: uuid.UUID, content_id: int) -> HttpResponseBase:
    """A stored file of a document; reading it in the archive is recorded."""
    found = services.read_content(actor=request.actor, file_id=file_id, content_id=content_id)
    assert found.file is not None
    return stored.response_for(
        found.file, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )


@require_safe
@WORKS
def index_pdf(request: ActorRequest, file_id: uuid.UUID) -> HttpResponse:
    """Mục lục văn bản of the file."""
    return pdf_response(services.document_index_pdf(actor=request.actor, file_id=file_id), "muc-luc-van-ban.pdf")


@require_safe
@WORKS
def description_xml(request: ActorRequest, file_id: uuid.UUID) -> HttpResponse:
    """Metadata by the names of Phụ lục VI."""
    return _download(services.metadata_xml(actor=request.actor, file_id=file_id), "application/xml", "ho-so.xml")


@require_safe
@WORKS
def description_csv(request: ActorRequest, file_id: uuid.UUID) -> HttpResponse:
    """The same of the documents, for a spreadsheet."""
    return _download(services.metadata_csv(actor=request.actor, file_id=file_id), "text/csv", "van-ban.csv")


@require_safe
@WORKS
def package(request: ActorRequest, file_id: uuid.UUID) -> StreamingHttpResponse:
    """The file as a package that an archive can check."""
    name, digest, pieces = services.package(actor=request.actor, file_id=file_id)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Package-Digest"] = digest
    response["Cache-Control"] = "private, no-store"
    return response


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
