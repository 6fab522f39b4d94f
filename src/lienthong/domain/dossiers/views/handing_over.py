"""Paper changes hands (bàn giao hồ sơ): what waits by receiving unit, the numbered list, the check of each bundle.

Who opens it: the one-stop officer at noon and at the end of the day with a stack of folders, the clerk with a stack of results, and whoever
receives them. A scanner types the code of a folder; whoever has a keyboard alone moves with J and K and ticks with X. When a colleague
put a folder on another list, or confirmed the list first, the page says who and when, and keeps what was ticked and typed.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import policies, queries, services
from lienthong.domain.dossiers.choices import HandoverState, LineState, PaperKind
from lienthong.domain.dossiers.models import Handover
from lienthong.foundation.files import services as file_services
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.ui.formats import datetime_vi

WORK = officer("dossiers.receive", "dossiers.return_result", "dossiers.handle", "dossiers.stamp", "dossiers.approve")
GIVE = {"giao-ho-so": PaperKind.SUBMITTED, "giao-ket-qua": PaperKind.RESULT}
TABS = (
    ("giao-ho-so", "Hồ sơ chờ giao"),
    ("giao-ket-qua", "Kết quả chờ giao"),
    ("cho-nhan", "Chờ nhận"),
    ("da-nhan", "Đã nhận"),
    ("da-giao", "Đã giao"),
)
COLUMNS = (
    {"label": "Mã hồ sơ", "code": True},
    {"label": "Người nộp", "name": True},
    {"label": "Thủ tục", "clip": True},
    {"label": "Hẹn trả"},
    {"label": "Chờ từ"},
)


@require_http_methods(["GET"])
@WORK
def handovers(request: ActorRequest) -> HttpResponse:
    """What waits to be given, grouped by who should have it; what waits to be received; lists found by number, day and unit."""
    shown = _shown(request.actor, request.GET.get("muc", ""))
    return _waiting_page(request, shown) if shown in GIVE else _lists_page(request, shown)


def _shown(actor: Actor, asked: str) -> str:
    able = [key for key, _ in TABS if key not in GIVE or policies.gives(actor, GIVE[key])]
    usual = able[0] if actor.may("dossiers.receive") or actor.may("dossiers.stamp") else "cho-nhan"
    return asked if asked in able else usual


def _frame(request: ActorRequest, shown: str) -> dict[str, Any]:
    waiting = queries.handovers_waiting(request.actor)
    return {
        "shown": shown,
        "views": [
            {
                "label": label,
                "url": f"?muc={key}",
                "current": key == shown,
                **({"count": waiting} if key == "cho-nhan" and waiting else {}),
            }
            for key, label in TABS
            if key not in GIVE or policies.gives(request.actor, GIVE[key])
        ],
        "rail": queries.rail(request.actor, "handovers"),
    }


def _waiting_page(request: ActorRequest, shown: str, refusal: Refused | None = None) -> HttpResponse:
    typed = request.POST if refusal is not None else request.GET
    chosen = {*typed.getlist("parts")}
    code = queries.sought(request.GET.get("ma", "")).code
    rows = queries.parts_waiting(request.actor, GIVE[shown])
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        group = groups.setdefault(row.unit_key, {"key": row.unit_key, "unit": row.unit, "rows": [], "chosen": 0})
        checked = str(row.part_id) in chosen or row.code == code
        group["chosen"] += checked
        group["agency_id"] = row.agency_id
        group["rows"].append(
            {
                "id": row.part_id,
                "code": row.code,
                "url": reverse("dossiers:work", args=[row.code]),
                "checked": checked,
                "late": bool(row.remark),
                "cells": [
                    row.code,
                    row.applicant_name,
                    format_html('{}<br><span class="lt-small">{}</span>', row.procedure, row.remark)
                    if row.remark
                    else row.procedure,
                    datetime_vi(row.due_at),
                    datetime_vi(row.since),
                ],
            }
        )
    for group in groups.values():
        group["units"] = _units(group["agency_id"], group["key"]) if shown == "giao-ho-so" else []
    context = {
        **_frame(request, shown),
        "groups": list(groups.values()),
        "columns": COLUMNS,
        "count": len(rows),
        "refusal": refusal,
        "problems": _problems(refusal),
        "typed": typed,
        "code": code,
    }
    return render(request, "dossiers/staff/handovers.html", context, status=refusal.status if refusal else 200)


def _units(agency_id: int, usual: str) -> list[dict[str, Any]]:
    """The agency as a whole and its departments, the one that should have it chosen."""
    agency = organizations.agency(agency_id)
    rooms = [each for each in organizations.departments_of(agency_id) if each.valid_to is None]
    choices = [(str(agency_id), agency.short_name), *((f"{agency_id}-{each.pk}", each.name) for each in rooms)]
    return [{"value": key, "label": label, "chosen": key == usual} for key, label in choices] if rooms else []


def _lists_page(request: ActorRequest, shown: str) -> HttpResponse:
    number, unit = request.GET.get("so", "")[:30], request.GET.get("don-vi", "")[:80]
    boxes = {part: request.GET.get(f"ngay_{part}", "") for part in ("day", "month", "year")}
    day, problem = _day(boxes)
    page = queries.handovers_page(request.actor, shown, cursor=request.GET.get("tu"), number=number, day=day, unit=unit)
    kept = {"muc": shown, "so": number, "don-vi": unit, **{f"ngay_{part}": text for part, text in boxes.items()}}
    context = {
        **_frame(request, shown),
        "page": page,
        "number": number,
        "unit": unit,
        "boxes": boxes,
        "problem": problem,
        "filtered": any((number, unit, *boxes.values())),
        "query": urlencode({key: value for key, value in kept.items() if value}),
    }
    return render(request, "dossiers/staff/handover_lists.html", context, status=422 if problem else 200)


def _day(boxes: dict[str, str]) -> tuple[date | None, str]:
    if not any(boxes.values()):
        return None, ""
    try:
        return date(*(int(boxes[part]) for part in ("year", "month", "day"))), ""
    except ValueError:
        return None, "Ngày giao chưa ghi đủ hoặc không có trong lịch."


@require_POST
@WORK
def make(request: ActorRequest) -> HttpResponseBase:
    """Make a list of what is ticked and give it."""
    shown = _shown(request.actor, request.POST.get("muc", ""))
    agency, _, room = (request.POST.get("unit_to") or request.POST.get("unit", "")).partition("-")
    try:
        made = services.hand_over(
            actor=request.actor,
            kind=GIVE.get(shown, PaperKind.SUBMITTED),
            part_ids=_numbers(request.POST.getlist("parts")),
            to_agency_id=_number(agency),
            to_department_id=_number(room) or None,
            note=request.POST.get("note", ""),
        )
    except NotFound:
        raise
    except Refused as refusal:
        return _waiting_page(request, shown, refusal)
    messages.success(
        request,
        f"Đã lập danh sách {made.label}, giao {made.count} hồ sơ cho {made.to_unit}. In, ký rồi giao kèm hồ sơ.",
    )
    return redirect("dossiers:handover", handover_id=made.pk)


@require_POST
@WORK
def note_part(request: ActorRequest) -> HttpResponseBase:
    """A code that is not in the list: note that there is paper of it, so that it can be given."""
    shown = _shown(request.actor, request.POST.get("muc", ""))
    code = queries.sought(request.POST.get("ma", "")).code or request.POST.get("ma", "")
    known = {row.code for row in queries.parts_waiting(request.actor, GIVE.get(shown, PaperKind.SUBMITTED))}
    if code.strip().upper() not in known:
        try:
            services.note_paper_part(actor=request.actor, code=code, kind=GIVE.get(shown, PaperKind.SUBMITTED))
        except Invalid as refusal:
            messages.error(request, refusal.problems["code"])
            return redirect(f"{reverse('dossiers:handovers')}?muc={shown}")
        messages.success(request, f"Đã ghi nhận bản giấy của hồ sơ {code.strip().upper()}.")
    return redirect(f"{reverse('dossiers:handovers')}?{urlencode({'muc': shown, 'ma': code.strip()})}")


@require_http_methods(["GET", "POST"])
@WORK
def handover(request: ActorRequest, handover_id: int) -> HttpResponseBase:
    """One list; who receives it judges each bundle and confirms."""
    found = queries.handover_for(request.actor, handover_id)
    if request.method == "GET" or "all" in request.POST or "scan" in request.POST:
        return _list_page(request, found)
    refused = {
        line.pk: request.POST.get(f"reason-{line.pk}", "")
        for line in found.lines.all()
        if request.POST.get(f"found-{line.pk}") == "bad"
    }
    checked = [line.pk for line in found.lines.all() if request.POST.get(f"found-{line.pk}") == "ok"]
    try:
        done = services.receive_handover(actor=request.actor, handover_id=found.pk, refused=refused, checked=checked)
    except Refused as refusal:
        return _list_page(request, queries.handover_for(request.actor, handover_id), refusal)
    told = f", {done.missing} hồ sơ không nhận trở lại bên giao" if done.missing else ""
    messages.success(request, f"Đã nhận danh sách {done.label}: {done.count - done.missing} hồ sơ{told}.")
    return redirect("dossiers:handover", handover_id=done.pk)


def _list_page(request: ActorRequest, found: Handover, refusal: Refused | None = None) -> HttpResponse:
    takes = found.state == HandoverState.OPEN and policies.receives_list(request.actor, found)
    own = found.given_by_account_id == request.actor.account_id
    scanned = queries.sought(request.POST.get("ma", "")).code if "scan" in request.POST else ""
    lines = []
    for line in found.lines.all():
        judged = request.POST.get(f"found-{line.pk}", "")
        if ("all" in request.POST and not judged) or (scanned and line.part.dossier.code == scanned):
            judged = "ok"
        lines.append(
            {
                "line": line,
                "dossier": line.part.dossier,
                "judged": judged,
                "reason": request.POST.get(f"reason-{line.pk}", ""),
                "refused": line.state == LineState.REFUSED,
            }
        )
    if scanned and scanned not in {line.part.dossier.code for line in found.lines.all()}:
        messages.error(request, f"Hồ sơ {scanned} không có trong danh sách này. Để riêng và trả lại bên giao.")
    context = {
        "handover": found,
        "lines": lines,
        "takes": takes and not own,
        "own": takes and own,
        "may_cancel": found.state == HandoverState.OPEN
        and found.from_agency_id == request.actor.agency_id
        and policies.gives(request.actor, found.kind),
        "refusal": refusal,
        "problems": _problems(refusal),
        "typed": request.POST,
        "rail": queries.rail(request.actor, "handovers"),
    }
    return render(request, "dossiers/staff/handover.html", context, status=refusal.status if refusal else 200)


@require_POST
@WORK
def cancel(request: ActorRequest, handover_id: int) -> HttpResponseBase:
    """Take an open list back."""
    found = queries.handover_for(request.actor, handover_id)
    try:
        services.cancel_handover(actor=request.actor, handover_id=found.pk, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        return _list_page(request, queries.handover_for(request.actor, handover_id), refusal)
    messages.success(request, f"Đã hủy danh sách {found.label}; các hồ sơ chờ bàn giao lại.")
    return redirect("dossiers:handover", handover_id=found.pk)


@require_http_methods(["GET"])
@WORK
def list_pdf(request: ActorRequest, handover_id: int, side: str) -> HttpResponseBase:
    """The list as given (`giao`) or as received (`nhan`), exactly as it was kept and signed."""
    found = queries.handover_for(request.actor, handover_id)
    stored = found.received_file if side == "nhan" else found.given_file
    if stored is None:
        raise NotFound
    return file_services.response_for(stored, download="tai" in request.GET)


def _problems(refusal: Refused | None) -> list[dict[str, str]]:
    if not isinstance(refusal, Invalid):
        return []
    return [{"id": key, "label": "", "message": said} for key, said in refusal.problems.items()]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _numbers(texts: Sequence[str]) -> list[int]:
    return [_number(text) for text in texts[:1000]]
