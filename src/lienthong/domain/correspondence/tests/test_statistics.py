"""Figures of documents against counting by hand: they balance, and each number is as long as its list (thống kê văn bản)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.province import Ward

from lienthong.domain.correspondence.choices import Part, State, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.queries import statistics
from lienthong.domain.correspondence.queries.statistics import Asked
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.errors import NotAllowed, NotFound
from lienthong.kit.ids import new_id

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 10, 1, tzinfo=clock.VIETNAM)
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 20)

fates = st.fixed_dictionaries(
    {
        "arrived": st.integers(0, 70),
        "took": st.integers(0, 40),
        "limit": st.none() | st.integers(1, 30),
        "end": st.sampled_from(["open", "completed", "returned", "cancelled"]),
        "source": st.sampled_from(["exchange", "mail", "scan", "paper", "upload"]),
        "paper": st.booleans(),
        "kind": st.sampled_from(["KH", "QĐ", ""]),
    }
)


def enter(ward: Ward, fates: list[dict]) -> None:
    Document.objects.all().delete()
    rows = []
    for fate in fates:
        arrived = FIRST + timedelta(days=fate["arrived"], hours=8)
        ended = arrived + timedelta(days=fate["took"])
        rows.append(
            Document(
                agency_id=ward.agency_id,
                issuer_name="Sở",
                issuer_key="so",
                abstract="Văn bản",
                key=str(new_id()),
                registered_by_name="x",
                source=fate["source"],
                has_paper=fate["paper"] or fate["source"] in {"scan", "paper"},
                kind=fate["kind"],
                arrived_at=arrived,
                due_at=arrived + timedelta(days=fate["limit"]) if fate["limit"] else None,
                state={"open": State.IN_PROGRESS}.get(fate["end"], fate["end"]),
                completed_at=ended if fate["end"] == "completed" else None,
                returned_at=ended if fate["end"] == "returned" else None,
            )
        )
    Document.objects.bulk_create(rows)


def by_hand(fates: list[dict]) -> dict[str, int]:
    """Counted one by one, in days since the first of October."""
    first, last = (SINCE - FIRST.date()).days, (UNTIL - FIRST.date()).days
    found = dict.fromkeys(
        [
            "carried",
            "received",
            "electronic",
            "paper",
            "both",
            "completed",
            "on_time",
            "late",
            "undated",
            "returned",
            "open",
            "overdue",
        ],
        0,
    )
    for fate in fates:
        if fate["end"] == "cancelled":
            continue
        arrived, ended = fate["arrived"], fate["arrived"] + fate["took"] if fate["end"] != "open" else 10_000
        if arrived > last or ended < first:
            continue
        if arrived < first:
            found["carried"] += 1
        else:
            found["received"] += 1
            if fate["source"] in {"scan", "paper"}:
                found["paper"] += 1
            else:
                found["both" if fate["paper"] else "electronic"] += 1
        if ended > last:
            found["open"] += 1
            found["overdue"] += fate["limit"] is not None and arrived + fate["limit"] <= last
        elif fate["end"] == "returned":
            found["returned"] += 1
        else:
            found["completed"] += 1
            if fate["limit"] is None:
                found["undated"] += 1
            else:
                found["on_time" if fate["took"] <= fate["limit"] else "late"] += 1
    return found


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(many=st.lists(fates, max_size=14))
def test_numbers_are_those_counted_by_hand_and_balance(ward: Ward, many: list[dict]):
    enter(ward, many)
    with clock.at(NOW):
        rows = statistics.counted(ward.leader, Asked(since=SINCE, until=UNTIL, by="loai"))
        found = {key: number for key, number in statistics.total(rows).numbers.items() if key in by_hand([])}
        assert found == by_hand(many)
        assert found["carried"] + found["received"] == found["completed"] + found["returned"] + found["open"]
        for row in rows[:1]:
            for key, number in row.numbers.items():
                listed, count = statistics.behind(
                    ward.leader, Asked(since=SINCE, until=UNTIL, by="loai"), figure=key, key=row.key
                )
                assert len(listed) == count == number, (row.name, key)


def test_rows_by_agency_department_and_register_with_the_period_before(ward: Ward):
    assert ward.specialist.position
    enter(
        ward,
        [
            {"arrived": 20, "took": 0, "limit": 5, "end": "open", "source": "mail", "paper": False, "kind": "KH"},
            {"arrived": 40, "took": 3, "limit": 5, "end": "completed", "source": "mail", "paper": False, "kind": "KH"},
        ],
    )
    DocumentTask.objects.create(
        document=Document.objects.order_by("arrived_at")[0],
        part=Part.LEAD,
        state=TaskState.OPEN,
        position_id=ward.specialist.position.id,
        receiver_name="x",
        given_by_name="y",
    )
    november = Asked(since=SINCE, until=date(2026, 11, 30), by="co-quan")
    october = Asked(since=date(2026, 10, 1), until=date(2026, 10, 31), by="co-quan")
    with clock.at(NOW):
        (row,) = statistics.counted(ward.leader, november, compared=october)
        assert (row.numbers["carried"], row.numbers["received"], row.numbers["overdue"]) == (1, 1, 1)
        assert (row.before["received"], row.before["open"]) == (1, 1)
        assert row.opens
        for by in ("phong", "so"):
            rows = statistics.counted(ward.clerk, Asked(since=SINCE, until=UNTIL, by=by))
            assert [each.name for each in rows] == ["Chưa giao" if by == "phong" else "Chưa vào sổ"]
    with pytest.raises(NotAllowed, match="không xem thống kê"):
        statistics.counted(ward.specialist, november)
    with pytest.raises(NotFound):
        statistics.behind(ward.leader, november, figure="made-up")


def test_a_head_of_no_department_sees_the_figures_without_the_documents(ward: Ward):
    enter(ward, [{"arrived": 40, "took": 0, "limit": 5, "end": "open", "source": "mail", "paper": False, "kind": "KH"}])
    seat = ward.leader.position
    assert seat
    head = replace(ward.leader, position=replace(seat, rights=frozenset({"documents.direct"})))
    with clock.at(NOW):
        (row,) = statistics.counted(head, Asked(since=SINCE, until=UNTIL, by="co-quan"))
    assert (row.numbers["received"], row.opens) == (1, False)


def test_agencies_below_are_summed_up_but_their_lists_stay_theirs(ward: Ward):
    enter(
        ward,
        [{"arrived": 40, "took": 0, "limit": None, "end": "open", "source": "mail", "paper": False, "kind": ""}] * 2,
    )
    root = organizations.root_agency()
    Document.objects.filter(pk=Document.objects.first().pk).update(agency_id=root.pk)
    seat = ward.leader.position
    assert seat
    above = replace(ward.leader, position=replace(seat, agency_id=root.pk))
    with clock.at(NOW):
        rows = statistics.counted(above, Asked(since=SINCE, until=UNTIL))
    assert [(row.depth, row.numbers["received"], row.opens) for row in rows] == [(0, 1, True), (1, 1, False)]
    assert rows[0].below is not None
    assert rows[0].below["received"] == 2
    assert statistics.total(rows).numbers["received"] == 2
