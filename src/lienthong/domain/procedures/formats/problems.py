"""What is wrong with a row of a file (lỗi của một dòng): where it stands, what was found, the rule and the way out."""

from dataclasses import asdict, dataclass
from typing import Any, Final

MOST_PROBLEMS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`sheet`: the sheet of a workbook, or the name of the part. `line`: counted from 1. `column`: its letter and header, or the path in JSON.

    `code` is for programs, `message` for people; `procedure` is the national code where it is known.
    """

    sheet: str
    line: int
    column: str
    code: str
    value: str
    message: str
    procedure: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)
