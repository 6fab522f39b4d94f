"""The figures of the year, reckoned and published as the hours struck (công bố số liệu của năm qua)."""

from datetime import timedelta

from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.figures import services
from lienthong.domain.ratings import services as ratings
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

# kind -> how many of the last ones; the worker makes up for the shorter ones before.
KINDS = (("month", 12), ("quarter", 4), ("week", 4), ("day", 7))


def publish_figures(timeline: Timeline) -> None:
    """Each period an hour and ten minutes after its end, in the order of time."""
    today = timeline.present.astimezone(clock.VIETNAM).date()
    periods = []
    for kind, number in KINDS:
        period = services.containing(kind, today).previous()
        for _ in range(number):
            periods.append(period)
            period = period.previous()
    for period in sorted(periods, key=lambda each: (each.ends_before, each.ends_before - each.starts_on)):
        with clock.at(min(period.until + timedelta(minutes=70), timeline.present)):
            services.ask_for_figures(actor=SYSTEM, period=period)
    with clock.at(timeline.present):
        ratings.tell_up()
