"""Tables that hypothesis makes up."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from lienthong.foundation.decisions.rules.cells import (
    Anything,
    Between,
    Blank,
    Either,
    Equal,
    Other,
    Test,
    Value,
    canonical,
)

WORDS = ("Nghèo", "Cận nghèo", "Có công")
KINDS = {
    "number": st.integers(-3, 9).map(Decimal),
    "date": st.integers(1, 9).map(lambda day: date(2026, 1, day)),
    "text": st.sampled_from(WORDS),
    "boolean": st.booleans(),
}


@st.composite
def tests_of(draw: Any, kind: str) -> Test:
    """A cell of a column of type `kind`."""
    value = KINDS[kind]

    def between() -> Any:
        pairs = st.tuples(value, value, st.booleans(), st.booleans()).filter(
            lambda four: four[0] < four[1] or (four[0] == four[1] and four[2] and four[3])
        )
        return st.one_of(
            pairs.map(lambda four: Between(*four)),
            st.tuples(value, st.booleans()).map(lambda two: Between(two[0], None, two[1])),
            st.tuples(value, st.booleans()).map(lambda two: Between(None, two[0], True, two[1])),
        )

    single = st.one_of(value.map(Equal), *([between()] if kind in {"number", "date"} else []))
    several = st.lists(single, min_size=2, max_size=3).map(lambda many: Either(tuple(many)))
    inner = st.one_of(single, several)
    made: Test = draw(st.one_of(st.just(Anything()), st.just(Blank()), single, several, inner.map(Other)))
    return made


@st.composite
def cells(draw: Any) -> tuple[str, tuple[str, ...], Test]:
    """Type, allowed values and a test."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    return kind, WORDS if kind == "text" else (), draw(tests_of(kind))


@st.composite
def contents(draw: Any, policies: tuple[str, ...] = ("U", "F", "C")) -> dict[str, Any]:
    """The JSON of a small table."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3))
    inputs = [
        {
            "name": f"i{number}",
            "label": f"I{number}",
            "type": kind,
            "values": list(WORDS) if kind == "text" else [],
            "optional": draw(st.booleans()),
            "whole": draw(st.booleans()) if kind == "number" else False,
        }
        for number, kind in enumerate(kinds)
    ]
    rules = [
        {"when": [canonical(draw(tests_of(kind))) for kind in kinds], "then": [str(number)]}
        for number in range(draw(st.integers(1, 6)))
    ]
    return {
        "hit_policy": draw(st.sampled_from(policies)),
        "inputs": inputs,
        "outputs": [{"name": "o", "label": "O", "type": "number"}],
        "rules": rules,
        "tests": [],
    }


@st.composite
def values_for(draw: Any, content: dict[str, Any]) -> dict[str, Value]:
    """One value for every input, within what it may be, often at the ends of the rules."""
    given: dict[str, Value] = {}
    for row in content["inputs"]:
        value = KINDS[row["type"]]
        if row["type"] == "number" and not row["whole"]:
            value = st.one_of(value, st.integers(-8, 20).map(lambda half: Decimal(half) / 2))
        given[row["name"]] = draw(st.one_of(value, st.none()) if row["optional"] else value)
    return given
