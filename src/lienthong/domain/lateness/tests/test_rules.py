"""When a rule falls due, and which rules say nothing: without a database."""

import pytest

from lienthong.domain.lateness import services
from lienthong.domain.lateness.choices import Measure, Moment, Receiver
from lienthong.domain.lateness.rules.reminding import Clock, late_by
from lienthong.domain.lateness.services import RuleData


@pytest.mark.parametrize(
    ("moment", "amount", "limit", "left", "since"),
    [
        (Moment.LEFT, 50, 960, 480, 0),
        (Moment.LEFT, 50, 960, 481, None),
        (Moment.LEFT, 50, 960, 0, None),
        (Moment.BEFORE, 1, 2400, 400, 80),
        (Moment.BEFORE, 1, 2400, -1, None),
        (Moment.OVERDUE, 0, 2400, 0, None),
        (Moment.OVERDUE, 0, 2400, -5, 5),
        (Moment.AFTER, 3, 2400, -1440, None),
        (Moment.AFTER, 3, 2400, -1450, 10),
    ],
)
def test_when_a_rule_falls_due(moment: str, amount: int, limit: int, left: int, since: int | None) -> None:
    assert late_by(moment, amount, Clock(limit, left)) == since


def test_rules_that_say_nothing_or_the_same_twice_are_refused() -> None:
    half = RuleData(measure=Measure.STEP, moment=Moment.LEFT, amount=0, receivers=(Receiver.HEAD,))
    nobody = RuleData(measure=Measure.DOSSIER, moment=Moment.BEFORE, amount=2, receivers=())
    problems = services.check_rules([half, nobody, nobody])
    assert set(problems) == {"0-amount", "1-receivers", "2-receivers", "2-amount"}
