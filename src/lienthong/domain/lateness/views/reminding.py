"""What one was told, and what one does about it (việc được báo); the rules of telling with a preview of the day (quy tắc nhắc việc)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.lateness import policies, queries, services
from lienthong.domain.lateness.choices import Answer, Measure, Moment, Receiver
from lienthong.domain.lateness.models import Reminder, ReminderRule
from lienthong.domain.lateness.services import RuleData
from lienthong.domain.lateness.views.overview import tabs
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused

SPARE_ROWS = 2
HANDLING = (Role.SPECIALIST, Role.DEPARTMENT_HEAD, Role.ONE_STOP_OFFICER, Role.CLERK)


@require_http_methods(["GET"])
@officer()
def reminders(request: ActorRequest) -> HttpResponse:
    """Told and not answered, the most overdue first; then what was answered lately."""
    return _page(request)


def _page(request: ActorRequest, refusal: Refused | None = None, about: uuid.UUID | None = None) -> HttpResponse:
    problems = refusal.problems if isinstance(refusal, Invalid) else {}
    may_assign = request.actor.may("dossiers.assign")
    context = {
        "tabs": tabs(request.actor, "nhac") if policies.reads(request.actor) else [],
        "colleagues": dossiers.colleagues(request.actor, HANDLING) if may_assign else [],
        "rows": [
            {
                "each": each,
                "answers": answers_for(request, each),
                "problems": problems if each.id == about else {},
                "typed": request.POST if each.id == about else {},
            }
            for each in queries.reminders_to_answer(request.actor)
        ],
        "answered": queries.reminders_answered(request.actor),
        "refusal": refusal,
        "faults": [{"label": "", "message": said, "id": f"{key}-{about}"} for key, said in problems.items()],
        "may_rule": request.actor.may("dossiers.sign") or request.actor.may("organizations.manage"),
        "now": clock.now(),
    }
    return render(request, "lateness/reminders.html", context, status=refusal.status if refusal else 200)


def answers_for(request: ActorRequest, reminder: Reminder) -> list[tuple[str, str]]:
    """What this seat can do about it: whoever holds the step does not urge themself, an extension is for the agency's own people."""
    choices = [(Answer.NOTED.value, Answer.NOTED.label)]
    if reminder.receiver != Receiver.HANDLER:
        choices.append((Answer.HURRY.value, Answer.HURRY.label))
    mine = request.actor.agency_id == reminder.dossier.agency_id
    if mine and request.actor.may("dossiers.assign"):
        choices.append((Answer.REASSIGN.value, Answer.REASSIGN.label))
    if mine and (request.actor.may("dossiers.handle") or request.actor.may("dossiers.approve")):
        choices.append((Answer.EXTEND.value, Answer.EXTEND.label))
    return choices


@require_POST
@officer()
def answer(request: ActorRequest, reminder_id: uuid.UUID) -> HttpResponse:
    """Do one thing about it."""
    found = queries.reminder_for(request.actor, reminder_id)
    days, seat = request.POST.get("days", "").strip(), request.POST.get("seat", "")
    try:
        services.answer_reminder(
            actor=request.actor,
            reminder_id=reminder_id,
            answer=request.POST.get("answer", ""),
            note=request.POST.get("note", ""),
            days=int(days) if days.isascii() and days.isdecimal() and len(days) < 4 else 0,
            seat_id=int(seat) if seat.isascii() and seat.isdecimal() and len(seat) < 19 else None,
        )
    except Refused as refusal:
        return _page(request, refusal, reminder_id)
    label = Answer(request.POST["answer"]).label
    messages.success(request, f"Hồ sơ {found.dossier.code}: {label.lower()}.")
    return redirect("lateness:reminders")


@require_http_methods(["GET", "POST"])
@officer(*policies.RULES)
def rules(request: ActorRequest) -> HttpResponse:
    """The rules of the own agency for its leader, the common ones for the administrator; `Xem thử` tells whom they would reach today."""
    common = request.actor.may("organizations.manage")
    agency_id = None if common else request.actor.agency_id
    kept = queries.rules_of(agency_id)
    inherited = not common and not kept
    shown = kept or queries.rules_of(None)
    typed: list[RuleData] = [_data(each) for each in shown]
    problems: dict[str, str] = {}
    expected: list[dict[str, Any]] | None = None
    if request.method == "POST":
        typed = _typed(request.POST)
        if inherited:
            typed = [RuleData(**{**_fields(each), "id": None}) for each in typed]
        if request.POST.get("do") == "common":
            services.use_common_rules(actor=request.actor, agency_id=agency_id or 0)
            messages.success(request, "Cơ quan dùng quy tắc chung của tỉnh.")
            return redirect("lateness:rules")
        problems = services.check_rules(typed)
        if not problems and request.POST.get("do") == "save":
            services.save_rules(actor=request.actor, agency_id=agency_id, rules=typed)
            messages.success(request, "Đã lưu quy tắc nhắc việc. Việc đã báo không báo lại.")
            return redirect("lateness:rules")
    if not problems:
        expected = _expected(typed, agency_id)
    context = {
        "tabs": tabs(request.actor, "nhac") if policies.reads(request.actor) else [],
        "is_common": common,
        "inherited": inherited,
        "agency_name": request.actor.position.agency_name if request.actor.position else "",
        "rows": _rows(typed, problems),
        "faults": [{"label": "", "message": said, "id": key} for key, said in problems.items()],
        "expected": expected,
        "until": clock.local_now().replace(hour=23, minute=59),
        "measures": Measure.choices,
        "moments": Moment.choices,
    }
    return render(request, "lateness/rules.html", context, status=422 if problems else 200)


def _data(rule: ReminderRule) -> RuleData:
    return RuleData(
        id=rule.pk,
        measure=rule.measure,
        moment=rule.moment,
        amount=rule.amount,
        receivers=tuple(rule.receivers),
        is_active=rule.is_active,
    )


def _fields(rule: RuleData) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in ("id", "measure", "moment", "amount", "receivers", "is_active")}


def _typed(post: QueryDict) -> list[RuleData]:
    """The rows as typed; one without anybody to tell and without a figure is an empty row."""
    found = []
    for place in range(services.MOST_RULES + SPARE_ROWS):
        if f"{place}-moment" not in post or post.get(f"{place}-drop"):
            continue
        amount, number = post.get(f"{place}-amount", "").strip(), post.get(f"{place}-id", "")
        receivers = tuple(post.getlist(f"{place}-receivers"))
        moment = post.get(f"{place}-moment", "")
        if not moment and not receivers:
            continue
        found.append(
            RuleData(
                id=int(number) if number.isdecimal() and len(number) < 19 else None,
                measure=post.get(f"{place}-measure", Measure.DOSSIER),
                moment=moment,
                amount=0
                if moment == Moment.OVERDUE
                else int(amount)
                if amount.isascii() and amount.isdecimal() and len(amount) < 4
                else 0,
                receivers=receivers,
                is_active=bool(post.get(f"{place}-active")),
            )
        )
    return found


def _rows(typed: list[RuleData], problems: dict[str, str]) -> list[dict[str, Any]]:
    empty = RuleData(measure=Measure.DOSSIER, moment="", amount=0, receivers=(), is_active=True)
    spare = max(0, min(SPARE_ROWS, services.MOST_RULES - len(typed)))
    return [
        {
            "place": place,
            "rule": rule,
            "is_new": not rule.moment,
            "amount": rule.amount or "",
            "receivers": [(value, label, value in rule.receivers) for value, label in Receiver.choices],
            "problems": [said for key, said in problems.items() if key.startswith(f"{place}-")],
            "wrong": {key.split("-", 1)[1] for key in problems if key.startswith(f"{place}-")},
        }
        for place, rule in enumerate([*typed, *[empty] * spare])
    ]


def _expected(typed: list[RuleData], agency_id: int | None) -> list[dict[str, Any]]:
    rules = [
        ReminderRule(
            pk=each.id or -place - 1,
            measure=each.measure,
            moment=each.moment,
            amount=each.amount,
            receivers=list(each.receivers),
            is_active=each.is_active,
        )
        for place, each in enumerate(typed)
    ]
    until = clock.local_now().replace(hour=23, minute=59)
    found = queries.preview(rules, agency_ids=None if agency_id is None else [agency_id], until=until)
    names = organizations.names_of({each.agency_id for each in found})
    return [{"each": each, "agency": names.get(each.agency_id, "")} for each in found]
