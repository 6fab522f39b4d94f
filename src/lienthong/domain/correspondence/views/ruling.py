"""Rules of deadlines and of telling of documents (quy tắc hạn, quy tắc báo): read, tried, changed from a day on.

Who opens it: the clerk when the agency's working rules change, the administrator for all agencies; a few times a year.
"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.correspondence import policies, queries, services
from lienthong.domain.correspondence.choices import Occasion, ToldTo, Urgency
from lienthong.domain.correspondence.models import RuleEdition
from lienthong.domain.correspondence.services import TellingData, UrgencyData
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound, Refused

SPARE = 2
WHEN = (("truoc", "trước hạn"), ("luc", "lúc hết hạn"), ("qua", "quá hạn"))
URGENCIES = (Urgency.EXPRESS, Urgency.VERY_URGENT, Urgency.URGENT, Urgency.NORMAL)


@require_http_methods(["GET", "POST"])
@officer(policies.REGISTER, policies.ADMINISTER)
def rules(request: ActorRequest) -> HttpResponse:
    """The common rules for the administrator, those of the own agency for its clerk; `preview` says what would change."""
    agency_id = None if request.actor.may(policies.ADMINISTER) else request.actor.agency_id
    if request.method == "GET":
        return _page(request, agency_id)
    do = request.POST.get("do", "")
    urgencies, tellings, problems = _typed(request.POST)
    day = _day(request.POST.get("valid_from", ""))
    if do == "preview" or (do == "save" and problems):
        problems = services.check_rules(urgencies, tellings, day) | problems
        return _page(request, agency_id, typed=(urgencies, tellings), problems=problems, tries=not problems)
    try:
        messages.success(request, _act(request, agency_id, do, urgencies, tellings, day))
    except Invalid as refusal:
        return _page(request, agency_id, typed=(urgencies, tellings), problems=refusal.problems)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, agency_id, typed=(urgencies, tellings), refusal=refusal)
    return redirect("correspondence:rules")


def _act(
    request: ActorRequest,
    agency_id: int | None,
    do: str,
    urgencies: list[UrgencyData],
    tellings: list[TellingData],
    day: date | None,
) -> str:
    opened = _number(request.POST.get("opened", ""))
    reason = request.POST.get("reason", "")
    if do == "save":
        made = services.save_rules(
            actor=request.actor,
            agency_id=agency_id,
            urgencies=urgencies,
            tellings=tellings,
            valid_from=day,
            reason=reason,
            opened=opened or 0,
        )
        return f"Đã lưu. Quy tắc áp dụng từ {made.valid_from:%d/%m/%Y}; hạn đã tính giữ nguyên."
    if do == "common" and agency_id is not None:
        made = services.use_common_rules(
            actor=request.actor,
            agency_id=agency_id,
            valid_from=day or clock.today(),
            reason=reason,
            opened=opened or 0,
        )
        return f"Từ {made.valid_from:%d/%m/%Y} cơ quan dùng quy tắc chung của tỉnh."
    if do.startswith("bo-"):
        services.call_back_rules(actor=request.actor, edition_id=_number(do[3:]) or 0)
        return "Đã bỏ bản chưa áp dụng."
    raise NotFound


def _page(
    request: ActorRequest,
    agency_id: int | None,
    *,
    typed: tuple[list[UrgencyData], list[TellingData]] | None = None,
    problems: dict[str, str] | None = None,
    refusal: Refused | None = None,
    tries: bool = False,
) -> HttpResponse:
    now = queries.edition_in_force(agency_id)
    day = _day(request.POST.get("valid_from", "")) or clock.today()
    before = queries.edition_in_force(agency_id, day)
    urgencies, tellings = typed or (services.data_of(now) if now is not None else ([], []))
    problems = problems or {}
    context = {
        "is_common": agency_id is None,
        "inherited": agency_id is not None and (now is None or now.agency_id is None),
        "agency_name": request.actor.position.agency_name if request.actor.position else "",
        "now": now,
        "urgencies": _urgency_rows(urgencies, request.POST, problems),
        "tellings": _telling_rows(tellings, problems),
        "occasions": Occasion.choices,
        "told": ToldTo.choices,
        "when": WHEN,
        "day": day,
        "today": clock.today(),
        "reason": request.POST.get("reason", ""),
        "opened": request.POST.get("opened") or queries.newest_edition(agency_id),
        "changes": services.changes_to(before, urgencies, tellings) if tries else None,
        "editions": _editions(agency_id),
        "problems": problems,
        "refusal": refusal,
        "faults": [{"label": "", "message": said, "id": key} for key, said in problems.items()],
    }
    status = 422 if problems else refusal.status if refusal else 200
    return render(request, "correspondence/rules.html", context, status=status)


def _urgency_rows(urgencies: list[UrgencyData], post: QueryDict, problems: dict[str, str]) -> list[dict[str, Any]]:
    known = {each.urgency: each for each in urgencies}
    rows = []
    for urgency in URGENCIES:
        each = known.get(urgency)
        rows.append(
            {
                "key": urgency.value,
                "label": urgency.label,
                "hours": post.get(f"{urgency.value}-hours", (each.submit_hours or "") if each else ""),
                "days": post.get(f"{urgency.value}-days", each.settle_days if each else ""),
                "hours_problem": problems.get(f"{urgency.value}-hours", ""),
                "days_problem": problems.get(f"{urgency.value}-days", ""),
            }
        )
    return rows


def _telling_rows(tellings: list[TellingData], problems: dict[str, str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "place": place,
            "occasion": each.occasion,
            "when": "luc" if not each.hours else "truoc" if each.hours < 0 else "qua",
            "hours": abs(each.hours) or "",
            "told": each.told,
            "problem": problems.get(f"{place}-telling", ""),
        }
        for place, each in enumerate(tellings)
    ]
    rows += [{"place": len(rows) + extra, "when": "luc", "is_new": True} for extra in range(SPARE)]
    return rows


def _editions(agency_id: int | None) -> list[dict[str, Any]]:
    """Every edition with what it changed against the one before it that counts."""
    today = clock.today()
    found = queries.editions_of(agency_id)
    running = queries.edition_in_force(agency_id)
    rows: list[dict[str, Any]] = []
    for place, each in enumerate(found):
        earlier: RuleEdition | None = next((row for row in found[place + 1 :] if row.called_back_at is None), None)
        if agency_id is not None and (earlier is None or earlier.follows_common):
            earlier = queries.edition_in_force(None, each.valid_from)
        rows.append(
            {
                "it": each,
                "runs": running is not None and running.pk == each.pk,
                "waits": each.valid_from > today and each.called_back_at is None,
                "changes": services.changes_between(earlier, each),
            }
        )
    return rows


def _typed(post: QueryDict) -> tuple[list[UrgencyData], list[TellingData], dict[str, str]]:
    problems: dict[str, str] = {}
    urgencies = []
    for urgency in URGENCIES:
        hours, days = (post.get(f"{urgency.value}-{name}", "").strip() for name in ("hours", "days"))
        if hours and _number(hours) is None:
            problems[f"{urgency.value}-hours"] = (
                f"{urgency.label}: giờ trình là số, hoặc để trống; đang ghi “{hours[:20]}”."
            )
        if _number(days) is None:
            problems[f"{urgency.value}-days"] = f"{urgency.label}: ghi số ngày làm việc; đang ghi “{days[:20]}”."
        urgencies.append(
            UrgencyData(
                urgency=urgency.value,
                submit_hours=(_number(hours) or 0) if hours else None,
                settle_days=_number(days) or 0,
            )
        )
    tellings: list[TellingData] = []
    for place in range(services.MOST_TELLINGS + SPARE):
        if not post.get(f"{place}-occasion") or post.get(f"{place}-drop"):
            continue
        when, hours = post.get(f"{place}-when", "luc"), post.get(f"{place}-hours", "").strip()
        amount = _number(hours) or 0
        if when != "luc" and not amount:
            problems[f"{len(tellings)}-telling"] = "Ghi số giờ làm việc trước hạn hoặc quá hạn."
        tellings.append(
            TellingData(
                occasion=post.get(f"{place}-occasion", ""),
                hours=0 if when == "luc" else -amount if when == "truoc" else amount,
                told=post.get(f"{place}-told", ""),
            )
        )
    return urgencies, tellings, problems


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
