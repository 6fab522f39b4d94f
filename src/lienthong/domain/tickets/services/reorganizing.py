"""Who waits in the queue of an office that ends, and who has an appointment, is taken by its successor (hàng chờ khi sắp xếp).

Lines and counters are set up anew at the successor and closed at the old office, so that its numbers of former days stay its own.
"""

from datetime import date

from django.db.models import Max, Q, QuerySet

from lienthong.domain.tickets.choices import AppointmentState, TicketState
from lienthong.domain.tickets.models import Appointment, QueueLine, ServicePoint, SlotPlan, Ticket
from lienthong.foundation.organizations.services import Counts, Mover, Passage

TICKETS, APPOINTMENTS, POINTS = "người đang chờ, đang phục vụ ở quầy", "lịch hẹn sắp tới", "quầy một cửa"
STANDING = (TicketState.WAITING, TicketState.CALLED)


def count_queue(passage: Passage) -> Counts:
    """Numbers that stand, appointments to come, counters."""
    if not passage.moves_rest:
        return {}
    return {
        POINTS: _points(passage).count(),
        TICKETS: _tickets(passage).count(),
        APPOINTMENTS: _appointments(passage).count(),
    }


def follow_agencies(passage: Passage) -> Counts:
    """Move them. A number that is taken at the successor's line gets the next free one; who came first stays before."""
    if not passage.moves_rest:
        return {}
    counts = {POINTS: 0, TICKETS: 0, APPOINTMENTS: 0}
    lines = _lines(passage)
    points = _new_points(passage, lines)
    counts[POINTS] = len(points)
    for appointment in _appointments(passage).select_for_update(of=("self",)).order_by("pk"):
        appointment.agency_id, appointment.line_id = passage.main, lines[appointment.line_id]
        appointment.save(update_fields=["agency", "line"])
        counts[APPOINTMENTS] += 1
    last: dict[tuple[int, date], int] = {}
    for ticket in _tickets(passage).select_for_update().order_by("stands_at", "pk"):
        ticket.agency_id, ticket.line_id = passage.main, lines[ticket.line_id]
        ticket.point_id = points.get(ticket.point_id or 0, ticket.point_id)
        if Ticket.objects.filter(line_id=ticket.line_id, day=ticket.day, number=ticket.number).exists():
            ticket.number = _next(last, ticket.line_id, ticket.day)
        ticket.save(update_fields=["agency", "line", "point", "number"])
        counts[TICKETS] += 1
    plan = SlotPlan.objects.filter(agency_id__in=passage.leaving).order_by("pk").first()
    if plan is not None and not SlotPlan.objects.filter(agency_id=passage.main).exists():
        SlotPlan.objects.create(
            agency_id=passage.main, minutes=plan.minutes, capacity=plan.capacity, days_ahead=plan.days_ahead
        )
    return counts


def _next(last: dict[tuple[int, date], int], line_id: int, day: date) -> int:
    top = last.get((line_id, day)) or 0
    found = Ticket.objects.filter(line_id=line_id, day=day).aggregate(top=Max("number"))["top"] or 0
    last[line_id, day] = max(top, found) + 1
    return last[line_id, day]


def _lines(passage: Passage) -> dict[int, int]:
    """Line of an old office → the successor's line with the same letter, set up when there is none."""
    there = dict(QueueLine.objects.filter(agency_id=passage.main).values_list("letter", "pk"))
    found = {}
    for line in QueueLine.objects.filter(agency_id__in=passage.leaving).order_by("pk"):
        if line.letter not in there:
            there[line.letter] = QueueLine.objects.create(
                agency_id=passage.main, letter=line.letter, name=line.name, is_open=line.is_open
            ).pk
        found[line.pk] = there[line.letter]
    QueueLine.objects.filter(pk__in=found).update(is_open=False)
    return found


def _new_points(passage: Passage, lines: dict[int, int]) -> dict[int, int]:
    """Counter of an old office → a counter like it at the successor, under a name that is free there."""
    taken = set(ServicePoint.objects.filter(agency_id=passage.main).values_list("name", flat=True))
    found = {}
    for point in _points(passage).order_by("pk"):
        name, number = point.name, 2
        while name in taken:
            name, number = f"{point.name[:34]} ({number})", number + 1
        taken.add(name)
        new = ServicePoint.objects.create(agency_id=passage.main, name=name)
        new.lines.set({lines[line.pk] for line in point.lines.all() if line.pk in lines})
        found[point.pk] = new.pk
    ServicePoint.objects.filter(pk__in=found).update(is_open=False)
    return found


def _points(passage: Passage) -> QuerySet[ServicePoint]:
    return ServicePoint.objects.filter(agency_id__in=passage.leaving, is_open=True)


def _tickets(passage: Passage) -> QuerySet[Ticket]:
    return Ticket.objects.filter(agency_id__in=passage.leaving, state__in=STANDING)


def _appointments(passage: Passage) -> QuerySet[Appointment]:
    coming = Q(state=AppointmentState.BOOKED, starts_at__gte=passage.at)
    # Who has arrived stands in the queue with a number, and both go together.
    arrived = Q(ticket__state__in=STANDING)
    return Appointment.objects.filter(coming | arrived, agency_id__in=passage.leaving)


MOVER = Mover(
    count=count_queue,
    move=follow_agencies,
    covers=frozenset(
        {
            "tickets.QueueLine.agency",
            "tickets.ServicePoint.agency",
            "tickets.SlotPlan.agency",
            "tickets.Appointment.agency",
            "tickets.Ticket.agency",
        }
    ),
)
