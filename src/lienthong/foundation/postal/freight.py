"""What sending costs, before the carrier has weighed it (cước dự kiến): a table as data, by weight class and distance."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "freight.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightClass:
    """One row of the table. `grams` is the upper bound; prices in VND."""

    code: str
    grams: int
    label: str
    province: int
    country: int


LIGHTEST = "100"


@cache
def weight_classes() -> dict[str, WeightClass]:
    """Code -> class, the lightest first."""
    rows = json.loads(_DATA.read_text(encoding="utf-8"))["classes"]
    return {row["code"]: WeightClass(**row) for row in rows}


def estimate(*, weight_class: str, from_province: str, to_province: str) -> int:
    """The expected freight in VND. Raises KeyError for an unknown class."""
    row = weight_classes()[weight_class]
    return row.province if from_province == to_province else row.country
