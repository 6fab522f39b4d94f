"""Codes of the carrier as they come with the platform (mã trạng thái của bưu điện): data with their source."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "carrier_codes.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltInCode:
    """One code. `mark`: "S" seen in the carrier's papers, "M" written for the demo. `plain`: for citizens, where its verb says too little."""

    code: str
    verb: str
    text: str
    mark: str
    plain: str = ""


@cache
def built_in_codes() -> dict[str, BuiltInCode]:
    """Code -> what it means."""
    rows = json.loads(_DATA.read_text(encoding="utf-8"))["codes"]
    return {row["code"]: BuiltInCode(**row) for row in rows}
