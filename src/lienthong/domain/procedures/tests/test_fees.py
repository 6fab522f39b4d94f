from datetime import UTC, datetime

import pytest

from lienthong.domain.procedures.queries import current_version, fees_for, total
from lienthong.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.fixture(autouse=True)
def _on_a_day() -> object:
    with clock.at(datetime(2026, 11, 19, 3, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(
    ("code", "answers", "channel", "amount"),
    [
        ("1.001193", {"copies": 2, "child_birth_date": "2026-11-01"}, "online", 16_000),
        ("1.001193", {"child_birth_date": "2026-11-01"}, "online", 0),
        ("1.001193", {"child_birth_date": "2026-09-20"}, "online", 0),  # the sixtieth day
        ("1.001193", {"child_birth_date": "2026-09-19"}, "online", 5_000),
        ("1.001193", {"copies": "hai", "child_birth_date": "không rõ"}, "online", 0),
        ("2.000815", {"pages": 2, "copies": 1}, "counter", 4_000),
        ("2.000815", {"pages": 5, "copies": 3}, "counter", 21_000),
        ("2.000815", {"pages": 900, "copies": 1}, "counter", 200_000),
        ("1.013225", {"work_type": "Nhà ở riêng lẻ"}, "counter", 75_000),
        ("1.013225", {"work_type": "Nhà ở riêng lẻ"}, "online", 0),
        ("1.004194", {}, "online", 7_000),
        ("1.013855", {"capacity": 200}, "online", 500_000),
        ("1.014027", {}, "online", 0),
    ],
)
def test_what_is_to_be_paid(code: str, answers: dict[str, object], channel: str, amount: int) -> None:
    assert total(fees_for(current_version(code), answers, channel=channel)) == amount


def test_lines_say_how_the_amount_comes() -> None:
    *_, line = fees_for(current_version("1.001193"), {"copies": 2, "child_birth_date": "2026-11-01"})
    assert (line.name, line.unit_amount, line.quantity, line.amount) == (
        "Phí bản sao trích lục hộ tịch",
        8_000,
        2,
        16_000,
    )
