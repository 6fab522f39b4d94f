"""Finding and taking over differences (tìm và nhận khác biệt). Pure: records in, differences out."""

from lienthong.domain.comparisons.rules.matching import differences
from lienthong.domain.comparisons.rules.rows import Difference
from lienthong.domain.comparisons.rules.taking import taken

__all__ = ["Difference", "differences", "taken"]
