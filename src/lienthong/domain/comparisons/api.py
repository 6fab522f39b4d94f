"""The count of differences as an indicator (chỉ số khác biệt danh mục)."""

from datetime import datetime

from ninja import Field, Router, Schema

from lienthong.domain.comparisons import queries
from lienthong.domain.comparisons.policies import MANAGE
from lienthong.kit.access import ActorRequest, officer

router = Router(tags=["comparisons"])


class PartCount(Schema):
    """How many differences of one kind."""

    against: str = Field(description="national or portal")
    part: str
    name: str
    count: int


class RunOut(Schema):
    """A finished comparison."""

    at: datetime
    differences: int
    open: int
    compared: int
    complete: bool = Field(description="false when a side could not be read in full")


class Indicator(Schema):
    """The newest count and its history, newest first; null before the first comparison."""

    differences: int | None
    open: int | None
    by_part: list[PartCount]
    history: list[RunOut]


@router.get("/catalogue-differences", response=Indicator, operation_id="read_catalogue_differences")
@officer(MANAGE).operation
def read_catalogue_differences(request: ActorRequest) -> dict[str, object]:
    """Differences between our catalogue, the national one and what the portal shows."""
    return queries.indicator(request.actor)
