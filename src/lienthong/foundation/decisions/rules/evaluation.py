"""Asking a table (tra bảng quyết định): which rules fit, what they say, and which question is worth asking next."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lienthong.foundation.decisions.choices import HitPolicy
from lienthong.foundation.decisions.errors import AmbiguousDecision
from lienthong.foundation.decisions.rules.atoms import Space
from lienthong.foundation.decisions.rules.cells import Value
from lienthong.foundation.decisions.rules.table import Input, Rule, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a table says. `rows`: outputs of each rule that counts, by name; `total` only under C+."""

    rules: tuple[Rule, ...]
    rows: tuple[dict[str, Value], ...]
    total: Decimal | None = None

    @property
    def said(self) -> dict[str, Value]:
        """Outputs of the first rule; empty when no rule fits."""
        return self.rows[0] if self.rows else {}


def fitting(table: Table, values: Mapping[str, Value]) -> tuple[Rule, ...]:
    """Every rule whose cells all hold, in their order. A missing value counts as not answered."""
    given = [values.get(each.name) for each in table.inputs]
    return tuple(
        rule for rule in table.rules if all(test.holds(value) for test, value in zip(rule.when, given, strict=True))
    )


def decide(table: Table, values: Mapping[str, Value]) -> Decision:
    """The decision for `values` (read by `Input.read`). Raises AmbiguousDecision when a unique table has two answers."""
    rules = fitting(table, values)
    if table.hit_policy == HitPolicy.UNIQUE and len(rules) > 1:
        numbers = ", ".join(str(rule.number) for rule in rules)
        raise AmbiguousDecision(
            f"Các quy tắc {numbers} cùng khớp trong bảng chỉ cho phép một quy tắc. Sửa bảng rồi thử lại."
        )
    if table.hit_policy in {HitPolicy.UNIQUE, HitPolicy.FIRST}:
        rules = rules[:1]
    names = [each.name for each in table.outputs]
    rows = tuple(dict(zip(names, rule.then, strict=True)) for rule in rules)
    total = None
    if table.hit_policy == HitPolicy.SUM:
        firsts = (next((each for each in rule.then if isinstance(each, Decimal)), Decimal(0)) for rule in rules)
        total = sum(firsts, Decimal(0))
    return Decision(rules=rules, rows=rows, total=total)


def still_possible(table: Table, space: Space, answered: Mapping[str, Value]) -> list[int]:
    """Indexes of rules that may still be the answer. Under F, and U, what stands behind a rule that fits anyway is out."""
    possible: list[int] = []
    for index, rule in enumerate(table.rules):
        if any(
            each.name in answered and not test.holds(answered[each.name])
            for each, test in zip(table.inputs, rule.when, strict=True)
        ):
            continue
        possible.append(index)
        certain = all(
            each.name in answered or space.covers_all(index, column) for column, each in enumerate(table.inputs)
        )
        if certain and table.hit_policy in {HitPolicy.UNIQUE, HitPolicy.FIRST}:
            break
    return possible


def next_question(table: Table, space: Space, answered: Mapping[str, Value]) -> Input | None:
    """The first unanswered input that can still change what is decided; None when everything that matters is known."""
    possible = still_possible(table, space, answered)
    for column, each in enumerate(table.inputs):
        if each.name not in answered and any(not space.covers_all(index, column) for index in possible):
            return each
    return None


def settle(table: Table, space: Space, answered: Mapping[str, Value]) -> Decision:
    """The decision when `next_question` is None: inputs that were never asked do not matter, so any value of theirs will do."""
    filled = dict(answered)
    for column, each in enumerate(table.inputs):
        if each.name not in filled:
            filled[each.name] = space.sample(column)
    return decide(table, filled)
