"""Public figures seen by the office (số liệu công khai): before they go out, why one does not, the dossiers behind every number.

Who opens it: who follows the whole province, before and after an edition goes out; the head of a unit, for the numbers of the own unit.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services as dossier_services
from lienthong.domain.dossiers.choices import State
from lienthong.domain.figures import policies, queries, services
from lienthong.domain.figures.choices import PeriodKind
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused

LOOK = officer("figures.look")
PUBLISH = officer("figures.publish")


@require_safe
@LOOK
def reports(request: ActorRequest) -> HttpResponse:
    """Periods of a kind, newest first, with what became of each."""
    kind = request.GET.get("loai", PeriodKind.MONTH)
    kind = kind if kind in PeriodKind.values else PeriodKind.MONTH
    lines = queries.desk_reports(request.actor, kind)
    context = {
        "kind": kind,
        "kinds": [(each.value, each.label) for each in PeriodKind],
        "lines": [(line, queries.numbers_for(request.actor, line.shown) if line.shown else None) for line in lines],
        "held": sum(line.is_held for line in lines),
        "may_publish": policies.may_publish(request.actor),
        "is_province": policies.sees_province(request.actor),
        "rail": dossiers.rail(request.actor, "figures"),
    }
    return render(request, "workplace/figures/reports.html", context)


@require_safe
@LOOK
def report(request: ActorRequest, slug: str) -> HttpResponse:
    """One period: its checks, its numbers with the dossiers behind them, what a correction would change."""
    return _report(request, slug, {})


@require_POST
@PUBLISH
def reckon(request: ActorRequest, slug: str) -> HttpResponse:
    """Have it reckoned anew, in the background."""
    period = services.read_slug(slug)
    try:
        services.ask_for_figures(actor=request.actor, period=period)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.info(request, f"Đang tính {period.name.lower()}. Tải lại trang sau ít giây để xem kết quả.")
    return redirect("workplace:figure-report", slug=slug)


@require_POST
@PUBLISH
def publish(request: ActorRequest, slug: str) -> HttpResponse:
    """Publish the edition that was looked at."""
    found = queries.desk_report(request.actor, services.read_slug(slug))
    number = request.POST.get("edition", "")
    if found.report is None:
        raise NotFound
    try:
        edition = services.publish_figures(
            actor=request.actor,
            report_id=found.report.pk,
            edition=int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 0,
            reason=request.POST.get("reason", "")[:1000],
        )
    except Invalid as invalid:
        return _report(request, slug, invalid.problems)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"Đã công bố {edition.report.period.name.lower()}, bản {edition.number}.")
    return redirect("workplace:figure-report", slug=slug)


@require_safe
@LOOK
def behind(request: ActorRequest, slug: str) -> HttpResponse:
    """The dossiers a number counts: the list is as long as the number."""
    period = services.read_slug(slug)
    column = request.GET.get("cot", "")
    if column not in dossiers.COUNT_COLUMNS:
        raise NotFound("Không có cột số liệu này.")
    agency, unit = _agency(request.actor, request.GET.get("don-vi", ""))
    code = request.GET.get("thu-tuc", "")[:40]
    procedure_id = procedures.current_version(code).procedure_id if code else None
    rows, number = dossiers.dossiers_behind(
        request.actor,
        column=column,
        since=period.since,
        until=period.until,
        agency_id=agency,
        procedure_id=procedure_id,
    )
    context = {
        "period": period,
        "label": queries.column_label(column),
        "unit": unit,
        "rows": rows,
        "number": number,
        "rail": dossiers.rail(request.actor, "figures"),
    }
    return render(request, "workplace/figures/behind.html", context)


@require_http_methods(["GET", "POST"])
@PUBLISH
def ledger(request: ActorRequest, code: str) -> HttpResponse:
    """The turns of one dossier, and putting them right with a reason."""
    dossier = dossiers.dossier_for(request.actor, code)
    turns = dossiers.turns_of(request.actor, dossier.id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            dossier_services.correct_ledger(
                actor=request.actor,
                dossier_id=dossier.id,
                moments=_moments(request, turns),
                missing=_missing(request),
                reason=request.POST.get("reason", "")[:1000],
            )
        except Invalid as invalid:
            problems = invalid.problems
        else:
            messages.success(request, "Đã đính chính sổ biến động. Các kỳ số liệu liên quan đang được tính lại.")
            return redirect("workplace:figure-ledger", code=code)
    context = {
        "dossier": dossier,
        "lines": _lines(request, turns),
        "states": [(state.value, state.label) for state in State],
        "missing_at": request.POST.get("missing_at", ""),
        "missing_state": request.POST.get("missing_state", ""),
        "reason": request.POST.get("reason", ""),
        "errors": [{"id": f"f-{name}", "label": "", "message": text} for name, text in problems.items()],
        "problems": problems,
        "rail": dossiers.rail(request.actor, "figures"),
    }
    return render(request, "workplace/figures/ledger.html", context, status=422 if problems else 200)


def _report(request: ActorRequest, slug: str, problems: dict[str, str]) -> HttpResponse:
    actor = request.actor
    found = queries.desk_report(actor, services.read_slug(slug))
    shown = found.shown
    changes, number = (
        queries.changes_of(found.published, found.in_hand) if found.published and found.in_hand else ([], 0)
    )
    _, unit = _agency(actor, "") if shown else (None, "")
    context: dict[str, Any] = {
        "found": found,
        "period": found.period,
        "shown": shown,
        "findings": queries.findings_of(shown) if shown else [],
        "faults": _faults(actor, shown) if shown else [],
        "balance": queries.linked_balance(queries.numbers_for(actor, shown)) if shown else None,
        "numbers": queries.numbers_for(actor, shown) if shown else None,
        "changes": changes,
        "change_number": number,
        "unit": unit,
        "may_publish": policies.may_publish(actor),
        "is_province": policies.sees_province(actor),
        "reason": request.POST.get("reason", ""),
        "problems": problems,
        "errors": [{"id": f"f-{name}", "label": "", "message": text} for name, text in problems.items()],
        "rail": dossiers.rail(actor, "figures"),
    }
    return render(request, "workplace/figures/report.html", context, status=422 if problems else 200)


def _faults(actor: Actor, edition: queries.EditionRow) -> list[tuple[str, str]]:
    """(code, what was found), each dossier once; only those the actor may see."""
    told: dict[str, list[str]] = {}
    for _, code, said in edition.faults:
        told.setdefault(code, []).append(said)
    seen = set(dossiers.visible_dossiers(actor).filter(code__in=list(told)).values_list("code", flat=True))
    return [(code, "; ".join(said)) for code, said in told.items() if code in seen]


def _agency(actor: Actor, identifier: str) -> tuple[int | None, str]:
    """The unit asked for; who does not follow the province gets the own one. Raises NotFound."""
    if identifier:
        found = organizations.agency_by_identifier(identifier)
        if not policies.sees_province(actor) and found.pk not in actor.archive_agency_ids:
            raise NotFound
        return found.pk, found.short_name
    if policies.sees_province(actor) or actor.position is None:
        return None, ""
    return actor.agency_id, actor.position.agency_name


def _typed(moment: datetime) -> str:
    return f"{moment.astimezone(clock.VIETNAM):%H:%M:%S, %d/%m/%Y}"


def _read(text: str) -> datetime:
    """A moment as officials write it, seconds or not. Raises Invalid."""
    for form in ("%H:%M:%S, %d/%m/%Y", "%H:%M, %d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=clock.VIETNAM)
        except ValueError:
            continue
    raise Invalid({"moments": f"“{text[:30]}” không phải ngày giờ. Ghi như 08:15:00, 10/11/2026."})


def _lines(request: ActorRequest, turns: list[Any]) -> list[dict[str, Any]]:
    """Turns with what was typed, and what cannot be right about each."""
    lines = []
    for before, turn in zip([None, *turns], turns, strict=False):
        found = ""
        if before is not None and turn.was_state != before.state:
            found = f"Trước việc này phải là “{State(turn.was_state).label}”, nhưng sổ không có dòng ấy"
        elif turn.until is not None and turn.until < turn.at:
            found = "Việc sau ghi trước việc này"
        lines.append({"turn": turn, "typed": request.POST.get(f"at-{turn.number}", _typed(turn.at)), "found": found})
    return lines


def _moments(request: ActorRequest, turns: list[Any]) -> dict[int, datetime]:
    """Only what was typed otherwise than it stands: what is left as it is keeps its microseconds."""
    given = {turn.number: request.POST.get(f"at-{turn.number}", "") for turn in turns}
    return {turn.number: _read(given[turn.number]) for turn in turns if given[turn.number] not in {"", _typed(turn.at)}}


def _missing(request: ActorRequest) -> list[dossier_services.MissingTurn]:
    at, state = request.POST.get("missing_at", ""), request.POST.get("missing_state", "")
    return [dossier_services.MissingTurn(state=state, at=_read(at))] if at or state else []
