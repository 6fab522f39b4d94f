"""Papers of the office printed for a file or an inspection (phiếu kiểm soát, sổ theo dõi hồ sơ).

Who opens it: the one-stop officer at the end of a period, an inspector's assistant. A period that is too long says how to divide it.
"""

from datetime import date, timedelta

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries, services
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid
from lienthong.kit.pdf import pdf_response


@require_http_methods(["GET"])
@officer("dossiers.view_agency", "dossiers.view_all")
def control_sheet(request: ActorRequest, code: str) -> HttpResponse:
    """Form 06 as PDF."""
    dossier = queries.dossier_for(request.actor, code)
    return pdf_response(services.control_sheet_pdf(dossier=dossier), f"phieu-kiem-soat-{dossier.code}.pdf")


@require_http_methods(["GET"])
@officer("dossiers.view_agency")
def register(request: ActorRequest) -> HttpResponse:
    """Choose a period; this month is filled in."""
    return _form(request, {})


@require_http_methods(["GET"])
@officer("dossiers.view_agency")
def register_pdf(request: ActorRequest) -> HttpResponse:
    """Form 07 as PDF, or the form again with what is wrong with the period."""
    problems = {}
    days: dict[str, date] = {}
    for name, label in (("since", "Ngày đầu"), ("until", "Ngày cuối")):
        found = _day(request.GET, name)
        if found is None:
            problems[name] = f"{label} chưa ghi đủ hoặc không có trong lịch."
        else:
            days[name] = found
    if not problems:
        try:
            content = services.register_pdf(actor=request.actor, since=days["since"], until=days["until"])
        except Invalid as refusal:
            problems = refusal.problems
        else:
            return pdf_response(content, f"so-theo-doi-{days['since']:%Y%m%d}-{days['until']:%Y%m%d}.pdf")
    return _form(request, problems)


def _form(request: ActorRequest, problems: dict[str, str]) -> HttpResponse:
    today = clock.today()
    usual = {"since": today.replace(day=1), "until": today}
    fields = []
    for name, label in (("since", "Từ ngày"), ("until", "Đến ngày")):
        typed = {part: request.GET.get(f"{name}_{part}", "") for part in ("day", "month", "year")}
        day = usual[name]
        value = typed if any(typed.values()) else {"day": day.day, "month": day.month, "year": day.year}
        fields.append(
            {"name": name, "id": name, "label": label, "kind": "date", "value": value, "error": problems.get(name, "")}
        )
    last = today.replace(day=1) - timedelta(days=1)
    context = {
        "fields": fields,
        "problems": problems,
        "last_month": {"since": last.replace(day=1), "until": last},
        "rail": queries.rail(request.actor, "register"),
    }
    return render(request, "dossiers/staff/book.html", context, status=422 if problems else 200)


def _day(typed: QueryDict, name: str) -> date | None:
    try:
        return date(*(int(typed.get(f"{name}_{part}", "")) for part in ("year", "month", "day")))
    except ValueError:
        return None
