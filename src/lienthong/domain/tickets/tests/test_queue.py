"""The queue of an office, from the number by the door to the counter."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.domain.tickets import queries, services
from lienthong.domain.tickets.errors import AppointmentRefused, OutOfHours, PointBusy, SlotFull, TicketTaken
from lienthong.domain.tickets.models import Appointment, QueueLine, ServicePoint, Ticket
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam, a Thursday


@pytest.fixture
def office(ward):
    services.open_office(actor=ward.one_stop, agency_id=ward.agency_id)
    services.open_office(actor=ward.one_stop, agency_id=ward.agency_id)  # twice is once
    with clock.at(MORNING):
        yield ward


def line_of(office, letter="A"):
    return QueueLine.objects.get(agency_id=office.agency_id, letter=letter)


def points_of(office):
    return list(ServicePoint.objects.filter(agency_id=office.agency_id))


def take(office, key, letter="A", **more):
    return services.take_ticket(agency_id=office.agency_id, line_id=line_of(office, letter).pk, key=key, **more)


def test_it_works(office):
    first, second = take(office, "a"), take(office, "b")
    assert [first.label, second.label, take(office, "c", "B").label] == ["A001", "A002", "B001"]
    assert take(office, "a").pk == first.pk  # a doubled press is one number
    assert queries.standing(second).ahead == 1

    point = points_of(office)[0]
    called = services.call_next(actor=office.one_stop, point_id=point.pk)
    assert called is not None
    assert called.pk == first.pk
    board = queries.board(office.agency_id)
    assert [(each.label, each.point) for each in board.called] == [("A001", "Quầy 1")]
    assert board.following == ("A002", "B001")

    with pytest.raises(PointBusy, match="đang phục vụ số A001"):
        services.call_next(actor=office.one_stop, point_id=point.pk)
    services.finish_ticket(actor=office.one_stop, ticket_id=called.pk, dossier_code="H21.88-261126-0001")
    services.finish_ticket(actor=office.one_stop, ticket_id=called.pk)  # again changes nothing
    assert Ticket.objects.get(pk=called.pk).dossier_code == "H21.88-261126-0001"


def test_priority_goes_first_and_a_counter_serves_its_lines_only(office):
    take(office, "a")
    old = take(office, "b", is_priority=True)
    take(office, "c", "C")
    first, second = points_of(office)
    services.save_point(
        actor=office.one_stop, point_id=second.pk, name="Chứng thực", line_ids=[line_of(office, "C").pk]
    )
    assert services.call_next(actor=office.one_stop, point_id=first.pk).pk == old.pk
    assert services.call_next(actor=office.one_stop, point_id=second.pk).label == "C001"
    services.finish_ticket(actor=office.one_stop, ticket_id=queries.at_point(second.pk).pk)
    assert services.call_next(actor=office.one_stop, point_id=second.pk) is None


def test_who_was_missed_comes_back_where_they_stood(office):
    early, _ = take(office, "a"), take(office, "b")
    point = points_of(office)[0]
    services.call_next(actor=office.one_stop, point_id=point.pk)
    services.call_again(actor=office.one_stop, ticket_id=early.pk)
    services.miss_ticket(actor=office.one_stop, ticket_id=early.pk)
    assert [each.label for each in queries.missed_today(office.agency_id)] == ["A001"]
    services.return_ticket(actor=office.one_stop, ticket_id=early.pk)
    assert services.call_next(actor=office.one_stop, point_id=point.pk).pk == early.pk


def test_a_number_that_left_is_not_called_and_a_called_one_cannot_leave(office):
    gone, stays = take(office, "a"), take(office, "b")
    services.leave(token=gone.token)
    services.leave(token=gone.token)
    assert services.call_next(actor=office.one_stop, point_id=points_of(office)[0].pk).pk == stays.pk
    with pytest.raises(TicketTaken, match="đã được gọi"):
        services.leave(token=stays.token)


def test_another_counter_has_taken_the_number(office):
    ticket = take(office, "a")
    first, second = points_of(office)
    services.call_next(actor=office.one_stop, point_id=first.pk, ticket_id=ticket.pk)
    with pytest.raises(TicketTaken, match=r"A001 đã được Quầy 1 .* gọi lúc 09:00"):
        services.call_next(actor=office.one_stop, point_id=second.pk, ticket_id=ticket.pk)


def test_strangers_do_not_serve(office):
    ticket = take(office, "a")
    with pytest.raises(NotAllowed):
        services.call_next(actor=office.citizen, point_id=points_of(office)[0].pk)
    with pytest.raises(NotAllowed):
        services.call_next(actor=office.specialist, point_id=points_of(office)[0].pk)
    with pytest.raises(NotFound):
        services.finish_ticket(actor=office.citizen, ticket_id=ticket.pk)


def test_a_closed_office_gives_no_numbers(office):
    with clock.at(datetime(2026, 11, 26, 13, 0, tzinfo=UTC)), pytest.raises(OutOfHours, match="07:00, 27/11/2026"):
        take(office, "night")
    with clock.at(datetime(2026, 11, 25, 23, 40, tzinfo=UTC)):
        assert take(office, "door").label == "A001"  # twenty minutes before the door opens


def test_waiting_time_comes_from_what_it_took(office):
    line = line_of(office)
    for number in range(6):
        with clock.at(MORNING - timedelta(days=1) + timedelta(minutes=25 * number)):
            ticket = take(office, f"past{number}")
            services.call_next(actor=office.one_stop, point_id=points_of(office)[0].pk)
        with clock.at(MORNING - timedelta(days=1) + timedelta(minutes=25 * number + 20)):
            services.finish_ticket(actor=office.one_stop, ticket_id=ticket.pk)
    assert queries.minutes_each(line.pk) == 20
    told = queries.waiting_time(line, 3)
    assert (told.shortest, told.longest) == (40, 85)


def book(office, when, key="k", **more):
    values = {"name": "Siu H'Ngan", "phone": "0905 000 512"} | more
    return services.book(agency_id=office.agency_id, line_id=line_of(office).pk, starts_at=when, key=key, **values)


def test_an_appointment_is_kept_and_called_in_its_time(office):
    when = queries.slots(office.agency_id, clock.today())[2].starts_at
    booked = book(office, when)
    assert book(office, when).pk == booked.pk
    assert booked.phone == "0905000512"
    with clock.at(when - timedelta(minutes=20)):
        take(office, "early")
    with clock.at(when + timedelta(minutes=1)):
        take(office, "walk-in")
        arrived = take(office, "arrives", appointment_token=booked.token)
        assert queries.standing(arrived).ahead == 1  # who came before the booked moment, not who came after
        with pytest.raises(AppointmentRefused, match="đã lấy số rồi"):
            take(office, "twice", appointment_token=booked.token)


def test_a_slot_holds_no_more_than_it_may(office):
    when = queries.slots(office.agency_id, clock.today())[0].starts_at
    book(office, when, "1")
    second = book(office, when, "2")
    with pytest.raises(SlotFull, match="vừa đủ người"):
        book(office, when, "3")
    services.cancel_appointment(token=second.token)
    assert book(office, when, "3").state == "booked"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": " "}, "name"), ({"phone": "12345"}, "phone"), ({"phone": "+84 905 000 51"}, "phone")],
)
def test_what_cannot_be_booked_says_which_box(office, change, field):
    when = queries.slots(office.agency_id, clock.today())[0].starts_at
    with pytest.raises(Invalid) as refused:
        book(office, when, **change)
    assert list(refused.value.problems) == [field]


def test_no_slot_lies_outside_hours_or_in_the_past(office):
    with pytest.raises(SlotFull):
        book(office, datetime(2026, 11, 26, 5, 0, tzinfo=UTC))  # noon
    with pytest.raises(SlotFull):
        book(office, MORNING - timedelta(hours=1))
    assert queries.slots(office.agency_id, clock.today() + timedelta(days=2)) == []  # Saturday
    assert len(queries.slots(office.agency_id, clock.today() + timedelta(days=1))) == 32


def test_an_appointment_of_another_hour_is_explained(office):
    booked = book(office, queries.slots(office.agency_id, clock.today())[20].starts_at)
    with pytest.raises(AppointmentRefused, match="chỉ lấy số trước hoặc sau giờ hẹn 30 phút"):
        take(office, "x", appointment_token=booked.token)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["take", "priority", "call", "finish", "miss", "return", "leave"]), max_size=40))
def test_whatever_happens_nobody_is_lost_or_called_twice(office, acts):
    Ticket.objects.all().delete()
    taken, point = [], points_of(office)[0]
    for number, act in enumerate(acts):
        now = queries.at_point(point.pk)
        match act:
            case "take" | "priority":
                taken.append(take(office, f"h{number}-{len(acts)}", is_priority=act == "priority").pk)
            case "call" if now is None:
                services.call_next(actor=office.one_stop, point_id=point.pk)
            case "finish" if now:
                services.finish_ticket(actor=office.one_stop, ticket_id=now.pk)
            case "miss" if now:
                services.miss_ticket(actor=office.one_stop, ticket_id=now.pk)
            case "return" if now:
                services.return_ticket(actor=office.one_stop, ticket_id=now.pk)
            case "leave" if waiting := queries.waiting_for(point):
                services.leave(token=waiting[-1].token)
    rows = Ticket.objects.filter(pk__in=taken)
    assert rows.count() == len(taken)
    numbers = list(rows.values_list("number", flat=True).order_by("number"))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    assert rows.filter(state="called").count() <= 1
    assert sum(queries.board(office.agency_id).lines[0][2:]) == rows.filter(state="waiting").count()


@pytest.mark.django_db(transaction=True)
def test_two_counters_that_press_at_once_get_two_people(kept_ward, django_db_blocker):
    from lienthong.foundation.organizations.models import Agency, Tier

    tier = Tier.objects.create(code="xa", name="Xã", rank=2)
    agency = Agency.objects.create(identifier="H21.88", name="UBND phường", short_name="Phường", tier=tier, kind="ubnd")
    services.open_office(actor=SYSTEM, agency_id=agency.pk)
    line = QueueLine.objects.get(agency=agency, letter="A")
    with clock.at(MORNING):
        for key in ("a", "b"):
            services.take_ticket(agency_id=agency.pk, line_id=line.pk, key=key)
    ready, got = threading.Barrier(2), []

    def press(point_id):
        try:
            ready.wait(10)
            with clock.at(MORNING):
                got.append(services.call_next(actor=SYSTEM, point_id=point_id).label)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(point.pk,)) for point in ServicePoint.objects.filter(agency=agency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(got) == ["A001", "A002"]
    assert Appointment.objects.count() == 0
