"""The waiting room of the demo (phòng chờ): offices open their queue, four weeks of served numbers, people who wait and who are booked."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from lienthong.config.demo_province.people import Neighbours
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.tickets import queries, services
from lienthong.domain.tickets.errors import OutOfHours, SlotFull
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

DAYS_BACK = 4
PEOPLE_A_DAY = 10
WAITING = 7
BOOKED = 6
PROCEDURES = ("1.001193", "1.000894", "1.004873", "2.000815", "1.001612", "")


def open_queues(agency_ids: Iterable[int], timeline: Timeline, neighbours: Neighbours, dice: random.Random) -> None:
    """Every office of `agency_ids` takes numbers; the first one has a history, a full room and appointments."""
    offices = list(agency_ids)
    for agency_id in offices:
        services.open_office(actor=SYSTEM, agency_id=agency_id)
    _history(offices[0], timeline.present, dice)
    _today(offices[0], dice)
    _booked(offices[0], neighbours, dice)


def _history(agency_id: int, present: datetime, dice: random.Random) -> None:
    point = queries.points(agency_id)[0]
    lines = [line.pk for line in queries.lines(agency_id)]
    day = present.astimezone(clock.VIETNAM).replace(hour=8, minute=0, second=0, microsecond=0)
    served = 0
    while served < DAYS_BACK:
        day -= timedelta(days=1)
        moment = day
        for number in range(PEOPLE_A_DAY):
            moment += timedelta(minutes=dice.randint(4, 14))
            try:
                with clock.at(moment):
                    services.take_ticket(
                        agency_id=agency_id, line_id=dice.choice(lines), key=f"{moment.isoformat()}-{number}"
                    )
                    called = services.call_next(actor=SYSTEM, point_id=point.pk)
            except OutOfHours:
                break
            if called is not None:
                moment += timedelta(minutes=dice.randint(4, 16))
                with clock.at(moment):
                    services.finish_ticket(actor=SYSTEM, ticket_id=called.pk)
        else:
            served += 1


def _today(agency_id: int, dice: random.Random) -> None:
    """Whoever starts the demo at night finds an empty room, as it should be."""
    lines = [line.pk for line in queries.lines(agency_id)]
    for number in range(WAITING):
        try:
            services.take_ticket(
                agency_id=agency_id,
                line_id=lines[0] if number % 2 else dice.choice(lines),
                key=f"demo-{number}",
                is_priority=number == 4,
            )
        except OutOfHours:
            return
    services.call_next(actor=SYSTEM, point_id=queries.points(agency_id)[0].pk)


def _booked(agency_id: int, neighbours: Neighbours, dice: random.Random) -> None:
    line = queries.lines(agency_id)[0]
    slots = [slot for day in queries.bookable_days(agency_id)[:2] for slot in queries.slots(agency_id, day)]
    for number, slot in enumerate(dice.sample(slots, min(BOOKED, len(slots)))):
        person = neighbours.one()
        try:
            services.book(
                agency_id=agency_id,
                line_id=line.pk,
                starts_at=slot.starts_at,
                name=person.name,
                phone=person.phone,
                key=f"demo-{number}",
                procedure_code=dice.choice(PROCEDURES),
            )
        except SlotFull:
            continue
