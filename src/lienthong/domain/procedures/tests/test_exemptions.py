"""Stories of fees that are waived or reduced, and why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.domain.procedures import services
from lienthong.domain.procedures.queries import FeeLine, current_version, exemptions_in_words, fees_for, total
from lienthong.foundation.decisions import services as decisions
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "exemptions")]
TODAY = datetime(2026, 11, 26, 3, tzinfo=UTC)


@pytest.fixture
def exemptions(db: None) -> object:
    with clock.at(TODAY - timedelta(days=30)):
        services.load_exemptions(actor=SYSTEM)
    with clock.at(TODAY):
        yield


def lines(code: str, channel: str = "online", **answers: object) -> list[FeeLine]:
    return fees_for(current_version(code), answers, channel=channel)


def test_a_poor_household_registers_late_and_pays_only_for_copies():
    late = lines("1.001193", child_birth_date="2026-01-05", copies=2)
    assert total(late) == 5_000 + 16_000
    waived = lines("1.001193", child_birth_date="2026-01-05", copies=2, fee_group="Hộ nghèo")
    assert total(waived) == 16_000
    charge = next(line for line in waived if line.exemption)
    assert (charge.amount, charge.full_amount) == (0, 5_000)
    assert charge.explained == "Miễn lệ phí: Người thuộc hộ nghèo được miễn lệ phí hộ tịch. Căn cứ: Thông tư số 85/2019/TT-BTC; Luật Phí và lệ phí số 97/2015/QH13, Điều 10."  # fmt: skip
    assert charge.proof == "Giấy chứng nhận hộ nghèo còn giá trị"


@pytest.mark.parametrize(
    ("code", "channel", "answers", "amount"),
    [
        ("1.004222", "online", {"req_birth_date": "1990-02-01"}, 10_000),
        ("1.004222", "online", {"req_birth_date": "1966-11-26"}, 0),  # sixty today
        ("1.004222", "online", {"req_birth_date": "1966-11-27"}, 10_000),  # tomorrow
        ("1.004222", "counter", {"req_birth_date": "2012-02-01"}, 0),  # a child
        ("1.004194", "online", {"req_birth_date": "1990-02-01", "fee_group": "Người khuyết tật"}, 0),
        ("1.002755", "online", {"req_birth_date": "không rõ", "fee_group": "Không thuộc diện nào"}, 5_000),
        ("1.001612", "online", {}, 50_000),
        ("1.001612", "counter", {}, 100_000),
        ("1.004873", "online", {}, 7_500),
        ("1.004873", "online", {"fee_group": "Hộ nghèo"}, 0),  # the better of two, never both
        ("2.000815", "counter", {"pages": 2, "copies": 1, "fee_group": "Hộ nghèo"}, 4_000),  # no table, nothing waived
    ],
)
def test_what_is_to_be_paid(code, channel, answers, amount):
    assert total(lines(code, channel, **answers)) == amount


def test_what_a_person_was_told_holds_while_they_pay():
    """A table published after a filing was begun does not change its fee."""
    begun = TODAY - timedelta(days=1)
    version = current_version("1.001612")
    draft = decisions.start_draft(actor=SYSTEM, code="giam-le-phi-nop-truc-tuyen")
    content = draft.content | {"tests": []}
    content["rules"][0]["then"][2] = "20"
    draft = decisions.save_draft(actor=SYSTEM, code="giam-le-phi-nop-truc-tuyen", edits=draft.edits, content=content)
    decisions.publish_draft(actor=SYSTEM, code="giam-le-phi-nop-truc-tuyen", edits=draft.edits)
    assert total(fees_for(version, {}, at=begun)) == 50_000
    assert total(fees_for(version, {})) == 80_000
    assert total(fees_for(version, {}, at=TODAY - timedelta(days=60))) == 100_000


def test_the_page_of_a_procedure_says_who_is_exempt():
    assert [each.grants for each in exemptions_in_words("1.004873")] == ["Giảm 50 % lệ phí", *["Miễn lệ phí"] * 3]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({}, optional={"fee_group": st.text(max_size=12) | st.sampled_from(["Hộ nghèo", "Người khuyết tật"]), "req_birth_date": st.dates().map(str) | st.text(max_size=6), "child_birth_date": st.dates().map(str), "copies": st.integers(-1, 9)}))  # fmt: skip
def test_an_exemption_never_adds_to_a_fee(answers):
    for code in ("1.001193", "1.004222", "1.001612"):
        for line in fees_for(current_version(code), answers):
            assert 0 <= line.amount <= line.full_amount
            assert bool(line.explained) == (line.amount < line.full_amount)
