"""What a person asks the catalogue (ô tìm thủ tục): shape only, nothing is refused, odd values count as not given."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from lienthong.domain.procedures.choices import TierCode
from lienthong.domain.procedures.queries.search import LONGEST
from lienthong.kit.text_vi import clean

FARTHEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`q`: words. `field`, `tier`: codes. `start`: how many results come before."""

    q: str = ""
    field: str = ""
    tier: str = ""
    start: int = 0

    @property
    def is_plain(self) -> bool:
        """Nothing was asked: the page of entrances."""
        return not (self.q or self.field or self.tier or self.start)

    def url(self, **changed: object) -> str:
        """The query part of an address: this question with `changed` values."""
        values = {"q": self.q, "linh-vuc": self.field, "cap": self.tier, "tu": self.start} | changed
        return "?" + urlencode({name: value for name, value in values.items() if value})


def read_wanted(given: QueryDict) -> Wanted:
    """Read the address."""
    start = given.get("tu", "")
    tier = given.get("cap", "")
    return Wanted(
        q=clean(given.get("q", "")[: LONGEST * 2])[:LONGEST],
        field=clean(given.get("linh-vuc", "")[:60]).replace("\x00", ""),
        tier=tier if tier in TierCode.values else "",
        start=min(int(start), FARTHEST) if start.isascii() and start.isdigit() and len(start) < 6 else 0,
    )
