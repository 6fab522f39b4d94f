"""The next version of a calendar (ban hành lịch làm việc): a new year's holidays, summer hours, a day closed by a storm."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction

from lienthong.foundation.workdays.errors import CalendarChanged, CalendarNotFound, CalendarUnreadable
from lienthong.foundation.workdays.events import CalendarPublished
from lienthong.foundation.workdays.models import CalendarVersion, WorkingCalendar
from lienthong.foundation.workdays.policies import require_manage
from lienthong.foundation.workdays.queries import version_in_force
from lienthong.foundation.workdays.rules import next_opening, read_calendar
from lienthong.foundation.workdays.rules.reckoning import moment_at
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

type Hours = list[list[str]]

FARTHEST = timedelta(days=3 * 366)


@transaction.atomic
def own_calendar(*, actor: Actor, agency_id: int, code: str, name: str) -> WorkingCalendar:
    """A calendar of its own for an agency, beginning as a copy of the common one; the one it has, if it has one.

    Raises NotAllowed, CalendarNotFound when there is nothing to copy.
    """
    require_manage(actor)
    found = WorkingCalendar.objects.filter(agency_id=agency_id).first()
    if found is not None:
        return found
    shared = WorkingCalendar.objects.filter(agency__isnull=True).first()
    common = version_in_force(shared.pk, clock.today()) if shared else None
    if common is None:
        raise CalendarNotFound
    calendar = WorkingCalendar.objects.create(agency_id=agency_id, code=code, name=clean(name))
    _write(actor, calendar, None, common.weekdays, common.closed, common.open_days, "Lập từ lịch làm việc chung", "")
    return calendar


@transaction.atomic
def publish_version(
    *,
    actor: Actor,
    calendar_id: int,
    weekdays: Mapping[str, Hours],
    closed: Iterable[Mapping[str, str]],
    open_days: Mapping[str, Hours],
    valid_from: date,
    reason: str,
    decision: str = "",
    after: int | None = None,
) -> CalendarVersion:
    """Decide what a calendar says from `valid_from` on. Shapes: see `CalendarVersion`; `after` is the number that was looked at.

    What begins later is reckoned by it; dossiers accepted before keep their due dates. Raises NotAllowed, CalendarNotFound,
    CalendarUnreadable (hours that overlap, no working hour at all, a date too far off), CalendarChanged (somebody was faster).
    """
    require_manage(actor)
    calendar = WorkingCalendar.objects.select_for_update().filter(id=calendar_id).first()
    if calendar is None:
        raise CalendarNotFound
    last = calendar.versions.order_by("-number").first()
    if after is not None and last is not None and last.number != after:
        raise CalendarChanged(last.number, last.published_by_name, last.published_at)
    if abs(valid_from - clock.today()) > FARTHEST:
        raise CalendarUnreadable(
            f"Ngày áp dụng {valid_from:%d/%m/%Y} cách hôm nay quá ba năm. Kiểm tra lại năm của ngày áp dụng."
        )
    if not clean(reason):
        raise CalendarUnreadable("Chưa ghi lý do thay đổi lịch. Ghi ngắn gọn, ví dụ “Nghỉ do bão số 12”.")
    days_off = sorted(
        ({"date": each["date"], "name": clean(each["name"])} for each in closed), key=lambda each: each["date"]
    )
    for each in days_off:
        if not each["name"]:
            raise CalendarUnreadable(
                f"Ngày nghỉ {each['date']} chưa có tên. Ghi tên ngày nghỉ, ví dụ “Giỗ Tổ Hùng Vương”."
            )
    parsed = read_calendar(
        name=calendar.name, weekdays=dict(weekdays), closed=days_off, open_days=dict(sorted(open_days.items()))
    )
    next_opening(
        parsed, moment_at(valid_from.toordinal(), 0)
    )  # a calendar without any working time could promise nothing
    return _write(
        actor,
        calendar,
        valid_from,
        dict(weekdays),
        days_off,
        dict(sorted(open_days.items())),
        clean(reason),
        clean(decision),
    )


@transaction.atomic
def close_day(
    *, actor: Actor, calendar_id: int, day: date, name: str, decision: str = "", after: int | None = None
) -> CalendarVersion:
    """Close one day, as a storm or a mourning does; the rest of the calendar stays. Raises what `publish_version` raises."""
    base = version_in_force(calendar_id, day)
    if base is None:
        raise CalendarNotFound
    text = day.isoformat()
    first = min(day, clock.today())
    return publish_version(
        actor=actor,
        calendar_id=calendar_id,
        weekdays=base.weekdays,
        closed=[*(each for each in base.closed if each["date"] != text), {"date": text, "name": name}],
        open_days={key: hours for key, hours in base.open_days.items() if key != text},
        valid_from=max(base.valid_from, first) if base.valid_from else first,
        reason=f"Nghỉ ngày {day:%d/%m/%Y}: {clean(name)}",
        decision=decision,
        after=after,
    )


def _write(
    actor: Actor,
    calendar: WorkingCalendar,
    valid_from: date | None,
    weekdays: dict[str, Hours],
    closed: list[dict[str, str]],
    open_days: dict[str, Hours],
    reason: str,
    decision: str,
) -> CalendarVersion:
    last = calendar.versions.order_by("-number").first()
    version = CalendarVersion.objects.create(
        calendar=calendar,
        number=last.number + 1 if last else 1,
        valid_from=valid_from,
        weekdays=weekdays,
        closed=closed,
        open_days=open_days,
        reason=reason,
        decision=decision,
        published_at=clock.now(),
        published_by_name=actor.name,
    )
    publish(
        CalendarPublished(
            calendar_id=calendar.pk,
            number=version.number,
            by_account_id=actor.account_id,
            by_position_id=actor.position.id if actor.position else None,
            by_name=actor.name,
        )
    )
    return version
