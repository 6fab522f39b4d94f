"""An officer calls the next person (gọi số)."""

from django.db import IntegrityError, transaction

from lienthong.domain.tickets.choices import TicketState
from lienthong.domain.tickets.errors import PointBusy, TicketNotFound, TicketTaken
from lienthong.domain.tickets.models import ServicePoint, Ticket
from lienthong.domain.tickets.policies import require_serving
from lienthong.domain.tickets.states import MOVES
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


def call_next(*, actor: Actor, point_id: int, ticket_id: int | None = None) -> Ticket | None:
    """The next person of the lines this counter serves, or the one asked for; None when nobody waits.

    People with priority first, then by the moment they stand in the line. Two counters that press at once get two people: each takes
    a row that nobody else holds. Raises PointBusy while the counter serves somebody, TicketTaken, NotAllowed.
    """
    try:
        return _call(actor, point_id, ticket_id)
    except IntegrityError as error:
        # The same counter pressed twice at once: the second press is told, not given a second person.
        if "one_person_at_a_counter" not in str(error):
            raise
        raise PointBusy("Quầy này vừa gọi một người. Kết thúc người đó rồi gọi tiếp.") from error


@transaction.atomic
def _call(actor: Actor, point_id: int, ticket_id: int | None) -> Ticket | None:
    point = ServicePoint.objects.select_for_update().filter(pk=point_id).first()
    if point is None:
        raise NotFound
    require_serving(actor, point.agency_id)
    busy = Ticket.objects.select_related("line").filter(point=point, state=TicketState.CALLED).first()
    if busy is not None:
        raise PointBusy(f"{point.name} đang phục vụ số {busy.label}. Bấm Xong hoặc Vắng mặt rồi gọi tiếp.")
    rows = Ticket.objects.filter(agency_id=point.agency_id, day=clock.today(), state=TicketState.WAITING)
    if ticket_id is not None:
        rows = rows.filter(pk=ticket_id)
    elif served := list(point.lines.values_list("pk", flat=True)):
        rows = rows.filter(line_id__in=served)
    ticket = (
        rows.order_by("-is_priority", "stands_at", "id")
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("line")
        .first()
    )
    if ticket is None:
        if ticket_id is not None:
            raise TicketTaken(_who(ticket_id, point.agency_id))
        return None
    ticket.state = MOVES["call"][1]
    ticket.point = point
    ticket.called_at = clock.now()
    ticket.calls = 1
    ticket.called_by_name = actor.name
    ticket.save(update_fields=["state", "point", "called_at", "calls", "called_by_name"])
    return ticket


def _who(ticket_id: int, agency_id: int) -> str:
    found = Ticket.objects.select_related("line", "point").filter(pk=ticket_id, agency_id=agency_id).first()
    if found is None:
        raise TicketNotFound
    if found.point and found.called_at:
        at = found.called_at.astimezone(clock.VIETNAM)
        return f"Số {found.label} đã được {found.point.name} ({found.called_by_name}) gọi lúc {at:%H:%M}. Gọi số tiếp theo."
    return f"Số {found.label} vừa được quầy khác gọi. Gọi số tiếp theo."


@transaction.atomic
def call_again(*, actor: Actor, ticket_id: int) -> Ticket:
    """Call the same number once more; the wall shows it as new."""
    ticket = _mine(actor, ticket_id, "finish")
    ticket.calls += 1
    ticket.called_at = ticket.called_at or clock.now()
    ticket.save(update_fields=["calls"])
    return ticket


@transaction.atomic
def finish_ticket(*, actor: Actor, ticket_id: int, dossier_code: str = "") -> Ticket:
    """The person has been served, perhaps with a dossier taken in. Finishing twice changes nothing."""
    done = Ticket.objects.select_related("line").filter(pk=ticket_id, state=TicketState.DONE).first()
    if done is not None:
        require_serving(actor, done.agency_id)
        return done
    return _end(_mine(actor, ticket_id, "finish"), "finish", dossier_code)


@transaction.atomic
def miss_ticket(*, actor: Actor, ticket_id: int) -> Ticket:
    """Nobody came. The number can be put back when the person turns up."""
    return _end(_mine(actor, ticket_id, "miss"), "miss")


@transaction.atomic
def return_ticket(*, actor: Actor, ticket_id: int) -> Ticket:
    """Back into the line, where it stood before."""
    ticket = _mine(actor, ticket_id, "return")
    ticket.state = MOVES["return"][1]
    ticket.point = None
    ticket.called_at = ticket.ended_at = None
    ticket.calls = 0
    ticket.save(update_fields=["state", "point", "called_at", "ended_at", "calls"])
    return ticket


def _mine(actor: Actor, ticket_id: int, verb: str) -> Ticket:
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("line", "point").filter(pk=ticket_id).first()
    if ticket is None or (ticket.agency_id != actor.agency_id and not actor.is_system):
        raise TicketNotFound
    require_serving(actor, ticket.agency_id)
    if ticket.state not in MOVES[verb][0]:
        raise TicketTaken(
            f"Số {ticket.label} đang ở trạng thái “{ticket.get_state_display()}”. Tải lại trang để xem số hiện tại."
        )
    return ticket


def _end(ticket: Ticket, verb: str, dossier_code: str = "") -> Ticket:
    ticket.state = MOVES[verb][1]
    ticket.ended_at = clock.now()
    ticket.dossier_code = dossier_code[:40]
    ticket.save(update_fields=["state", "ended_at", "dossier_code"])
    return ticket
