"""Working calendars (lịch làm việc): which days and hours agencies work, so that every due date can be explained.

Who opens it: the administrator who enters next year's holidays, gives an agency hours of its own, or closes a day for a storm; any
officer to look. What cannot be read is said beside its box and everything typed stays.
"""

from calendar import Calendar as Months
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.workdays import policies, queries, services
from lienthong.foundation.workdays.queries import CalendarRow, VersionRow
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import NotFound, Refused
from lienthong.kit.text_vi import clean
from lienthong.sites.workplace import calendar_forms as forms

MANAGE = officer(policies.MANAGE)
MARKS = {"off": "nghỉ hằng tuần", "holiday": "nghỉ lễ", "extra": "làm bù", "work": "làm việc"}


@require_http_methods(["GET"])
@officer()
def calendars(request: ActorRequest) -> HttpResponse:
    """All calendars: the common one, then the agencies with hours of their own."""
    rows = []
    for each in queries.calendars():
        version = queries.version_in_force(each.pk, clock.today())
        rows.append(
            {
                "calendar": each,
                "version": version,
                "hours": [
                    (name, forms.words_of(version.weekdays.get(str(number), [])))
                    for number, name in ((0, "Thứ Hai"), (5, "Thứ Bảy"))
                ]
                if version
                else [],
            }
        )
    return render(request, "workplace/calendars.html", {"rows": rows, "may_manage": request.actor.may(policies.MANAGE)})


@require_http_methods(["GET", "POST"])
@officer()
def calendar(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """One calendar: the year as it stands, and for those who decide, the next version. POST publishes it."""
    row = queries.calendar_row(calendar_id)
    year = _year(request)
    # Holidays of a year are written into the version that holds on its first coming day.
    base = queries.version_in_force(row.pk, max(clock.today(), date(year, 1, 1)))
    if base is None:
        raise NotFound
    typed, refusal = forms.as_typed(base, year, max(clock.today(), date(year, 1, 1))), None
    if request.method == "POST":
        MANAGE.check(request.actor)
        typed = forms.read_typed(request.POST, base, year)
        if not typed.problems and typed.valid_from is not None:
            try:
                version = services.publish_version(
                    actor=request.actor,
                    calendar_id=row.pk,
                    weekdays=typed.weekdays,
                    closed=typed.closed,
                    open_days=typed.open_days,
                    valid_from=typed.valid_from,
                    reason=typed.boxes.get("reason", ""),
                    decision=typed.boxes.get("decision", ""),
                    after=_seen(request),
                )
            except Refused as refused:
                refusal = refused
            else:
                messages.success(
                    request,
                    f"Đã ban hành phiên bản {version.number}, áp dụng từ {typed.valid_from:%d/%m/%Y}. "
                    "Hồ sơ đã tiếp nhận giữ nguyên ngày hẹn trả.",
                )
                return redirect(f"{request.path}?nam={year}")
    return _page(request, row, year, typed, refusal)


@require_POST
@MANAGE
def close_day(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Close one day at once: a storm, a flood, a mourning."""
    row = queries.calendar_row(calendar_id)
    text, name = clean(request.POST.get("day", "")[:40]), clean(request.POST.get("name", "")[:120])
    day = forms.read_day(text)
    problem = (
        forms.day_problem(text) if day is None else "" if name else "Chưa ghi lý do nghỉ, ví dụ Nghỉ do bão số 13."
    )
    if day is not None and not problem:
        try:
            services.close_day(actor=request.actor, calendar_id=row.pk, day=day, name=name, after=_seen(request))
        except Refused as refused:
            problem = refused.message
        else:
            messages.success(
                request, f"Đã đóng cửa ngày {day:%d/%m/%Y} ({name}). Hồ sơ đã tiếp nhận giữ nguyên ngày hẹn trả."
            )
            return redirect(f"/lam-viec/lich-lam-viec/{row.pk}/?nam={day.year}")
    year = day.year if day else clock.today().year
    base = queries.version_in_force(row.pk, max(clock.today(), date(year, 1, 1)))
    if base is None:
        raise NotFound
    typed = forms.as_typed(base, year, clock.today())
    typed.boxes |= {"close-day": text, "close-name": name}
    typed.problems["close-day"] = problem
    return _page(request, row, year, typed, None)


@require_POST
@MANAGE
def own_calendar(request: ActorRequest) -> HttpResponse:
    """Hours of its own for an agency, beginning as a copy of the common calendar."""
    typed = clean(request.POST.get("agency", "")[:40]).upper()
    try:
        agency = organizations.agency_by_identifier(typed)
    except NotFound:
        messages.error(request, f"Không có cơ quan mã định danh “{typed}”. Tra mã ở trang Cơ quan rồi nhập lại.")
        return redirect("workplace:calendars")
    row = services.own_calendar(
        actor=request.actor,
        agency_id=agency.pk,
        code=agency.identifier.lower().replace(".", "-"),
        name=f"Lịch của {agency.short_name}"[:120],
    )
    return redirect("workplace:calendar", row.pk)


def _page(
    request: ActorRequest, row: CalendarRow, year: int, typed: forms.Typed, refusal: Refused | None
) -> HttpResponse:
    versions = list(queries.versions_of(row.pk))
    this_year = clock.today().year
    context = {
        "calendar": row,
        "versions": versions,
        "last": versions[0],
        "year": year,
        "years": range(min(this_year, year) - 1, this_year + 3),
        "months": _months(row, year),
        "holidays": _holidays(versions, year),
        "typed": typed,
        "boxes": _boxes(typed),
        "problems": [
            {"id": f"f-{name}", "label": "", "message": text} for name, text in typed.problems.items() if text
        ],
        "refusal": refusal,
        "may_manage": request.actor.may(policies.MANAGE),
        "marks": MARKS,
    }
    wrong = bool(refusal or any(typed.problems.values()))
    return render(
        request, "workplace/calendar.html", context, status=(refusal.status if refusal else 422) if wrong else 200
    )


def _boxes(typed: forms.Typed) -> dict[str, Any]:
    """The boxes of the page with what was typed into them: {id, name, label, value, placeholder, invalid}."""

    def box(name: str, label: str = "", placeholder: str = "", *, posted: str = "") -> dict[str, Any]:
        return {
            "id": f"f-{name}",
            "name": posted or name,
            "label": label,
            "value": typed.boxes.get(name, ""),
            "placeholder": placeholder,
            "invalid": bool(typed.problems.get(name)),
        }

    return {
        "hours": [box(f"hours-{number}", name) for number, name in enumerate(forms.WEEKDAYS)],
        "closed": [
            (
                box(f"closed-{row}-day", f"Ngày nghỉ, dòng {place}", "ngày/tháng/năm"),
                box(f"closed-{row}-name", f"Tên ngày nghỉ, dòng {place}", "Tên ngày nghỉ"),
            )
            for place, row in enumerate(typed.closed_rows, 1)
        ],
        "open": [
            (
                box(f"open-{row}-day", f"Ngày làm bù, dòng {place}", "ngày/tháng/năm"),
                box(f"open-{row}-hours", f"Giờ làm bù, dòng {place}", "07:00–11:30, 13:30–17:00"),
            )
            for place, row in enumerate(typed.open_rows, 1)
        ],
        "valid_from": box("valid_from", placeholder="ngày/tháng/năm"),
        "reason": box("reason", placeholder="Lịch nghỉ Tết Nguyên đán năm 2027"),
        "decision": box("decision", placeholder="12/TB-VPCP"),
        "close_day": box("close-day", placeholder="24/11/2026", posted="day"),
        "close_name": box("close-name", placeholder="Nghỉ do bão số 13", posted="name"),
    }


def _months(row: CalendarRow, year: int) -> list[dict[str, Any]]:
    """Twelve months of weeks of {day, state, note}; None before the first and after the last day."""
    calendar = queries.get_calendar(row.pk)
    today = clock.today()
    months = []
    for month in range(1, 13):
        weeks = []
        for week in Months().monthdatescalendar(year, month):
            cells: list[dict[str, Any] | None] = []
            for day in week:
                ordinal = day.toordinal()
                note = calendar.day_off(ordinal)
                state = "work" if calendar.intervals(ordinal) else "holiday" if note else "off"
                if calendar.is_make_up(ordinal):
                    state, note = "extra", "làm bù"
                cells.append(
                    {"day": day.day, "state": state, "note": note, "today": day == today}
                    if day.month == month
                    else None
                )
            weeks.append(cells)
        months.append({"number": month, "weeks": weeks})
    return months


def _holidays(versions: list[VersionRow], year: int) -> int:
    return sum(each["date"].startswith(f"{year}-") for each in versions[0].closed)


def _seen(request: ActorRequest) -> int | None:
    text = request.POST.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _year(request: ActorRequest) -> int:
    text = request.GET.get("nam", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if 2000 <= year <= 2100 else clock.today().year
