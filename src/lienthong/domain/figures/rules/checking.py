"""What must hold before a report goes out (phép kiểm trước khi công bố)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lienthong.domain.figures.choices import Check
from lienthong.domain.figures.rules.cells import (
    FLOWS,
    Cells,
    Key,
    Numbers,
    add,
    chained,
    opening_of,
    standing_of,
    uneven,
)

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """How one check went: `passed` is None where there was nothing to hold it against. `cells`: where it fails, with the difference."""

    check: Check
    passed: bool | None
    said: str
    cells: tuple[tuple[Key, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A dossier that cannot be counted rightly, with what was found."""

    kind: str
    code: str
    said: str


def check_report(
    cells: Cells, *, faults: Sequence[Fault] = (), before: Cells | None = None, parts: Iterable[Sequence[Cells]] = ()
) -> list[Finding]:
    """Every check, in order. `before`: cells of the period before as published; `parts`: complete sets of shorter published periods."""
    return [_balance(cells), _transfers(cells), _ledger(faults), _chain(cells, before), _parts(cells, list(parts))]


def may_publish(findings: Iterable[Finding]) -> bool:
    """None of them failed."""
    return all(finding.passed is not False for finding in findings)


def _balance(cells: Cells) -> Finding:
    found = uneven(cells)
    if not found:
        return Finding(Check.BALANCE, passed=True, said=f"{_number(len(cells))} ô số liệu đều cân đối.")
    said = f"{_number(len(found))} trong {_number(len(cells))} ô không cân đối, lệch {_number(sum(map(abs, found.values())))} hồ sơ."
    return Finding(Check.BALANCE, passed=False, said=said, cells=_worst(found))


def _transfers(cells: Cells) -> Finding:
    whole = add(cells.values())
    moved, linked = whole.moved_in - whole.moved_out, whole.linked_in - whole.linked_out
    if not moved and not linked:
        return Finding(
            Check.TRANSFERS,
            passed=True,
            said=f"{_number(whole.moved_in)} lượt chuyển giữa các cơ quan, hai phía bằng nhau.",
        )
    return Finding(
        Check.TRANSFERS,
        passed=False,
        said=f"Chuyển đến {_number(whole.moved_in)}, chuyển đi {_number(whole.moved_out)}; gắn hồ sơ gốc lệch {linked}.",
    )


def _ledger(faults: Sequence[Fault]) -> Finding:
    if not faults:
        return Finding(
            Check.LEDGER, passed=True, said="Mọi hồ sơ của kỳ đúng thứ tự thời gian và khớp tình trạng trên hệ thống."
        )
    return Finding(
        Check.LEDGER,
        passed=False,
        said=f"{len(faults)} hồ sơ có biến động không đúng: {faults[0].code}. {faults[0].said}.",
    )


def _chain(cells: Cells, before: Cells | None) -> Finding:
    if before is None:
        return Finding(Check.CHAIN, passed=None, said="Kỳ liền trước chưa công bố nên chưa đối chiếu được.")
    left, taken = standing_of(before), opening_of(cells)
    apart = {
        key: taken.get(key, 0) - left.get(key, 0) for key in {*left, *taken} if taken.get(key, 0) != left.get(key, 0)
    }
    if not apart:
        return Finding(
            Check.CHAIN,
            passed=True,
            said=f"{_number(sum(taken.values()))} hồ sơ chuyển sang, bằng số đang giải quyết cuối kỳ trước.",
        )
    said = f"Kỳ trước để lại {_number(sum(left.values()))}, kỳ này nhận chuyển sang {_number(sum(taken.values()))} hồ sơ; {len(apart)} ô lệch."
    return Finding(Check.CHAIN, passed=False, said=said, cells=_worst(apart))


def _parts(cells: Cells, parts: list[Sequence[Cells]]) -> Finding:
    if not parts:
        return Finding(Check.PARTS, passed=None, said="Các kỳ ngắn hơn chưa công bố đủ nên chưa cộng đối chiếu được.")
    apart: dict[Key, int] = {}
    for each in parts:
        whole = chained(each)
        for key in {*whole, *cells}:
            mine, theirs = cells.get(key, Numbers()), whole.get(key, Numbers())
            if mine != theirs:
                apart[key] = (
                    mine.of(FLOWS) - theirs.of(FLOWS) or mine.open - theirs.open or mine.opening - theirs.opening
                )
    if not apart:
        return Finding(
            Check.PARTS,
            passed=True,
            said=f"Cộng {' và '.join(str(len(each)) for each in parts)} kỳ ngắn hơn được đúng kỳ này.",
        )
    return Finding(
        Check.PARTS, passed=False, said=f"{len(apart)} ô khác tổng các kỳ ngắn hơn đã công bố.", cells=_worst(apart)
    )


def _worst(found: dict[Key, int]) -> tuple[tuple[Key, int], ...]:
    return tuple(sorted(found.items(), key=lambda each: (-abs(each[1]), each[0]))[:MOST_NAMED])


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
