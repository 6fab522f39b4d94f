"""What an official types when a template is proposed (biểu mẫu đưa mẫu lên): shape only, the rules stand in the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lienthong.kit import clock
from lienthong.kit.ui.dates import Boxes, read_boxes

WHOLE_PROVINCE = "tinh"


@dataclass(frozen=True, slots=True)
class Proposal:
    """As typed. `used_from` is today where nothing was typed, None where it is no day."""

    name: str
    notation: str
    scope: str
    remark: str
    boxes: Boxes
    used_from: date | None

    @property
    def problems(self) -> dict[str, str]:
        """What cannot be understood."""
        return {} if self.used_from else {"used_from": self.boxes.problem}


def read_proposal(post: Mapping[str, Any], *, name: str = "") -> Proposal:
    """What was posted; `name` stands there to begin with."""
    boxes = read_boxes(post, "used_from")
    return Proposal(
        name=str(post.get("name", name))[:300],
        notation=str(post.get("notation", ""))[:60],
        scope=str(post.get("scope", "")),
        remark=str(post.get("remark", ""))[:300],
        boxes=boxes,
        used_from=clock.today() if boxes.is_empty else boxes.value,
    )
