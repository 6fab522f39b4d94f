"""When a rule falls due (lúc nào phải báo): pure, in minutes of working time."""

from dataclasses import dataclass

from lienthong.domain.lateness.choices import Moment

DAY = 8 * 60
"""A working day of a rule, in minutes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit as minutes of working time: `limit` from its beginning to its end, `left` from now to its end, negative once it has passed."""

    limit: int
    left: int


def late_by(moment: str, amount: int, clock: Clock) -> int | None:
    """Minutes of working time since the rule fell due; None while it has not. 0 is just now.

    A rule on what comes before the end is silent once the end has passed: then the next rule speaks.
    """
    match moment:
        case Moment.LEFT:
            threshold = clock.limit * amount // 100
            passed = threshold - clock.left
            return passed if passed >= 0 and clock.left > 0 else None
        case Moment.BEFORE:
            passed = amount * DAY - clock.left
            return passed if passed >= 0 and clock.left > 0 else None
        case Moment.OVERDUE:
            return -clock.left if clock.left < 0 else None
        case _:
            passed = -clock.left - amount * DAY
            return passed if passed > 0 else None
