"""Working calendars of the demo (lịch làm việc): the common one, a provincial centre that opens on Saturday mornings, a day closed for a storm to come."""

from datetime import timedelta

from lienthong.config.demo_province.timeline import Timeline
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.workdays import queries, services
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

STORM_IN_DAYS = 6
SATURDAY = [["07:30", "11:00"]]


def write_calendars(timeline: Timeline) -> None:
    """As decided in their time: a promise made before the storm keeps its day."""
    common = services.load_default_calendar()
    root = organizations.root_agency()
    own = services.own_calendar(
        actor=SYSTEM,
        agency_id=root.pk,
        code=root.identifier.lower().replace(".", "-"),
        name="Lịch của Văn phòng UBND tỉnh",
    )
    base = queries.version_in_force(own.pk, clock.today())
    assert base is not None
    services.publish_version(
        actor=SYSTEM,
        calendar_id=own.pk,
        weekdays={**base.weekdays, "5": SATURDAY},
        closed=base.closed,
        open_days=base.open_days,
        valid_from=clock.today(),
        reason="Làm việc sáng thứ Bảy theo lịch tiếp dân",
    )
    present = timeline.present.astimezone(clock.VIETNAM)
    day = present.date() + timedelta(days=STORM_IN_DAYS)
    while not queries.get_calendar(common.pk).intervals(day.toordinal()):
        day += timedelta(days=1)
    with clock.at(present.replace(hour=19, minute=30) - timedelta(days=1)):
        services.close_day(actor=SYSTEM, calendar_id=common.pk, day=day, name="Nghỉ do mưa bão")
