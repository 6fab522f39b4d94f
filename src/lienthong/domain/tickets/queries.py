"""Reading the queue (xem hàng chờ). What is public holds numbers only; names of people with appointments are for the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from lienthong.domain.tickets.choices import AppointmentState, TicketState
from lienthong.domain.tickets.errors import TicketNotFound
from lienthong.domain.tickets.models import Appointment, QueueLine, ServicePoint, SlotPlan, Ticket
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.queries import AgencyRow
from lienthong.foundation.workdays import queries as workdays
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

USUAL_MINUTES = 8.0
"""Where an office has no history yet."""
FEW = 5
LOOK_BACK = timedelta(days=28)
SAMPLE = 200
STILL_OPEN = timedelta(minutes=45)
NEXT_SHOWN = 5

# What the functions below return, by names that pages may use.
type LineRow = QueueLine
type PointRow = ServicePoint
type TicketRow = Ticket
type AppointmentRow = Appointment


def lines(agency_id: int, *, all_of_them: bool = False) -> QuerySet[QueueLine]:
    """The lines that take people; also the closed ones when asked."""
    rows = QueueLine.objects.filter(agency_id=agency_id)
    return rows if all_of_them else rows.filter(is_open=True)


def points(agency_id: int) -> QuerySet[ServicePoint]:
    """The counters of an office."""
    return ServicePoint.objects.filter(agency_id=agency_id).prefetch_related("lines")


def point_for(actor: Actor, point_id: int) -> ServicePoint:
    """A counter of the actor's own office. Raises NotFound."""
    found = points(actor.agency_id or 0).filter(pk=point_id).first()
    if found is None:
        raise NotFound
    return found


def ticket_by_token(token: str) -> Ticket:
    """The number behind an address. Raises TicketNotFound."""
    found = Ticket.objects.select_related("line", "point", "agency").filter(token=token[:40]).first()
    if found is None:
        raise TicketNotFound
    return found


def appointment_by_token(token: str) -> Appointment:
    """The appointment behind an address. Raises NotFound."""
    found = Appointment.objects.select_related("line", "agency").filter(token=token[:40]).first()
    if found is None:
        raise NotFound("Không có lịch hẹn này. Kiểm tra lại đường dẫn trong tin nhắn, hoặc đặt lịch mới.")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a number stands: `ahead` people are called first; minutes to wait, from and to; both None once it was called."""

    ahead: int
    shortest: int | None
    longest: int | None


def standing(ticket: Ticket) -> Standing:
    """People before this number in its line, and how long that has taken these weeks."""
    if ticket.state != TicketState.WAITING:
        return Standing(ahead=0, shortest=None, longest=None)
    before = Ticket.objects.filter(
        agency_id=ticket.agency_id, line_id=ticket.line_id, state=TicketState.WAITING, day=ticket.day
    )
    ahead = sum(
        (not priority, stands, pk) < (not ticket.is_priority, ticket.stands_at, ticket.pk)
        for priority, stands, pk in before.values_list("is_priority", "stands_at", "pk")
    )
    return waiting_time(ticket.line, ahead)


def waiting_time(line: QueueLine, ahead: int) -> Standing:
    """How long `ahead` people before one have taken: a range, because a single figure would promise too much."""
    each = minutes_each(line.pk)
    counters = max(1, counters_at_work(line))
    expected = ahead * each / counters
    return Standing(ahead=ahead, shortest=_five(expected * 0.7), longest=_five(expected * 1.4) + (5 if ahead else 0))


def _five(minutes: float) -> int:
    return int(minutes // 5 * 5)


def minutes_each(line_id: int) -> float:
    """Median minutes a person of this line takes, from the last weeks; the usual time where there is little history."""
    rows = Ticket.objects.filter(line_id=line_id, state=TicketState.DONE, ended_at__gte=clock.now() - LOOK_BACK)
    spans = [
        (ended - called).total_seconds() / 60
        for called, ended in rows.order_by("-ended_at").values_list("called_at", "ended_at")[:SAMPLE]
        if called and ended
    ]
    return median(spans) if len(spans) >= FEW else USUAL_MINUTES


def counters_at_work(line: QueueLine) -> int:
    """Counters that called somebody of this line lately."""
    return (
        Ticket.objects.filter(
            line=line, day=clock.today(), called_at__gte=clock.now() - STILL_OPEN, point__is_open=True
        )
        .values("point_id")
        .distinct()
        .count()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A number at a counter."""

    label: str
    point: str
    calls: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What hangs in the waiting room: who is called where, who comes next, how many wait."""

    called: tuple[Called, ...]
    following: tuple[str, ...]
    waiting: int
    lines: tuple[tuple[str, str, int], ...]


def board(agency_id: int) -> Board:
    """The board of an office today. Three queries, whatever the day was like."""
    today = clock.today()
    rows = Ticket.objects.filter(agency_id=agency_id, day=today).select_related("line", "point")
    called = rows.filter(state=TicketState.CALLED).order_by("-called_at")
    waiting = rows.filter(state=TicketState.WAITING)
    counts = {row["line_id"]: row["n"] for row in waiting.values("line_id").annotate(n=Count("id")).order_by()}
    return Board(
        called=tuple(
            Called(label=each.label, point=each.point.name, calls=each.calls, since=each.called_at)
            for each in called
            if each.point and each.called_at
        ),
        following=tuple(each.label for each in waiting.order_by("-is_priority", "stands_at", "id")[:NEXT_SHOWN]),
        waiting=sum(counts.values()),
        lines=tuple((line.letter, line.name, counts.get(line.pk, 0)) for line in lines(agency_id)),
    )


def at_point(point_id: int) -> Ticket | None:
    """Whom a counter serves now."""
    return (
        Ticket.objects.select_related("line", "appointment").filter(point_id=point_id, state=TicketState.CALLED).first()
    )


def waiting_for(point: ServicePoint, limit: int = 30) -> Sequence[Ticket]:
    """Who waits for what this counter serves, in the order of calling."""
    rows = Ticket.objects.filter(agency_id=point.agency_id, day=clock.today(), state=TicketState.WAITING)
    served = [line.pk for line in point.lines.all()]
    if served:
        rows = rows.filter(line_id__in=served)
    return list(rows.select_related("line", "appointment").order_by("-is_priority", "stands_at", "id")[:limit])


def missed_today(agency_id: int, limit: int = 10) -> Sequence[Ticket]:
    """Numbers that were called in vain today: they may come back."""
    rows = Ticket.objects.filter(agency_id=agency_id, day=clock.today(), state=TicketState.MISSED)
    return list(rows.select_related("line").order_by("-ended_at")[:limit])


def appointments_on(actor: Actor, day: date) -> QuerySet[Appointment]:
    """Who is expected at the actor's office."""
    begin = datetime(day.year, day.month, day.day, tzinfo=clock.VIETNAM)
    return (
        Appointment.objects.filter(
            agency_id=actor.agency_id or 0, starts_at__gte=begin, starts_at__lt=begin + timedelta(days=1)
        )
        .exclude(state=AppointmentState.CANCELLED)
        .select_related("line")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A stretch that may be booked; `left` people still fit."""

    starts_at: datetime
    left: int


def plan_of(agency_id: int) -> SlotPlan:
    """How the office books; the usual plan where it has decided nothing."""
    return SlotPlan.objects.filter(agency_id=agency_id).first() or SlotPlan(agency_id=agency_id)


def bookable_days(agency_id: int) -> list[date]:
    """Working days from today on that may be booked."""
    plan, today = plan_of(agency_id), clock.today()
    calendar = workdays.calendar_for(agency_id, clock.now())
    days = [today + timedelta(days=ahead) for ahead in range(plan.days_ahead + 1)]
    return [day for day in days if calendar.intervals(day.toordinal())]


def slots(agency_id: int, day: date) -> list[Slot]:
    """The stretches of a day that lie ahead, full ones with 0 left; empty on a day that may not be booked."""
    plan, now = plan_of(agency_id), clock.now()
    if not clock.today() <= day <= clock.today() + timedelta(days=plan.days_ahead):
        return []
    midnight = datetime(day.year, day.month, day.day, tzinfo=clock.VIETNAM)
    taken = dict(
        Appointment.objects.filter(
            agency_id=agency_id, starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1)
        )
        .exclude(state=AppointmentState.CANCELLED)
        .values_list("starts_at")
        .annotate(n=Count("id"))
        .order_by()
    )
    length = timedelta(minutes=plan.minutes)
    found = []
    for opening, closing in workdays.calendar_for(agency_id, now).intervals(day.toordinal()):
        start, end = midnight + timedelta(microseconds=opening), midnight + timedelta(microseconds=closing)
        while start + length <= end:
            if start > now:
                found.append(Slot(starts_at=start, left=max(0, plan.capacity - taken.get(start, 0))))
            start += length
    return found


def offices() -> QuerySet[AgencyRow]:
    """Agencies that have opened their queue."""
    return organizations.agencies_with_ids(QueueLine.objects.filter(is_open=True).values_list("agency_id", flat=True))


def day_code(agency_id: int) -> str:
    """What the poster by the door carries today: who has it is there, so numbers are not taken from afar."""
    return salted_hmac("tickets.day", f"{agency_id}/{clock.today():%Y%m%d}", algorithm="sha256").hexdigest()[:10]


def is_day_code(agency_id: int, code: str) -> bool:
    """Whether somebody read today's poster."""
    return constant_time_compare(code, day_code(agency_id))
