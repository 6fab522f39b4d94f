"""The catalogue as its keepers work with it (quản lý danh mục).

Who keeps the catalogue opens it to see what runs, what is prepared, what is decided for later and what still needs an official. An unknown
code answers 404; a filter that finds nothing says how to widen it.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.procedures import queries, services, states
from lienthong.domain.procedures.choices import DraftPart, Origin, ProcedureStatus, TierCode
from lienthong.domain.procedures.errors import ProcedureCodeTaken, ProcedureNotFound
from lienthong.domain.procedures.forms import read_asked
from lienthong.domain.procedures.models import Procedure, ProcedureVersion
from lienthong.domain.procedures.policies import MANAGE
from lienthong.domain.procedures.wording import Line, lines_of
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean

TABS = (("", "Tổng quan"), ("noi-dung", "Nội dung"), ("phien-ban", "Phiên bản"))
WORK = (("draft", "Đang soạn"), ("later", "Sắp có hiệu lực"), ("flags", "Cần làm rõ"))


@require_safe
@officer(MANAGE)
def manage_page(request: ActorRequest) -> HttpResponse:
    """The list with its filters."""
    asked = read_asked(request.GET)
    page = queries.managed_page(request.actor, asked, cursor=request.GET.get("trang"))
    counts = queries.managed_counts(request.actor)
    names = {
        "q": asked.q, "linh-vuc": asked.field, "cap": asked.tier, "trang-thai": asked.status, "nguon": asked.origin,
        "viec": asked.work,
    }  # fmt: skip
    query = {name: value for name, value in names.items() if value}
    tabs = [{"label": "Tất cả", "url": "?", "count": counts["all"], "current": not (asked.work or asked.status)}]
    tabs += [
        {
            "label": ProcedureStatus(code).label,
            "url": f"?trang-thai={code}",
            "count": counts[code],
            "current": asked.status == code,
        }
        for code in ("active", "suspended", "withdrawn", "prepared")
    ]
    tabs += [
        {"label": label, "url": f"?viec={code}", "count": counts[code], "current": asked.work == code, "late": code == "flags" and counts[code]}
        for code, label in WORK
    ]  # fmt: skip
    context = {
        "asked": asked,
        "page": page,
        "tabs": tabs,
        "is_filtered": bool(query),
        "hidden": [(name, query[name]) for name in ("trang-thai", "viec") if name in query],
        "fields": queries.all_fields(),
        "tiers": [each for each in TierCode.choices if each[0] != TierCode.OTHER],
        "origins": Origin.choices,
        "pages": {
            "prev_url": f"?{urlencode(query | {'trang': page.previous})}" if page.previous else "",
            "next_url": f"?{urlencode(query | {'trang': page.next})}" if page.next else "",
        },
    }
    return render(request, "procedures/staff/list.html", context)


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def new_page(request: ActorRequest) -> HttpResponse:
    """A procedure that is new here: code, name, field; the rest is the editor's."""
    typed = {name: clean(request.POST.get(name, "")[:1500]) for name in ("code", "name", "field")}
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            services.begin_procedure(actor=request.actor, **typed)
        except Invalid as refusal:
            problems = refusal.problems
        except ProcedureCodeTaken as refusal:
            problems = {"code": refusal.message}
        else:
            return redirect("procedures:draft", code=typed["code"], part=DraftPart.GENERAL)
    context = {
        "typed": typed,
        "problems": problems,
        "faults": [{"label": "", "message": said, "id": name} for name, said in problems.items()],
        "fields": queries.all_fields(),
    }
    return render(request, "procedures/staff/new.html", context, status=422 if problems else 200)


@require_safe
@officer(MANAGE)
def detail_tab(request: ActorRequest, code: str) -> HttpResponse:
    """How one procedure stands: today, later, before; what is prepared; every decision."""
    procedure = queries.managed_procedure(request.actor, code)
    context = frame(procedure, "")
    decisions = queries.decisions_of(request.actor, code)
    draft = getattr(procedure, "draft", None)
    version = queries.version(context["now"].version_id) if context["now"] else None
    context |= {
        "version": version,
        "decisions": decisions,
        "recallable": {
            each.pk for each in decisions if each.called_back_at is None and each.effective_from > clock.today()
        },
        "draft_changes": queries.changes_of_draft(draft) if draft else (),
        "draft_problems": queries.problems_of(draft.entry) if draft else (),
        "flags": version.national.flags if version else (),
    }
    return render(request, "procedures/staff/detail.html", context)


@require_safe
@officer(MANAGE)
def content_page(request: ActorRequest, code: str) -> HttpResponse:
    """Everything the running (or a chosen) version says, line by line."""
    procedure = queries.managed_procedure(request.actor, code)
    context = frame(procedure, "noi-dung")
    wanted = request.GET.get("phien-ban", "")
    versions = queries.versions_of(code)
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else _running(context["now"], versions)
    row = queries.numbered_version(code, number) if versions else None
    grouped: dict[str, list[Line]] = {}
    for line in lines_of(queries.stated(row)).values() if row else ():
        grouped.setdefault(str(DraftPart(line.part).label), []).append(line)
    context |= {"versions": versions, "number": number, "groups": grouped, "shown": row}
    return render(request, "procedures/staff/content.html", context)


@require_safe
@officer(MANAGE)
def versions_page(request: ActorRequest, code: str) -> HttpResponse:
    """The history, and any two versions side by side."""
    procedure = queries.managed_procedure(request.actor, code)
    versions = queries.versions_of(code)
    numbers = {version.number for version in versions}
    given = [request.GET.get(name, "") for name in ("tu", "den")]
    chosen = [int(each) for each in given if each.isdecimal() and len(each) < 6 and int(each) in numbers]
    if len(chosen) < 2:
        chosen = [versions[1].number, versions[0].number] if len(versions) > 1 else []
    context = frame(procedure, "phien-ban")
    periods: dict[int, list[queries.Standing]] = {}
    for standing in context["standings"]:
        periods.setdefault(standing.version_number, []).append(standing)
    changes = queries.compare_versions(code, *chosen) if chosen else ()
    context |= {
        "rows": [{"version": version, "periods": periods.get(version.number, [])} for version in versions],
        "first": chosen[0] if chosen else None,
        "second": chosen[1] if chosen else None,
        "groups": queries.lines(changes),
        "count": len(changes),
    }
    return render(request, "procedures/staff/versions.html", context)


def frame(procedure: Procedure, tab: str) -> dict[str, Any]:
    """What every page about one procedure shows at its head."""
    standings = queries.standings(procedure.code)
    try:
        now = queries.standing(procedure.code)
    except ProcedureNotFound:
        now = None
    status = now.status if now else ProcedureStatus.PREPARED
    base = f"/lam-viec/thu-tuc/{procedure.code}/"
    return {
        "procedure": procedure,
        "draft": getattr(procedure, "draft", None),
        "now": now,
        "status": status,
        "status_name": ProcedureStatus(status).label,
        "tone": {"active": "done", "suspended": "soon", "withdrawn": "late"}.get(str(status), "line"),
        "standings": standings,
        "later": [each for each in standings if now is None or each.since > now.since],
        "verbs": [kind for kind in states.verbs(str(status)) if kind != "publish"],
        "urls": {
            "suspend": f"{base}quyet-dinh/tam-ngung/",
            "resume": f"{base}quyet-dinh/tiep-tuc/",
            "withdraw": f"{base}quyet-dinh/bai-bo/",
            "draft": f"{base}du-thao/general/",
            "publish": f"{base}du-thao/cong-bo/",
            "preview": f"{base}du-thao/xem-truoc/",
            "self": base,
        },
        "tabs": [
            {"label": label, "url": f"{base}{name}/" if name else base, "current": name == tab} for name, label in TABS
        ],
    }


def _running(now: queries.Standing | None, versions: list[ProcedureVersion]) -> int:
    return now.version_number if now else versions[0].number if versions else 0
